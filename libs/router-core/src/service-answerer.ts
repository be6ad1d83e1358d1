import type { Compressor } from './coding/compress-response.ts';
import type { CompiledService } from './compile/compile-service.ts';
import { HttpError } from './errors/http-error.ts';
import {
  type ClientFramingError,
  InternalError,
  MethodNotAllowedError,
  RouteNotFoundError,
} from './errors/pipeline-errors.ts';
import type { Answerer } from './http/answerer.ts';
import { createCertificateFilter } from './http/certificate-fields.ts';
import { runPipeline } from './pipeline/run-pipeline.ts';
import { sendAnswer, sendProblem } from './pipeline/send.ts';
import { ServerExchange } from './pipeline/server-exchange.ts';
import type { HttpRequest, HttpResponse, TextResponse } from './ports/http-message.ts';
import { type Awaitable, isLater } from './ports/later.ts';
import type { Logger } from './ports/logger.ts';
import type { ManagementEndpoint } from './ports/management.ts';

interface AnswererOptions {
  readonly compressor: Compressor | undefined;
  readonly logger: Logger;
  readonly certificatePeers: readonly string[];
  /** Nothing but management endpoints is answered. */
  readonly isManagement?: boolean;
}

/** The pipeline as the HTTP layer sees it, and the management endpoints beside it. */
export class ServiceAnswerer implements Answerer<ServerExchange> {
  readonly #service: CompiledService;
  readonly #management: ReadonlyMap<string, ManagementEndpoint>;
  readonly #compressor: Compressor | undefined;
  readonly #logger: Logger;
  readonly #filter: (request: HttpRequest) => void;
  readonly #isManagement: boolean;
  readonly sendTimeoutMs: number;
  /** Whose answer is on its way in pieces. */
  readonly #open = new Set<ServerExchange>();
  isDraining = false;
  #endsStreams = false;

  constructor(
    service: CompiledService,
    management: ReadonlyMap<string, ManagementEndpoint>,
    { compressor, logger, certificatePeers, isManagement = false }: AnswererOptions,
  ) {
    this.#service = service;
    this.#management = management;
    this.#compressor = compressor;
    this.#logger = logger;
    this.#isManagement = isManagement;
    this.sendTimeoutMs = service.http.sendTimeoutMs;
    this.#filter = createCertificateFilter(certificatePeers);
  }

  begin(request: HttpRequest): ServerExchange {
    this.#filter(request);
    const exchange = new ServerExchange(this.#service, request);
    this.#service.load.begun(exchange);
    this.#service.hooks.request?.(exchange);
    return exchange;
  }

  answer(exchange: ServerExchange): Awaitable<HttpResponse> {
    const endpoint = this.#management.get(exchange.request.path);
    const response = endpoint === undefined ? this.#answerOperation(exchange) : manage(exchange, endpoint);
    const compress = this.#compressor;
    if (compress === undefined) return response;
    const { request } = exchange;
    return isLater(response) ? response.then((late) => compress(request, late)) : compress(request, response);
  }

  #answerOperation(exchange: ServerExchange): Awaitable<HttpResponse> {
    return this.#isManagement ? sendProblem(exchange, new RouteNotFoundError()) : runPipeline(exchange);
  }

  refuse(exchange: ServerExchange, fault: ClientFramingError): TextResponse {
    return sendProblem(exchange, fault);
  }

  get hasWebSockets(): boolean {
    return !this.#isManagement && this.#service.hasWebSockets;
  }

  /** Answers are on their way in pieces, or WebSockets are open. */
  get hasStreams(): boolean {
    return this.#open.size > 0;
  }

  speaksWebSocket(path: string): boolean {
    return this.#service.routes.find('GET', path)?.value.compiled?.webSocket !== undefined;
  }

  /** A connection that waits for messages is no work that is being done. */
  upgraded(exchange: ServerExchange): void {
    this.#open.add(exchange);
    exchange.answered();
    this.#service.load.ended(exchange);
    this.#service.hooks.upgrade?.(exchange);
    if (this.#endsStreams) exchange.webSocket?.drain();
  }

  clientGone(exchange: ServerExchange): void {
    exchange.clientGone();
  }

  streaming(exchange: ServerExchange): void {
    const { stream } = exchange;
    this.#open.add(exchange);
    if (stream === undefined) {
      exchange.answered();
      return;
    }
    exchange.streaming(stream, this.#service.http.streams.maxDurationMs);
    // Streams have limits of their own, and are not to keep others out.
    this.#service.load.ended(exchange);
    this.#service.hooks.stream?.(exchange);
    if (this.#endsStreams) exchange.draining();
  }

  unwritable(exchange: ServerExchange, error: unknown): void {
    sendError(exchange, error);
  }

  ended(exchange: ServerExchange, delivered: boolean): void {
    const isStream = this.#open.size > 0 && this.#open.delete(exchange) && exchange.stream !== undefined;
    if (!delivered) exchange.clientGone();
    exchange.answered();
    exchange.release();
    if (!isStream && exchange.webSocket === undefined) this.#service.load.ended(exchange);
    this.#service.hooks.end?.(exchange);
  }

  broken(exchange: ServerExchange, failure: unknown): void {
    exchange.broken(failure instanceof HttpError ? failure : new InternalError(failure));
  }

  clientError(code: string, status: number): void {
    this.#service.hooks.clientError(code, status);
  }

  certificatesUnusable(error: unknown): void {
    this.#logger.warn({ err: error }, 'New TLS certificates cannot be used; those before stay in use');
  }

  /**
   * Streams without an end would hold the drain to its limit; finite ones need not listen to their signal. WebSockets say goodbye
   * one by one within `spreadMilliseconds`, so that not all clients come back at once.
   */
  endStreams(spreadMilliseconds = 0): void {
    this.#endsStreams = true;
    for (const exchange of this.#open) {
      const { webSocket } = exchange;
      if (webSocket === undefined) exchange.draining();
      else setTimeout(() => webSocket.drain(), Math.random() * spreadMilliseconds);
    }
  }
}

const readingMethods: readonly string[] = ['GET', 'HEAD'];

function manage(exchange: ServerExchange, endpoint: ManagementEndpoint): HttpResponse | Promise<HttpResponse> {
  try {
    const { method } = exchange.request;
    const { methods = readingMethods } = endpoint;
    if (!methods.includes(method)) throw new MethodNotAllowedError(methods);
    const answer = endpoint.respond(exchange.request);
    if (!(answer instanceof Promise)) return sendAnswer(exchange, answer);
    return answer.then(
      (late) => sendAnswer(exchange, late),
      (error: unknown) => sendError(exchange, error),
    );
  } catch (error) {
    return sendError(exchange, error);
  }
}

function sendError(exchange: ServerExchange, error: unknown): HttpResponse {
  return sendProblem(exchange, error instanceof HttpError ? error : new InternalError(error));
}
