import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { fetchKeySet } from './fetch-key-set.ts';

const maxStaleMs = 24 * 3_600_000;
const maxBackoffMs = 30_000;
const refreshFrom = 0.8;
const extraFetches = 4;
const extraFetchEveryMs = 30_000;

/** A key set as it was fetched at one moment. */
export interface KeySetSnapshot {
  readonly keys: JSONWebKeySet['keys'];
  readonly resolve: ReturnType<typeof createLocalJWKSet>;
  /** Milliseconds since the epoch. */
  readonly fetchedAt: number;
}

export interface KeySetOptions {
  readonly url: string;
  /** How long a set is used before a new one is waited for. */
  readonly maxAgeMs: number;
}

/**
 * The key set of one issuer, fetched when first needed and kept fresh by those who use it: refreshed in the background from
 * 80 % of its age, waited for from 100 %, and used for up to a day more while the issuer is out of reach. After a failure
 * the next fetch waits 1, 2, 4 … 30 seconds, so that an outage is not made worse by those who suffer from it.
 */
export class KeySet {
  readonly #options: KeySetOptions;
  #snapshot: KeySetSnapshot | undefined;
  #fetching: Promise<KeySetSnapshot | undefined> | undefined;
  #failures = 0;
  #notBefore = 0;
  #extraFetches = extraFetches;
  #extraSince = 0;

  constructor(options: KeySetOptions) {
    this.#options = options;
  }

  /** The keys to verify with; undefined while there are none to be had. */
  current(): KeySetSnapshot | Promise<KeySetSnapshot | undefined> | undefined {
    const snapshot = this.#snapshot;
    if (snapshot === undefined) return this.#fetch();
    const age = Date.now() - snapshot.fetchedAt;
    if (age < this.#options.maxAgeMs) {
      if (age >= this.#options.maxAgeMs * refreshFrom) void this.#fetch();
      return snapshot;
    }
    return this.#fetch().then((fetched) => fetched ?? (age < maxStaleMs ? snapshot : undefined));
  }

  /**
   * A newer set than `seen`, for a key that `seen` does not have: undefined when the issuer is out of reach, and `seen` itself
   * when keys were asked for too often. Four at once, then one every 30 seconds: made-up key ids must not become load.
   */
  async newerThan(seen: KeySetSnapshot): Promise<KeySetSnapshot | undefined> {
    if (this.#snapshot !== seen) return this.#snapshot;
    if (this.#fetching === undefined && !this.#mayFetchAgain()) return this.#failures > 0 ? undefined : seen;
    return this.#fetch();
  }

  /** Seconds until the next attempt after a failure, at least 1. */
  get retryAfterSeconds(): number {
    return Math.max(1, Math.ceil((this.#notBefore - Date.now()) / 1000));
  }

  #mayFetchAgain(): boolean {
    const now = Date.now();
    if (now < this.#notBefore) return false;
    const regained = Math.floor((now - this.#extraSince) / extraFetchEveryMs);
    if (regained > 0) {
      this.#extraFetches = Math.min(extraFetches, this.#extraFetches + regained);
      this.#extraSince = now;
    }
    if (this.#extraFetches === 0) return false;
    this.#extraFetches--;
    return true;
  }

  // One fetch at a time, shared by all who wait; resolves to undefined after a failure.
  async #fetch(): Promise<KeySetSnapshot | undefined> {
    if (this.#fetching === undefined) {
      if (Date.now() < this.#notBefore) return undefined;
      this.#fetching = this.#load().finally(() => {
        this.#fetching = undefined;
      });
    }
    return this.#fetching;
  }

  async #load(): Promise<KeySetSnapshot | undefined> {
    try {
      const set = await fetchKeySet(this.#options.url);
      this.#snapshot = { keys: set.keys, resolve: createLocalJWKSet(set), fetchedAt: Date.now() };
      this.#failures = 0;
      this.#notBefore = 0;
      return this.#snapshot;
    } catch {
      this.#notBefore = Date.now() + Math.min(maxBackoffMs, 1000 * 2 ** this.#failures);
      this.#failures++;
      return undefined;
    }
  }
}
