import type { CacheConfig } from '@brrt/router-core/config';
import type { StoredAnswer } from './freshness.ts';

/** Whose answer it is. */
export interface CachePlace {
  /** Of everything that the answer may depend on. */
  readonly key: string;
  readonly target: string;
}

interface Entry extends CachePlace {
  readonly stored: StoredAnswer;
  readonly octets: number;
}

/** Answers of one service, bounded in octets: the one that was not used for longest goes first. */
export class ResponseCache {
  readonly #config: CacheConfig;
  /** The one that was used last is at the end. */
  readonly #entries = new Map<string, Entry>();
  /** Keys by target. */
  readonly #targets = new Map<string, Set<string>>();
  #octets = 0;

  constructor(config: CacheConfig) {
    this.#config = config;
  }

  find(key: string): StoredAnswer | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.stored;
  }

  /** Instead of what was there before. */
  store({ key, target }: CachePlace, stored: StoredAnswer): void {
    this.#remove(key);
    const octets = octetsOf(stored) + key.length + target.length;
    if (stored.held.octets.length > this.#config.maxEntryBytes || octets > this.#config.maxBytes) return;
    this.#entries.set(key, { key, target, stored, octets });
    this.#octets += octets;
    const keys = this.#targets.get(target);
    if (keys === undefined) this.#targets.set(target, new Set([key]));
    else keys.add(key);
    for (const oldest of this.#entries.keys()) {
      if (this.#octets <= this.#config.maxBytes) break;
      this.#remove(oldest);
    }
  }

  remove(key: string): void {
    this.#remove(key);
  }

  /** Whoever it was for. */
  invalidate(target: string): void {
    for (const key of this.#targets.get(target) ?? []) this.#remove(key);
  }

  #remove(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#octets -= entry.octets;
    const keys = this.#targets.get(entry.target);
    keys?.delete(key);
    if (keys?.size === 0) this.#targets.delete(entry.target);
  }
}

function octetsOf({ held: { octets, headers } }: StoredAnswer): number {
  let length = octets.length;
  for (const [name, value] of Object.entries(headers)) length += name.length + String(value).length;
  return length;
}
