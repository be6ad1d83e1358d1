import { availableParallelism } from 'node:os';
import type { ConfigMistake } from './config-error.ts';
import { integer, type Reader } from './decode.ts';

const mostWorkers = 256;

/** How many processes serve; `auto`: one for each core that this one may use. */
export const workers: Reader<number> = (node, place, decoding) =>
  node.kind === 'scalar' && node.value === 'auto'
    ? availableParallelism()
    : integer(1, mostWorkers)(node, place, decoding);

/** What `WEB_CONCURRENCY` says. */
export function workersFrom(value: string | undefined, mistakes: ConfigMistake[]): number | undefined {
  if (value === undefined) return undefined;
  if (value === 'auto') return availableParallelism();
  const count = /^\d{1,3}$/.test(value) ? Number(value) : 0;
  if (count >= 1 && count <= mostWorkers) return count;
  const message = `has to be a whole number from 1 to ${mostWorkers}, or auto`;
  mistakes.push({ file: 'environment', line: 0, path: 'WEB_CONCURRENCY', message });
  return undefined;
}
