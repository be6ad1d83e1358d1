import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ClientFramingError } from '../errors/pipeline-errors.ts';
import type { HttpResponse } from '../ports/http-message.ts';
import { isLater } from '../ports/later.ts';
import type { Answerer } from './answerer.ts';
import { writeLast } from './client-error.ts';
import { connectionOf, type PendingRequest } from './connection.ts';
import { HandshakeResponse } from './handshake-response.ts';
import type { NodeRequest } from './node-request.ts';
import { writeStream, writeWhole } from './write-response.ts';

/** What follows on the connection may be read differently by whoever stands in between: it is closed. */
export function refuse<Exchange>(
  answerer: Answerer<Exchange>,
  request: NodeRequest,
  { target, fault }: { readonly target: ServerResponse; readonly fault: ClientFramingError },
): void {
  const exchange = answerer.begin(request);
  target.shouldKeepAlive = false;
  connectionOf(target.req.socket).isRefused = true;
  tryWrite(answerer, exchange, { target, response: answerer.refuse(exchange, fault) });
}

/** No closure is made for a request that is answered at once. */
export function respond<Exchange>(answerer: Answerer<Exchange>, request: NodeRequest, target: ServerResponse): void {
  const exchange = answerer.begin(request);
  const response = answerer.answer(exchange);
  if (isLater(response)) respondLate(answerer, exchange, { target, response });
  else tryWrite(answerer, exchange, { target, response });
}

function respondLate<Exchange>(
  answerer: Answerer<Exchange>,
  exchange: Exchange,
  { target, response }: { readonly target: ServerResponse; readonly response: PromiseLike<HttpResponse> },
): void {
  const late = new LateAnswer(answerer, exchange, target);
  connectionOf(target.req.socket).waitsFor(late);
  response.then((answer) => late.write(answer));
}

/** A request that waits for its answer, whose body may break meanwhile. */
class LateAnswer<Exchange> implements PendingRequest {
  readonly #answerer: Answerer<Exchange>;
  readonly #exchange: Exchange;
  readonly #target: ServerResponse;
  #fault: ClientFramingError | undefined = undefined;

  constructor(answerer: Answerer<Exchange>, exchange: Exchange, target: ServerResponse) {
    this.#answerer = answerer;
    this.#exchange = exchange;
    this.#target = target;
  }

  write(response: HttpResponse): void {
    const answerer = this.#answerer;
    const exchange = this.#exchange;
    const target = this.#target;
    connectionOf(target.req.socket).waitsNoMoreFor(this);
    if (this.#fault !== undefined) {
      // Counted as what was sent.
      answerer.refuse(exchange, this.#fault);
      answerer.ended(exchange, true);
    } else if (target.destroyed) answerer.ended(exchange, false);
    else tryWrite(answerer, exchange, { target, response });
  }

  clientGone(): void {
    this.#answerer.clientGone(this.#exchange);
  }

  fail(fault: ClientFramingError, isCounted: boolean): void {
    const target = this.#target;
    if (isCounted) this.#fault = fault;
    const response = this.#answerer.refuse(this.#exchange, fault);
    this.clientGone();
    // Without a socket it stands behind the answers before it.
    if (target.socket !== null) writeLast(target.socket, response);
    else target.once('socket', (socket: Socket) => writeLast(socket, response));
  }
}

// What Node refuses to write (a header that an application made of its own) fails this request, not the process.
function tryWrite<Exchange>(
  answerer: Answerer<Exchange>,
  exchange: Exchange,
  writing: { readonly target: ServerResponse; readonly response: HttpResponse },
): void {
  try {
    write(answerer, exchange, writing);
  } catch (error) {
    answerer.unwritable(exchange, error);
    if (writing.target.headersSent) writing.target.destroy();
    else writing.target.writeHead(500, ['content-length', '0']).end();
    answerer.ended(exchange, true);
  }
}

function write<Exchange>(
  answerer: Answerer<Exchange>,
  exchange: Exchange,
  { target, response }: { readonly target: ServerResponse; readonly response: HttpResponse },
): void {
  // What was taken behind it has its answer still to come.
  if (answerer.isDraining && connectionOf(target.req.socket).isLast(target)) target.shouldKeepAlive = false;
  const { body, webSocket } = response;
  if (webSocket !== undefined && target instanceof HandshakeResponse) {
    target.switchProtocols(response.headers, webSocket, {
      upgraded: () => answerer.upgraded(exchange),
      ended: () => answerer.ended(exchange, true),
    });
    return;
  }
  if (typeof body === 'object' && !(body instanceof Uint8Array)) {
    answerer.streaming(exchange);
    limitSending(target, answerer.sendTimeoutMs);
    writeStream(target, response, body, ({ delivered, failure }) => {
      if (failure !== undefined) answerer.broken(exchange, failure);
      answerer.ended(exchange, delivered);
    });
    return;
  }
  writeWhole(target, response, body);
  // Most of what is written is gone at once.
  if (target.writableLength > 0) limitSending(target, answerer.sendTimeoutMs);
  answerer.ended(exchange, true);
}

/** Closes the connection of a client that takes nothing of what waits for it; silence with nothing to send is no fault. */
function limitSending(target: ServerResponse, milliseconds: number): void {
  if (milliseconds === 0) return;
  target.setTimeout(milliseconds, () => {
    if (target.socket !== null && target.socket.writableLength > 0) target.socket.destroy();
  });
}
