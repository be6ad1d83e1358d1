import type { Operation } from '@brrt/service-model';
import type { HttpError } from '../errors/http-error.ts';
import type { AggregatePart, StartedPart } from './aggregate-part.ts';
import type { ClientCall, StartedCall } from './client-call.ts';
import type { HttpRequest } from './http-message.ts';
import type { Principal } from './security-handler.ts';
import type { TraceContext } from './trace-context.ts';
import type { WebSocketActivity } from './web-socket.ts';

/** The stages of the pipeline in their order (see `pipeline/run-pipeline.ts`). */
export type Stage =
  | 'match'
  | 'cors'
  | 'admit'
  | 'authenticate'
  | 'validate-params'
  | 'authorize'
  | 'validate-body'
  | 'handle'
  | 'validate-response'
  | 'send';

/**
 * Where an answer came from that no handler gave: an example, a schema, or what clients sent before. `chaos`: it was disturbed on
 * purpose.
 */
export type MockKind = 'example' | 'generated' | 'stateful' | 'chaos';

/** One request and what has become of it so far, as hooks and policies may see it. Expensive parts are made when first read. */
export interface Exchange {
  readonly request: HttpRequest;
  /** Undefined until `match` is over, and for management endpoints and unmatched targets. */
  readonly operation: Operation | undefined;
  /** Template with base path, `/v1/pets/{petId}`; undefined as above. */
  readonly route: string | undefined;
  /** From `X-Request-Id` when it is well formed, else made here. */
  readonly requestId: string;
  /** From `traceparent`, else a new one. */
  readonly trace: TraceContext;
  /** `performance.now()` at receipt, milliseconds. */
  readonly startedAt: number;
  /** `performance.now()` when the handler, or what answers in its place, began; 0 until then. */
  readonly handlingStartedAt: number;
  /** `performance.now()` when that had given its result; 0 until then, and when it failed. */
  readonly handlingEndedAt: number;
  readonly principal: Principal | undefined;
  /** 0 until a response is decided. */
  readonly status: number;
  /** What went wrong, when the response is a problem. */
  readonly error: HttpError | undefined;
  /** Undefined where the connection did not become a WebSocket. */
  readonly webSocket: WebSocketActivity | undefined;
  /** Set when the answer came from the contract, not from a handler, or was disturbed on purpose. */
  readonly mock: MockKind | undefined;
  /** Aborts when the deadline passes or the client goes away; its reason is an HttpError. */
  readonly signal: AbortSignal;
  /** Milliseconds left until the deadline, `Infinity` without one. */
  remainingMilliseconds(): number;
  /** A call on behalf of this exchange begins: a span of its own, where traces are recorded. */
  startCall(call: ClientCall): StartedCall;
  /** Names of the optional parts that its answer does without, in the order in which they failed. */
  readonly missingParts: readonly string[];
  /** A part of its answer begins: a span of its own, where traces are recorded. */
  startPart(part: AggregatePart): StartedPart;
}
