import type { Readable } from 'node:stream';
import type { Operation } from '@brrt/service-model';
import type { AggregatePart, StartedPart } from './aggregate-part.ts';
import type { Logger } from './logger.ts';
import type { Principal } from './security-handler.ts';
import type { SentPart } from './sent-part.ts';
import type { WebSocketHandler } from './web-socket.ts';

/** Decoded and validated, each place apart: a body can never override a path parameter. Keys are the contract's names. */
export interface HandlerRequest {
  readonly path: Readonly<Record<string, unknown>>;
  /** With `in: querystring` the one value is under the parameter's name. */
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly cookies: Readonly<Record<string, unknown>>;
  /** Undefined when the contract declares none or an optional one was not sent. */
  readonly body: unknown;
  /** Where the contract declares several media types or a range: that of `body`, as declared, within a range as sent. */
  readonly contentType?: string | undefined;
}

/** What a handler is given beside its request. `Dependencies` and `Clients` are the service's own. */
export interface HandlerContext<Dependencies = unknown, Clients = unknown> {
  readonly dependencies: Dependencies;
  /** Generated clients, bound to this request: they carry its trace, request id and deadline. */
  readonly clients: Clients;
  readonly principal: Principal | undefined;
  readonly log: Logger;
  /** Aborts at the deadline or when the client goes away. */
  readonly signal: AbortSignal;
  readonly requestId: string;
  /** What an event stream is to go on behind, whether the contract declares `Last-Event-ID` or not (HTML Standard §9.2.4). */
  readonly lastEventId: string | undefined;
  readonly operation: Operation;
  /** One of several questions whose answers this one is composed of begins; `gather` of `@brrt/service-client` tells of each. */
  startPart(part: AggregatePart): StartedPart;
}

/** What a handler returns; generated types narrow it to what the contract declares. */
export interface HandlerResult {
  readonly status: number;
  /** Needed only where the response declares several media types; else the one that `Accept` prefers is used. */
  readonly contentType?: string;
  /** By the contract's names; typed values, encoded in style `simple`. */
  readonly headers?: Readonly<Record<string, unknown>>;
  /** JSON value, string for text, octets or a stream for binary. */
  readonly body?: unknown;
}

/** Synchronous handlers stay synchronous: return a promise only when there is something to wait for. */
export type Handler<Request = HandlerRequest, Result = HandlerResult, Context = HandlerContext> = (
  request: Request,
  context: Context,
) => Result | Promise<Result>;

/** In the registry of handlers: this operation is not written yet and answers from the contract's examples. */
export const fromContract: unique symbol = Symbol('brrt.fromContract');
export type FromContract = typeof fromContract;

/** In the registry of handlers: requests of this operation go on to the service that its contract names (`x-service`). */
export const passThrough: unique symbol = Symbol('brrt.passThrough');
export type PassThrough = typeof passThrough;

/** Of the same parameters as a WebSocketHandler: only then the compiler tells a function that is written in place what they are. */
type RegisteredHandler<Context> = (
  request: never,
  context: Context,
  socket: never,
) => HandlerResult | Promise<HandlerResult>;

/** By `Operation.name`. */
export type HandlerRegistry<Context> = Readonly<
  Record<string, RegisteredHandler<Context> | WebSocketHandler<never, never, Context> | FromContract | PassThrough>
>;

/**
 * One part of a multipart body that carries a file or a binary value, complete and checked. Large ones are in a temporary file
 * that is gone when the response is: whoever needs the octets longer copies them.
 */
export interface UploadedFile extends OctetSource {
  /** Last path segment of what the client claims; never use it as a path. */
  readonly filename: string | undefined;
  /** As sent, without parameters, in lower case. */
  readonly mediaType: string;
  /** Of the part: by lower-case name as sent, and by the names of the contract as it describes them. */
  readonly headers: Readonly<Record<string, unknown>>;
  /** As often as needed. */
  stream(range?: OctetRange): Readable;
  /** All of it in memory. */
  bytes(): Promise<Uint8Array>;
  /** All of it as UTF-8. */
  text(): Promise<string>;
}

/** Octets from `first` to `last`, both included. */
export interface OctetRange {
  readonly first: number;
  readonly last: number;
}

/** Octets whose number is known and any part of which can be read, so that a download can be continued. */
export interface OctetSource {
  readonly size: number;
  /** Everything without a range. */
  stream(range?: OctetRange): Readable | AsyncIterable<Uint8Array>;
}

/**
 * A binary body as it arrives: a stream with back-pressure. What breaks a limit on the way fails it with the error that answers
 * the request when the handler does not catch it.
 */
export interface OctetStream extends Readable {
  /** As sent, parameters included. */
  readonly mediaType: string;
  /** What `Content-Length` says; undefined where it is not known beforehand. */
  readonly size: number | undefined;
  /** All of it in memory. */
  bytes(): Promise<Uint8Array>;
  /** All of it as UTF-8. */
  text(): Promise<string>;
}

/** Octets in every form that a response or a call can send them. */
export type BinaryBody =
  | Uint8Array
  | ArrayBuffer
  | Blob
  | OctetSource
  | Readable
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>;

/** A part of a multipart body that carries octets, on its way out: an upload, a `File`, a stream, … */
export type SentFile = BinaryBody | string | SentPart<BinaryBody | string>;

/** One event of `text/event-stream` (HTML Standard §9.2.6). A handler may also give a bare string: its data. */
export interface ServerSentEvent {
  /** A string is sent as it is, anything else as JSON. */
  readonly data: unknown;
  /** No line breaks. */
  readonly event?: string;
  /** Comes back as `Last-Event-ID`. No line breaks, no NUL. */
  readonly id?: string;
  /** Milliseconds before the client connects again; a whole number. */
  readonly retry?: number;
}
