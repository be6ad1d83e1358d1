import type { HttpConfig } from '../config/index.ts';

const resolutionMilliseconds = 20;
const windowMilliseconds = 200;

export type Overload = 'capacity' | 'event_loop';

/** What a service has to do at the moment, and whether that is too much. */
export class Load {
  readonly #mostActive: number;
  readonly #longestDelay: number | undefined;
  #active = 0;
  #isLate = false;
  /** `performance.now()` of the last look. */
  #lookedAt = 0;
  #windowBegan = 0;
  #longest = 0;
  #looking: NodeJS.Timeout | undefined = undefined;

  constructor({ maxActiveRequests, maxEventLoopDelayMs }: HttpConfig) {
    this.#mostActive = maxActiveRequests ?? Number.POSITIVE_INFINITY;
    this.#longestDelay = maxEventLoopDelayMs;
  }

  begun(): void {
    this.#active++;
  }

  ended(): void {
    this.#active--;
  }

  /** Requests that have begun and not ended; WebSockets and what is sent item by item only until they begin. */
  get active(): number {
    return this.#active;
  }

  /** Why a request that has begun should come later. */
  get overload(): Overload | undefined {
    if (this.#isLate) return 'event_loop';
    return this.#active > this.#mostActive ? 'capacity' : undefined;
  }

  /** Begins to look at the event loop, if there is a limit. `tell` hears when requests are refused, and when no longer. */
  start(tell: (message: string) => void): void {
    const limit = this.#longestDelay;
    if (limit === undefined) return;
    this.#lookedAt = performance.now();
    this.#windowBegan = this.#lookedAt;
    this.#looking = setInterval(() => this.#look(limit, tell), resolutionMilliseconds).unref();
  }

  stop(): void {
    clearInterval(this.#looking);
  }

  // Node's histogram of delays is no help: emptied after each window, it sees nothing of a loop that turns once in each.
  #look(limit: number, tell: (message: string) => void): void {
    const now = performance.now();
    this.#longest = Math.max(this.#longest, now - this.#lookedAt - resolutionMilliseconds);
    this.#lookedAt = now;
    if (now - this.#windowBegan < windowMilliseconds) return;
    const delay = Math.round(this.#longest);
    this.#windowBegan = now;
    this.#longest = 0;
    // Half of the limit ends it, so that it does not come and go with every window.
    const isLate = delay > (this.#isLate ? limit / 2 : limit);
    if (isLate && !this.#isLate) tell(`The event loop is late by ${delay} ms: requests are refused with 503`);
    if (!isLate && this.#isLate) tell('The event loop is in time again: requests are taken');
    this.#isLate = isLate;
  }
}
