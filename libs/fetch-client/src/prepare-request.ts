import { createRequestEncoder, encodeFields, type RequestEncoder } from '@brrt/router-core/portable';
import type { CallOptions, FetchClient, FetchRequest } from './client-types.ts';
import { showCredentials } from './credentials.ts';
import type { BodyRule, OperationRule, WrittenBody } from './operation-rule.ts';

/** Everything of a request but its signal: it may be sent several times. */
export interface PreparedRequest {
  readonly url: string;
  readonly init: RequestInit;
  readonly isRepeatable: boolean;
}

const encoders = new WeakMap<OperationRule, RequestEncoder>();

// RFC 9110 §9.2.2
const idempotentMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'QUERY', 'TRACE', 'PUT', 'DELETE']);

/** @throws TypeError for a value that cannot be written as the contract says */
export async function prepareRequest(
  { options }: FetchClient,
  rule: OperationRule,
  { request, call }: { readonly request: FetchRequest; readonly call: CallOptions },
): Promise<PreparedRequest> {
  const encoder = encoderOf(rule);
  const shown = await showCredentials(rule.security, options);
  const path = encoder.path(request.path);
  const query = withFields(encoder.query(request.query), shown.query);
  const headers = new Headers(options.headers);
  for (const given of [call.headers, encoder.headers(request.headers), shown.headers])
    for (const [name, value] of Object.entries(given ?? {})) headers.set(name, value);
  const accept = new Set(rule.answers.flatMap(({ content }) => content.map(([mediaType]) => mediaType)));
  if (accept.size > 0 && !headers.has('accept')) headers.set('accept', [...accept].join(', '));
  if (call.idempotencyKey !== undefined) headers.set('idempotency-key', call.idempotencyKey);
  addCookies(headers, [encoder.cookies(request.cookies) ?? '', ...shown.cookies]);
  const written = await buffered(
    rule.body === undefined ? undefined : writeBody(rule, rule.body, request),
    options.uploads,
  );
  if (written?.contentType !== undefined) headers.set('content-type', written.contentType);
  const isStream = written?.body instanceof ReadableStream;
  return {
    url: `${options.baseUrl}${path}${query}`,
    init: {
      method: rule.method,
      headers,
      ...(written !== undefined && { body: written.body }),
      ...(options.cookies !== undefined && { credentials: options.cookies }),
      // Fetch Standard §4.4: redirects to another origin lose `Authorization`, and no other header.
      ...(Object.keys(shown.headers).some((name) => !/^authorization$/i.test(name)) && { redirect: 'manual' as const }),
      // Fetch Standard §5.4: the one value there is, and it has to be said.
      ...(isStream && { duplex: 'half' }),
    },
    isRepeatable: !isStream && (idempotentMethods.has(rule.method) || headers.has('idempotency-key')),
  };
}

function encoderOf(rule: OperationRule): RequestEncoder {
  const encoder = encoders.get(rule) ?? createRequestEncoder(rule);
  encoders.set(rule, encoder);
  return encoder;
}

function withFields(query: string, fields: Readonly<Record<string, string>>): string {
  const own = encodeFields(fields);
  if (own === '') return query;
  return `${query === '' ? '?' : `${query}&`}${own}`;
}

/**
 * Outside of browsers.
 * @throws TypeError in a browser, which keeps the header to itself
 */
function addCookies(headers: Headers, cookies: readonly string[]): void {
  const text = cookies.filter((cookie) => cookie !== '').join('; ');
  if (text === '') return;
  if (!canSetCookies()) {
    throw new TypeError(
      "Browsers send the cookies that they have: leave them out of the call and set cookies: 'include'",
    );
  }
  headers.set('cookie', text);
}

let setsCookies: boolean | undefined;

// Fetch Standard §2.2.2: `Cookie` is a forbidden request-header where there is a browser around.
function canSetCookies(): boolean {
  setsCookies ??= new Request('http://localhost', { headers: { cookie: 'a=b' } }).headers.has('cookie');
  return setsCookies;
}

function writeBody(
  { name }: OperationRule,
  { required, content }: BodyRule,
  request: FetchRequest,
): WrittenBody | undefined {
  if (request.body === undefined) {
    if (required) throw new TypeError(`${name} needs a body`);
    return undefined;
  }
  const [first] = content;
  const chosen =
    request.contentType === undefined ? first : content.find(([mediaType]) => mediaType === request.contentType);
  if (chosen === undefined) throw new TypeError(`${name} takes no body ${request.contentType ?? ''}`.trimEnd());
  const [mediaType, write] = chosen;
  return write(request.body, mediaType.includes('*') ? concreteType(mediaType, request.body) : mediaType);
}

/** Under a range the file says what it is. */
function concreteType(range: string, body: unknown): string {
  if (body instanceof Blob && body.type !== '') return body.type;
  if (range.startsWith('text/')) return 'text/plain';
  return range.startsWith('multipart/') ? 'multipart/form-data' : 'application/octet-stream';
}

async function buffered(
  written: WrittenBody | undefined,
  uploads: 'stream' | 'buffer' | undefined,
): Promise<WrittenBody | undefined> {
  if (!(written?.body instanceof ReadableStream)) return written;
  const streams = uploads === undefined ? canSetCookies() : uploads === 'stream';
  return streams ? written : { ...written, body: await new Response(written.body).blob() };
}
