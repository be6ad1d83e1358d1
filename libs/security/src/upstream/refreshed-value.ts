const maxStaleMs = 24 * 3_600_000;
const maxBackoffMs = 30_000;
const refreshFrom = 0.8;

/** A value as it was fetched at one moment. */
export interface Fetched<Value> {
  readonly value: Value;
  /** Milliseconds since the epoch. */
  readonly fetchedAt: number;
}

export interface RefreshOptions<Value> {
  readonly fetch: () => Promise<Value>;
  /** How long a value is used before a new one is waited for. */
  readonly maxAgeMs: number;
}

/**
 * What an identity provider publishes, fetched when first needed and kept fresh by those who use it: refreshed in the
 * background from 80 % of its age, waited for from 100 %, and used for up to a day more while the provider is out of reach,
 * which is then waited for no more.
 * After a failure the next fetch waits 1, 2, 4 … 30 seconds, so that an outage is not made worse by those who suffer from it.
 */
export class RefreshedValue<Value> {
  readonly #options: RefreshOptions<Value>;
  #latest: Fetched<Value> | undefined;
  #fetching: Promise<Fetched<Value> | undefined> | undefined;
  #failures = 0;
  #failure: unknown = undefined;
  #notBefore = 0;

  constructor(options: RefreshOptions<Value>) {
    this.#options = options;
  }

  /** Undefined while there is none to be had. */
  current(): Fetched<Value> | Promise<Fetched<Value> | undefined> | undefined {
    const latest = this.#latest;
    if (latest === undefined) return this.refresh();
    const age = Date.now() - latest.fetchedAt;
    // Who is known to be away is asked in the background: a provider that hangs would hold everybody for as long as a fetch lasts.
    const isInUse = age < this.#options.maxAgeMs || (this.isFailing && age < maxStaleMs);
    if (isInUse) {
      if (age >= this.#options.maxAgeMs * refreshFrom) void this.refresh();
      return latest;
    }
    return this.refresh().then((fetched) => fetched ?? (age < maxStaleMs ? latest : undefined));
  }

  get latest(): Fetched<Value> | undefined {
    return this.#latest;
  }

  get isFetching(): boolean {
    return this.#fetching !== undefined;
  }

  /** The last fetch failed. */
  get isFailing(): boolean {
    return this.#failures > 0;
  }

  /** @throws why there is no value, or only one that is too old and cannot be had anew */
  async check(): Promise<void> {
    await this.current();
    const isOld = this.#latest === undefined || Date.now() - this.#latest.fetchedAt >= this.#options.maxAgeMs;
    if (isOld) throw this.#failure;
  }

  get isBackingOff(): boolean {
    return Date.now() < this.#notBefore;
  }

  /** Seconds until the next attempt after a failure, at least 1. */
  get retryAfterSeconds(): number {
    return Math.max(1, Math.ceil((this.#notBefore - Date.now()) / 1000));
  }

  /**
   * One fetch at a time, shared by all who wait; undefined after a failure, and while backing off from one. The fetch that finds out
   * whether the provider is back is waited for by whoever began it alone.
   */
  async refresh(): Promise<Fetched<Value> | undefined> {
    if (this.#fetching !== undefined) return this.isFailing ? undefined : this.#fetching;
    if (this.isBackingOff) return undefined;
    this.#fetching = this.#load().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  async #load(): Promise<Fetched<Value> | undefined> {
    try {
      this.#latest = { value: await this.#options.fetch(), fetchedAt: Date.now() };
      this.#failures = 0;
      this.#notBefore = 0;
      return this.#latest;
    } catch (error) {
      this.#failure = error;
      this.#notBefore = Date.now() + Math.min(maxBackoffMs, 1000 * 2 ** this.#failures);
      this.#failures++;
      return undefined;
    }
  }
}
