import type { ContractSubset, JsonSchema } from '@brrt/service-model';
import { schemaParts } from '@brrt/service-model/value-types';
import { compileHeaderEncoder } from '../../params/compile-header-encoder.ts';
import type { ParameterEncoder } from '../../params/encode-parameter.ts';
import { SentPart, type SentPartHead } from '../../ports/sent-part.ts';
import { isSized } from '../is-sized.ts';
import { concreteMediaType } from '../media-kind.ts';
import { parseMediaType } from '../media-type.ts';
import {
  type EncodedPart,
  type MultipartEncoder,
  multipartContentType,
  type PartsPlatform,
} from './multipart-encoder.ts';
import type { PartsDescription } from './multipart-plan.ts';
import { nestedType, type PartKind, type PartRule, partKind } from './part-rule.ts';

type Contract = Pick<ContractSubset, 'schemas'>;

/** `name`: of a part that is told by its name. */
export type PartEncoder<Body> = (value: unknown, name?: string) => EncodedPart<Body>;

export interface PartEncoderContext<Body> {
  readonly platform: PartsPlatform<Body>;
  readonly contract: Contract;
  /** The encoder of a part that has parts itself. */
  readonly compileNested: (parts: PartsDescription) => MultipartEncoder<Body> | undefined;
}

interface PartHeader {
  readonly name: string;
  readonly required: boolean;
  readonly encode: ParameterEncoder;
}

/** The other direction of `decodePart`, by the same rule. */
export function compilePartEncoder<Body>(rule: PartRule, context: PartEncoderContext<Body>): PartEncoder<Body> {
  const headers: readonly PartHeader[] = (rule.encoding?.headers ?? []).map((header) => ({
    name: header.name,
    required: header.required,
    encode: compileHeaderEncoder(header),
  }));
  const octetType = octetTypeOf(rule, context.contract);
  const encodeNested = compileNested(rule, context);
  return (given, name) => {
    const part = given instanceof SentPart ? given : new SentPart(given);
    const { content } = part;
    const said = labelOf(content);
    const type = writtenType(part.mediaType ?? said.mediaType ?? typeFor(rule, content, octetType));
    const octets = isOctets(content);
    const filename = part.filename ?? said.filename;
    const nested = octets || type === undefined ? undefined : encodeNested(type, content);
    const sentType = nested?.contentType ?? type;
    const disposition = dispositionOf(name, filename ?? (octets && name !== undefined ? 'blob' : undefined));
    return {
      head: [
        ...(disposition === undefined ? [] : [disposition]),
        ...(sentType === undefined ? [] : [`Content-Type: ${sentType}`]),
        ...headers.flatMap((header) => headerLine(header, { ...said.headers, ...part.headers })),
      ],
      content:
        nested?.content ?? context.platform.encode(type ?? 'text/plain', isEmptyText(type, content) ? '' : content),
    };
  };
}

/** As in a query: text has no other way to say null. */
function isEmptyText(type: string | undefined, content: unknown): boolean {
  return content === null && partKind(type ?? 'text/plain') === 'text';
}

interface Nested<Body> {
  readonly contentType: string;
  readonly content: Body;
}

/** Made when the first such part is sent: descriptions may be deep. */
function compileNested<Body>(
  rule: PartRule,
  context: PartEncoderContext<Body>,
): (type: string, content: unknown) => Nested<Body> | undefined {
  const { encoding, prefixEncoding, itemEncoding } = rule.encoding ?? {};
  let encoder: MultipartEncoder<Body> | undefined;
  return (type, content) => {
    if (partKind(type) !== 'multipart') return undefined;
    encoder ??= context.compileNested({
      mediaType: nestedType(rule),
      schema: rule.schema,
      ...(encoding !== undefined && { encoding }),
      ...(prefixEncoding !== undefined && { prefixEncoding }),
      ...(itemEncoding !== undefined && { itemEncoding }),
    });
    if (encoder?.takes(content) !== true) return undefined;
    const contentType = multipartContentType(type);
    return { contentType, content: encoder.encode(content, contentType) };
  };
}

