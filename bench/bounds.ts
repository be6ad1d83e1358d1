import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PerRequest } from './per-request.ts';

const file = join(import.meta.dirname, 'bounds.json');
/** V8 compiles a little differently in each process; counts are exact. */
const heapTolerance = 1.08;

/** Of the service, by the id of the request. */
export type Bounds = Readonly<Record<string, PerRequest>>;

export async function readBounds(): Promise<Bounds> {
  return JSON.parse(await readFile(file, 'utf8'));
}

export async function writeBounds(measured: Bounds): Promise<void> {
  await writeFile(file, `${JSON.stringify(measured, undefined, 2)}\n`);
}

/** What has become more than it was, a sentence each. */
export function listExcesses(measured: Bounds, bounds: Bounds): readonly string[] {
  return Object.entries(measured).flatMap(([id, counts]) => {
    const bound = bounds[id];
    if (bound === undefined) return [`${id}: no bound`];
    const names = Object.keys(counts) as (keyof PerRequest)[];
    return names
      .filter((name) => counts[name] > bound[name] * (name === 'heapBytes' ? heapTolerance : 1))
      .map((name) => `${id}: ${counts[name]} ${name} per request, ${bound[name]} before`);
  });
}
