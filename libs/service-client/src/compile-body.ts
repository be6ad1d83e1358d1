import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { concreteMediaType, type Encoded, encodeBody, mediaKind, SizedBody } from '@brrt/router-core/body';
import type { Operation } from '@brrt/service-model';
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
export function compileBody({ name, requestBody }: Operation): BodyEncoder {
  const mediaTypes = requestBody?.content.map(({ mediaType }) => mediaType) ?? [];
  return ({ body, contentType }) => {
    if (body === undefined) {
      if (requestBody?.required) throw new TypeError(`${name} needs a body`);
      return undefined;
    }
    const mediaType =
      contentType === undefined ? mediaTypes[0] : mediaTypes.find((declared) => declared === contentType);
    if (mediaType === undefined) throw new TypeError(`${name} takes no body ${contentType ?? ''}`.trimEnd());
    if (body instanceof FormData) return encodeFormData(name, mediaType, body);
    return { contentType: concreteMediaType(mediaType, body), ...toSent(encodeBody(mediaType, body)) };
  };
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
