import type { Readable } from 'node:stream';
import type { Operation } from '@brrt/service-model';
import { ItemStream } from '../body/index.ts';
import type { BrokenRoute } from '../compile/broken-route.ts';
import type { CompiledOperation } from '../compile/compile-operation.ts';
import type { CompiledService } from '../compile/compile-service.ts';
import type { HttpError } from '../errors/http-error.ts';
import { DeadlineExceededError, OverloadedError } from '../errors/pipeline-errors.ts';
import { RequestAbortedError } from '../errors/request-errors.ts';
import type { PreferenceOutcome } from '../examples/index.ts';
import { createRequestId, isRequestId } from '../http/request-id.ts';
import { createTraceContext } from '../http/trace-context.ts';
import { createSpanId } from '../http/trace-ids.ts';
import type { Params } from '../params/index.ts';
import type { AggregatePart, PartEnding, StartedPart } from '../ports/aggregate-part.ts';
import type { ClientCall, ClientCallOutcome, StartedCall } from '../ports/client-call.ts';
import type { Exchange, MockKind } from '../ports/exchange.ts';
import type { PassedResponse } from '../ports/gateway.ts';
import type { HandlerResult } from '../ports/handler.ts';
import type { FlatHeaders, HttpRequest } from '../ports/http-message.ts';
import type { RouteCors } from '../ports/policies.ts';
import type { Principal } from '../ports/security-handler.ts';
import type { TraceContext } from '../ports/trace-context.ts';
import type { WebSocketAcceptance } from '../ports/web-socket.ts';
import type { WebSocketSession } from '../websocket/web-socket-session.ts';
import type { CheckedResponse } from './checked-response.ts';

const noHeaders: FlatHeaders = [];
const noNames: readonly string[] = [];

/**
 * One request on its way through the pipeline. Every field exists from the start, so all exchanges have one shape;
 * what most requests never need is made when it is first read.
 */
export class ServerExchange implements Exchange {
  /** Another one for a scheme that signs bodies. */
  request: HttpRequest;
  readonly service: CompiledService;
  readonly startedAt: number;
  handlingStartedAt = 0;
  handlingEndedAt = 0;
  compiled: CompiledOperation | undefined = undefined;
  /** Instead of `compiled`, for an operation that could not be read. */
  unreadable: BrokenRoute | undefined = undefined;
  pathValues: readonly string[] = [];
  cors: RouteCors | undefined = undefined;
  /** Added to whatever is answered: rate limits. */
  extraHeaders: FlatHeaders = noHeaders;
  principal: Principal | undefined = undefined;
  params: Params | undefined = undefined;
  body: unknown = undefined;
  result: HandlerResult | undefined = undefined;
  /** What another service answered, instead of a handler. */
  passedOn: PassedResponse | undefined = undefined;
  checked: CheckedResponse | undefined = undefined;
  status = 0;
  error: HttpError | undefined = undefined;
  mock: MockKind | undefined = undefined;
  webSocket: WebSocketSession | undefined = undefined;
  /** What becomes of the connection, instead of `result`. */
  upgrade: WebSocketAcceptance | undefined = undefined;
  /** Of an answer from the contract. */
  preferences: PreferenceOutcome | undefined = undefined;
  /** What is sent item by item. */
  stream: Readable | undefined = undefined;
  /** The body of an example as the contract writes it, instead of that of `result`. */
  exampleText: string | undefined = undefined;
  missingParts: readonly string[] = noNames;
  #requestId: string | undefined = undefined;
  #trace: TraceContext | undefined = undefined;
  #abort: AbortController | undefined = undefined;
  #aborted: HttpError | undefined = undefined;
  #deadline: NodeJS.Timeout | undefined = undefined;
  #isAnswered = false;
  #deferred: (() => unknown)[] | undefined = undefined;

  constructor(service: CompiledService, request: HttpRequest) {
    this.service = service;
    this.request = request;
    this.startedAt = performance.now();
  }

  get operation(): Operation | undefined {
    return this.compiled?.operation;
  }

  get route(): string | undefined {
    return this.compiled?.route ?? this.unreadable?.route;
  }

  get requestId(): string {
    if (this.#requestId === undefined) {
      const given = this.request.headers['x-request-id'];
      this.#requestId = typeof given === 'string' && isRequestId(given) ? given : createRequestId();
    }
    return this.#requestId;
  }

