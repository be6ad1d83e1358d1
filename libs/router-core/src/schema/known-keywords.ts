import type { JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import { digitsKeyword } from './keywords/exact-numbers.ts';

/** What the value of a keyword holds. */
export type KeywordKind = 'schema' | 'schemas' | 'schema-map' | 'value';

interface KnownKeyword {
  readonly kind: KeywordKind;
  /** In-place applicators judge the same value as the schema they stand in (JSON Schema 2020-12 §10.2). */
  readonly inPlace: boolean;
  readonly accepts: (value: JsonValue) => boolean;
}

const primitiveTypes: ReadonlySet<JsonValue> = new Set([
  'null',
  'boolean',
  'integer',
  'number',
  'string',
  'array',
  'object',
]);

const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isString = (value: JsonValue): boolean => typeof value === 'string';
const isNumber = (value: JsonValue): boolean => typeof value === 'number';
const isCount = (value: JsonValue): boolean => Number.isInteger(value) && Number(value) >= 0;
const isStrings = (value: JsonValue): boolean => Array.isArray(value) && value.every(isString);
const isAnything = (): boolean => true;
const isTypes = (value: JsonValue): boolean =>
  Array.isArray(value)
    ? value.length > 0 && value.every((type) => primitiveTypes.has(type))
    : primitiveTypes.has(value);

const value = (accepts: (value: JsonValue) => boolean): KnownKeyword => ({ kind: 'value', inPlace: false, accepts });
const inPlace = (kind: KeywordKind, accepts: (value: JsonValue) => boolean): KnownKeyword => ({
  kind,
  inPlace: true,
  accepts,
});
const child = (kind: KeywordKind, accepts: (value: JsonValue) => boolean): KnownKeyword => ({
  kind,
  inPlace: false,
  accepts,
});
const isSchemas = (value: JsonValue): boolean => Array.isArray(value) && value.length > 0 && value.every(isJsonSchema);
const isSchemaMap = (value: JsonValue): boolean => isObject(value) && Object.values(value).every(isJsonSchema);

/** Whether a JSON value can stand where a schema is expected. */
export function isJsonSchema(value: JsonValue | undefined): value is JsonSchema {
  return typeof value === 'boolean' || (value !== undefined && isObject(value));
}

/** Made by `assertContent`, never read from a contract: what the value of a JSON text has to be. */
export const jsonTextKeyword = '$brrt:jsonText';

/**
 * The keywords of JSON Schema 2020-12 that decide a verdict. Whatever else a schema carries is an annotation and never
 * reaches the compiler; so does a keyword whose value has not the shape that its vocabulary demands.
 */
export const knownKeywords: ReadonlyMap<string, KnownKeyword> = new Map<string, KnownKeyword>([
  ['$ref', value(isString)],
  ['allOf', inPlace('schemas', isSchemas)],
  ['anyOf', inPlace('schemas', isSchemas)],
  ['oneOf', inPlace('schemas', isSchemas)],
  ['not', inPlace('schema', isJsonSchema)],
  ['if', inPlace('schema', isJsonSchema)],
  ['then', inPlace('schema', isJsonSchema)],
  ['else', inPlace('schema', isJsonSchema)],
  ['dependentSchemas', inPlace('schema-map', isSchemaMap)],
  ['prefixItems', child('schemas', isSchemas)],
  ['items', child('schema', isJsonSchema)],
  ['contains', child('schema', isJsonSchema)],
  ['properties', child('schema-map', isSchemaMap)],
  ['patternProperties', child('schema-map', isSchemaMap)],
  ['additionalProperties', child('schema', isJsonSchema)],
  ['propertyNames', child('schema', isJsonSchema)],
  ['unevaluatedItems', child('schema', isJsonSchema)],
  ['unevaluatedProperties', child('schema', isJsonSchema)],
  [jsonTextKeyword, child('schema', isJsonSchema)],
  ['type', value(isTypes)],
  ['const', value(isAnything)],
  ['enum', value(Array.isArray)],
  ['multipleOf', value((limit) => isNumber(limit) && Number(limit) > 0)],
  ['maximum', value(isNumber)],
  ['exclusiveMaximum', value(isNumber)],
  ['minimum', value(isNumber)],
  ['exclusiveMinimum', value(isNumber)],
  ['maxLength', value(isCount)],
  ['minLength', value(isCount)],
  ['pattern', value(isString)],
  ['maxItems', value(isCount)],
  ['minItems', value(isCount)],
  ['uniqueItems', value((flag) => typeof flag === 'boolean')],
  ['maxContains', value(isCount)],
  ['minContains', value(isCount)],
  ['maxProperties', value(isCount)],
  ['minProperties', value(isCount)],
  ['required', value(isStrings)],
  ['dependentRequired', value((map) => isObject(map) && Object.values(map).every(isStrings))],
  ['format', value(isString)],
  [digitsKeyword, value(isObject)],
]);

/** Calls `visit` with every schema that stands directly inside another. */
export function forEachSubschema(schema: JsonObject, visit: (subschema: JsonSchema, keyword: string) => void): void {
  for (const [keyword, content] of Object.entries(schema)) {
    const known = knownKeywords.get(keyword);
    if (known === undefined || known.kind === 'value' || !known.accepts(content)) continue;
    for (const subschema of subschemas(content, known.kind)) visit(subschema, keyword);
  }
}

function subschemas(content: JsonValue, kind: KeywordKind): readonly JsonSchema[] {
  // `accepts` has shown that the content consists of schemas.
  if (kind === 'schema') return [content as JsonSchema];
  return Object.values(content as Readonly<Record<string, JsonSchema>>);
}
