import type { HttpConfig } from '../config/index.ts';
import { type BegunRequest, EventLoop, type EventLoopListeners } from './event-loop.ts';

export type Overload = 'capacity' | 'event_loop';

/** What a service has to do at the moment, and whether that is too much. */
export class Load {
  readonly #mostActive: number;
  readonly #eventLoop: EventLoop;
  #active = 0;

  constructor({ maxActiveRequests, maxEventLoopDelayMs }: HttpConfig) {
    this.#mostActive = maxActiveRequests ?? Number.POSITIVE_INFINITY;
    this.#eventLoop = new EventLoop(maxEventLoopDelayMs);
  }

  begun(request: BegunRequest): void {
    this.#active++;
    this.#eventLoop.begun(request);
  }

  ended(request: BegunRequest): void {
    this.#active--;
    this.#eventLoop.ended(request);
  }

  /** Requests that have begun and not ended; WebSockets and what is sent item by item only until they begin. */
  get active(): number {
    return this.#active;
  }

  /** Why a request that began at `startedAt` should come later. */
  overload(startedAt: number): Overload | undefined {
    if (this.#active > this.#mostActive) return 'capacity';
    return this.#eventLoop.isLate(startedAt) ? 'event_loop' : undefined;
  }

  /** Begins to look at the event loop. */
  start(listeners: EventLoopListeners): void {
    this.#eventLoop.start(listeners);
  }

  stop(): void {
    this.#eventLoop.stop();
  }
}
