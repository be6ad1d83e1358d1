import type { ContractSubset, JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import { isJsonSchema, jsonTextKeyword } from './known-keywords.ts';
import { referencedSchema } from './resolve-schema.ts';

type Components = ContractSubset['schemas'];

/**
 * The schema of an event with the content of its fields asserted: a property with `contentMediaType: application/json` has to be
 * JSON, and to fit its `contentSchema` (OpenAPI 3.2 §4.14.4; JSON Schema itself only annotates, 2020-12 Validation §8).
 */
export function assertContent(schema: JsonSchema, components: Components): JsonSchema {
  return rewrite(schema, components, new Set());
}

/** `seen`: what is being looked through further up; a schema may contain itself. */
function rewrite(schema: JsonSchema, components: Components, seen: ReadonlySet<JsonSchema>): JsonSchema {
  if (typeof schema === 'boolean' || seen.has(schema)) return schema;
  const within = new Set([...seen, schema]);
  const inner = (part: JsonValue): JsonValue => (isJsonSchema(part) ? rewrite(part, components, within) : part);
  const result: Record<string, JsonValue> = { ...schema };
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    const parts = schema[keyword];
    if (Array.isArray(parts)) result[keyword] = parts.map(inner);
  }
  for (const keyword of ['not', 'if', 'then', 'else']) {
    const part = schema[keyword];
    if (part !== undefined) result[keyword] = inner(part);
  }
  if (isMap(schema.properties))
    result.properties = mapValues(schema.properties, (part) => withContent(part, components));
  const target = typeof schema.$ref === 'string' ? referencedSchema(schema.$ref, { schemas: components }) : undefined;
  const rewritten = target === undefined ? undefined : rewrite(target, components, within);
  if (rewritten === undefined || sameText(rewritten, target)) return result;
  const { $ref: _, ...rest } = result;
  const parts = Array.isArray(rest.allOf) ? rest.allOf : [];
  return { ...rest, allOf: [rewritten, ...parts] };
}

/** Only what differs takes the place of a reference. */
function sameText(one: JsonSchema, other: JsonSchema | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function withContent(property: JsonValue, components: Components): JsonValue {
  const content = jsonTextSchema(property, components);
  return content === undefined ? property : { allOf: [property, { [jsonTextKeyword]: content }] };
}

/** What the JSON text of a property has to be; undefined where it is no JSON text. */
export function jsonTextSchema(property: JsonValue, components: Components, depth = 0): JsonSchema | undefined {
  if (!isJsonSchema(property) || typeof property === 'boolean' || depth > 16) return undefined;
  const { contentMediaType, contentEncoding, contentSchema, $ref } = property;
  if (typeof contentMediaType === 'string' && contentEncoding === undefined) {
    if (!/^application\/(?:[^;]*\+)?json\s*(?:;|$)/i.test(contentMediaType)) return undefined;
    return isJsonSchema(contentSchema) ? contentSchema : true;
  }
  const target = typeof $ref === 'string' ? referencedSchema($ref, { schemas: components }) : undefined;
  return target === undefined ? undefined : jsonTextSchema(target, components, depth + 1);
}

function isMap(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapValues(map: JsonObject, change: (value: JsonValue) => JsonValue): JsonObject {
  // `fromEntries` defines own properties: a key `__proto__` stays a key.
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value)]));
}
