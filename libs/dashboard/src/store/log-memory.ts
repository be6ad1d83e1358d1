import type { SignalState } from '../api/telemetry.ts';
import type { ResourceTable } from './resource-table.ts';
import type { StoredLog } from './stored-log.ts';

/** Log records in the order in which they came; the oldest leave first. */
export interface LogMemory {
  add(log: StoredLog): 'added' | 'refused';
  ofTrace(traceId: string): readonly StoredLog[];
  newestFirst(): Iterable<StoredLog>;
  oldestFirst(): Iterable<StoredLog>;
  /** Undefined: there is none. */
  firstSequence(): number | undefined;
  /** Records of severity error and worse that are here, by service. */
  readonly errorCounts: ReadonlyMap<string, number>;
  state(): SignalState;
  clear(): void;
}

interface Options {
  readonly maximumBytes: number;
  readonly resources: ResourceTable;
}

const minimumGap = 1_024;

export function createLogMemory({ maximumBytes, resources }: Options): LogMemory {
  let logs: StoredLog[] = [];
  /** Where the oldest one is. */
  let start = 0;
  const byTrace = new Map<string, StoredLog[]>();
  const errorCounts = new Map<string, number>();
  let [bytes, overwritten, refused] = [0, 0, 0];

  function countError({ severity, resource }: StoredLog, change: 1 | -1): void {
    if (severity !== 'error' && severity !== 'fatal') return;
    const count = (errorCounts.get(resource.service) ?? 0) + change;
    if (count > 0) errorCounts.set(resource.service, count);
    else errorCounts.delete(resource.service);
  }

  function evictOldest(): void {
    const log = logs[start] as StoredLog; // the caller saw that there is one
    start += 1;
    bytes -= log.bytes;
    overwritten += 1;
    countError(log, -1);
    resources.release(log.resource);
    if (log.traceId === '') return;
    const ofTrace = byTrace.get(log.traceId);
    ofTrace?.shift();
    if (ofTrace?.length === 0) byTrace.delete(log.traceId);
  }

  return {
    errorCounts,
    add(log) {
      if (log.bytes > maximumBytes / 2) {
        refused += 1;
        return 'refused';
      }
      logs.push(log);
      bytes += log.bytes;
      countError(log, 1);
      resources.hold(log.resource);
      if (log.traceId !== '') {
        const ofTrace = byTrace.get(log.traceId);
        if (ofTrace === undefined) byTrace.set(log.traceId, [log]);
        else ofTrace.push(log);
      }
      while (bytes > maximumBytes) evictOldest();
      if (start > minimumGap && start > logs.length / 2) {
        logs = logs.slice(start);
        start = 0;
      }
      return 'added';
    },
    ofTrace: (traceId) => byTrace.get(traceId) ?? [],
    *newestFirst() {
      for (let index = logs.length - 1; index >= start; index -= 1) yield logs[index] as StoredLog;
    },
    *oldestFirst() {
      for (let index = start; index < logs.length; index += 1) yield logs[index] as StoredLog;
    },
    firstSequence: () => logs[start]?.sequence,
    state: () => ({ count: logs.length - start, bytes, maximumBytes, dropped: { overwritten, refused } }),
    clear() {
      for (let index = start; index < logs.length; index += 1) resources.release((logs[index] as StoredLog).resource);
      logs = [];
      byTrace.clear();
      errorCounts.clear();
      [start, bytes] = [0, 0];
    },
  };
}
