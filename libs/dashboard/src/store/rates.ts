import type { RedNumbers } from '../api/telemetry.ts';
import { addDuration, cellCount, type LatencyCells, percentile, sumCells } from './latency-cells.ts';

/** Counts of something that happens between two names: a service and its operation, a caller and whom it calls. */
export interface RateSeries {
  readonly first: string;
  readonly second: string;
  /** By time. */
  readonly buckets: RateBucket[];
}

/** What ended within five seconds. */
export interface RateBucket {
  readonly at: number;
  count: number;
  clientErrors: number;
  serverErrors: number;
  readonly cells: LatencyCells;
  /** Not written to the file yet. */
  isDirty: boolean;
}

export type Outcome = 'ok' | 'client-error' | 'server-error';

export interface Occurrence {
  /** When it ended. */
  readonly at: number;
  readonly duration: number;
  readonly outcome: Outcome;
}

/** Exact counts of one hour, whatever is kept of the spans that they come from. */
export interface Rates {
  /** False: its time is out of range, or there are too many series. */
  count(first: string, second: string, occurrence: Occurrence): boolean;
  find(first: string, second: string): RateSeries | undefined;
  all(): Iterable<RateSeries>;
  restore(first: string, second: string, bucket: RateBucket): void;
  clear(): void;
}

export const bucketMilliseconds = 5_000;
export const maximumAge = 3_600_000;
const maximumAhead = 60_000;

interface Options {
  readonly maximumSeries: number;
  readonly now: () => number;
}

export function createRates({ maximumSeries, now }: Options): Rates {
  const series = new Map<string, RateSeries>();

  function open(first: string, second: string): RateSeries | undefined {
    const key = `${first}\0${second}`;
    const known = series.get(key);
    if (known !== undefined) return known;
    if (series.size >= maximumSeries) dropSilent(series, now() - maximumAge);
    if (series.size >= maximumSeries) return undefined;
    const opened: RateSeries = { first, second, buckets: [] };
    series.set(key, opened);
    return opened;
  }

  return {
    count(first, second, { at, duration, outcome }) {
      const time = now();
      if (at < time - maximumAge || at > time + maximumAhead) return false;
      const found = open(first, second);
      if (found === undefined) return false;
      const bucket = bucketAt(found.buckets, Math.floor(at / bucketMilliseconds) * bucketMilliseconds);
      bucket.count += 1;
      if (outcome === 'client-error') bucket.clientErrors += 1;
      if (outcome === 'server-error') bucket.serverErrors += 1;
      addDuration(bucket.cells, duration);
      bucket.isDirty = true;
      return true;
    },
    find: (first, second) => series.get(`${first}\0${second}`),
    all: () => series.values(),
    restore(first, second, bucket) {
      open(first, second)?.buckets.push(bucket);
    },
    clear: () => series.clear(),
  };
}

/** Used by one sum after the other. */
const counts = new Float64Array(cellCount);

/** Of the buckets that begin from one time up to, not including, another. */
export function sumBuckets(buckets: readonly RateBucket[], from: number, to: number): RedNumbers {
  let [count, clientErrors, serverErrors] = [0, 0, 0];
  counts.fill(0);
  for (let index = firstFrom(buckets, from); index < buckets.length; index += 1) {
    const bucket = buckets[index] as RateBucket; // the index is within
    if (bucket.at >= to) break;
    count += bucket.count;
    clientErrors += bucket.clientErrors;
    serverErrors += bucket.serverErrors;
    sumCells(bucket.cells, counts);
  }
  if (count === 0) return nothingCounted;
  const at = (share: number): number | null => percentile(counts, count, share);
  return { count, clientErrors, serverErrors, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

export const nothingCounted: RedNumbers = {
  count: 0,
  clientErrors: 0,
  serverErrors: 0,
  p50: null,
  p95: null,
  p99: null,
};

/** Where the buckets from a time on begin. */
function firstFrom(buckets: readonly RateBucket[], from: number): number {
  let [low, high] = [0, buckets.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((buckets[middle] as RateBucket).at < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The bucket of a time, made where there is none; those beyond the hour are forgotten. */
function bucketAt(buckets: RateBucket[], at: number): RateBucket {
  let index = buckets.length;
  while (index > 0 && (buckets[index - 1] as RateBucket).at > at) index -= 1;
  const found = buckets[index - 1];
  if (found?.at === at) return found;
  const bucket: RateBucket = { at, count: 0, clientErrors: 0, serverErrors: 0, cells: [], isDirty: true };
  buckets.splice(index, 0, bucket);
  const oldest = (buckets[buckets.length - 1] as RateBucket).at - maximumAge - bucketMilliseconds;
  while ((buckets[0] as RateBucket).at < oldest) buckets.shift();
  return bucket;
}

/** Series without a bucket of the last hour make room. */
function dropSilent(series: Map<string, RateSeries>, oldest: number): void {
  for (const [key, { buckets }] of series) if ((buckets.at(-1)?.at ?? 0) < oldest) series.delete(key);
}
