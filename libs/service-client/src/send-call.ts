import { type Exchange, HttpError } from '@brrt/router-core/ports';
import { type Dispatcher, errors } from 'undici';
import { type CallScope, openCallScope } from './call-scope.ts';
import type { ClientRequest, ClientResponse } from './client-options.ts';
import type { CompiledCall } from './compile-call.ts';
import { propagationHeaders } from './propagation-headers.ts';
import type { TokenSource } from './token-source.ts';
import { UpstreamTimeoutError, UpstreamUnavailableError } from './upstream-error.ts';

export interface Connection {
  readonly dispatcher: Dispatcher;
  readonly timeoutMilliseconds: number;
}

/**
 * Sends one call on behalf of an exchange and reads its answer.
 * @throws UpstreamError when there is no answer that the contract allows
 * @throws the reason of the exchange's signal when the exchange ends first
 * @throws TypeError for a request that cannot be sent
 */
export async function sendCall(
  { call, exchange }: { readonly call: CompiledCall; readonly exchange: Exchange },
  request: ClientRequest,
  { dispatcher, timeoutMilliseconds }: Connection,
): Promise<ClientResponse> {
  const message = call.encode(request);
  using scope = openCallScope(exchange, timeoutMilliseconds, call.names);
  const { allowedMilliseconds } = scope;
  const { spanId, end } = exchange.startCall(call.description);
  let status: number | undefined;
  try {
    const authorization = call.tokens === undefined ? none : await authorize(call.tokens, { call, exchange, scope });
    const answer = await dispatcher.request({
      origin: call.description.origin,
      path: message.target,
      // The cast: undici lists the registered methods, and sends any.
      method: call.description.method as Dispatcher.HttpMethod,
      headers: [...message.headers, ...authorization, ...propagationHeaders(exchange, { spanId, allowedMilliseconds })],
      body: message.body ?? null,
      signal: scope.signal,
    });
    status = answer.statusCode;
    // Revoked before its time: the next call asks for another.
    if (status === 401) call.tokens?.forget(exchange);
    const explainLater = (cause: unknown): unknown => explain(cause, { call, scope });
    const response = await call.answers.read(answer, { names: call.names, explain: explainLater });
    if (!answer.body.closed) scope.follow(answer.body);
    end({ status, error: undefined });
    return response;
  } catch (cause) {
    const error = explain(cause, { call, scope });
    end({ status, error });
    throw error;
  }
}

const none: readonly string[] = [];

interface Authorization {
  readonly call: CompiledCall;
  readonly exchange: Exchange;
  readonly scope: CallScope;
}

/** The token is waited for no longer than the call; whoever else waits for the same one is not disturbed. */
async function authorize(
  tokens: TokenSource,
  { call: { names }, exchange, scope: { signal } }: Authorization,
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

function explain(
  cause: unknown,
  { call: { names }, scope }: { readonly call: CompiledCall; readonly scope: CallScope },
): unknown {
  if (scope.signal.aborted) return scope.signal.reason;
  if (cause instanceof errors.InvalidArgumentError) {
    return new TypeError(`A call of ${names.service}.${names.operation} cannot be sent`, { cause });
  }
  if (cause instanceof errors.ConnectTimeoutError) return new UpstreamTimeoutError(names, { cause });
  return isConnectionFailure(cause) ? new UpstreamUnavailableError(names, { cause }) : cause;
}

function isConnectionFailure(cause: unknown): boolean {
  if (cause instanceof HttpError) return false;
  if (cause instanceof errors.UndiciError || cause instanceof errors.HTTPParserError) return true;
  // `ECONNREFUSED`, `ENOTFOUND`, `ECONNRESET`, a certificate that is not trusted, several addresses that all failed.
  return cause instanceof Error && 'code' in cause;
}
