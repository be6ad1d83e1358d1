import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { HttpConfig } from '../config/index.ts';
import type { HttpRequest, HttpResponse } from '../ports/http-message.ts';
import { answerClientError } from './client-error.ts';
import { NodeRequest } from './node-request.ts';
import { writeResponse } from './write-response.ts';

/** One request being answered. */
export interface Answering {
  readonly response: HttpResponse | Promise<HttpResponse>;
  /** The client went away while the answer was being made. */
  clientGone(): void;
  /** The response is a stream and has begun. */
  streaming(): void;
  /** Nothing more will be written; called once. */
  ended(delivered: boolean): void;
}

export interface NodeServerOptions {
  readonly http: HttpConfig;
  readonly answer: (request: HttpRequest) => Answering;
  /** True: every response says `Connection: close`. */
  readonly isDraining: () => boolean;
  readonly clientError: (code: string, status: number) => void;
}

export interface ListenAddress {
  readonly port: number;
  readonly host: string;
}

export interface NodeServer {
  /** Rejects with Node's error (`EADDRINUSE`, `EACCES`, …). */
  listen(address: ListenAddress): Promise<AddressInfo>;
  /** Stops accepting, lets requests in flight finish and closes what is left after `timeoutMilliseconds`. */
  close(timeoutMilliseconds: number): Promise<void>;
}

/** A burst of new connections waits here instead of being refused; the kernel caps it. */
const listenBacklog = 4096;

/** The documented way: `node:http`, one `writeHead` and one `end` per response. */
export function createNodeServer(options: NodeServerOptions): NodeServer {
  const { http } = options;
  const server = createServer({
    keepAlive: true,
    keepAliveTimeout: http.timeoutSecs * 1000,
    headersTimeout: http.headersTimeoutMs,
    requestTimeout: http.requestTimeoutMs,
    connectionsCheckingInterval: 1000,
    // Room for a target of full length, which deserves its 414, beside the headers.
    maxHeaderSize: http.maxHeaderBytes + http.maxTargetOctets,
    requireHostHeader: true,
    noDelay: true,
    optimizeEmptyRequests: true,
  });
  server.maxRequestsPerSocket = http.maxRequests;
  if (http.maxConnections !== undefined) server.maxConnections = http.maxConnections;
  const serve = (expectsContinue: boolean) => (message: IncomingMessage, response: ServerResponse) =>
    respond(options, new NodeRequest(message, response, expectsContinue), response);
  server.on('request', serve(false));
  server.on('checkContinue', serve(true));
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    options.clientError(error.code ?? 'UNKNOWN', answerClientError(error, socket, http.problemBase));
  });
  return { listen: (address) => listen(server, address), close: (timeout) => close(server, timeout) };
}

function respond(options: NodeServerOptions, request: NodeRequest, target: ServerResponse): void {
  const answering = options.answer(request);
  const { response } = answering;
  if (!(response instanceof Promise)) {
    write(options, target, { answering, response });
    return;
  }
  const onClose = (): void => answering.clientGone();
  target.once('close', onClose);
  response.then((late) => {
    target.off('close', onClose);
    if (target.destroyed) answering.ended(false);
    else write(options, target, { answering, response: late });
  });
}

function write(
  options: NodeServerOptions,
  target: ServerResponse,
  { answering, response }: { readonly answering: Answering; readonly response: HttpResponse },
): void {
  if (options.isDraining() || !options.http.keepAlive) target.shouldKeepAlive = false;
  if (response.body instanceof Readable) answering.streaming();
  writeResponse(target, response, (delivered) => answering.ended(delivered));
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
