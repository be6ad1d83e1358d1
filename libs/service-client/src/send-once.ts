import type { Readable } from 'node:stream';
import type { CacheOutcome } from '@brrt/router-core/ports';
import type { Dispatcher } from 'undici';
import { authorize } from './authorize.ts';
import type { AnsweringCall } from './compile-answers.ts';
import { explainFailure } from './explain-failure.ts';
import { propagationHeaders } from './propagation-headers.ts';
import type { Attempt } from './resilience/attempt.ts';
import type { RetryPolicy } from './resilience/retry-policy.ts';
import type { Upstream } from './resilience/upstream.ts';
import { refresh, validators } from './reuse/freshness.ts';
import { headerText, holdAnswer, replay } from './reuse/held-answer.ts';
import { describeCall, type Sending } from './sending.ts';
import { UpstreamTimeoutError, upstreamFailureHeader } from './upstream-error.ts';

export interface OneSending {
  /** How often the call has been sent before. */
  readonly resent: number;
  readonly isHedge: boolean;
  readonly signal: AbortSignal;
  /** Undefined: it is not sent again. */
  readonly retries: RetryPolicy | undefined;
}

const none: readonly string[] = [];

/** Sends a call one time and reads what comes back. Never rejects. */
export async function sendOnce(sending: Sending, one: OneSending): Promise<Attempt> {
  const { call, exchange, scope, upstream } = sending;
  const { resent, signal, retries } = one;
  const { spanId, end } = exchange.startCall(describeCall(sending, one));
  const explain = (cause: unknown): unknown => explainFailure(cause, { names: call.names, signal });
  const finish = (attempt: Attempt, cache?: CacheOutcome): Attempt => {
    const { status, error } = attempt;
    const isRetryRefused = retries?.isOutOfBudget(attempt, resent) ?? false;
    end({ status, error, ...(cache && { cache }), ...(isRetryRefused && { isRetryRefused }) });
    return attempt;
  };
  let known: Pick<Attempt, 'status' | 'retryAfter' | 'isBehind' | 'spanId'> = { spanId };
  let answer: Dispatcher.ResponseData | undefined;
  upstream.begun();
  try {
    const authorization = call.tokens === undefined ? none : await authorize(call.tokens, sending, signal);
    const place = { spanId, allowedMilliseconds: scope.allowedMilliseconds(), resent };
    answer = await request(sending, [...authorization, ...propagationHeaders(exchange, place)], signal);
    known = { spanId, ...headOf(answer) };
    noticeAnswer(sending, answer);
    const read = await readAnswer(sending, answer, { names: call.names, explain, hears: sending.place?.hears });
    if (!answer.body.closed && call.endsWithExchange?.(answer) !== false) scope.follow(answer.body);
    return finish({ ...known, ...read }, cacheOutcome(sending, known.status));
  } catch (cause) {
    const error = explain(cause);
    const isLate = scope.isFairTime && isTimeOver(error, scope);
    return finish({ ...known, error, isLate }, cacheOutcome(sending, undefined));
  } finally {
    endWith(answer?.body, upstream);
  }
}

function request(
  { call, message, upstream, stored, place }: Sending,
  headers: readonly string[],
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const conditions = stored === undefined ? none : validators(stored);
  return upstream.dispatcher.request({
    origin: call.description.origin,
    path: message.target,
    // The cast: undici lists the registered methods, and sends any.
    method: call.description.method as Dispatcher.HttpMethod,
    headers: [...(place?.addTo(message.headers) ?? message.headers), ...conditions, ...headers],
    body: message.body ?? null,
    signal,
  });
}

function headOf({ statusCode, headers }: Dispatcher.ResponseData): Pick<Attempt, 'status' | 'retryAfter' | 'isBehind'> {
  return {
    status: statusCode,
    retryAfter: headerText(headers, 'retry-after'),
    isBehind: statusCode >= 500 && headers[upstreamFailureHeader] === 'true',
  };
}

/** Of the call, of the attempt to connect, or of the exchange, which may end a moment before the call does. */
function isTimeOver(error: unknown, scope: Sending['scope']): boolean {
  return error instanceof UpstreamTimeoutError || scope.remainingMilliseconds() <= 1;
}

/** What the head of an answer says beside the answer itself. */
function noticeAnswer(
  { call, exchange, message, upstream }: Sending,
  { statusCode, headers }: Dispatcher.ResponseData,
): void {
  // Revoked before its time: the next call asks for another.
  if (statusCode === 401) call.tokens?.forget(exchange);
  if (call.isSafe || statusCode < 200 || statusCode >= 400) return;
  upstream.reuse.written(message.target, call.description.origin, headers);
}

async function readAnswer(
  { call, isHeld, stored }: Sending,
  answer: Dispatcher.ResponseData,
  answering: AnsweringCall,
): Promise<Pick<Attempt, 'response' | 'held'>> {
  if (isHeld !== true) return { response: await call.answers.read(answer, answering) };
  const arrived = await holdAnswer(answer);
  const held = arrived.status === 304 && stored !== undefined ? refresh(stored, arrived.headers) : arrived;
  return { response: await call.answers.read(replay(held), answering), held };
}

function cacheOutcome({ call, isHeld, stored }: Sending, status: number | undefined): CacheOutcome | undefined {
  if (isHeld !== true || call.reuse?.isCached !== true) return undefined;
  return status === 304 && stored !== undefined ? 'revalidated' : 'miss';
}

/** An answer that is a stream keeps its connection. */
function endWith(body: Readable | undefined, upstream: Upstream): void {
  if (body === undefined || body.closed || body.destroyed || body.readableEnded) upstream.ended();
  else body.once('close', () => upstream.ended());
}
