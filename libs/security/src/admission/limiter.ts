import type { LimitState } from '@brrt/router-core/ports';

export type { LimitState };

/** Counts the requests of one operation by client; undefined: whoever counts is out of reach. */
export interface Limiter {
  /** Takes one request from the quota, if there is one. */
  take(key: string): LimitState | Promise<LimitState | undefined>;
  /** What `take` would say; takes nothing. */
  peek(key: string): LimitState | Promise<LimitState | undefined>;
}
