import type { ClientTlsConfig, ClientTokenConfig, JwtSvidConfig } from '@brrt/router-core/config';
import type { ClientIdentity, SchemaCompiler } from '@brrt/router-core/ports';
import type { ContractSubset } from '@brrt/service-model';
import type { Dispatcher } from 'undici';
import type { Resilience } from './resilience/upstream.ts';

/** What a generated client knows: the operations it calls, and how to check what comes back. */
export interface ClientDefinition {
  /** Name of the called service, for errors. */
  readonly service: string;
  readonly contract: ContractSubset;
  readonly schemas: SchemaCompiler;
}

export interface ClientOptions {
  /** Where the service is, without the base paths of its contract: `http://localhost:8081`. */
  readonly baseUrl: string;
  /** By security scheme of the called contract: the API key, the token, or `user:password` for basic. */
  readonly credentials?: Readonly<Record<string, string>>;
  /** Where tokens come from, by security scheme of the called contract. */
  readonly tokens?: Readonly<Record<string, ClientTokenConfig | JwtSvidConfig>>;
  /** Longest time of one call, milliseconds; less where the exchange has less left. Default 5,000. */
  readonly timeoutMilliseconds?: number;
  /** Whether bodies and headers of answers are checked against the contract. Default true. */
  readonly validateResponses?: boolean;
  /** Retries, breaker and limits; `defaultResilience` unless given. */
  readonly resilience?: Resilience;
  /** Certificates of both sides. With `svid` they come from `identity`. */
  readonly tls?: ClientTlsConfig | undefined;
  /** `clientIdentity` of `createSecurity`, for SVIDs in `tls` and `tokens`. */
  readonly identity?: ClientIdentity | undefined;
  /** Entry of the configuration that all of this comes from. */
  readonly entry?: object;
  /** Sends the calls instead of an own pool, for a proxy or other TLS settings. The caller closes it. */
  readonly dispatcher?: Dispatcher;
}

/** What every method of a client takes; generated interfaces narrow it. Values are typed as the contract says, not encoded. */
export interface ClientRequest {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly cookies?: Readonly<Record<string, unknown>>;
  /**
   * JSON value, string for text, octets or a stream for binary, an object for a form, `FormData` for multipart, an iterable or
   * async iterable of items for server-sent events and sequences of JSON.
   */
  readonly body?: unknown;
  /** Which of several declared media types `body` is of. Default: the first that the contract declares. */
  readonly contentType?: string;
  /**
   * Takes an event stream up again behind the last event when it breaks and when it ends, as browsers do; the loop goes on until the
   * service says 204, five attempts in a row bring nothing, or it is left. Default false.
   */
  readonly resume?: boolean;
}

/** What every method of a client resolves to: one of the responses that the contract declares. */
export interface ClientResponse {
  readonly status: number;
  /** Those that the contract declares, decoded, by its names. */
  readonly headers: Readonly<Record<string, unknown>>;
  /** As declared in the contract; undefined when there is no body. */
  readonly contentType: string | undefined;
  /**
   * JSON value, string for text and forms, octets for what is binary. Server-sent events and sequences of JSON are an async
   * iterable of decoded and checked items: read it to its end or leave the loop; where the contract describes the complete
   * array, an array. Undefined where the contract declares no content.
   */
  readonly body: unknown;
}
