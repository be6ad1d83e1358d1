export interface BucketState {
  readonly admitted: boolean;
  /** Whole requests that are left now. */
  readonly remaining: number;
  /** Until one more request is admitted; 0 when there are some left. */
  readonly waitMs: number;
  /** Until all of them are there again. */
  readonly fullInMs: number;
}

export interface BucketOptions {
  readonly requests: number;
  readonly windowMs: number;
  readonly maxKeys: number;
}

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

  /** Takes one token, if there is one. `now` in milliseconds of a clock that never goes back. */
  take(key: string, now: number): BucketState {
    const { requests, windowMs } = this.#options;
    const each = windowMs / requests;
    const fullAt = Math.max(now, this.#fullAt.get(key) ?? now);
    const after = fullAt + each;
    // Sums of fractions must not refuse the last token of a full bucket.
    const admitted = after - now <= windowMs + 1e-6;
    const end = admitted ? after : fullAt;
    if (admitted) this.#remember(key, end, now);
    const remaining = Math.max(0, Math.floor((windowMs - (end - now)) / each + 1e-6));
    return { admitted, remaining, waitMs: admitted ? 0 : after - now - windowMs, fullInMs: end - now };
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
