import type { LimitState, RequestLimit } from '../ports/request-limit.ts';

export type BucketOptions = Omit<RequestLimit, 'name'>;

/**
 * One token bucket per client, as one number each: the moment at which the bucket is full again (generic cell rate algorithm).
 * A bucket holds `requests` tokens and regains them evenly over the window, so no client waits longer than it has to.
 */
export class TokenBuckets {
  readonly #fullAt = new Map<string, number>();
  readonly #options: BucketOptions;

  constructor(options: BucketOptions) {
    this.#options = options;
  }

  /** `now` in milliseconds of a clock that never goes back. */
  take(key: string, now = performance.now()): LimitState {
    const state = this.peek(key, now);
    if (!state.admitted) return state;
    const { requests, windowMs } = this.#options;
    const each = windowMs / requests;
    const fullInMs = state.fullInMs + each;
    this.#remember(key, now + fullInMs, now);
    return { ...state, fullInMs, remaining: Math.max(0, Math.floor((windowMs - fullInMs) / each + 1e-6)) };
  }

  peek(key: string, now = performance.now()): LimitState {
    const { requests, windowMs } = this.#options;
    const each = windowMs / requests;
    const fullInMs = Math.max(0, (this.#fullAt.get(key) ?? now) - now);
    // Sums of fractions must not refuse the last token of a full bucket.
    const admitted = fullInMs + each <= windowMs + 1e-6;
    const remaining = Math.max(0, Math.floor((windowMs - fullInMs) / each + 1e-6));
    return { admitted, remaining, waitMs: admitted ? 0 : fullInMs + each - windowMs, fullInMs };
  }

  get size(): number {
    return this.#fullAt.size;
  }

  // Moves the key to the end: the Map's first keys are those that have been quiet for longest.
  #remember(key: string, fullAt: number, now: number): void {
    this.#fullAt.delete(key);
    this.#fullAt.set(key, fullAt);
    for (const [oldest, oldestFullAt] of this.#fullAt) {
      if (oldestFullAt > now && this.#fullAt.size <= this.#options.maxKeys) return;
      this.#fullAt.delete(oldest);
    }
  }
}
