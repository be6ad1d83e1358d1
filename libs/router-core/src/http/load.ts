import { monitorEventLoopDelay } from 'node:perf_hooks';
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
  #delays: ReturnType<typeof monitorEventLoopDelay> | undefined = undefined;
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

  /** Why a request that has begun should come later. */
  get overload(): Overload | undefined {
    if (this.#isLate) return 'event_loop';
    return this.#active > this.#mostActive ? 'capacity' : undefined;
  }

  /** Begins to look at the event loop, if there is a limit. `tell` hears when requests are refused, and when no longer. */
  start(tell: (message: string) => void): void {
    const limit = this.#longestDelay;
    if (limit === undefined) return;
    this.#delays = monitorEventLoopDelay({ resolution: resolutionMilliseconds });
    this.#delays.enable();
    this.#looking = setInterval(() => this.#look(limit, tell), windowMilliseconds).unref();
  }

  stop(): void {
    clearInterval(this.#looking);
    this.#delays?.disable();
  }

  #look(limit: number, tell: (message: string) => void): void {
    const delays = this.#delays;
    if (delays === undefined) return;
    // Nanoseconds between two looks of the histogram, which are `resolution` apart when nothing delays them.
    const delay = Math.round(delays.percentile(99) / 1e6 - resolutionMilliseconds);
    delays.reset();
    // Half of the limit ends it, so that it does not come and go with every window.
    const isLate = delay > (this.#isLate ? limit / 2 : limit);
    if (isLate && !this.#isLate) tell(`The event loop is late by ${delay} ms: requests are refused with 503`);
    if (!isLate && this.#isLate) tell('The event loop is in time again: requests are taken');
    this.#isLate = isLate;
  }
}
