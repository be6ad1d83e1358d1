import type { Resilience } from '../resilience/upstream.ts';
import { Flight } from './flight.ts';
import { judgeAnswer, type ReusedRequest } from './freshness.ts';
import { type HeldAnswer, headerText } from './held-answer.ts';
import { type CachePlace, ResponseCache } from './response-cache.ts';

/** An answer that is being fetched for the cache. */
interface Fetching extends CachePlace {
  /** Something was written to its target meanwhile. */
  isOutdated: boolean;
}

/** What one client keeps of a service, and what it is fetching. */
export class AnswerReuse<Landed> {
  readonly cache: ResponseCache;
  readonly #flights = new Map<string, Flight<Landed>>();
  readonly #fetching = new Set<Fetching>();

  constructor({ cache }: Pick<Resilience, 'cache'>) {
    this.cache = new ResponseCache(cache);
  }

  /** The work for `key` that is under way, and has been for no longer than this; else it begins. */
  join(key: string, milliseconds: number, begin: (signal: AbortSignal) => Promise<Landed>): Joined<Landed> {
    const known = this.#flights.get(key);
    if (known !== undefined && !known.isAbandoned) return { flight: known, isFirst: false };
    const leave = (): void => {
      clearTimeout(timer);
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    };
    // Whoever asks later does not want to wait for a call that should have been over.
    const timer = setTimeout(leave, milliseconds).unref();
    const flight = new Flight<Landed>((signal) => begin(signal).finally(leave));
    this.#flights.set(key, flight);
    return { flight, isFirst: true };
  }

  /** Fetches an answer, and keeps it where it may be kept and nothing was written to its target meanwhile. */
  async fetch<Fetched extends { readonly held?: HeldAnswer }>(
    place: CachePlace & ReusedRequest,
    send: () => Promise<Fetched>,
  ): Promise<Fetched> {
    const fetching: Fetching = { key: place.key, target: place.target, isOutdated: false };
    this.#fetching.add(fetching);
    try {
      const fetched = await send();
      if (fetched.held !== undefined) this.#keep(place, fetched.held, fetching);
      return fetched;
    } finally {
      this.#fetching.delete(fetching);
    }
  }

  /**
   * An unsafe method has changed something: what is kept of its target, and of places that it names, is outdated (RFC 9111 §4.4),
   * and whoever asks from now on wants to see the change.
   */
  written(target: string, origin: string, headers: HeldAnswer['headers']): void {
    this.#flights.clear();
    for (const name of ['location', 'content-location']) {
      const named = targetOf(headerText(headers, name), target, origin);
      if (named !== undefined) this.#outdate(named);
    }
    this.#outdate(target);
  }

  #keep(place: CachePlace & ReusedRequest, held: HeldAnswer, { isOutdated }: Fetching): void {
    const stored = isOutdated ? undefined : judgeAnswer(place, held);
    if (stored === undefined) this.cache.remove(place.key);
    else this.cache.store(place, stored);
  }

  #outdate(target: string): void {
    this.cache.invalidate(target);
    for (const fetching of this.#fetching) if (fetching.target === target) fetching.isOutdated = true;
  }
}

export interface Joined<Landed> {
  readonly flight: Flight<Landed>;
  readonly isFirst: boolean;
}

/** Path and query, where it is one of the same service. */
function targetOf(location: string | undefined, target: string, origin: string): string | undefined {
  if (location === undefined || !URL.canParse(location, origin + target)) return undefined;
  const url = new URL(location, origin + target);
  return url.origin === origin ? url.pathname + url.search : undefined;
}
