import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { type Fetched, RefreshedValue } from '../upstream/refreshed-value.ts';

const extraFetches = 4;
const extraFetchEveryMs = 30_000;

/** The keys of an issuer as they were fetched at one moment. */
export type KeySetSnapshot = Fetched<KeySetContent>;

export interface KeySetContent {
  readonly keys: JSONWebKeySet['keys'];
  readonly resolve: ReturnType<typeof createLocalJWKSet>;
}

export interface KeySetOptions {
  readonly fetch: () => Promise<JSONWebKeySet>;
  /** How long a set is used before a new one is waited for. */
  readonly maxAgeMs: number;
}

/** The key set of one issuer: see `RefreshedValue` for when it is fetched. */
export class KeySet {
  readonly #set: RefreshedValue<KeySetContent>;
  #extraFetches = extraFetches;
  #extraSince = 0;

  constructor({ fetch, maxAgeMs }: KeySetOptions) {
    this.#set = new RefreshedValue({ maxAgeMs, fetch: async () => toContent(await fetch()) });
  }

  /** The keys to verify with; undefined while there are none to be had. */
  current(): KeySetSnapshot | Promise<KeySetSnapshot | undefined> | undefined {
    return this.#set.current();
  }

  /** @throws why there are no keys, or only old ones */
  check(): Promise<void> {
    return this.#set.check();
  }

  /**
   * A newer set than `seen`, for a key that `seen` does not have: undefined when the issuer is out of reach, and `seen` itself
   * when keys were asked for too often. Four at once, then one every 30 seconds: made-up key ids must not become load.
   */
  async newerThan(seen: KeySetSnapshot): Promise<KeySetSnapshot | undefined> {
    if (this.#set.latest !== seen) return this.#set.latest;
    if (!this.#set.isFetching && !this.#mayFetchAgain()) return this.#set.isFailing ? undefined : seen;
    return this.#set.refresh();
  }

  /** Seconds until the next attempt after a failure, at least 1. */
  get retryAfterSeconds(): number {
    return this.#set.retryAfterSeconds;
  }

  #mayFetchAgain(): boolean {
    const now = Date.now();
    if (this.#set.isBackingOff) return false;
    const regained = Math.floor((now - this.#extraSince) / extraFetchEveryMs);
    if (regained > 0) {
      this.#extraFetches = Math.min(extraFetches, this.#extraFetches + regained);
      this.#extraSince = now;
    }
    if (this.#extraFetches === 0) return false;
    this.#extraFetches--;
    return true;
  }
}

function toContent(set: JSONWebKeySet): KeySetContent {
  return { keys: set.keys, resolve: createLocalJWKSet(set) };
}
