import { setTimeout as wait } from 'node:timers/promises';
import { retryHeader } from './propagation-headers.ts';
import type { Attempt } from './resilience/attempt.ts';
import type { RetryPolicy } from './resilience/retry-policy.ts';
import { sendHedged } from './resilience/send-hedged.ts';
import { sendOnce } from './send-once.ts';
import { describeCall, type Sending } from './sending.ts';
import { UpstreamBusyError, UpstreamOpenError } from './upstream-error.ts';

/** Sends a call, and again where that is worth it. Never rejects. */
export async function sendAgain(sending: Sending): Promise<Attempt> {
  const { upstream, scope } = sending;
  const retries = isRepeatable(sending) ? upstream.retries : undefined;
  upstream.retries?.begin();
  for (let resent = 0; ; resent++) {
    const attempt = await sendGuarded(sending, resent, retries);
    const delay = retries?.delayAfter(attempt, resent, scope.remainingMilliseconds());
    if (delay === undefined) return attempt;
    // Aborted: the next attempt says why.
    await wait(delay, undefined, { signal: scope.signal }).catch(() => undefined);
  }
}

/** What arrives twice does no harm, can be sent twice, and is not itself part of somebody's retry. */
function isRepeatable({ call, exchange, message }: Sending): boolean {
  const { body, headers } = message;
  if (!(body === undefined || typeof body === 'string' || body instanceof Uint8Array)) return false;
  if (exchange.request.headers[retryHeader] !== undefined) return false;
  return call.isRepeatable ?? headers.some((text, index) => index % 2 === 0 && /^idempotency-key$/i.test(text));
}

async function sendGuarded(sending: Sending, resent: number, retries: RetryPolicy | undefined): Promise<Attempt> {
  const { call, upstream, scope } = sending;
  const { breaker } = upstream;
  if (scope.signal.aborted) return { error: scope.signal.reason };
  if (upstream.isBusy) return refuse(sending, new UpstreamBusyError(call.names));
  const attempt = { resent, isHedge: false, signal: scope.signal, retries };
  const send = (): Promise<Attempt> =>
    call.hedgeAfterMilliseconds === undefined
      ? sendOnce(sending, attempt)
      : sendHedged(
          (signal, again) => sendOnce(sending, { ...attempt, resent: resent + again, isHedge: again > 0, signal }),
          {
            afterMilliseconds: call.hedgeAfterMilliseconds,
            signal: scope.signal,
            names: call.names,
            mayHedge: () => upstream.retries?.withdraw() ?? true,
          },
        );
  if (breaker === undefined) return send();
  const sent = await breaker.run(send);
  const { closedForMilliseconds } = breaker;
  return sent ?? refuse(sending, new UpstreamOpenError({ ...call.names, closedForMilliseconds }));
}

/** Seen by metrics and trace like a call that was sent. */
function refuse(sending: Sending, error: UpstreamBusyError | UpstreamOpenError): Attempt {
  sending.exchange.startCall(describeCall(sending)).end({ status: undefined, error });
  return { error };
}
