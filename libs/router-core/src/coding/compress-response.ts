import { pipeline, Readable } from 'node:stream';
import { type MediaKind, mayHaveContent, mediaKind, parseMediaType, SizedBody } from '../body/index.ts';
import type { CompressionConfig } from '../config/index.ts';
import type { HttpRequest, HttpResponse } from '../ports/http-message.ts';
import { createEncoder, encodeOctets, type ResponseCoding } from './content-coding.ts';
import { selectCoding } from './select-coding.ts';

/** Encodes a response as the client likes it; undefined where compression is off. */
export type Compressor = (request: HttpRequest, response: HttpResponse) => HttpResponse | Promise<HttpResponse>;

/**
 * Compression of responses by `Accept-Encoding` (RFC 9110 §8.4, §12.5.3), after everything about them was decided. Left as they
 * are: what is short, in a form that is compressed already, or partial; event streams, and what says `no-transform`.
 */
export function createCompressor(config: CompressionConfig): Compressor | undefined {
  if (!config.enabled) return undefined;
  return (request, response) => {
    const found = lookThrough(response);
    if (found === undefined) return response;
    // The headers were put together for this response alone.
    (response.headers as string[]).push('vary', 'Accept-Encoding');
    const coding = selectCoding(request.headers['accept-encoding']?.toString());
    if (coding === undefined) return response;
    const size = sizeOf(response.body);
    return size !== undefined && size < config.minBytes ? response : encode(response, coding, config);
  };
}

// What the response says of itself; undefined where it is not to be touched.
function lookThrough({ status, headers, body }: HttpResponse): string | undefined {
  if (body === undefined || status === 206 || !mayHaveContent(status)) return undefined;
  let contentType: string | undefined;
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const name = headers[index] ?? '';
    // Their lengths leave most names alone.
    if (name.length !== 12 && name.length !== 13 && name.length !== 16) continue;
    const field = name.toLowerCase();
    const value = headers[index + 1] ?? '';
    if (field === 'content-type') contentType = value;
    else if (field === 'content-encoding') return undefined;
    else if (field === 'cache-control' && /(?:^|[\s,])no-transform(?:$|[\s,])/i.test(value)) return undefined;
  }
  return contentType !== undefined && isCompressible(contentType) ? contentType : undefined;
}

const compressibleKinds: ReadonlySet<MediaKind> = new Set(['json', 'text', 'form', 'sequence']);
const compressibleTypes: ReadonlySet<string> = new Set([
  'application/wasm',
  'application/x-tar',
  'font/ttf',
  'image/bmp',
]);

const known = new Map<string, boolean>();

/** By content type as it is sent; of ranges and generated ones only so many are remembered. */
function isCompressible(contentType: string): boolean {
  const remembered = known.get(contentType);
  if (remembered !== undefined) return remembered;
  const essence = parseMediaType(contentType)?.essence ?? '';
  const verdict = compressibleKinds.has(mediaKind(contentType)) || compressibleTypes.has(essence);
  if (known.size < 1_000) known.set(contentType, verdict);
  return verdict;
}

function sizeOf(body: HttpResponse['body']): number | undefined {
  if (typeof body === 'string') return Buffer.byteLength(body);
  if (body instanceof Uint8Array) return body.length;
  return body instanceof SizedBody ? body.size : undefined;
}

async function encodeWhole(
  response: HttpResponse,
  octets: Uint8Array,
  { coding, config }: { readonly coding: ResponseCoding; readonly config: CompressionConfig },
): Promise<HttpResponse> {
  const encoded = await encodeOctets(coding, octets, config);
  if (encoded.length >= octets.length) return response;
  return { ...response, headers: encodedHeaders(response, coding), body: encoded };
}

function encode(
  response: HttpResponse,
  coding: ResponseCoding,
  config: CompressionConfig,
): HttpResponse | Promise<HttpResponse> {
  const { body } = response;
  if (typeof body === 'string') return encodeWhole(response, Buffer.from(body), { coding, config });
  if (body instanceof Uint8Array) return encodeWhole(response, body, { coding, config });
  const source = body instanceof SizedBody ? body.open() : body;
  if (!(source instanceof Readable)) return response;
  const encoder = createEncoder(coding, config);
  // What fails or is destroyed on either side takes the other with it; the encoder tells.
  pipeline(source, encoder, () => undefined);
  return { ...response, headers: encodedHeaders(response, coding), body: encoder };
}

/** The octets are others now: their length is not that of the source, and a strong tag is none any more (RFC 9110 §8.8.3). */
function encodedHeaders({ headers }: HttpResponse, coding: ResponseCoding): string[] {
  const encoded: string[] = [];
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const name = headers[index] ?? '';
    const value = headers[index + 1] ?? '';
    if (/^(?:content-length|accept-ranges)$/i.test(name)) continue;
    encoded.push(name, /^etag$/i.test(name) && !value.startsWith('W/') ? `W/${value}` : value);
  }
  encoded.push('content-encoding', coding);
  return encoded;
}
