import { readFileSync } from 'node:fs';
import type { Cost } from '../contract-run.ts';

/** What one piece of work takes: wall and CPU of this process and of the children it has waited for. */
export async function measure<Result>(work: () => Result | Promise<Result>): Promise<{ result: Result; cost: Cost }> {
  const started = performance.now();
  const before = process.cpuUsage();
  const childrenBefore = readChildSeconds();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return {
    result,
    cost: {
      cpuSeconds: (user + system) / 1e6 + readChildSeconds() - childrenBefore,
      wallSeconds: (performance.now() - started) / 1000,
    },
  };
}

/** Linux counts ended children in fields 16 and 17 of /proc/self/stat, in hundredths of a second; elsewhere 0. */
function readChildSeconds(): number {
  try {
    // The second field is the program's name in parentheses.
    const fields = readFileSync('/proc/self/stat', 'utf8').replace(/^.*\)/s, '').trim().split(' ');
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return 0;
  }
}

/** Peak of this process. */
export function peakMebibytes(): number {
  return process.resourceUsage().maxRSS / 1024;
}
