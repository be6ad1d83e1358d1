import type { Breach } from './errors.ts';

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

type EmptySending = 'value' | 'empty text' | 'nothing' | 'refused';

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
  readonly body:
    | string
    | Blob
    | Uint8Array<ArrayBuffer>
    | ArrayBuffer
    | FormData
    | ReadableStream<Uint8Array<ArrayBuffer>>;
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
