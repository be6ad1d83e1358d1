import { Readable } from 'node:stream';
import { ItemStream, mediaKind } from '../body/index.ts';
import type { HttpError } from '../errors/http-error.ts';
import { problemDocument, problemMediaType } from '../errors/problem-document.ts';
import type { PreferenceOutcome } from '../examples/index.ts';
import type { PassedResponse } from '../ports/gateway.ts';
import type { FlatHeaders, HttpResponse, TextResponse } from '../ports/http-message.ts';
import { addTag, deliver } from './delivery/deliver.ts';
import type { ServerExchange } from './server-exchange.ts';
import type { ResponseValidated, Upgraded } from './stages.ts';

/**
 * A checked result as bytes and headers.
 * @throws PreconditionFailedError 412 · RangeNotSatisfiableError 416, where the contract lets a request ask for that
 */
export function send(exchange: ResponseValidated): HttpResponse {
  const { result, checked, compiled, passedOn } = exchange;
  if (passedOn !== undefined) return sendPassed(exchange, passedOn);
  const { media, contentType } = checked;
  let body: HttpResponse['body'];
  let headers: string[];
  if (media === undefined || contentType === undefined) headers = ['x-request-id', exchange.requestId];
  else {
    body = exchange.exampleText ?? media.encode(checked.body, contentType);
    // At once: an array that grows takes room for sixteen more.
    headers = ['x-request-id', exchange.requestId, 'content-type', contentType];
    if (body instanceof Readable) beginStream(exchange, body, media.isSequential);
  }
  if (exchange.mock !== undefined) headers.push('x-brrt-mock', exchange.mock);
  if (exchange.preferences !== undefined) appendOutcome(headers, exchange.preferences);
  append(headers, checked.headers);
  if (exchange.stream !== undefined) sendAsItComes(headers);
  const response: Outgoing = { status: result.status, headers, common: undefined, body };
  const { delivery } = compiled;
  if (delivery === undefined) return complete(exchange, response);
  if (checked.makesTag) addTag(response);
  return complete(exchange, deliver(delivery, exchange.request, response));
}

function appendOutcome(headers: string[], { applied, ignored }: PreferenceOutcome): void {
  if (applied !== undefined) headers.push('preference-applied', applied);
  if (ignored !== undefined) headers.push('x-brrt-preference-ignored', ignored);
}

function isSequential(contentType: string): boolean {
  const kind = mediaKind(contentType);
  return kind === 'events' || kind === 'sequence';
}

/** However the exchange ends, nobody holds what a stream reads from after that. */
function beginStream(exchange: ResponseValidated, body: Readable, comesByItems: boolean): void {
  exchange.defer(() => body.destroy());
  if (!comesByItems) return;
  exchange.stream = body;
  if (body instanceof ItemStream) body.keepAlive(exchange.service.http.streams.heartbeatMs);
}

/** Nobody in between is to keep what is sent, or to wait for more of it; the second is how nginx and its kin are told. */
function sendAsItComes(headers: string[]): void {
  headers.push('x-accel-buffering', 'no');
  if (!headers.some((text, index) => index % 2 === 0 && text.toLowerCase() === 'cache-control')) {
    headers.push('cache-control', 'no-store');
  }
}

function sendPassed(exchange: ResponseValidated, { status, headers: theirs, body }: PassedResponse): HttpResponse {
  const ownHeaders = exchange.compiled.passThrough?.ownHeaders;
  const headers = ['x-request-id', exchange.requestId];
  let contentType = '';
  if (exchange.mock !== undefined) headers.push('x-brrt-mock', exchange.mock);
  for (let index = 0; index + 1 < theirs.length; index += 2) {
    const [name = '', value = ''] = [theirs[index], theirs[index + 1]];
    if (ownHeaders?.has(name) !== true) headers.push(name, value);
    if (name === 'content-type') contentType = value;
  }
  if (body instanceof Readable) beginStream(exchange, body, isSequential(contentType));
  if (exchange.stream !== undefined) sendAsItComes(headers);
  return complete(exchange, { status, headers, common: undefined, body });
}

/** The end of a handshake: what the protocol itself needs is added where the socket is. */
export function sendUpgrade(exchange: Upgraded): HttpResponse {
  exchange.status = 101;
  const headers = ['x-request-id', exchange.requestId];
  if (exchange.mock !== undefined) headers.push('x-brrt-mock', exchange.mock);
  append(headers, exchange.extraHeaders);
  return { status: 101, headers, body: undefined, webSocket: exchange.upgrade };
}

/** Any failure, of whatever stage, as a problem document (RFC 9457). */
export function sendProblem(exchange: ServerExchange, error: HttpError): TextResponse {
  exchange.error = error;
  const abandoned = exchange.result?.body;
  // A stream that nobody will read holds what it reads from.
  if (abandoned instanceof Readable) abandoned.destroy();
  const { requestId, trace, service } = exchange;
  const problem = problemDocument(error, { requestId, traceId: trace.traceId, base: service.http.problemBase });
  const headers = ['x-request-id', requestId, 'content-type', problemMediaType];
  if (exchange.mock !== undefined) headers.push('x-brrt-mock', exchange.mock);
  append(headers, error.headers);
  return complete(exchange, { status: error.status, headers, common: undefined, body: JSON.stringify(problem) });
}

/** An answer that a stage or a management endpoint made by itself. */
export function sendAnswer(exchange: ServerExchange, answer: HttpResponse): HttpResponse {
  const headers = ['x-request-id', exchange.requestId, ...answer.headers];
  return complete(exchange, { ...answer, headers, common: undefined });
}

/** A preflight has the CORS headers of its own, not those of a response. */
export function sendPreflight(exchange: ServerExchange, answer: HttpResponse): HttpResponse {
  exchange.status = answer.status;
  const { securityHeaders } = exchange.service;
  return { ...answer, headers: ['x-request-id', exchange.requestId, ...answer.headers], common: [securityHeaders] };
}

/** A response that is being put together. */
interface Outgoing extends HttpResponse {
  readonly headers: string[];
  common?: readonly FlatHeaders[] | undefined;
}

/** Adds what every response carries: what admission decided, what browsers are told, and CORS, on errors too. */
function complete<Response extends Outgoing>(exchange: ServerExchange, response: Response): Response {
  const { cors, service, request, operation } = exchange;
  exchange.status = response.status;
  append(response.headers, exchange.extraHeaders);
  const { securityHeaders } = exchange.compiled ?? service;
  const isOwn = exchange.error !== undefined || exchange.principal !== undefined;
  const caching = isOwn ? cachingOf(response.headers) : nothing;
  const sharing = (cors ?? service.fallbackCors)?.headers(request, operation) ?? nothing;
  response.common = [caching, sharing, securityHeaders];
  return response;
}

const nothing: FlatHeaders = [];
const unstored: FlatHeaders = ['cache-control', 'no-store'];
const storedByClient: FlatHeaders = ['cache-control', 'private, no-cache'];

/** What depends on who asks, or will be otherwise soon, is not for caches unless the handler says so (RFC 9111 §5.2.2). */
function cachingOf(headers: FlatHeaders): FlatHeaders {
  let isTagged = false;
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index] ?? '';
    if (name.length === 13 && name.toLowerCase() === 'cache-control') return nothing;
    if (name.length === 4 && name.toLowerCase() === 'etag') isTagged = true;
  }
  // A client that was given a tag has to keep what it belongs to.
  return isTagged ? storedByClient : unstored;
}

function append(headers: string[], more: FlatHeaders): void {
  for (const text of more) headers.push(text);
}
