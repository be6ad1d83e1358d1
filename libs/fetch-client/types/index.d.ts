// Made from src by tools/generators/src/build/write-client-types.ts.
/** What the header of a part says beside its name. */
export interface SentPartHead {
    readonly filename?: string | undefined;
    /** Else what the contract says, or the content itself. */
    readonly mediaType?: string | undefined;
    /** By the contract's names; typed values, encoded in style `simple`. */
    readonly headers?: Readonly<Record<string, unknown>> | undefined;
}
/**
 * One part of a multipart body on its way out, where its header has to say more than its content does. A class, so that no object
 * that a schema describes is taken for one.
 */
export declare class SentPart<Content = unknown> implements SentPartHead {
    readonly content: Content;
    readonly filename: string | undefined;
    readonly mediaType: string | undefined;
    readonly headers: Readonly<Record<string, unknown>>;
    constructor(content: Content, { filename, mediaType, headers }?: SentPartHead);
}
/** Under a declared range what was sent decides. */
export declare const anyAnswer: BodyReader;
/** Headers of any kind: objects, JSON, several readings of one text. `operation`, `response`, `schemas`: printed from the contract. */
export declare function describedHeaders(place: unknown, schemas: unknown): HeadersReader;
/** What fields of an event are that are not text: JSON, or one of some types. */
export type EventFields = Readonly<Record<string, 'json' | readonly ('null' | 'boolean' | 'integer' | 'number')[]>>;
/** `text/event-stream` (HTML Standard §9.2), each event read and checked when it is asked for. */
export declare function eventsAnswer(fields?: EventFields): BodyReader;
/** A sequence of JSON values, each read and checked when it is asked for. */
export declare const itemsAnswer: BodyReader;
export declare const jsonAnswer: BodyReader;
/** Integers are `bigint`s where the contract asks for it. */
export declare function wideJsonAnswer(schema: unknown, schemas: unknown): BodyReader;
/** Nothing is read before somebody asks for it. */
export declare const octetsAnswer: BodyReader;
export type HeaderType = 'null' | 'boolean' | 'integer' | 'number' | 'string';
/** A response header whose value is of one type, or a list of such values. */
export interface HeaderRule {
    readonly name: string;
    readonly required: boolean;
    readonly types: readonly HeaderType[];
    readonly isList: boolean;
}
/** Headers in style `simple` (OpenAPI 3.1 §4.8.21). */
export declare function simpleHeaders(rules: readonly HeaderRule[]): HeadersReader;
export declare const textAnswer: BodyReader;
/** Items of a sequence as one array, where the contract describes the complete one. */
export declare function wholeAnswer(readItems: BodyReader): BodyReader;
/** The value that a document stands for. */
export declare function xmlAnswer(schema: unknown, schemas: unknown): BodyReader;
/** `text/event-stream`. */
export declare const eventsBody: BodyWriter;
/** An object, written as HTML forms are. */
export declare const formBody: BodyWriter;
/** As `encoding` says, and lists that are required though empty. */
export declare function describedFormBody(media: unknown, schemas: unknown): BodyWriter;
/** A sequence of JSON values: an array is written at once, other iterables as they come. */
export declare const itemsBody: BodyWriter;
/** Any JSON value; octets pass as they are. */
export declare const jsonBody: BodyWriter;
/** Octets, a string, or a stream. A `Blob` under a range says itself what it is. */
export declare const octetsBody: BodyWriter;
/** The object, array or iterable that the schema describes, `FormData`, or octets with a boundary of their own. */
export declare function partsBody(media: unknown, schemas: unknown): BodyWriter;
/** Strings, numbers and booleans; octets pass as they are. */
export declare const textBody: BodyWriter;
/** A value as its schema says; a text is a document already. */
export declare function xmlBody(schema: unknown, schemas: unknown): BodyWriter;
/** A generated function. */
export type Operation<Call extends FetchRequest, Answer> = (client: FetchClient, request: Call, options?: CallOptions) => Promise<Answer>;
/** A generated function whose request may be left out. */
export type OptionalOperation<Call extends FetchRequest, Answer> = (client: FetchClient, request?: Call, options?: CallOptions) => Promise<Answer>;
/** The function that calls an operation; the generator of the rule gives it its types. */
export declare function operation<Call extends FetchRequest, Answer>(rule: OperationRule): OptionalOperation<Call, Answer>;
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
    readonly places?: () => Promise<{
        readonly explain: Explain;
    }>;
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
export type SentFile = Blob | ArrayBuffer | ArrayBufferView<ArrayBufferLike> | ReadableStream<Uint8Array<ArrayBufferLike>> | AsyncIterable<Uint8Array<ArrayBufferLike>>;
export type BinaryBody = SentFile | string;
/** Octets of an answer, read once, in the form that is asked for; not at all is fine too: `stream.cancel()` ends the call. */
export interface OctetBody {
    readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
    blob(): Promise<Blob>;
    bytes(): Promise<Uint8Array<ArrayBuffer>>;
    text(): Promise<string>;
}
/**
 * What generated functions call a service with: `await getPet(client, { path: { id } })`.
 * @throws TypeError for a base URL or timeout that cannot be used
 */
