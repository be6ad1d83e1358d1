/** How many requests a client has in which time; regained evenly. */
export interface RequestLimit {
  /** Of what: an operation. */
  readonly name: string;
  readonly requests: number;
  readonly windowMs: number;
  /** Clients that are remembered. */
  readonly maxKeys: number;
}

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
