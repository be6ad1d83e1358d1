import { readServiceModel } from '@brrt/service-model';
import type { Change } from '../../tools/generators/src/diff/change.ts';
import { compareContracts } from '../../tools/generators/src/diff/compare-contracts.ts';
import { runMutations } from '../../tools/generators/src/diff/testing/run-mutations.ts';
import type { ContractToRun } from '../contract-run.ts';
import type { DiffRun } from './diff-run.ts';

/** Compares a contract with itself and with changed copies; undefined when it cannot be read. */
export async function measureDiff(contract: ContractToRun, places: number): Promise<DiffRun | undefined> {
  const { model } = await readServiceModel(contract.file, { skipBroken: true });
  if (model === undefined) return undefined;
  const before = process.cpuUsage();
  const wrong = compareContracts(model, structuredClone(model))
    .filter(({ id }) => id !== 'operation-unreadable')
    .map(({ text }) => `against itself: ${text}`);
  const verdicts = { breaking: 0, unknown: 0, compatible: 0 };
  const reasons: Record<string, number> = {};
  let [comparisons, byRule] = [0, 0];
  for await (const { mutation, way, pointer, expected, said, changes } of runMutations(model, { places })) {
    comparisons += 1;
    if (said !== 'right') wrong.push(`${mutation}, ${way}, ${pointer}: expected ${expected}, said ${said}`);
    for (const change of changes) {
      verdicts[change.level] += 1;
      const reason = change.level === 'unknown' ? reasonOf(change) : undefined;
      if (reason !== undefined) reasons[reason] = (reasons[reason] ?? 0) + 1;
      else if (change.level === 'unknown') byRule += 1;
    }
  }
  const { user, system } = process.cpuUsage(before);
  return { contract, comparisons, wrong, verdicts, byRule, reasons, cpuSeconds: (user + system) / 1e6 };
}

/** Undefined where the rule itself leaves it to people. */
function reasonOf({ id, text }: Change): string | undefined {
  return /-(?:narrowed|widened)$/.test(id) ? text.split(': ').at(-1) : undefined;
}
