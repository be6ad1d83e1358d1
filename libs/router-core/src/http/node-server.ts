import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { HttpConfig } from '../config/index.ts';
import { ClientFramingError } from '../errors/pipeline-errors.ts';
import type { HttpRequest, HttpResponse, TextResponse } from '../ports/http-message.ts';
import type { TlsIdentity } from '../ports/tls-identity.ts';
import { BodyMessage } from './body-message.ts';
import { checkFraming } from './check-framing.ts';
import { answerFault, explainClientError, writeLast } from './client-error.ts';
import { connectionOf, type PendingRequest } from './connection.ts';
import { NodeRequest } from './node-request.ts';
import { createTlsServer } from './tls-server.ts';
import { writeStream, writeWhole } from './write-response.ts';

/** Whoever answers requests, called once per step; `Exchange` is what it keeps of one request in between. */
export interface Answerer<Exchange> {
  begin(request: HttpRequest): Exchange;
  answer(exchange: Exchange): HttpResponse | Promise<HttpResponse>;
  /** The message is not one that two readers understand alike. */
  refuse(exchange: Exchange, fault: ClientFramingError): TextResponse;
  /** The client went away while the answer was being made. */
  clientGone(exchange: Exchange): void;
  /** The response is a stream and begins. */
  streaming(exchange: Exchange): void;
  /** Node refused to write the response; the client gets a bare 500. */
  unwritable(exchange: Exchange, error: unknown): void;
  /** Nothing more will be written; called once. */
  ended(exchange: Exchange, delivered: boolean): void;
  /** The source of a stream failed after the header was sent; `ended` follows. The client sees the body as truncated. */
  broken(exchange: Exchange, failure: unknown): void;
  /** True: every response says `Connection: close`. */
  readonly isDraining: boolean;
  /** A message that never became a request. */
  clientError(code: string, status: number): void;
  /** New certificates cannot be used; those before stay in use. */
  certificatesUnusable(error: unknown): void;
}

export interface ListenAddress {
  readonly port: number;
  readonly host: string;
}

export interface NodeServer<Exchange> {
  /** Rejects with Node's error (`EADDRINUSE`, `EACCES`, …), and with that of an identity that has no certificate to show. */
  listen(address: ListenAddress): Promise<AddressInfo>;
  /** Requests that arrive from now on are answered by another one, on the same connections. */
  answerWith(answerer: Answerer<Exchange>): void;
  /** Stops accepting, lets requests in flight finish and closes what is left after `timeoutMilliseconds`. */
  close(timeoutMilliseconds: number): Promise<void>;
}

/** A burst of new connections waits here instead of being refused; the kernel caps it. */
const listenBacklog = 4096;

/** How long a connection stays open for a client that has been refused and does not close its side. */
const lingerMilliseconds = 2_000;

/** The documented way: `node:http` or `node:https`, one `writeHead` and one `end` per response. */
export function createNodeServer<Exchange>(
  http: HttpConfig,
  answerer: Answerer<Exchange>,
  identity: TlsIdentity | undefined,
): NodeServer<Exchange> {
  const tls = identity === undefined ? undefined : createTlsServer(serverOptions(http), http, identity);
  const server = tls?.server ?? createServer(serverOptions(http));
  if (http.maxConnections !== undefined) server.maxConnections = http.maxConnections;
  if (http.sendTimeoutMs > 0) limitSending(server, http.sendTimeoutMs);
  const answering: Answering<Exchange> = { answerer };
  serveOn(server, http, answering);
  answerFaults(server, answering, http);
  return {
    async listen(address) {
      await tls?.start((error) => answering.answerer.certificatesUnusable(error));
      return listen(server, address);
    },
    answerWith(next) {
      answering.answerer = next;
    },
    async close(timeout) {
      await close(server, timeout);
      await tls?.stop();
    },
  };
}

/** Who answers the next request. */
interface Answering<Exchange> {
  answerer: Answerer<Exchange>;
}

