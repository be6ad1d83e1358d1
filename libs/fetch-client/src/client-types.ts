import type { Breach } from './errors.ts';

/** A credential as it is, or a function that is asked for it before each call and before a stream is taken up again. Undefined: there is none now. */
export type Credential = string | (() => string | undefined | Promise<string | undefined>);

/** By place: `200 application/json`, `200 item application/jsonl`, `200 header ETag`. */
export type ResponseChecks = Readonly<Record<string, (value: unknown) => boolean>>;

/** What is wrong with a value at a place of an operation, at most twenty breaches. */
export type Explain = (operation: string, place: string, value: unknown) => readonly Breach[];

export interface RetryOptions {
  /** Sent again so many times at most. Default 2. */
  readonly attempts?: number;
  /** The longest wait before the first repetition; doubled for each one after it. Default 200. */
  readonly baseMilliseconds?: number;
  /** Default 5,000. Where `Retry-After` asks for more, the call is not repeated. */
  readonly maxMilliseconds?: number;
}

export interface FetchClientOptions {
  /** Where the service is, without the base paths of its contract: `https://api.example.com`, or '' for the page's own origin. */
  readonly baseUrl: string;
  /** Sent with every call. */
  readonly headers?: Readonly<Record<string, string>>;
  /** By security scheme of the contract: the API key, the token, or `user:password` for basic. */
  readonly credentials?: Readonly<Record<string, Credential>>;
  /** Which cookies a browser sends: `RequestInit.credentials`. */
  readonly cookies?: 'include' | 'omit' | 'same-origin';
  /** Longest time of one call with all its attempts, until its answer is read or begins to stream. Default 30,000. */
  readonly timeoutMilliseconds?: number;
  /** For calls that may be sent again: idempotent methods, and those with an `Idempotency-Key`. False: never. */
  readonly retry?: RetryOptions | false;
  /** Checks of responses: the emitted `checks` module, or some of its exports. None: answers are not checked. */
  readonly checks?: Readonly<Record<string, ResponseChecks>>;
  /** Loads what says where a refused answer is wrong: `() => import('./petstore/places.gen.ts')`. Loaded at the first breach. */
  readonly places?: () => Promise<{ readonly explain: Explain }>;
  /** Sends each request: the place for refreshed tokens, tracing, tests. Default: `globalThis.fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** Whether bodies that are streams are sent as they come, or read first. Browsers stream over HTTP/2 alone, and not all. */
  readonly uploads?: 'stream' | 'buffer';
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Instead of the client's. */
  readonly timeoutMilliseconds?: number;
  /** Beside those that the contract describes. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as `Idempotency-Key`: the call may be sent again whatever its method. `crypto.randomUUID()` makes one. */
  readonly idempotencyKey?: string;
}

/** Made by `createFetchClient`, taken by every generated function. */
export interface FetchClient {
  readonly options: FetchClientOptions;
}

/** What every generated function takes; emitted types narrow it. */
export interface FetchRequest {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly cookies?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly contentType?: string;
  /** Takes an event stream up again behind its last event when it breaks and when it ends. */
  readonly resume?: boolean;
}

/** One event of `text/event-stream`. */
export interface ServerSentEvent {
  readonly data: string;
  readonly event?: string;
  readonly id?: string;
  readonly retry?: number;
}

/** Octets in every form that a platform has. */
export type SentFile =
  | Blob
  | ArrayBuffer
  | ArrayBufferView<ArrayBufferLike>
  | ReadableStream<Uint8Array<ArrayBufferLike>>
  | AsyncIterable<Uint8Array<ArrayBufferLike>>;

export type BinaryBody = SentFile | string;

/** Octets of an answer, read once, in the form that is asked for; not at all is fine too: `stream.cancel()` ends the call. */
export interface OctetBody {
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  blob(): Promise<Blob>;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  text(): Promise<string>;
}
