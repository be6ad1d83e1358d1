import { NotImplementedError, OverloadedError, UpgradeRequiredError } from '../errors/pipeline-errors.ts';
import { MalformedRequestError } from '../errors/request-errors.ts';
import type { MockKind } from '../ports/exchange.ts';
import type { Awaitable } from '../ports/later.ts';
import type { WebSocketChannel, WebSocketHandler, WebSocketOffer } from '../ports/web-socket.ts';
import type { CompiledWebSocket } from '../websocket/compile-web-socket.ts';
import { showExamples } from '../websocket/message-examples.ts';
import { WebSocketSession } from '../websocket/web-socket-session.ts';
import { disturb } from './as-switched.ts';
import { OperationContext } from './operation-context.ts';
import type { BodyValidated, CorsChecked, Upgraded } from './stages.ts';

/**
 * Instead of `handle` and what follows: the connection becomes a WebSocket. The handler runs when it has.
 * @throws UpgradeRequiredError 426 for a request that asks for none
 * @throws MalformedRequestError 400 for a handshake that cannot be answered
 * @throws OverloadedError 503 · NotImplementedError 501
 */
export function upgrade(exchange: BodyValidated, compiled: CompiledWebSocket): Awaitable<Upgraded> {
  const { subprotocols, fault } = offerOf(exchange);
  if (fault !== undefined) throw fault;
  const subprotocol = chooseSubprotocol(compiled, subprotocols);
  refuseBeyondLimit(exchange);
  const { switches, operation } = exchange.compiled;
  const state = switches?.stateOf(operation.id) ?? { mode: 'handler' as const };
  if (state.mode === 'chaos') {
    return disturb(exchange, state).then(() => accept(exchange, compiled, { subprotocol, isMock: false }));
  }
  return accept(exchange, compiled, { subprotocol, isMock: state.mode !== 'handler' });
}

/** @throws OverloadedError 503 */
export function refuseBeyondLimit({ compiled }: CorsChecked): void {
  if (compiled.webSocket?.isFull() !== true) return;
  throw new OverloadedError({ reason: 'websocket_connections', retryAfterSeconds: 5, headers: [] });
}

function offerOf({ request }: BodyValidated): WebSocketOffer {
  if (request.webSocket !== undefined) return request.webSocket;
  const asks = request.headers.upgrade?.toLowerCase() === 'websocket';
  throw new UpgradeRequiredError(
    asks
      ? 'This request has no connection that could become a WebSocket: it takes a GET over HTTP/1.1 to a service that listens'
      : 'The operation is a WebSocket: ask for it with Upgrade: websocket',
  );
}

// RFC 6455 §4.2.2: the server takes one of those that the client offers, or none.
function chooseSubprotocol(compiled: CompiledWebSocket, offered: readonly string[]): string | undefined {
  const { subprotocols } = compiled;
  if (subprotocols.length === 0 || offered.length === 0) return undefined;
  const chosen = offered.find((name) => subprotocols.includes(name));
  if (chosen !== undefined) return chosen;
  throw new MalformedRequestError(`Of the subprotocols only these are spoken here: ${subprotocols.join(', ')}`);
}

interface Terms {
  readonly subprotocol: string | undefined;
  /** Somebody tries out what the contract shows. */
  readonly isMock: boolean;
}

function accept(exchange: BodyValidated, compiled: CompiledWebSocket, { subprotocol, isMock }: Terms): Upgraded {
  const run = isMock || exchange.compiled.handler === undefined ? mock(exchange, compiled) : handle(exchange);
  exchange.upgrade = {
    subprotocol,
    maxMessageBytes: compiled.maxMessageBytes,
    open(connection) {
      const log = (error: unknown): void =>
        exchange.service.logger
          .forExchange(exchange)
          .error({ err: error }, 'The handler failed after its WebSocket was closed');
      const session = new WebSocketSession(connection, { compiled, subprotocol, exchange, run, failedLate: log });
      exchange.webSocket = session;
      return session;
    },
  };
  return exchange as Upgraded;
}

function handle(exchange: BodyValidated): (channel: WebSocketChannel) => unknown {
  // The registry is typed by the contract: what stands there for a WebSocket takes three arguments.
  const handler = exchange.compiled.handler as unknown as WebSocketHandler<unknown, WebSocketChannel, OperationContext>;
  const { path, query, headers, cookies } = exchange.params;
  const request = { path, query, headers, cookies, body: undefined };
  const { aroundHandler } = exchange.service.hooks;
  return (channel) => {
    const run = (): unknown => handler(request, new OperationContext(exchange), channel);
    return aroundHandler === undefined ? run() : aroundHandler(exchange, run);
  };
}

function mock(exchange: BodyValidated, compiled: CompiledWebSocket): (channel: WebSocketChannel) => Promise<void> {
  const examples = compiled.examples();
  if (examples === undefined) {
    const { id, name } = exchange.compiled.operation;
    throw new NotImplementedError(`The contract gives no message for ${id} to send; write src/handlers/${name}.ts`);
  }
  const kind: MockKind = examples.kind;
  exchange.mock = kind;
  return (channel) => showExamples(examples, channel);
}
