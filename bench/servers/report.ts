import { getHeapStatistics } from 'node:v8';
import { countResources } from './count-resources.ts';

/** What a server tells of itself whenever it is asked. */
export interface Usage {
  /** Microseconds of the process, user and system. */
  readonly cpu: number;
  /** Octets on V8's heap since the start of the process, whether collected since or not. */
  readonly allocated: number;
  /** Resident set, in octets. */
  readonly rss: number;
  /** As `countResources` says; empty unless `BENCH_COUNT` is set: counting costs. */
  readonly resources: Readonly<Record<string, number>>;
}

const resources = process.env.BENCH_COUNT === undefined ? {} : countResources();

/** What every server under test tells the bench: its port once, then its usage. */
export function report(port: number): void {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    const { total_allocated_bytes: allocated = Number.NaN } = getHeapStatistics() as HeapStatistics;
    const usage: Usage = { cpu: user + system, allocated, rss: process.memoryUsage.rss(), resources };
    process.send?.(usage);
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ port });
}

/** Node 26 and newer. */
type HeapStatistics = Partial<Record<'total_allocated_bytes', number>>;
