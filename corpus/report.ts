import { type ContractRun, type StepName, stepNames } from './contract-run.ts';

/** One line per contract, columns as wide as their widest cell. */
export function formatTable(runs: readonly ContractRun[]): readonly string[] {
  const head = [
    'contract',
    'version',
    'operations',
    'left out',
    'calls',
    'errors/warnings/notes',
    ...stepNames,
    'total',
    'peak MiB',
    'result',
  ];
  const rows = [head, ...runs.map(toRow)];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => pad(cell, { column, width: widths[column] ?? 0 }))
      .join('  ')
      .trimEnd(),
  );
}

function pad(cell: string, { column, width }: { readonly column: number; readonly width: number }): string {
  const isText = column < 2 || column === stepNames.length + 8;
  return isText ? cell.padEnd(width) : cell.padStart(width);
}

function toRow(run: ContractRun): readonly string[] {
  const { contract, version, operations, leftOut, calls, diagnostics, costs, peakMebibytes, failures } = run;
  const { errors, warnings, notes } = diagnostics;
  const spent = Object.values(costs);
  const total = {
    cpuSeconds: spent.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    wallSeconds: spent.reduce((sum, { wallSeconds }) => sum + wallSeconds, 0),
  };
  return [
    contract.shown,
    version ?? '?',
    String(operations),
    String(leftOut),
    String(calls),
    `${errors}/${warnings}/${notes}`,
    ...stepNames.map((step) => formatCost(costs[step])),
    formatCost(spent.length === 0 ? undefined : total),
    formatPeak(peakMebibytes),
    failures.length === 0 ? 'runs' : `${failures.length} failed`,
  ];
}

/** CPU and wall seconds. */
function formatCost(cost: ContractRun['costs'][StepName]): string {
  return cost === undefined ? '-' : `${cost.cpuSeconds.toFixed(1)}/${cost.wallSeconds.toFixed(1)}`;
}

/** Of the generator, the compiler and the service. */
function formatPeak({ generator, compiler, service }: ContractRun['peakMebibytes']): string {
  return [generator, compiler, service].map((peak) => (peak === undefined ? '-' : peak.toFixed(0))).join('/');
}

const shownFailures = 20;

/** Operation, step and reason of each failure, and of what cannot be tried, indented below its contract. */
export function formatFailures({ contract, failures, skipped }: ContractRun): readonly string[] {
  const said = formatSkipped(contract.shown, skipped);
  if (failures.length === 0) return said;
  const lines = failures
    .slice(0, shownFailures)
    .map(({ step, operation, reason }) => `  ${step}${operation === undefined ? '' : `, ${operation}`}: ${reason}`);
  const more = failures.length > shownFailures ? [`  … and ${failures.length - shownFailures} more: see --json`] : [];
  return ['', `${contract.shown} does not run:`, ...lines, ...more, ...said];
}

/** What the contract makes impossible, by the finding that says so. */
function formatSkipped(shown: string, skipped: ContractRun['skipped']): readonly string[] {
  const findings = new Set(skipped.map(({ finding }) => finding));
  return [...findings].flatMap((finding) => {
    const [first, ...others] = skipped.filter((each) => each.finding === finding);
    const more = others.length === 0 ? '' : `, and ${others.length} more`;
    return ['', `${shown} leaves no value: ${finding}`, `  not tried: ${first?.operation}, ${first?.part}${more}`];
  });
}
