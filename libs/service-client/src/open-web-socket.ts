import type { IncomingMessage } from 'node:http';
import type { Exchange, WebSocketChannel } from '@brrt/router-core/ports';
import { WebSocket } from 'ws';
import { authorize } from './authorize.ts';
import { type CallScope, openCallScope } from './call-scope.ts';
import { ClientChannel } from './client-channel.ts';
import type { ClientRequest } from './client-options.ts';
import type { CompiledCall } from './compile-call.ts';
import type { CompiledChannel } from './compile-channel.ts';
import type { Connect } from './connect-upstream.ts';
import { propagationHeaders } from './propagation-headers.ts';
import type { Attempt } from './resilience/attempt.ts';
import type { Upstream } from './resilience/upstream.ts';
import {
  type FailedCall,
  UpstreamContractError,
  UpstreamOpenError,
  UpstreamUnavailableError,
} from './upstream-error.ts';

export interface OpeningCall {
  readonly call: CompiledCall;
  readonly channel: CompiledChannel;
  readonly exchange: Exchange;
  readonly upstream: Upstream;
  readonly connect: Connect | undefined;
}

/** Of one message of the called service. */
const maximumMessageBytes = 16 * 1024 * 1024;

/**
 * Opens the WebSocket of an operation: credentials, trace and request id as with every call, one attempt, within the time of a call.
 * It ends with the exchange when that is given up; whoever is done with it before closes it.
 * @throws UpstreamError when it cannot be opened
 * @throws the reason of the exchange's signal when the exchange ends first
 * @throws TypeError for a request that cannot be sent
 */
export async function openWebSocket(opening: OpeningCall, request: ClientRequest): Promise<WebSocketChannel> {
  const { call, exchange, upstream, connect } = opening;
  if (connect === undefined) {
    throw new TypeError(`The WebSocket of ${call.names.service} cannot be opened by a dispatcher of its caller`);
  }
  const { target, headers } = call.encode(request);
  const { signal } = exchange;
  using scope = openCallScope(exchange, { timeoutMilliseconds: call.timeoutMilliseconds, signal }, call.names);
  const { spanId, end } = exchange.startCall(call.description);
  const made: { shaken?: Shaken } = {};
  const attempt = async (): Promise<Attempt> => {
    const shaken = await authorizeAndShake(opening, { target, headers, spanId }, scope);
    made.shaken = shaken;
    if ('channel' in shaken) return { status: 101 };
    if (shaken.status === 401) call.tokens?.forget(exchange);
    // A service that refuses is there.
    return shaken.status !== undefined && shaken.status < 500 ? { status: shaken.status } : shaken;
  };
  const { breaker } = upstream;
  await (breaker === undefined ? attempt() : breaker.run(attempt));
  const { shaken = leftAlone(call.names, breaker?.closedForMilliseconds ?? 0) } = made;
  if ('channel' in shaken) {
    end({ status: 101, error: undefined });
    return shaken.channel.channel;
  }
  end(shaken);
  throw shaken.error;
}

function leftAlone(names: FailedCall, closedForMilliseconds: number): Shaken {
  return { error: new UpstreamOpenError({ ...names, closedForMilliseconds }), status: undefined };
}

interface Handshake {
  readonly target: string;
  readonly headers: readonly string[];
}

type Shaken = { readonly channel: ClientChannel } | { readonly error: unknown; readonly status: number | undefined };

async function authorizeAndShake(
  opening: OpeningCall,
  { target, headers, spanId }: Handshake & { readonly spanId: string },
  scope: CallScope,
): Promise<Shaken> {
  const { call, exchange } = opening;
  const place = { spanId, allowedMilliseconds: Number.POSITIVE_INFINITY, resent: 0 };
  try {
    const authorization = call.tokens === undefined ? [] : await authorize(call.tokens, opening, scope.signal);
    const all = [...headers, ...authorization, ...propagationHeaders(exchange, place)];
    return await shake(opening, { target, headers: all }, scope);
  } catch (error) {
    return { error, status: undefined };
  }
}

function shake(
  { call, channel, exchange, connect }: OpeningCall,
  { target, headers }: Handshake,
  scope: CallScope,
): Promise<Shaken> {
  const { names, description } = call;
  const socket = new WebSocket(description.origin.replace(/^http/, 'ws') + target, [...channel.subprotocols], {
    headers: toRecord(headers),
    maxPayload: maximumMessageBytes,
    perMessageDeflate: false,
    followRedirects: false,
    ...connect?.(),
  });
  const { promise, resolve } = Promise.withResolvers<Shaken>();
  const abort = (): void => {
    resolve({ error: scope.signal.reason, status: undefined });
    socket.terminate();
  };
  scope.signal.addEventListener('abort', abort, { once: true });
  socket.once('unexpected-response', (_request, response: IncomingMessage) => {
    const answered = response.statusCode ?? 0;
    // What it says with it is nobody's business here.
    response.destroy();
    resolve({ error: new UpstreamUnavailableError({ ...names, answered }), status: answered });
    socket.terminate();
  });
  socket.on('error', (cause) => resolve({ error: explain(cause, names), status: undefined }));
  // Before the first message can come.
  socket.once('open', () =>
    resolve({ channel: new ClientChannel(socket, { names, channel, signal: exchange.signal }) }),
  );
  return promise.finally(() => scope.signal.removeEventListener('abort', abort));
}

/** A handshake that is none (RFC 6455 §4.2.2) is a breach; all else is a connection that was not to be had. */
function explain(cause: Error, names: FailedCall): Error {
  const isBreach = !('code' in cause) && /Sec-WebSocket|Upgrade|subprotocol|Redirect/i.test(cause.message);
  if (!isBreach) return new UpstreamUnavailableError(names, { cause });
  const breach = { pointer: '', keyword: 'handshake', detail: 'The answer completes no handshake' };
  return new UpstreamContractError({ ...names, answered: 101, breaches: [breach] });
}

/** Names of this library come once each, but for `set-cookie` of nobody. */
function toRecord(headers: readonly string[]): Record<string, string> {
  const record: Record<string, string> = {};
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const [name = '', value = ''] = [headers[index], headers[index + 1]];
    record[name.toLowerCase()] = value;
  }
  return record;
}
