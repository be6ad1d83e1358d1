import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { ClientCall, Exchange } from '@brrt/router-core/ports';
import type { Dispatcher } from 'undici';
import { partScope } from './aggregate/part-scope.ts';
import { type CallScope, openCallScope } from './call-scope.ts';
import type { ClientRequest, ClientResponse } from './client-options.ts';
import type { CompiledCall, EncodedCall, SendableCall } from './compile-call.ts';
import { explainFailure } from './explain-failure.ts';
import { propagationHeaders, retryHeader } from './propagation-headers.ts';
import type { Attempt } from './resilience/attempt.ts';
import { sendHedged } from './resilience/send-hedged.ts';
import type { Upstream } from './resilience/upstream.ts';
import type { StreamPlace } from './stream-place.ts';
import type { TokenSource } from './token-source.ts';
import { UpstreamBusyError, UpstreamOpenError, UpstreamTimeoutError, upstreamFailureHeader } from './upstream-error.ts';

/** One call on behalf of one exchange. */
interface Calling {
  readonly call: SendableCall;
  readonly exchange: Exchange;
  readonly upstream: Upstream;
  /** How far an event stream was read. */
  readonly place?: StreamPlace | undefined;
}

/** The same for an operation of a contract. */
export interface EncodingCall extends Calling {
  readonly call: CompiledCall;
}

interface Sending extends Calling {
  /** Span on whose behalf it is sent; undefined: that of the handler. */
  readonly parentSpanId: string | undefined;
  readonly message: EncodedCall;
  readonly scope: CallScope;
}

/**
 * Sends one call, again where that is worth it, and reads its answer.
 * @throws UpstreamError when there is no answer that the contract allows
 * @throws the reason of the exchange's signal when the exchange ends first
 * @throws TypeError for a request that cannot be sent
 */
export async function sendCall(calling: EncodingCall, request: ClientRequest): Promise<ClientResponse> {
  return sendMessage(calling, calling.call.encode(request));
}

/** The same for a message that is there already. `isPaced`: its body is a stream that the caller is still sending. */
export async function sendMessage(
  calling: Calling,
  message: EncodedCall,
  { isPaced = false } = {},
): Promise<ClientResponse> {
  const { call, exchange } = calling;
  const { timeoutMilliseconds } = call;
  const part = partScope.getStore();
  const signal = part?.signal ?? exchange.signal;
  using scope = openCallScope(exchange, { timeoutMilliseconds, signal }, call.names);
  const body = isPaced && message.body instanceof Readable ? scope.pace(message.body) : message.body;
  const sent = { ...message, body };
  const { response, error } = await sendAgain({ ...calling, message: sent, scope, parentSpanId: part?.spanId });
  if (response === undefined) throw error;
  return response;
}

async function sendAgain(sending: Sending): Promise<Attempt> {
  const { upstream, scope } = sending;
  const retries = isRepeatable(sending) ? upstream.retries : undefined;
  upstream.retries?.begin();
  for (let resent = 0; ; resent++) {
    const attempt = await sendGuarded(sending, resent);
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

async function sendGuarded(sending: Sending, resent: number): Promise<Attempt> {
  const { call, upstream, scope } = sending;
  const { breaker } = upstream;
  if (scope.signal.aborted) return { error: scope.signal.reason };
  if (upstream.isBusy) return refuse(sending, new UpstreamBusyError(call.names));
  const send = (): Promise<Attempt> =>
    call.hedgeAfterMilliseconds === undefined
      ? sendOnce(sending, resent, scope.signal)
      : sendHedged((signal, again) => sendOnce(sending, resent + again, signal), {
          afterMilliseconds: call.hedgeAfterMilliseconds,
          signal: scope.signal,
          names: call.names,
          mayHedge: () => upstream.retries?.withdraw() ?? true,
        });
  if (breaker === undefined) return send();
  const attempt = await breaker.run(send);
  const { closedForMilliseconds } = breaker;
  return attempt ?? refuse(sending, new UpstreamOpenError({ ...call.names, closedForMilliseconds }));
}

/** Seen by metrics and trace like a call that was sent. */
function refuse(sending: Sending, error: UpstreamBusyError | UpstreamOpenError): Attempt {
  sending.exchange.startCall(describe(sending, 0)).end({ status: undefined, error });
  return { error };
}

async function sendOnce(sending: Sending, resent: number, signal: AbortSignal): Promise<Attempt> {
  const { call, exchange, message, scope, upstream, place: read } = sending;
  const { spanId, end } = exchange.startCall(describe(sending, resent));
  const explain = (cause: unknown): unknown => explainFailure(cause, { names: call.names, signal });
  let status: number | undefined;
  let retryAfter: string | undefined;
  let isBehind = false;
  let answer: Dispatcher.ResponseData | undefined;
  upstream.begun();
  try {
    const authorization = call.tokens === undefined ? none : await authorize(call.tokens, sending, signal);
    const place = { spanId, allowedMilliseconds: scope.allowedMilliseconds(), resent };
    answer = await upstream.dispatcher.request({
      origin: call.description.origin,
      path: message.target,
      // The cast: undici lists the registered methods, and sends any.
      method: call.description.method as Dispatcher.HttpMethod,
      headers: [
        ...(read?.addTo(message.headers) ?? message.headers),
        ...authorization,
        ...propagationHeaders(exchange, place),
      ],
      body: message.body ?? null,
      signal,
    });
    status = answer.statusCode;
    retryAfter = headerText(answer.headers['retry-after']);
    isBehind = status >= 500 && answer.headers[upstreamFailureHeader] === 'true';
    // Revoked before its time: the next call asks for another.
    if (status === 401) call.tokens?.forget(exchange);
    const response = await call.answers.read(answer, { names: call.names, explain, hears: read?.hears });
    if (!answer.body.closed && call.endsWithExchange?.(answer) !== false) scope.follow(answer.body);
    end({ status, error: undefined });
    return { status, retryAfter, isBehind, response };
  } catch (cause) {
    const error = explain(cause);
    end({ status, error });
    return { status, retryAfter, isBehind, error, isLate: scope.isFairTime && isTimeOver(error, scope) };
  } finally {
    endWith(answer?.body, upstream);
  }
}

/** Of the call, of the attempt to connect, or of the exchange, which may end a moment before the call does. */
function isTimeOver(error: unknown, scope: CallScope): boolean {
  return error instanceof UpstreamTimeoutError || scope.remainingMilliseconds() <= 1;
}

function describe({ call: { description }, parentSpanId }: Sending, resent: number): ClientCall {
  if (resent === 0 && parentSpanId === undefined) return description;
  return { ...description, parentSpanId, ...(resent === 0 ? {} : { resent }) };
}

/** An answer that is a stream keeps its connection. */
function endWith(body: Readable | undefined, upstream: Upstream): void {
  if (body === undefined || body.closed || body.destroyed || body.readableEnded) upstream.ended();
  else body.once('close', () => upstream.ended());
}

const none: readonly string[] = [];

function headerText(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0];
}

/** The token is waited for no longer than the call; whoever else waits for the same one is not disturbed. */
async function authorize(
  tokens: TokenSource,
  { call: { names }, exchange }: Sending,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return ['authorization', `Bearer ${await Promise.race([tokens.tokenFor(exchange, names), aborted])}`];
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
