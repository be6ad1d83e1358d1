import type { ContractSubset, MediaType, Operation, RequestBody } from '@brrt/service-model';
import { contentCodingOf } from '../coding/content-coding.ts';
import { decodeBody } from '../coding/decode-body.ts';
import { MalformedRequestError, UnsupportedMediaTypeError } from '../errors/request-errors.ts';
import type { BodySource, HttpRequest } from '../ports/http-message.ts';
import type { Awaitable } from '../ports/later.ts';
import type { SchemaCompiler } from '../ports/schema-compiler.ts';
import type { BodyDecoder, DecoderContext, Resources } from './body-decoder.ts';
import { type BodyLimits, bodyLimitsOf, type EffectiveBodyLimits } from './body-limits.ts';
import { absentBody } from './check-body.ts';
import { compileDecoder } from './compile-decoder.ts';
import { requestSchemas } from './content-schemas.ts';
import { bodyKind, type MediaKind, mediaKind } from './media-kind.ts';
import { isMediaRange, matchParsed, type ParsedMediaType, parseMediaType } from './media-type.ts';

/** Reads, decodes and checks the body of one operation's requests. */
export interface BodyReader {
  /**
   * The decoded body; undefined when none was sent and none is required, or when the operation declares none.
   * Not a promise when there is nothing to read. Both ways of failing carry an HttpError.
   * @throws RequestValidationError 400, `in: 'body'`
   * @throws MalformedRequestError 400
   * @throws PayloadTooLargeError 413
   * @throws UnsupportedMediaTypeError 415
   * @throws RequestAbortedError when the client goes away
   */
  read(request: HttpRequest, resources: Resources): Awaitable<unknown>;
  /**
   * Which of the declared media types the body is in, or within a declared range the one that was sent; undefined when
   * there is no body. Absent where the contract leaves no choice.
   */
  readonly contentTypeOf?: (request: HttpRequest) => string | undefined;
}

export interface Content extends Decoding {
  /** As declared. */
  readonly declared: string;
  /** As declared, without the range. */
  readonly mediaType: string;
  readonly sent: ParsedMediaType;
}

interface Decoding {
  readonly kind: MediaKind;
  readonly decode: BodyDecoder;
}

/** Compiles everything that the contract decides about request bodies of `operation` (OpenAPI 3.1 §4.8.13, §4.8.14). */
export function compileBodyReader(
  operation: Operation,
  contract: ContractSubset,
  schemas: SchemaCompiler,
  limits: BodyLimits,
): BodyReader {
  const body = operation.requestBody;
  if (body === undefined || body.content.length === 0) return { read: () => undefined };
  const { hasBody, select, decoded } = compileBodyChoice(operation, { contract, schemas, limits, body });
  const read: BodyReader['read'] = (request, resources) => {
    if (hasBody(request)) {
      const { decode, sent } = select(request);
      return decode(decoded(request), sent, resources);
    }
    if (body.required) throw absentBody();
    return undefined;
  };
  if (!isChoice(body.content)) return { read };
  return { read, contentTypeOf: (request) => (hasBody(request) ? select(request).mediaType : undefined) };
}

/** What the header of a request says about its body, held against what the contract declares. */
export interface BodyChoice {
  readonly limits: EffectiveBodyLimits;
  hasBody(request: HttpRequest): boolean;
  /** @throws UnsupportedMediaTypeError 415 */
  select(request: HttpRequest): Content;
  /**
   * The octets behind `Content-Encoding`.
   * @throws UnsupportedMediaTypeError 415
   */
  decoded(message: Pick<HttpRequest, 'headers' | 'body'>): BodySource;
}

export function compileBodyChoice(
  operation: Operation,
  { contract, schemas, limits, mayLoseDigits = false, body }: BodyContext & { readonly body: RequestBody },
): BodyChoice {
  const accepted = body.content.map((media) => media.mediaType);
  const isRequired = body.required;
  const shared = { isRequired, contract, limits: bodyLimitsOf(operation, limits), accepted, mayLoseDigits };
  const contextOf = (media: MediaType): DecoderContext => ({
    ...shared,
    media,
    schemas: requestSchemas(operation, media, schemas),
  });
  return {
    limits: shared.limits,
    hasBody: (request) => request.body.present || (body.required && isForm(request)),
    select: compileSelection(body.content, contextOf, accepted),
    decoded: compileContentDecoding(shared.limits),
  };
}

