/** One of many calls. */
export interface ManyResult {
  /** Undefined: no answer. */
  readonly status: number | undefined;
  readonly milliseconds: number | undefined;
}

export interface Histogram {
  readonly counts: readonly number[];
  readonly from: number;
  readonly to: number;
}

/** @param sorted rising */
export function histogramOf(sorted: readonly number[], buckets: number): Histogram {
  const from = sorted[0] ?? 0;
  const to = sorted.at(-1) ?? 0;
  const width = (to - from) / buckets;
  const counts = Array.from({ length: buckets }, () => 0);
  for (const value of sorted) {
    const bucket = width === 0 ? 0 : Math.min(buckets - 1, Math.floor((value - from) / width));
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return { counts, from, to };
}

/** The value that `share` of the values do not exceed. @param sorted rising */
export function quantileOf(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