  get trace(): TraceContext {
    if (this.#trace === undefined) {
      this.#trace = createTraceContext(this.request.headers, this.service.hooks.sample);
    }
    return this.#trace;
  }

  get signal(): AbortSignal {
    if (this.#abort === undefined) {
      this.#abort = new AbortController();
      if (this.#aborted !== undefined) this.#abort.abort(this.#aborted);
      else this.#startDeadline();
    }
    return this.#abort.signal;
  }

  remainingMilliseconds(): number {
    const limit = this.#isAnswered ? Number.POSITIVE_INFINITY : this.#limitMilliseconds();
    return Math.max(0, limit - (performance.now() - this.startedAt));
  }

  startCall(call: ClientCall): StartedCall {
    const { sampled, spanId: ownSpanId } = this.trace;
    const { clientCall } = this.service.hooks;
    const startedAt = performance.now();
    const spanId = sampled && clientCall !== undefined ? createSpanId() : ownSpanId;
    const end = (outcome: ClientCallOutcome): void =>
      clientCall?.(this, { ...call, ...outcome, spanId, startedAt, endedAt: performance.now() });
    return { spanId, end };
  }

  startPart(part: AggregatePart): StartedPart {
    const hook = this.service.hooks.part;
    const startedAt = performance.now();
    const spanId = this.trace.sampled && hook !== undefined ? createSpanId() : this.trace.spanId;
    const end = (ending: PartEnding): void => {
      if (ending.outcome === 'missing') this.missingParts = [...this.missingParts, part.name];
      hook?.(this, { ...part, ...ending, spanId, startedAt, endedAt: performance.now() });
    };
    return { spanId, end };
  }

  /** The client went away; work on its behalf may stop. */
  clientGone(): void {
    this.#stop(new RequestAbortedError());
  }

  /** A stream failed when its status was sent already; what it was told to stop for is the reason where there is one. */
  broken(error: HttpError): void {
    this.error = this.#aborted ?? error;
    this.#stop(error);
  }

  /** Kept until the exchange has ended: files of an upload. */
  defer(release: () => unknown): void {
    this.#deferred ??= [];
    this.#deferred.push(release);
  }

  /** The last thing of an exchange. What cannot be released is nobody's concern any more. */
  release(): void {
    for (const release of this.#deferred?.reverse() ?? []) Promise.resolve(release()).catch(() => undefined);
    this.#deferred = undefined;
  }

  /** The service stops: open streams should come to their end. Not all clients are to come back at the same moment. */
  draining(): void {
    const reason = new OverloadedError({ reason: 'draining', retryAfterSeconds: 1, headers: [] });
    if (this.stream instanceof ItemStream) this.stream.retire(1_000 + Math.floor(Math.random() * 4_000), reason);
    this.#stop(reason);
  }

  /** The answer is on its way, as a stream or as a whole: no deadline any more. */
  answered(): void {
    this.#isAnswered = true;
    if (this.#deadline !== undefined) clearTimeout(this.#deadline);
  }

  /** The same for what is sent item by item, which may last for so long. */
  streaming(stream: Readable, maxDurationMilliseconds: number): void {
    this.answered();
    if (maxDurationMilliseconds === 0) return;
    this.#deadline = setTimeout(() => {
      const reason = new DeadlineExceededError(maxDurationMilliseconds);
      if (stream instanceof ItemStream) stream.expire(reason);
      else stream.destroy(reason);
      this.#stop(reason);
    }, maxDurationMilliseconds);
  }

  /** Whoever calls may have less time than the operation allows, never more. */
  #limitMilliseconds(): number {
    const own = this.compiled?.deadlineMilliseconds ?? Number.POSITIVE_INFINITY;
    const given = this.request.headers['x-request-timeout-ms'];
    return typeof given === 'string' && /^\d{1,15}$/.test(given) ? Math.min(own, Number(given)) : own;
  }

  #startDeadline(): void {
    const remaining = this.remainingMilliseconds();
    if (remaining === Number.POSITIVE_INFINITY) return;
    const limit = this.#limitMilliseconds();
    this.#deadline = setTimeout(() => this.#stop(new DeadlineExceededError(limit)), remaining);
  }

  #stop(reason: HttpError): void {
    this.#aborted ??= reason;
    this.#abort?.abort(this.#aborted);
  }
}
