import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import { type AddressInfo, Server as NetServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import type { HttpConfig } from '../config/index.ts';
import { ClientFramingError } from '../errors/pipeline-errors.ts';
import type { TlsIdentity } from '../ports/tls-identity.ts';
import { workerProcess } from '../ports/worker.ts';
import type { Answerer, Answering } from './answerer.ts';
import { checkFraming } from './check-framing.ts';
import { answerFault, explainClientError } from './client-error.ts';
import { closeLater } from './close-later.ts';
import { connectionOf } from './connection.ts';
import { lazyMessages } from './lazy-messages.ts';
import { NodeRequest, pathOf } from './node-request.ts';
import { isHandshake } from './read-handshake.ts';
import { refuse, respond } from './respond.ts';
import { createTlsServer } from './tls-server.ts';
import type { WebSockets } from './web-socket-server.ts';

export interface ListenAddress {
  readonly port: number;
  readonly host: string;
}

export interface NodeServer<Exchange> {
  /** Rejects with Node's error (`EADDRINUSE`, `EACCES`, …), and with that of an identity that has no certificate to show. */
  listen(address: ListenAddress): Promise<AddressInfo>;
  /** Requests that arrive from now on are answered by another one, on the same connections. */
  answerWith(answerer: Answerer<Exchange>): void;
  /**
   * Stops accepting, lets requests in flight finish and closes what is left after `timeoutMilliseconds`.
   * @param lingerMilliseconds for so long connections may bring one more request; idle ones are closed at once unless given
   */
  close(timeoutMilliseconds: number, lingerMilliseconds?: number): Promise<void>;
}

/** A burst of new connections waits here instead of being refused; the kernel caps it. */
const listenBacklog = 4096;

/** A worker that is handed no connection for so long has them all. */
const handOverMs = 50;

/** `node:http` or `node:https`; what most requests do not need of its messages is left out. */
export function createNodeServer<Exchange>(
  http: HttpConfig,
  answerer: Answerer<Exchange>,
  identity: TlsIdentity | undefined,
): NodeServer<Exchange> {
  const answering: Answering<Exchange> = { answerer };
  const options: ServerOptions = {
    ...serverOptions(http),
    shouldUpgradeCallback: (message: IncomingMessage) =>
      server.listenerCount('upgrade') > 0 && isTaken(message, answering.answerer),
  };
  const tls = identity === undefined ? undefined : createTlsServer(options, http, identity);
  const server: Server = tls?.server ?? createServer(options);
  if (http.maxConnections !== undefined) server.maxConnections = http.maxConnections;
  serveOn(server, http, answering);
  answerFaults(server, answering, http);
  let webSockets: Promise<WebSockets> | undefined;
  // Nobody else pays for `ws`.
  const prepare = (): void => {
    if (!answering.answerer.hasWebSockets) return;
    webSockets ??= import('./web-socket-server.ts').then((module) => module.serveWebSockets(server, http, answering));
  };
  return {
    async listen(address) {
      await tls?.start((error) => answering.answerer.certificatesUnusable(error));
      prepare();
      await webSockets;
      return listen(server, address);
    },
    answerWith(next) {
      answering.answerer = next;
      prepare();
    },
    async close(timeout, linger = 0) {
      (await webSockets)?.cutAfter(timeout);
      await close(server, timeout, linger);
      await tls?.stop();
    },
  };
}

/** Node asks for every request with `Upgrade`; one that is not taken is answered as though it had none (RFC 9110 §7.8). */
function isTaken<Exchange>(message: IncomingMessage, answerer: Answerer<Exchange>): boolean {
  return answerer.hasWebSockets && isHandshake(message) && answerer.speaksWebSocket(pathOf(message.url ?? '/'));
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
    const isTaken = connectionOf(message.socket).takes(response, http.maxRequests, answering.answerer.isDraining);
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
    ...lazyMessages(),
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

function listen(server: Server, address: ListenAddress): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ ...address, backlog: listenBacklog }, () => {
      server.off('error', reject);
      resolve(server.address() as AddressInfo); // a TCP server has no other kind
    });
  });
}

async function close(server: Server, timeoutMilliseconds: number, lingerMilliseconds: number): Promise<void> {
  const latest = performance.now() + timeoutMilliseconds;
  if (lingerMilliseconds > 0) await acceptWaiting(server, Math.min(lingerMilliseconds, timeoutMilliseconds));
  return new Promise((resolve) => {
    const end = performance.now() + lingerMilliseconds;
    // Connections that turn idle while draining are closed as they do, not only those idle now. What has arrived is read before:
    // after the process stood still, connections with a request would look idle.
    const idle = setInterval(() => {
      if (performance.now() >= end) setImmediate(() => server.closeIdleConnections());
    }, 100);
    const limit = setTimeout(() => server.closeAllConnections(), latest - performance.now());
    const closed = (): void => {
      clearInterval(idle);
      clearTimeout(limit);
      resolve();
    };
    // That of HTTP closes connections that have not sent a request yet.
    if (lingerMilliseconds > 0) NetServer.prototype.close.call(server, closed);
    else server.close(closed);
  });
}

/** Accepts those that wait for it, which the kernel would reset: Node takes few at a turn. `milliseconds` is for those that never end. */
async function acceptWaiting(server: Server, milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds;
  const worker = workerProcess();
  // A worker is handed one after the other, each when it has taken the one before; where it is replaced, the next one is.
  const turn = worker === undefined || worker.isReplaced ? nextTurn : () => wait(handOverMs);
  let hasAccepted = false;
  const accepted = (): void => {
    hasAccepted = true;
  };
  server.on('connection', accepted);
  do {
    hasAccepted = false;
    await turn();
  } while (hasAccepted && performance.now() < end);
  server.off('connection', accepted);
}
