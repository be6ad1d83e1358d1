import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import {
  compileContentEncoder,
  compileMultipartEncoder,
  concreteMediaType,
  type Encoded,
  mediaKind,
  multipartContentType,
  SizedBody,
} from '@brrt/router-core/body';
import type { ContractSubset, MediaType, Operation } from '@brrt/service-model';
import type { ClientRequest } from './client-options.ts';

export interface EncodedBody {
  readonly contentType: string;
  /** Where the length of a stream is known. */
  readonly contentLength?: number;
  readonly body: string | Uint8Array | Readable;
}

/** Undefined: nothing to send. */
export type BodyEncoder = (request: ClientRequest) => EncodedBody | undefined;

/** Writes the body of a request in the media type that is asked for, else in the first that the contract declares. */
export function compileBody({ name, requestBody }: Operation, contract: Pick<ContractSubset, 'schemas'>): BodyEncoder {
  const content = requestBody?.content ?? [];
  const mediaTypes = content.map(({ mediaType }) => mediaType);
  const encoders = new Map(content.map((media) => [media.mediaType, compileContentEncoder(media, contract)]));
  const multipart = new Map(
    content.filter(isMultipart).map((media) => [media.mediaType, compileMultipartEncoder(media, contract)]),
  );
  return ({ body, contentType }) => {
    if (body === undefined) {
      if (requestBody?.required) throw new TypeError(`${name} needs a body`);
      return undefined;
    }
    const mediaType = contentType ?? mediaTypes[0];
    const encode = mediaType === undefined ? undefined : encoders.get(mediaType);
    if (mediaType === undefined || encode === undefined)
      throw new TypeError(`${name} takes no body ${contentType ?? ''}`.trimEnd());
    if (body instanceof FormData) return encodeFormData(name, mediaType, body);
    const plain = concreteMediaType(mediaType, body);
    const sent = multipart.get(mediaType)?.takes(body) ? multipartContentType(plain) : plain;
    return { contentType: sent, ...toSent(encode(body, sent)) };
  };
}

function isMultipart({ mediaType }: MediaType): boolean {
  return mediaKind(mediaType) === 'multipart';
}

function toSent(body: Encoded): Omit<EncodedBody, 'contentType'> {
  return body instanceof SizedBody ? { body: body.open(), contentLength: body.size } : { body };
}

/** RFC 7578, with a boundary of its own. */
function encodeFormData(name: string, mediaType: string, body: FormData): EncodedBody {
  if (mediaKind(mediaType) !== 'multipart') throw new TypeError(`${name} takes no multipart body`);
  const { headers, body: octets } = new Response(body);
  // The casts: a Response of a form has both; the stream is Node's own.
  return { contentType: headers.get('content-type') as string, body: Readable.fromWeb(octets as ReadableStream) };
}
