/** What a service promises its callers, over 30 days. */
export interface Objective {
  /** Percent of requests that are no fault of the service. */
  readonly availability: number;
  /** Percent of answered requests that are faster than `latencyMs`. */
  readonly fast: number;
  /** A bound of the buckets in `http_server_request_duration_seconds`. */
  readonly latencyMs: number;
}

export const defaultObjective: Objective = { availability: 99.9, fast: 99, latencyMs: 500 };

/** Bounds of the buckets, in milliseconds. */
export const latencyBounds: readonly number[] = [
  1, 2.5, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000,
];

/** `le` of a bucket, as Prometheus 2 and 3 write it: `1` and `1.0` are one bound. */
export function boundMatcher(latencyMs: number): string {
  const seconds = String(latencyMs / 1_000);
  return seconds.includes('.') ? `le="${seconds}"` : `le=~"${seconds}(\\\\.0)?"`;
}
