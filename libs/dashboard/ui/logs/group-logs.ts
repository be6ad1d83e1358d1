import type { LogRecord } from '../../src/api/telemetry.ts';

/** A line of the list; `first` begins the records of another request. */
export interface LogRow {
  readonly log: LogRecord;
  readonly first: boolean;
  /** Records of the same request; 1 where they are not grouped. */
  readonly size: number;
}

/** One row for each record, as they come. */
export function plainRows(logs: readonly LogRecord[]): readonly LogRow[] {
  return logs.map((log) => ({ log, first: false, size: 1 }));
}

/** Records of one trace together, in the order in which they were written; the trace that wrote last comes first. */
export function groupByRequest(logs: readonly LogRecord[]): readonly LogRow[] {
  const groups = Map.groupBy(logs, ({ traceId, sequence }) => traceId ?? `alone ${sequence}`);
  return [...groups.values()].flatMap((group) =>
    group
      .toSorted((one, other) => one.at - other.at || one.sequence - other.sequence)
      .map((log, index) => ({ log, first: index === 0, size: group.length })),
  );
}

export interface RateBucket {
  readonly count: number;
  readonly errors: number;
}

/** Records per bucket over their whole time, at most `buckets`; the last bucket is the newest. */
export function countRate(logs: readonly LogRecord[], buckets: number): readonly RateBucket[] {
  const times = logs.map(({ at }) => at);
  const from = times.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const to = times.reduce((most, at) => Math.max(most, at), Number.NEGATIVE_INFINITY);
  const counts = Array.from({ length: buckets }, () => ({ count: 0, errors: 0 }));
  for (const { at, severity } of logs) {
    const place = to === from ? buckets - 1 : Math.min(buckets - 1, Math.floor(((at - from) / (to - from)) * buckets));
    const bucket = counts[place];
    if (bucket === undefined) continue;
    bucket.count += 1;
    if (severity === 'error' || severity === 'fatal') bucket.errors += 1;
  }
  return counts;
}
