import type { JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';

type Shape = 'value' | 'schema' | 'list' | 'map';

/** Keywords that judge a value (JSON Schema 2020-12), and what stands in them; all others are left out. */
const keywords: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ...['$id', '$anchor', '$dynamicAnchor', '$ref', '$dynamicRef', 'type', 'enum', 'const', 'multipleOf', 'format'].map(
    (name): [string, Shape] => [name, 'value'],
  ),
  ...['maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum', 'maxLength', 'minLength', 'pattern'].map(
    (name): [string, Shape] => [name, 'value'],
  ),
  ...['maxItems', 'minItems', 'uniqueItems', 'maxContains', 'minContains'].map((name): [string, Shape] => [
    name,
    'value',
  ]),
  ...['maxProperties', 'minProperties', 'required', 'dependentRequired'].map((name): [string, Shape] => [
    name,
    'value',
  ]),
  ...['items', 'contains', 'additionalProperties', 'propertyNames', 'not', 'if', 'then', 'else'].map(
    (name): [string, Shape] => [name, 'schema'],
  ),
  ...['unevaluatedItems', 'unevaluatedProperties'].map((name): [string, Shape] => [name, 'schema']),
  ...['allOf', 'anyOf', 'oneOf', 'prefixItems'].map((name): [string, Shape] => [name, 'list']),
  ...['properties', 'patternProperties', 'dependentSchemas', '$defs'].map((name): [string, Shape] => [name, 'map']),
]);

// Branches that are alike but for the value of a discriminator fit together, and only one of them is meant.
function unionKeyword({ discriminator, anyOf }: JsonObject): 'oneOf' | 'anyOf' {
  return discriminator === undefined || anyOf !== undefined ? 'oneOf' : 'anyOf';
}

/** A copy of a schema with what judges values alone, each subschema changed. */
export function mapSubschemas(
  schema: JsonObject,
  change: (subschema: JsonSchema, keyword: string) => JsonValue,
): JsonObject {
  const entries = Object.entries(schema).flatMap(([keyword, content]): [string, JsonValue][] => {
    const mapped = mapContent(keywords.get(keyword), content, (subschema) => change(subschema, keyword));
    return mapped === undefined ? [] : [[keyword === 'oneOf' ? unionKeyword(schema) : keyword, mapped]];
  });
  return Object.fromEntries(entries);
}

function mapContent(
  shape: Shape | undefined,
  content: JsonValue,
  change: (subschema: JsonSchema) => JsonValue,
): JsonValue | undefined {
  if (shape === 'value') return content;
  if (shape === 'schema') return isSchema(content) ? change(content) : undefined;
  if (shape === 'list') return Array.isArray(content) ? content.filter(isSchema).map(change) : undefined;
  if (shape !== 'map' || !isSchema(content) || typeof content === 'boolean') return undefined;
  return Object.fromEntries(
    Object.entries(content).flatMap(([name, value]) => (isSchema(value) ? [[name, change(value)]] : [])),
  );
}

function isSchema(value: JsonValue): value is JsonSchema {
  return typeof value === 'boolean' || (typeof value === 'object' && value !== null && !Array.isArray(value));
}
