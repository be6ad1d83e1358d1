import { createHash } from 'node:crypto';
import { matchContentType, SizedBody } from '../../body/index.ts';
import type { CompiledDelivery, PartialResponse } from '../../compile/compile-delivery.ts';
import { PreconditionFailedError, RangeNotSatisfiableError } from '../../errors/pipeline-errors.ts';
import type { HttpRequest, HttpResponse } from '../../ports/http-message.ts';
import { evaluatePreconditions, meetsIfRange, type Validators } from './evaluate-preconditions.ts';
import { contentRange, type Divisible, sizeOf, takeRange, takeRanges } from './partial-body.ts';
import { selectRanges } from './select-ranges.ts';

interface Delivered extends HttpResponse {
  readonly headers: string[];
}

/**
 * What a safe request asks for beyond the response as the handler gave it, where the contract declares it: nothing new (304),
 * nothing else than expected (412), a part (206, 416).
 * @throws PreconditionFailedError 412
 * @throws RangeNotSatisfiableError 416
 */
export function deliver(delivery: CompiledDelivery, request: HttpRequest, response: Delivered): Delivered {
  if (response.status < 200 || response.status > 299) return response;
  const validators: Validators = {
    entityTag: headerValue(response.headers, 'etag'),
    lastModified: headerValue(response.headers, 'last-modified'),
  };
  if (delivery.isConditional) {
    const outcome = evaluatePreconditions(request.headers, validators);
    if (outcome !== 'proceed') release(response);
    if (outcome === 'failed') throw new PreconditionFailedError();
    if (outcome === 'not-modified') {
      return { status: 304, headers: response.headers.filter(keeps(notModifiedHeaders)), body: undefined };
    }
  }
  const { partial } = delivery;
  return partial === undefined || response.status !== 200
    ? response
    : deliverRange(partial, request, { response, validators });
}

function deliverRange(
  partial: PartialResponse,
  request: HttpRequest,
  { response, validators }: { readonly response: Delivered; readonly validators: Validators },
): Delivered {
  const body = divisible(response.body);
  const contentType = headerValue(response.headers, 'content-type');
  if (body === undefined || contentType === undefined) return response;
  if (matchContentType(contentType, partial.mediaTypes) === undefined) return response;
  const whole = {
    ...response,
    headers: [...response.headers.filter(drops(['accept-ranges'])), 'accept-ranges', 'bytes'],
  };
  const isMissing = partial.requiredHeaders.some((name) => headerValue(response.headers, name) === undefined);
  if (request.method !== 'GET' || isMissing || !meetsIfRange(request.headers['if-range']?.toString(), validators))
    return whole;
  const size = sizeOf(body);
  const ranges = selectRanges(request.headers.range, size);
  if (ranges === 'unsatisfiable') throw new RangeNotSatisfiableError(size);
  const [first, second] = ranges ?? [];
  if (ranges === undefined || first === undefined || (second !== undefined && !partial.takesSeveral)) return whole;
  const headers = whole.headers.filter(keeps([...partialHeaders, ...partial.headerNames]));
  if (second === undefined) {
    headers.push('content-type', contentType, 'content-range', contentRange(first, size));
    return { status: 206, headers, body: takeRange(body, first) };
  }
  const parts = takeRanges(body, ranges, contentType);
  headers.push('content-type', parts.contentType);
  return { status: 206, headers, body: parts.body };
}

function divisible(body: HttpResponse['body']): Divisible | undefined {
  if (typeof body === 'string') return Buffer.from(body);
  return body instanceof Uint8Array || body instanceof SizedBody ? body : undefined;
}

// RFC 9110 §15.4.5 and what every response of this service carries.
const notModifiedHeaders = [
  ...['x-request-id', 'x-brrt-mock', 'preference-applied', 'x-brrt-preference-ignored'],
  ...['cache-control', 'content-location', 'date', 'etag', 'expires', 'vary', 'last-modified'],
];

// RFC 9110 §15.3.7
const partialHeaders = [...notModifiedHeaders, 'accept-ranges', 'content-disposition'];

/** A filter for names and values in turn: both or none of a pair. */
function keeps(names: readonly string[]): (text: string, index: number, all: readonly string[]) => boolean {
  const wanted = new Set(names);
  return (_text, index, all) => wanted.has(all[index - (index % 2)]?.toLowerCase() ?? '');
}

function drops(names: readonly string[]): (text: string, index: number, all: readonly string[]) => boolean {
  const keep = keeps(names);
  return (text, index, all) => !keep(text, index, all);
}

function headerValue(headers: readonly string[], name: string): string | undefined {
  for (let index = 0; index + 1 < headers.length; index += 2) {
    if (headers[index]?.toLowerCase() === name) return headers[index + 1];
  }
  return undefined;
}

/** A stream that nobody will read holds what it reads from. */
function release({ body }: Pick<HttpResponse, 'body'>): void {
  if (typeof body === 'object' && 'destroy' in body) body.destroy();
}

/** A strong entity tag, made of the octets, unless there is one or they are still to come (RFC 9110 §8.8.3). */
export function addTag({ headers, body }: Delivered): void {
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) return;
  if (headerValue(headers, 'etag') !== undefined) return;
  headers.push('etag', `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`);
}