export declare function createFetchClient(options: FetchClientOptions): FetchClient;
/** One place where an answer is not what the contract says, without the value that stands there. */
export interface Breach {
    /** RFC 6901 pointer into the body, `/headers/<name>` for a header; '' is the whole. */
    readonly pointer: string;
    /** The failing keyword of JSON Schema, or `status`, `contentType`, `parse`. */
    readonly keyword: string;
    readonly detail: string;
}
/** Any failure of a call that is no answer of the contract. */
export declare abstract class FetchClientError extends Error {
    /** Stable, for programs. */
    abstract readonly code: 'ERR_CONTRACT_BREACH' | 'ERR_CALL_FAILED' | 'ERR_CALL_TIMEOUT' | 'ERR_UNEXPECTED_STATUS';
    readonly operation: string;
    constructor(operation: string, message: string, options?: ErrorOptions);
}
/** The service answered what its contract does not allow. */
export declare class ContractBreachError extends FetchClientError {
    readonly name = "ContractBreachError";
    readonly code = "ERR_CONTRACT_BREACH";
    readonly status: number;
    readonly breaches: readonly Breach[];
    constructor(operation: string, status: number, breaches: readonly Breach[]);
}
/** No answer came, it broke off, or the service failed in a way that its contract does not describe. */
export declare class CallFailedError extends FetchClientError {
    readonly name = "CallFailedError";
    readonly code = "ERR_CALL_FAILED";
    /** Of an answer from 500 to 599 that the contract does not declare. */
    readonly status: number | undefined;
    constructor(operation: string, { status, cause }: {
        readonly status?: number;
        readonly cause?: unknown;
    });
}
export declare class CallTimeoutError extends FetchClientError {
    readonly name = "CallTimeoutError";
    readonly code = "ERR_CALL_TIMEOUT";
    constructor(operation: string, milliseconds: number);
}
/** A declared answer with another status than the caller wants: see `expectStatus`. */
export declare class UnexpectedStatusError<Answer extends {
    readonly status: number;
}> extends FetchClientError {
    readonly name = "UnexpectedStatusError";
    readonly code = "ERR_UNEXPECTED_STATUS";
    /** Typed as the contract describes it: a problem, mostly. */
    readonly answer: Answer;
    constructor(answer: Answer);
}
/**
 * The answer where it has that status; any other is thrown, for callers whose failures are exceptions, as in TanStack Query.
 * @throws UnexpectedStatusError with the typed answer
 */
export declare function expectStatus<Answer extends {
    readonly status: number;
}, Status extends Answer['status']>(answer: Answer, status: Status): Extract<Answer, {
    readonly status: Status;
}>;
/** What the generator knows of one operation, as emitted code states it: encoders and decoders are named, so bundles have no other. */
export interface OperationRule {
    readonly name: string;
    readonly method: string;
    /** The template, behind the base path of the contract. */
    readonly path: string;
    readonly parameters: readonly WrittenParameter[];
    /** Alternatives of credentials that belong together. */
    readonly security?: readonly (readonly CredentialRule[])[];
    readonly body?: BodyRule;
    readonly answers: readonly AnswerRule[];
}
/** `ParameterRule` of the encoders' own, which checks it. */
export interface WrittenParameter {
    readonly name: string;
    readonly in: 'path' | 'query' | 'header' | 'cookie' | 'querystring';
    readonly style: 'matrix' | 'label' | 'simple' | 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject' | 'cookie';
    readonly explode: boolean;
    readonly allowReserved: boolean;
    readonly required: boolean;
    readonly content?: 'json' | 'form' | 'text';
    readonly empty: readonly [EmptySending, EmptySending, EmptySending];
}
export type EmptySending = 'value' | 'empty text' | 'nothing' | 'refused';
export interface CredentialRule {
    readonly scheme: string;
    /** `connection`: nothing of a request carries it. */
    readonly in: 'header' | 'query' | 'cookie' | 'bearer' | 'basic' | 'connection';
    /** Of the header, the query parameter or the cookie. */
    readonly name?: string;
}
export interface BodyRule {
    readonly required: boolean;
    /** By media type; the first is sent where none is named. */
    readonly content: readonly (readonly [mediaType: string, write: BodyWriter])[];
}
/** A value → what `fetch` sends. `contentType`: of a declared range, what the caller chose. */
export type BodyWriter = (body: unknown, contentType: string) => WrittenBody;
export interface WrittenBody {
    readonly body: string | Blob | Uint8Array<ArrayBuffer> | ArrayBuffer | FormData | ReadableStream<Uint8Array<ArrayBuffer>>;
    /** Undefined: `fetch` knows it. */
    readonly contentType: string | undefined;
}
export interface AnswerRule {
    /** `200`, `4XX`, `default`. */
    readonly status: string;
    readonly headers?: HeadersReader;
    readonly content: readonly (readonly [mediaType: string, read: BodyReader])[];
}
export type HeadersReader = (headers: Headers, answer: AnswerContext) => Promise<Readonly<Record<string, unknown>>>;
export type BodyReader = (answer: AnswerContext) => unknown;
/** One answer that has begun to arrive. */
export interface AnswerContext {
    readonly response: Response;
    /** As the contract declares it; '' without content. */
    readonly mediaType: string;
    /** As it was sent; '' where it was not. */
    readonly contentType: string;
    /** @throws ContractBreachError where there is a check for the place and it refuses the value; `at`: before the pointers */
    check(place: string, value: unknown, at?: string): Promise<void>;
    breach(breaches: readonly Breach[]): Error;
    /** What a failure while reading means to the caller. */
    explain(cause: unknown): unknown;
    /** Whether headers that are required can be missed: a browser hides those that CORS does not expose. */
    readonly seesAllHeaders: boolean;
    readonly isChecked: boolean;
    /** Asks for the rest of a stream of events; undefined where nobody wants it. */
    readonly resume: Resume | undefined;
}
export interface Resume {
    readonly operation: string;
    readonly signal: AbortSignal;
    /** '' before there was an id. */
    send(lastEventId: string): Promise<Response>;
}