function isOctets(content: unknown): boolean {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return false;
  if (Symbol.asyncIterator in content || content instanceof ArrayBuffer || ArrayBuffer.isView(content)) return true;
  return content instanceof ReadableStream || isSized(content);
}

/** What files of the platform and of uploads say of themselves. */
export function labelOf(content: unknown): SentPartHead {
  if (content instanceof Blob) {
    return { filename: content instanceof File ? content.name : undefined, mediaType: content.type || undefined };
  }
  if (!isOctets(content) || typeof content !== 'object' || content === null) return {};
  const { filename, mediaType, headers } = content as Readonly<Record<keyof SentPartHead, unknown>>;
  return {
    filename: typeof filename === 'string' ? filename : undefined,
    mediaType: typeof mediaType === 'string' ? mediaType : undefined,
    headers: typeof headers === 'object' && headers !== null ? { ...headers } : undefined,
  };
}

/** Of several types the first that can carry the value; undefined: text, which a part is without a type. */
function typeFor(rule: PartRule, content: unknown, octetType: string): string | undefined {
  const kind = kindOfContent(content);
  if (rule.types.length > 0) return firstType(rule, kind);
  switch (rule.kind ?? kind) {
    case 'binary':
      return octetType;
    case 'json':
      return 'application/json';
    case 'multipart':
      return nestedType(rule);
    case 'text':
      return kind === 'json' ? 'application/json' : undefined;
  }
}

/** What octets are sent as where nobody says it. */
export function octetTypeOf(rule: Pick<PartRule, 'types' | 'schema'>, contract: Contract): string {
  return rule.types.length > 0
    ? firstType(rule, 'binary')
    : (statedOctets(rule.schema, contract) ?? 'application/octet-stream');
}

function firstType({ types }: Pick<PartRule, 'types'>, kind: PartKind): string {
  const [first = 'application/octet-stream'] = types;
  return concreteMediaType(types.find((type) => carries(partKind(type), kind)) ?? first);
}

function kindOfContent(content: unknown): PartKind {
  if (isOctets(content)) return 'binary';
  return typeof content === 'object' && content !== null ? 'json' : 'text';
}

function carries(kind: PartKind, content: PartKind): boolean {
  return kind === content || (content === 'json' && kind === 'multipart');
}

/** @throws TypeError for what could not stand in a header */
function writtenType(type: string | undefined): string | undefined {
  if (type === undefined || (parseMediaType(type) !== undefined && !/\p{Cc}/u.test(type))) return type;
  throw new TypeError('The media type of a part is none');
}

function statedOctets(schema: JsonSchema, { schemas }: Contract): string | undefined {
  const stated = schemaParts(schema, schemas).find(({ contentEncoding }) => contentEncoding === undefined);
  return typeof stated?.contentMediaType === 'string' ? stated.contentMediaType : undefined;
}

/** RFC 7578 §4.2; a part of no name needs none. */
function dispositionOf(name: string | undefined, filename: string | undefined): string | undefined {
  const file = filename === undefined ? '' : `; filename="${quoted(filename)}"`;
  if (name !== undefined) return `Content-Disposition: form-data; name="${quoted(name)}"${file}`;
  return file === '' ? undefined : `Content-Disposition: attachment${file}`;
}

function quoted(text: string): string {
  return text.replaceAll(/["\\]/g, String.raw`\$&`).replaceAll(/\p{Cc}/gu, encodeURIComponent);
}

/** @throws TypeError for a header that is required and not there */
function headerLine(
  { name, required, encode }: PartHeader,
  given: Readonly<Record<string, unknown>>,
): readonly string[] {
  const value = Object.hasOwn(given, name) ? given[name] : undefined;
  if (value !== undefined) return [`${name}: ${encode(value)}`];
  if (required) throw new TypeError(`The header ${name} of a part is required`);
  return [];
}