function serveOn<Exchange>(server: Server, http: HttpConfig, answering: Answering<Exchange>): void {
  const serve = (expectsContinue: boolean) => (message: IncomingMessage, response: ServerResponse) => {
    if (!takes(message, response)) return;
    if (!http.keepAlive) response.shouldKeepAlive = false;
    const request = new NodeRequest(message, response, expectsContinue);
    // RFC 9110 §10.1.1: who is answered before it was asked to go on may send its body or not; nobody can tell which it does.
    if (expectsContinue) response.shouldKeepAlive = false;
    const fault = checkFraming(message, http.maxHeaders);
    if (fault === undefined) respond(answering.answerer, request, response);
    else refuse(answering.answerer, request, { target: response, fault });
  };
  const takes = (message: IncomingMessage, response: ServerResponse): boolean => {
    const isTaken = connectionOf(message.socket).takes(response, http.maxRequests);
    if (!isTaken) message.resume();
    return isTaken;
  };
  const refuseExpectation = (message: IncomingMessage, target: ServerResponse): void => {
    if (!takes(message, target)) return;
    const fault = new ClientFramingError(417, 'The only expectation is 100-continue');
    refuse(answering.answerer, new NodeRequest(message, target, false), { target, fault });
  };
  const serveContinue = serve(true);
  server.on('request', serve(false));
  server.on('checkContinue', (message: IncomingMessage, target: ServerResponse) => {
    // Node looks for the word anywhere in the value.
    if (message.headers.expect?.toLowerCase() === '100-continue') serveContinue(message, target);
    else refuseExpectation(message, target);
  });
  server.on('checkExpectation', refuseExpectation);
}

function serverOptions(http: HttpConfig): ServerOptions {
  return {
    IncomingMessage: BodyMessage,
    keepAlive: true,
    keepAliveTimeout: http.timeoutSecs * 1000,
    // Node refuses a time for headers beyond that for the whole request.
    headersTimeout: Math.min(http.headersTimeoutMs, http.requestTimeoutMs || http.headersTimeoutMs),
    requestTimeout: http.requestTimeoutMs,
    connectionsCheckingInterval: 1000,
    // Room for a target of full length, which deserves its 414, beside the headers.
    maxHeaderSize: http.maxHeaderBytes + http.maxTargetOctets,
    // Checked by `checkFraming`, which answers with a problem document.
    requireHostHeader: false,
    noDelay: true,
    optimizeEmptyRequests: true,
  };
}

/** Closes connections whose client takes nothing of what waits for it; silence with nothing to send is no fault. */
function limitSending(server: Server, milliseconds: number): void {
  server.timeout = milliseconds;
  server.on('timeout', (socket: Socket) => {
    if (socket.writableLength > 0) socket.destroy();
  });
}

/** The client ended inside a body: it may still listen, but most have gone away and are counted so. */
const endedEarly = 'HPE_INVALID_EOF_STATE';

/** What Node's parser refuses, with the request that it belongs to or alone, and tunnels. */
function answerFaults<Exchange>(server: Server, answering: Answering<Exchange>, { problemBase }: HttpConfig): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const connection = connectionOf(socket);
    // The parser stumbles over each further piece of a message that was refused.
    if (connection.isRefused) return;
    connection.isRefused = true;
    const { isInsideMessage, pending } = connection;
    const fault = explainClientError(error, socket);
    if (fault === undefined) socket.destroy();
    else closeLater(socket);
    // A request whose body broke has one answer, which may be on its way, and is counted when it ends.
    if (isInsideMessage && pending === undefined) connection.afterAnswers(() => socket.end());
    else if (isInsideMessage && fault !== undefined) pending?.fail(fault, error.code !== endedEarly);
    else if (!isInsideMessage) {
      connection.afterAnswers(() => {
        // The answer before may have been the last one.
        const answer = socket.writable ? fault : undefined;
        if (answer !== undefined) answerFault(socket, answer, problemBase);
        answering.answerer.clientError(error.code ?? 'UNKNOWN', answer?.status ?? 0);
      });
    }
  });
  server.on('connect', (_message: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => undefined);
    answerFault(socket, new ClientFramingError(501, 'This service is no proxy'), problemBase);
    answering.answerer.clientError('CONNECT', 501);
  });
}

