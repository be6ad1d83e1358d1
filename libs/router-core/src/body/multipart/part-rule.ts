import type { ContractSubset, Encoding, JsonObject, JsonSchema } from '@brrt/service-model';
import { partSchema, schemaParts } from '@brrt/service-model/value-types';
import { type MediaKind, mediaKind } from '../media-kind.ts';
import { writtenKind } from './multipart-plan.ts';

type Contract = Pick<ContractSubset, 'schemas'>;

/** What the content of a part becomes. */
export type PartKind = 'json' | 'text' | 'binary' | 'multipart';

/** What a contract says of one part: its `encoding`, and else the defaults by schema (OpenAPI 3.2 §4.15.1.1). */
export interface PartRule {
  readonly schema: JsonSchema;
  /** Of a JSON text: a list may come whole, too. */
  readonly jsonSchema: JsonSchema;
  /** How the value is written: as one text, or not. */
  readonly written: ReturnType<typeof writtenKind>;
  readonly encoding: Encoding | undefined;
  /** Media types and ranges that `encoding` states; empty: those of the default. */
  readonly types: readonly string[];
  /** What a part is whatever it says, or when it says nothing. Undefined: what is sent decides. */
  readonly kind: PartKind | undefined;
  /** Octets, whatever their type: the schema says so. */
  readonly isOctets: boolean;
  /** What the schema says of the number of octets. */
  readonly minLength: number;
  readonly maxLength: number;
}

export function partRule(schema: JsonSchema, encoding: Encoding | undefined, contract: Contract): PartRule {
  const parts = schemaParts(schema, contract.schemas);
  // What holds in one branch of a union need not hold.
  const certain = schemaParts(schema, contract.schemas, ['allOf']);
  const written = writtenKind(schema, contract);
  const types = typesOf(encoding);
  const isOctets = parts.some(saysOctets);
  return {
    schema,
    jsonSchema: schema,
    written,
    encoding,
    types,
    isOctets,
    kind: isOctets ? 'binary' : kindOf({ encoding, types, written, parts }),
    minLength: Math.max(0, ...lengthsOf(certain, 'minLength')),
    maxLength: Math.min(...lengthsOf(certain, 'maxLength')),
  };
}

/** One value of a property: each element of an array is a part of its own (OpenAPI 3.2 §4.14.5.1). */
export interface NamedRule extends PartRule {
  readonly name: string;
  readonly isArray: boolean;
  /** Written as a query parameter is, in text that is not percent-encoded: `encoding` says so. */
  readonly isStyled: boolean;
}

export function namedRule(
  name: string,
  { schema, encoding }: { readonly schema: JsonSchema; readonly encoding: Encoding | undefined },
  contract: Contract,
): NamedRule {
  const isArray = writtenKind(schema, contract) === 'array';
  const value = isArray ? elementRule(schema, encoding, contract) : partRule(schema, encoding, contract);
  const jsonSchema = isArray ? { anyOf: [schema, value.schema] } : schema;
  const rule = { ...value, jsonSchema, name, isArray };
  // A style takes the place of a media type: what it writes is text.
  return isStyled(encoding) ? { ...rule, isStyled: true, types: [], kind: 'text' } : { ...rule, isStyled: false };
}

/** Of any element: those of a tuple need not be alike, and then what is sent decides. */
function elementRule(schema: JsonSchema, encoding: Encoding | undefined, contract: Contract): PartRule {
  const items = itemSchema(schema, contract);
  const elements = [...prefixSchemas(schema, contract), items].filter((element) => typeof element === 'object');
  const [first, ...others] = elements.map((element) => partRule(element, encoding, contract));
  if (first === undefined || others.length === 0) return first ?? partRule(items, encoding, contract);
  const rule = partRule({ anyOf: elements }, encoding, contract);
  return others.every(({ kind }) => kind === first.kind) ? rule : { ...rule, kind: undefined, isOctets: false };
}

function prefixSchemas(schema: JsonSchema, { schemas }: Contract): readonly JsonSchema[] {
  // The document was checked: these are schemas.
  return schemaParts(schema, schemas).flatMap(({ prefixItems = [] }) => prefixItems as readonly JsonSchema[]);
}

/** Any of the three, whatever its value, takes the place of `contentType` (OpenAPI 3.2 §4.15.1.2). */
export function isStyled(encoding: Encoding | undefined): boolean {
  return encoding?.style !== undefined || encoding?.explode !== undefined || encoding?.allowReserved !== undefined;
}

/** The schema of the elements of an array. */
export function itemSchema(schema: JsonSchema, { schemas }: Contract): JsonSchema {
  // The document was checked: these are schemas.
  return partSchema(schema, schemas, ({ items }) => items as JsonSchema | undefined) ?? true;
}

function typesOf(encoding: Encoding | undefined): readonly string[] {
  const types = encoding?.contentType?.split(',').map((type) => type.trim()) ?? [];
  return types.filter((type) => type !== '');
}

/** OpenAPI 3.1 §4.8.14.3: `contentMediaType` without `contentEncoding`, or the older `format: binary`. */
function saysOctets({ format, contentMediaType, contentEncoding }: JsonObject): boolean {
  if (format === 'binary') return true;
  return (
    typeof contentMediaType === 'string' && contentEncoding === undefined && mediaKind(contentMediaType) === 'binary'
  );
}

const speaking = ['type', 'enum', 'const', 'properties', 'items', 'prefixItems', 'pattern', 'format'];

interface KindContext extends Pick<PartRule, 'encoding' | 'types' | 'written'> {
  readonly parts: readonly JsonObject[];
}

function kindOf({ encoding, types, written, parts }: KindContext): PartKind | undefined {
  const kinds = new Set(types.map(partKind));
  const [only] = kinds;
  if (only !== undefined) return kinds.size === 1 ? only : undefined;
  if (encoding?.encoding ?? encoding?.prefixEncoding ?? encoding?.itemEncoding) return 'multipart';
  const isSilent = parts.every((part) => speaking.every((keyword) => part[keyword] === undefined));
  if (isSilent) return undefined;
  return written === 'primitive' ? 'text' : 'json';
}

const kinds: Readonly<Record<MediaKind, PartKind>> = {
  json: 'json',
  sequence: 'text',
  events: 'text',
  form: 'text',
  multipart: 'multipart',
  text: 'text',
  xml: 'text',
  binary: 'binary',
};

/** What content of a media type becomes when it stands in a part. */
export function partKind(mediaType: string): PartKind {
  return kinds[mediaKind(mediaType)];
}

function lengthsOf(parts: readonly JsonObject[], keyword: 'minLength' | 'maxLength'): readonly number[] {
  return parts.flatMap(({ [keyword]: length }) => (typeof length === 'number' ? [length] : []));
}

/** The media type of a part that has parts itself. */
export function nestedType({ types }: Pick<PartRule, 'types'>): string {
  return types.find((type) => partKind(type) === 'multipart') ?? 'multipart/mixed';
}
