import fc from 'fast-check';
import type { SentRequest } from './pipelined-client.ts';

/** One change of a request; framing stays intact, so that the next request on the connection is understood. */
type Mutation = (request: SentRequest) => SentRequest;

const hostile = [
  '',
  '%',
  '%00',
  '%zz',
  '%c0%ae',
  '..',
  '../',
  '%2e%2e%2f',
  '/',
  '//',
  ';',
  '[',
  ']',
  '[]',
  '{}',
  ',',
  '.',
  '*',
  '$',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'true',
  'NaN',
  '-0',
  '1e400',
  '0x10',
  '9007199254740993',
  '-1',
  '99999999999999999999',
  "' OR 1=1--",
  '{{7*7}}',
  '<script>',
  '%F0%9F%98%80',
  '%ED%A0%80',
  '\u00e9',
  'a'.repeat(3_000),
  '=',
  '&',
  '?',
  '"',
  '\\',
];
const names = [
  'Accept',
  'Content-Type',
  'Prefer',
  'If-None-Match',
  'If-Match',
  'Range',
  'Cookie',
  'Origin',
  'X-API-Key',
  'Authorization',
  'X-Request-Id',
  'Traceparent',
  'Tracestate',
  'Baggage',
  'Accept-Encoding',
  'Content-Encoding',
  'X-Request-Timeout-Ms',
  'X-Forwarded-For',
  'Last-Event-ID',
  'If-Modified-Since',
  'Access-Control-Request-Method',
  'Idempotency-Key',
  '__proto__',
  'constructor',
];
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY', 'PROPFIND'];
const types = [
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=X',
  'application/xml',
  'application/octet-stream',
  '*/*',
  'application/json; charset=utf-16',
  'application/problem+json',
  'application/x-ndjson',
  '',
];

const text = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const share = fc.double({ min: 0, max: 1, noNaN: true });

const splice = (whole: string, at: number, length: number, by: string): string => {
  const start = Math.floor(at * whole.length);
  return whole.slice(0, start) + by + whole.slice(start + Math.floor(length * 10));
};
// What a target and a header value may consist of without ending there.
const asTarget = (target: string): string =>
  `/${target.replaceAll(/[^\x21-\x7e]/g, (octet) => encodeURIComponent(octet.toWellFormed())).replace(/^\/+/, '')}`;
const asValue = (value: string): string => value.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '_').trim();

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(share, share, text).map(
    ([at, length, by]): Mutation =>
      (request) => ({ ...request, target: asTarget(splice(request.target, at, length, by)) }),
  ),
  fc.tuple(text, text).map(
    ([name, value]): Mutation =>
      (request) => ({
        ...request,
        target: asTarget(`${request.target}${request.target.includes('?') ? '&' : '?'}${name}=${value}`),
      }),
  ),
  fc.constantFrom(...methods).map(
    (method): Mutation =>
      (request) => ({ ...request, method }),
  ),
  fc.tuple(fc.constantFrom(...names), text).map(
    ([name, value]): Mutation =>
      (request) =>
        withHeader(request, name, value),
  ),
  fc.tuple(share, text).map(
    ([at, value]): Mutation =>
      (request) => {
        const name = request.headers[2 * Math.floor((at * request.headers.length) / 2)];
        return name === undefined ? request : withHeader(request, name, value);
      },
  ),
  share.map(
    (at): Mutation =>
      (request) => {
        const gone = 2 * Math.floor((at * request.headers.length) / 2);
        return { ...request, headers: request.headers.filter((_text, index) => index !== gone && index !== gone + 1) };
      },
  ),
  fc.constantFrom(...types).map(
    (type): Mutation =>
      (request) =>
        withHeader(request, 'Content-Type', type),
  ),
  fc.tuple(share, share, text).map(
    ([at, length, by]): Mutation =>
      (request) => ({
        ...request,
        body: Buffer.from(splice(request.body?.toString('latin1') ?? '', at, length, by), 'latin1'),
      }),
  ),
  fc.json({ maxDepth: 4 }).map(
    (body): Mutation =>
      (request) => ({ ...request, body: Buffer.from(body) }),
  ),
  fc.uint8Array({ maxLength: 64 }).map(
    (body): Mutation =>
      (request) => ({ ...request, body: Buffer.from(body) }),
  ),
  share.map(
    (at): Mutation =>
      (request) => ({ ...request, body: request.body?.subarray(0, Math.floor(at * request.body.length)) }),
  ),
);

/** One of the requests that a contract is content with, changed in up to four places. */
export function mutatedRequest(sound: readonly SentRequest[]): fc.Arbitrary<SentRequest> {
  return fc
    .tuple(fc.constantFrom(...sound), fc.array(mutation, { maxLength: 4 }))
    .map(([request, mutations]) => mutations.reduce((changed, mutate) => mutate(changed), request));
}

function withHeader(request: SentRequest, name: string, value: string): SentRequest {
  const others = request.headers.filter(
    (_text, index) => request.headers[index - (index % 2)]?.toLowerCase() !== name.toLowerCase(),
  );
  return { ...request, headers: [...others, name, asValue(value)] };
}
