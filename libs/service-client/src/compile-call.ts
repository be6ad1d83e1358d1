import { compileRequestEncoder, encodeFields } from '@brrt/router-core/params';
import type { ClientCall } from '@brrt/router-core/ports';
import type { Operation } from '@brrt/service-model';
import type { Dispatcher } from 'undici';
import type { BaseUrl } from './base-url.ts';
import { ClientConfigurationError } from './client-configuration-error.ts';
import type { ClientDefinition, ClientOptions, ClientRequest } from './client-options.ts';
import { type AnswerReader, compileAnswers } from './compile-answers.ts';
import { compileBody, type EncodedBody } from './compile-body.ts';
import { type CompiledChannel, compileChannel } from './compile-channel.ts';
import { type Credentials, compileCredentials } from './compile-credentials.ts';
import { credentialClash } from './credential-clash.ts';
import type { Resilience } from './resilience/upstream.ts';
import { compileReuse, type ReusePlan } from './reuse/compile-reuse.ts';
import type { TokenSource } from './token-source.ts';
import type { FailedCall } from './upstream-error.ts';

/** What sending a call needs to know of it. */
export interface SendableCall {
  readonly names: FailedCall;
  /** The call as those see it who observe it. */
  readonly description: ClientCall;
  readonly answers: AnswerReader;
  /** Gives the token that each call carries; undefined where it needs none or a fixed one. */
  readonly tokens: TokenSource | undefined;
  /** Of the call with all that is sent again. */
  readonly timeoutMilliseconds: number;
  /** Undefined: where the request has an idempotency key. */
  readonly isRepeatable: boolean | undefined;
  /** RFC 9110 §9.2.1: it changes nothing, so nothing happens when it is sent again. */
  readonly isSafe: boolean;
  /** Absent: every call is sent. */
  readonly reuse?: ReusePlan | undefined;
  /** Undefined: never sent while it is under way. */
  readonly hedgeAfterMilliseconds: number | undefined;
  /** Whether an answer that is a stream stops when the exchange does, its drain included. Absent: each does. */
  readonly endsWithExchange?: (answer: Dispatcher.ResponseData) => boolean;
}

/** One operation of a service, ready to be called. */
export interface CompiledCall extends SendableCall {
  /** Present: the method opens a WebSocket. */
  readonly webSocket: CompiledChannel | undefined;
  /** @throws TypeError for a value that cannot be written as the contract says */
  encode(request: ClientRequest): EncodedCall;
}

/** A request as it is sent, apart from what ties it to its exchange. */
export interface EncodedCall {
  /** Path and query. */
  readonly target: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: EncodedBody['body'] | undefined;
}

export interface CallParts {
  readonly definition: ClientDefinition;
  readonly options: ClientOptions;
  /** By security scheme. */
  readonly tokens: Readonly<Record<string, TokenSource>>;
  readonly timeoutMilliseconds: number;
  readonly resilience: Resilience;
}

// RFC 9110 §9.2.1 and §9.2.2
export const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'QUERY', 'TRACE']);
export const idempotentMethods: ReadonlySet<string> = new Set([...safeMethods, 'PUT', 'DELETE']);

/** @throws ClientConfigurationError when no alternative of the operation's security has all its credentials */
export function compileCall(
  operation: Operation,
  base: BaseUrl,
  { definition, options, tokens, timeoutMilliseconds, resilience }: CallParts,
): CompiledCall {
  const { service, contract, schemas } = definition;
  const credentials = compileCredentials(operation, contract.securitySchemes, {
    values: options.credentials ?? {},
    tokens,
    showsCertificate: options.tls !== undefined && (options.tls.svid || options.tls.certFile !== undefined),
  });
  if (credentials === undefined) throw missingCredentials(operation, definition);
  const answers = compileAnswers(
    operation,
    contract.schemas,
    options.validateResponses === false ? undefined : schemas,
  );
  const prefix = base.path + (operation.basePaths[0] ?? '');
  const { operations } = resilience;
  const own = Object.hasOwn(operations, operation.name) ? operations[operation.name] : undefined;
  const { method } = operation;
  const isSafe = safeMethods.has(method);
  return {
    timeoutMilliseconds: own?.timeoutMs ?? timeoutMilliseconds,
    isRepeatable: own?.retry ?? (idempotentMethods.has(method) || undefined),
    webSocket: compileChannel(operation, definition, options),
    hedgeAfterMilliseconds: isSafe ? own?.hedgeAfterMs : undefined,
    isSafe,
    reuse: compileReuse(operation, { service, isSafe, resilience, own }),
    names: { service, operation: operation.name },
    description: {
      service,
      operation: operation.name,
      method: operation.method,
      route: prefix + operation.path,
      origin: base.origin,
    },
    answers,
    tokens: credentials.tokens,
    encode: compileEncoder(operation, { contract, credentials, accept: answers.accept, prefix }),
  };
}

interface EncoderParts {
  readonly contract: ClientDefinition['contract'];
  readonly credentials: Credentials;
  readonly accept: string | undefined;
  /** Of every path: that of the base URL and that of the contract. */
  readonly prefix: string;
}

function compileEncoder(
  operation: Operation,
  { contract, credentials, accept, prefix }: EncoderParts,
): CompiledCall['encode'] {
  const encodeBody = compileBody(operation, contract);
  const parameters = compileRequestEncoder(operation, contract.schemas);
  const fixedHeaders = accept === undefined ? credentials.headers : ['accept', accept, ...credentials.headers];
  return (request) => {
    const body = encodeBody(request);
    const headers = [...fixedHeaders, ...Object.entries(parameters.headers(request.headers)).flat()];
    const cookies = joinCookies(parameters.cookies(request.cookies), credentials);
    if (cookies !== '') headers.push('cookie', cookies);
    if (body !== undefined) headers.push('content-type', body.contentType);
    if (body?.contentLength !== undefined) headers.push('content-length', String(body.contentLength));
    const query = joinQuery(parameters.query(request.query), credentials);
    return { target: prefix + parameters.path(request.path) + query, headers, body: body?.body };
  };
}

export function joinQuery(query: string, credentials: Credentials): string {
  if (credentials.query.length === 0) return query;
  return `${query === '' ? '?' : `${query}&`}${encodeFields(Object.fromEntries(credentials.query))}`;
}

/** Those of the request, then this service's own; '' for none. */
export function joinCookies(cookies: string | undefined, credentials: Credentials): string {
  const own = credentials.cookies.map(([name, value]) => `${name}=${value}`);
  return (cookies === undefined ? own : [cookies, ...own]).join('; ');
}

function missingCredentials(
  { name, security }: Operation,
  { service, contract }: ClientDefinition,
): ClientConfigurationError {
  const alternatives = security.map((required) => required.map(({ scheme }) => scheme));
  const clashes = alternatives.map((names) => credentialClash(names, contract.securitySchemes));
  const possible = alternatives.filter((_, index) => clashes[index] === undefined).map((names) => names.join(' and '));
  return new ClientConfigurationError(
    service,
    possible.length === 0
      ? `${service}.${name} cannot be called: ${clashes.join(', ')}, of which a request has one: the contract of ${service} asks for both at once`
      : `${service}.${name} needs credentials for ${possible.join(', or ')}: set clients.${service}.credentials or tokens`,
  );
}
