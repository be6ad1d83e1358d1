/** How far a client has come with its quota. */
export interface LimitState {
  readonly admitted: boolean;
  /** Whole requests that are left now. */
  readonly remaining: number;
  /** Until one more request is admitted; 0 when there are some left. */
  readonly waitMs: number;
  /** Until all of them are there again. */
  readonly fullInMs: number;
}

/** Counts the requests of one operation by client; undefined: whoever counts is out of reach. */
export interface Limiter {
  /** Takes one request from the quota, if there is one. */
  take(key: string): LimitState | Promise<LimitState | undefined>;
  /** What `take` would say; takes nothing. */
  peek(key: string): LimitState | Promise<LimitState | undefined>;
}