/** Gives a client that is still sending the time to see its answer: a reset would take it away. */
function closeLater(socket: Socket): void {
  const timer = setTimeout(() => socket.destroy(), lingerMilliseconds).unref();
  socket.once('close', () => clearTimeout(timer));
}

// What follows on the connection may be read differently by whoever stands in between: it is closed.
function refuse<Exchange>(
  answerer: Answerer<Exchange>,
  request: NodeRequest,
  { target, fault }: { readonly target: ServerResponse; readonly fault: ClientFramingError },
): void {
  const exchange = answerer.begin(request);
  target.shouldKeepAlive = false;
  connectionOf(target.req.socket).isRefused = true;
  tryWrite(answerer, exchange, { target, response: answerer.refuse(exchange, fault) });
}

// No closure is made for a request that is answered at once.
function respond<Exchange>(answerer: Answerer<Exchange>, request: NodeRequest, target: ServerResponse): void {
  const exchange = answerer.begin(request);
  const response = answerer.answer(exchange);
  if (response instanceof Promise) respondLate(answerer, exchange, { target, response });
  else tryWrite(answerer, exchange, { target, response });
}

function respondLate<Exchange>(
  answerer: Answerer<Exchange>,
  exchange: Exchange,
  { target, response }: { readonly target: ServerResponse; readonly response: Promise<HttpResponse> },
): void {
  const connection = connectionOf(target.req.socket);
  const onClose = (): void => answerer.clientGone(exchange);
  const pending = new LateAnswer(answerer, exchange, target);
  target.once('close', onClose);
  connection.pending = pending;
  response.then((late) => {
    target.off('close', onClose);
    if (connection.pending === pending) connection.pending = undefined;
    if (pending.fault !== undefined) {
      // Counted as what was sent.
      answerer.refuse(exchange, pending.fault);
      answerer.ended(exchange, true);
    } else if (target.destroyed) answerer.ended(exchange, false);
    else tryWrite(answerer, exchange, { target, response: late });
  });
}

/** A request that waits for its answer, whose body may break meanwhile. */
class LateAnswer<Exchange> implements PendingRequest {
  readonly #answerer: Answerer<Exchange>;
  readonly #exchange: Exchange;
  readonly #target: ServerResponse;
  fault: ClientFramingError | undefined = undefined;

  constructor(answerer: Answerer<Exchange>, exchange: Exchange, target: ServerResponse) {
    this.#answerer = answerer;
    this.#exchange = exchange;
    this.#target = target;
  }

  fail(fault: ClientFramingError, isCounted: boolean): void {
    const target = this.#target;
    if (isCounted) this.fault = fault;
    const response = this.#answerer.refuse(this.#exchange, fault);
    this.#answerer.clientGone(this.#exchange);
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
  const { body } = response;
  if (typeof body === 'object' && !(body instanceof Uint8Array)) {
    answerer.streaming(exchange);
    writeStream(target, response, body, ({ delivered, failure }) => {
      if (failure !== undefined) answerer.broken(exchange, failure);
      answerer.ended(exchange, delivered);
    });
    return;
  }
  writeWhole(target, response, body);
  answerer.ended(exchange, true);
}

function listen(server: Server, address: ListenAddress): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ ...address, backlog: listenBacklog }, () => {
      server.off('error', reject);
      resolve(server.address() as AddressInfo); // a TCP server has no other kind
    });
  });
}

function close(server: Server, timeoutMilliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    // Connections that turn idle while draining are closed as they do, not only those idle now.
    const idle = setInterval(() => server.closeIdleConnections(), 100);
    const limit = setTimeout(() => server.closeAllConnections(), timeoutMilliseconds);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(limit);
      resolve();
    });
    server.closeIdleConnections();
  });
}
