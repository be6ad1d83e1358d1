import { setTimeout as wait } from 'node:timers/promises';
import { type FailedCall, UpstreamError } from '../upstream-error.ts';
import type { Attempt } from './attempt.ts';

export interface HedgeOptions {
  readonly afterMilliseconds: number;
  /** Ends both. */
  readonly signal: AbortSignal;
  readonly names: FailedCall;
  /** Asked when the second one would be sent. */
  readonly mayHedge: () => boolean;
}

/** `again` is how often the call is under way already: 0 or 1. */
type Send = (signal: AbortSignal, again: number) => Promise<Attempt>;

/** Sends a call, and a second time when there is no answer after a while. The first answer counts, the other call is cut off. */
export async function sendHedged(send: Send, options: HedgeOptions): Promise<Attempt> {
  const race = new Race(send, options);
  const early = new AbortController();
  const first = race.start(0);
  const late = wait(options.afterMilliseconds, undefined, { signal: early.signal }).catch(() => undefined);
  const attempt = await Promise.race([first, late]);
  early.abort();
  if (attempt !== undefined || !options.mayHedge()) return race.settle([first]);
  return race.settle([first, race.start(1)]);
}

class Race {
  readonly #send: Send;
  readonly #options: HedgeOptions;
  readonly #controllers: AbortController[] = [];

  constructor(send: Send, options: HedgeOptions) {
    this.#send = send;
    this.#options = options;
  }

  start(again: number): Promise<Attempt> {
    const controller = new AbortController();
    this.#controllers.push(controller);
    return this.#send(AbortSignal.any([controller.signal, this.#options.signal]), again);
  }

  /** The first that is an answer; where all fail, the last. */
  async settle(attempts: readonly Promise<Attempt>[]): Promise<Attempt> {
    const answered = attempts.map(async (attempt, index) => {
      const { response } = await attempt;
      if (response === undefined) throw new SupersededError(this.#options.names);
      return index;
    });
    const winner = await Promise.any(answered).catch(() => attempts.length - 1);
    for (const [index, controller] of this.#controllers.entries()) {
      if (index !== winner) controller.abort(new SupersededError(this.#options.names));
    }
    return attempts[winner] ?? { error: new SupersededError(this.#options.names) };
  }
}

/** The other one of two calls was answered first. Seen in the trace; callers never get it. */
class SupersededError extends UpstreamError {
  override readonly name = 'SupersededError';
  readonly code = 'ERR_CALL_SUPERSEDED';
  readonly status = 502;
  readonly type = 'upstream-unavailable';
  readonly title = 'A service behind this one is unavailable';
  constructor(call: FailedCall) {
    super(`${call.service} was called twice, and the other call was answered first`, call);
  }
}
