import type { ContractSubset, MediaType } from '@brrt/service-model';
import { compileFormEncoder } from './compile-form-encoder.ts';
import { compileEncoder, type Encoded, encodeBody } from './encode-body.ts';
import { bodyKind, mediaKind } from './media-kind.ts';
import { compileMultipartEncoder } from './multipart/compile-multipart-encoder.ts';
import { compileXmlEncoder } from './xml/compile-xml.ts';

/** What a declared media type makes of a value; `contentType` is what is sent, which a declared range leaves open. */
export type ContentEncoder = (body: unknown, contentType: string) => Encoded;

/** The encoder of one declared media type, its schema included: XML is written as that says, forms and multipart as `encoding` says. */
export function compileContentEncoder(media: MediaType, contract: Pick<ContractSubset, 'schemas'>): ContentEncoder {
  // Under a range the sender decides, or the body.
  if (media.mediaType.includes('*')) return (body, contentType) => encodeBody(contentType, body);
  const kind = mediaKind(media.mediaType);
  if (kind === 'multipart') return compileMultipart(media, contract);
  const encode = kind === 'form' ? compileForm(media, contract) : compileEncoder(media.mediaType);
  if (bodyKind(media, contract) !== 'xml') return encode;
  const encodeDocument = compileXmlEncoder(media, contract);
  // Octets and streams pass as they are.
  return (body) => (isValue(body) ? encodeDocument(body) : encode(body));
}

function compileMultipart(media: MediaType, contract: Pick<ContractSubset, 'schemas'>): ContentEncoder {
  const encode = compileEncoder(media.mediaType);
  const parts = compileMultipartEncoder(media, contract);
  return (body, contentType) => (parts?.takes(body) ? parts.encode(body, contentType) : encode(body));
}

function compileForm(media: MediaType, contract: Pick<ContractSubset, 'schemas'>): (body: unknown) => Encoded {
  const encode = compileEncoder(media.mediaType);
  const encodeFields = compileFormEncoder(media, contract);
  return (body) => (isValue(body) ? encodeFields(body) : encode(body));
}

function isValue(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return true;
  const prototype = Object.getPrototypeOf(body);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}
