import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Operation } from '@brrt/service-model';
import type { UpstreamState } from './client-binding.ts';
import type { Exchange } from './exchange.ts';
import type { OctetStream } from './handler.ts';
import type { FlatHeaders } from './http-message.ts';
import type { ReadinessCheck } from './management.ts';
import type { SchemaViolation } from './schema-compiler.ts';

/** Passes requests on to other services (RFC 9110 §3.7). `@brrt/service-client` has one. */
export interface Gateway {
  /**
   * Asked once for each operation that is passed on, when the service is made.
   * @throws StartError when the called service is not configured
   */
  connect(operation: Operation, answers: () => PassedAnswers): PassOn;
  /** Of the services that operations were connected to. */
  readonly readiness: readonly ReadinessCheck[];
  /** How it stands to them. */
  readonly upstreams: readonly UpstreamState[];
  /** Releases pooled connections. */
  close(): Promise<void>;
}

/** Rejects with an HttpError when there is no answer that may be passed on. */
export type PassOn = (request: PassedRequest, exchange: Exchange) => Promise<PassedResponse>;

/** What of a request is passed on, as it came. Headers are those of the exchange. */
export interface PassedRequest {
  /** That of the called service, without its base path: `passThrough.path` with the values of the request. */
  readonly path: string;
  /** Without a question mark, still percent-encoded: what the contract declares, but for API keys. */
  readonly query: string;
  /** The octets that were checked, or a stream of them. */
  readonly body: Buffer | OctetStream | undefined;
}

/** The answer of the called service, in what may leave this one. */
export interface PassedResponse {
  readonly status: number;
  /** With `Content-Type`; with `Content-Length` only where `body` is a stream whose length is known. */
  readonly headers: FlatHeaders;
  readonly body: Buffer | Readable | undefined;
}

/** The answers that the contract of an operation allows. */
export interface PassedAnswers {
  /** Undefined: the contract declares no such status. */
  of(status: number): PassedAnswer | undefined;
  /** The contract lets requests ask for a certain state of the resource (RFC 9110 §13). */
  readonly isConditional: boolean;
  /** The same for a part of it (RFC 9110 §14). */
  readonly isPartial: boolean;
}

export interface PassedAnswer {
  /** In lower case: those that the contract describes. */
  readonly headerNames: ReadonlySet<string>;
  /** The body is to be checked, so it is needed as a whole. */
  isHeld(headers: IncomingHttpHeaders): boolean;
  /** Where headers, media type or a body that is held break the contract. */
  check(
    headers: IncomingHttpHeaders,
    content: PassedContent,
  ): Promise<readonly SchemaViolation[]> | readonly SchemaViolation[];
}

/** The octets of a body that is held, content coding included. */
export type PassedContent = Buffer | 'streamed' | 'none';
