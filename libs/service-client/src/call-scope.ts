import type { Readable } from 'node:stream';
import type { Exchange } from '@brrt/router-core/ports';
import { CallClock } from './call-clock.ts';
import { PacedBody } from './paced-body.ts';
import { type FailedCall, UpstreamTimeoutError } from './upstream-error.ts';

/** The time that one call has, and what ends it. */
export interface CallScope extends Disposable {
  /** The answer is a stream and goes on: no time limit of its own any more, but it ends with the exchange. */
  follow(stream: Readable): void;
  /** Aborts when the time is over or the exchange ends; its reason is the error to throw. */
  readonly signal: AbortSignal;
  /** Milliseconds that are left. */
  remainingMilliseconds(): number;
  /** Milliseconds that the called service may take from now on; `Infinity` for a paced call of an exchange without a deadline. */
  allowedMilliseconds(): number;
  /**
   * Sends a body that the caller is still sending itself. The time that it takes for that is not the called service's: what counts
   * is how long that one takes nothing of what is there, and then its answer.
   */
  pace(body: Readable): Readable;
  /** False: the caller has much less time than a call may take, and it says little of the service when that is not enough. */
  readonly isFairTime: boolean;
}

// What it takes to receive an answer and to say that there was none.
const marginMilliseconds = 10;
const leastMilliseconds = 5;

/**
 * Of the time that is left to an exchange: to say in time to whoever asked that a service behind is too slow, so that this one is
 * not taken for it.
 */
function answeringMilliseconds(remainingMilliseconds: number): number {
  return Number.isFinite(remainingMilliseconds) ? Math.min(100, remainingMilliseconds / 20) : 0;
}

/** What a called service is told that it may take. */
export function allowedWithin(remainingMilliseconds: number): number {
  return Math.max(1, Math.floor(remainingMilliseconds - marginMilliseconds));
}

export interface CallLimits {
  /** Of any call; less where the exchange has less left. */
  readonly timeoutMilliseconds: number;
  /** Ends the call before. */
  readonly signal: AbortSignal;
}

/**
 * @throws UpstreamTimeoutError when there is no time left worth a call
 * @throws the reason of the signal when that is over already
 */
export function openCallScope(
  exchange: Pick<Exchange, 'remainingMilliseconds'>,
  { timeoutMilliseconds, signal }: CallLimits,
  call: FailedCall,
): CallScope {
  signal.throwIfAborted();
  const remaining = exchange.remainingMilliseconds();
  const available = Math.min(timeoutMilliseconds, remaining - answeringMilliseconds(remaining));
  if (available < leastMilliseconds) throw new UpstreamTimeoutError(call);
  const controller = new AbortController();
  const clock = new CallClock(available, () => controller.abort(new UpstreamTimeoutError(call)));
  const end = (): void => controller.abort(signal.reason);
  signal.addEventListener('abort', end, { once: true });
  const forget = (): void => signal.removeEventListener('abort', end);
  let followed: Readable | undefined;
  return {
    signal: controller.signal,
    remainingMilliseconds: () => clock.remainingMilliseconds,
    allowedMilliseconds() {
      return allowedWithin(clock.isPaced ? exchange.remainingMilliseconds() : clock.remainingMilliseconds);
    },
    pace(body) {
      clock.isPaced = true;
      return new PacedBody(body, clock);
    },
    isFairTime: available >= timeoutMilliseconds / 2,
    follow(stream) {
      followed = stream.once('close', forget);
    },
    [Symbol.dispose]() {
      clock.stop();
      if (followed === undefined) forget();
    },
  };
}