/** What bodies are compiled with, whatever their operation. */
export interface BodyContext {
  readonly contract: ContractSubset;
  readonly schemas: SchemaCompiler;
  readonly limits: BodyLimits;
  /** See `DecoderContext`. */
  readonly mayLoseDigits?: boolean;
}

/** True where a handler cannot know from the contract alone what it is given. */
function isChoice(content: readonly MediaType[]): boolean {
  return content.length > 1 || content.some(({ mediaType }) => isMediaRange(mediaType));
}

/** A form without fields has no octets (WHATWG URL §5.1), so its media type is all there is to see. */
function isForm({ headers }: HttpRequest): boolean {
  return headers['content-type'] !== undefined && mediaKind(headers['content-type']) === 'form';
}

type Selection = (request: HttpRequest) => Content;

function compileSelection(
  content: readonly MediaType[],
  contextOf: (media: MediaType) => DecoderContext,
  accepted: readonly string[],
): Selection {
  const decoders = new Map<string, (kind: MediaKind) => Decoding>();
  const refusal = `The content type of the request is not one the operation takes: ${accepted.join(', ')}`;
  for (const media of content) decoders.set(media.mediaType, compileKinds(media, contextOf(media)));
  const choose = (contentType: string): Content => {
    const sent = parseMediaType(contentType);
    const declared = sent === undefined ? undefined : matchParsed(sent, accepted);
    const decoderOf = declared === undefined ? undefined : decoders.get(declared);
    if (sent === undefined || declared === undefined || decoderOf === undefined) {
      throw new UnsupportedMediaTypeError(refusal, accepted);
    }
    const mediaType = isMediaRange(declared) ? sent.essence : declared;
    return { sent, declared, mediaType, ...decoderOf(mediaKind(sent.essence)) };
  };
  const usual = new Map<string, Content>();
  for (const contentType of accepted) {
    if (!contentType.includes('*') && parseMediaType(contentType) !== undefined)
      usual.set(contentType, choose(contentType));
  }
  return (request) => {
    const contentType = soleContentType(request.rawHeaders);
    if (contentType === undefined) return choose(assumedType(accepted));
    return usual.get(contentType) ?? choose(contentType);
  };
}

/** A range leaves the kind open until a type is sent: then every kind is ready. */
function compileKinds(media: MediaType, context: DecoderContext): (kind: MediaKind) => Decoding {
  const declared = parseMediaType(media.mediaType);
  if (declared === undefined || !declared.subtype.startsWith('*')) {
    const kind = bodyKind(media, context.contract);
    const decoding = { kind, decode: compileDecoder(kind, context) };
    return () => decoding;
  }
  const byKind: Readonly<Record<MediaKind, BodyDecoder>> = {
    json: compileDecoder('json', context),
    sequence: compileDecoder('sequence', context),
    events: compileDecoder('events', context),
    form: compileDecoder('form', context),
    multipart: compileDecoder('multipart', context),
    xml: compileDecoder('xml', context),
    text: compileDecoder('text', context),
    binary: compileDecoder('binary', context),
  };
  return (kind) => ({ kind, decode: byKind[kind] });
}

/** RFC 9110 §8.3: without `Content-Type` a recipient may assume octets; taken only where nothing else is declared. */
function assumedType(accepted: readonly string[]): string {
  const [only] = accepted;
  if (accepted.length === 1 && only === 'application/octet-stream') return only;
  const detail = `The request has a body without a content type; the operation takes ${accepted.join(', ')}`;
  throw new UnsupportedMediaTypeError(detail, accepted);
}

/** Node keeps the first of several and drops the rest: two readers could disagree about the body. */
function soleContentType(rawHeaders: readonly string[]): string | undefined {
  let found: string | undefined;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length !== 12 || name.toLowerCase() !== 'content-type') continue;
    if (found !== undefined) throw new MalformedRequestError('The header Content-Type is there more than once');
    found = rawHeaders[index + 1];
  }
  return found;
}

/** The octets behind `Content-Encoding`: at most one coding, and only one that the service is told to take. */
function compileContentDecoding({ contentCodings }: EffectiveBodyLimits): BodyChoice['decoded'] {
  const accepted = contentCodings.length === 0 ? ['identity'] : contentCodings;
  return ({ headers, body }) => {
    const sent = headers['content-encoding'];
    if (sent === undefined || sent.trim().toLowerCase() === 'identity') return body;
    const coding = contentCodingOf(sent);
    if (coding !== undefined && contentCodings.includes(coding)) return decodeBody(body, coding);
    throw new UnsupportedMediaTypeError(
      'The content coding of the body is not one that is taken',
      accepted,
      'accept-encoding',
    );
  };
}
