import type { DiffRun } from './diff-run.ts';

/** A row per contract, then what was wrong, and why something is unknown. */
export function printDiff(runs: readonly DiffRun[]): void {
  console.table(
    Object.fromEntries(
      runs.map(({ contract, comparisons, wrong, verdicts, byRule, cpuSeconds }) => {
        const { breaking, unknown, compatible } = verdicts;
        const row = { comparisons, wrong: wrong.length, breaking, compatible, 'unknown by rule': byRule };
        const unsure = unknown - byRule;
        const share = `${((100 * unsure) / Math.max(1, breaking + unknown + compatible)).toFixed(2)} %`;
        return [contract.shown, { ...row, unknown: unsure, share, 'CPU s': Number(cpuSeconds.toFixed(1)) }];
      }),
    ),
  );
  for (const { contract, wrong, reasons } of runs) {
    for (const text of wrong) console.log(`${contract.shown}: ${text}`);
    for (const [reason, count] of Object.entries(reasons)) console.log(`${contract.shown}: ${count} × ${reason}`);
  }
}
