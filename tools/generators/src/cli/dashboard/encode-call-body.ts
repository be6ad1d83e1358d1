import type { Readable } from 'node:stream';
import type { CallBody, CallViolation } from '@brrt/dashboard';
import {
  compileContentEncoder,
  compileMultipartEncoder,
  concreteMediaType,
  type Encoded,
  encodeBody,
  mediaKind,
  multipartContentType,
  SizedBody,
} from '@brrt/router-core/body';
import { SentPart } from '@brrt/router-core/ports';
import type { MediaType, Operation, ServiceModel } from '@brrt/service-model';

/** The body of a request as it is sent. */
export interface EncodedCallBody {
  readonly contentType: string | undefined;
  readonly octets: Uint8Array | undefined;
  /** Undefined where the octets are no text. */
  readonly text: string | undefined;
  readonly violations: readonly CallViolation[];
}

const nothing: EncodedCallBody = { contentType: undefined, octets: undefined, text: undefined, violations: [] };

/** A body in the media type that the page chose. A value that the type cannot carry is sent as JSON, and said. */
export async function encodeCallBody(
  body: CallBody | undefined,
  { requestBody }: Operation,
  model: ServiceModel,
): Promise<EncodedCallBody> {
  if (body === undefined) return nothing;
  const media = requestBody?.content.find(({ mediaType }) => mediaType === body.mediaType);
  if ('base64' in body) {
    const octets = Buffer.from(body.base64, 'base64');
    return { ...nothing, contentType: concreteMediaType(body.mediaType, octets), octets };
  }
  if ('text' in body) return encodeText(body.text, concreteMediaType(body.mediaType));
  const value = withOctets(body.value, mediaKind(body.mediaType) === 'multipart');
  try {
    return await encodeValue(media, { mediaType: body.mediaType, value, model });
  } catch (error) {
    const rough = textBody(JSON.stringify(body.value) ?? '', concreteMediaType(body.mediaType));
    return { ...rough, violations: [violationOf(error)] };
  }
}

/** Encoders throw TypeErrors for what a media type cannot carry. */
function violationOf(error: unknown): CallViolation {
  if (!(error instanceof TypeError)) throw error;
  return { in: 'body', pointer: '', keyword: 'contentType', detail: error.message };
}

/** As it was typed, in the charset that the media type names. */
function encodeText(text: string, contentType: string): EncodedCallBody {
  const typed = textBody(text, contentType);
  if (mediaKind(contentType) !== 'text') return typed;
  try {
    const encoded = encodeBody(contentType, text);
    return encoded instanceof Uint8Array ? { ...typed, octets: encoded } : typed;
  } catch (error) {
    return { ...typed, violations: [violationOf(error)] };
  }
}

function textBody(text: string, contentType: string): EncodedCallBody {
  return { contentType, octets: Buffer.from(text), text, violations: [] };
}

interface ValueToEncode {
  readonly mediaType: string;
  readonly value: unknown;
  readonly model: ServiceModel;
}

async function encodeValue(
  media: MediaType | undefined,
  { mediaType, value, model }: ValueToEncode,
): Promise<EncodedCallBody> {
  const plain = concreteMediaType(mediaType, value);
  const isMultipart = media !== undefined && mediaKind(mediaType) === 'multipart';
  const hasParts = isMultipart && compileMultipartEncoder(media, model)?.takes(value) === true;
  const contentType = hasParts ? multipartContentType(plain) : plain;
  const encoded =
    media === undefined ? encodeBody(plain, value) : compileContentEncoder(media, model)(value, contentType);
  if (typeof encoded === 'string') return textBody(encoded, contentType);
  return { ...nothing, contentType, octets: await collect(encoded) };
}

async function collect(encoded: Exclude<Encoded, string>): Promise<Uint8Array> {
  if (encoded instanceof Uint8Array) return encoded;
  const stream: Readable = encoded instanceof SizedBody ? encoded.open() : encoded;
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks);
}

/** `OctetsValue`s as the octets that they stand for; a part of multipart keeps its name and type. */
function withOctets(value: unknown, inParts: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => withOctets(item, inParts));
  if (typeof value !== 'object' || value === null) return value;
  if ('$base64' in value && typeof value.$base64 === 'string') {
    const octets = new Uint8Array(Buffer.from(value.$base64, 'base64'));
    return inParts ? new SentPart(octets, headOf(value)) : octets;
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withOctets(member, inParts)]));
}

function headOf(value: object): { readonly filename: string | undefined; readonly mediaType: string | undefined } {
  const { filename, mediaType } = value as Readonly<Record<string, unknown>>; // whatever it has is looked at
  return {
    filename: typeof filename === 'string' ? filename : undefined,
    mediaType: typeof mediaType === 'string' ? mediaType : undefined,
  };
}
