import type { JsonSchema, SchemaBundle } from '@brrt/dashboard';
import type { JsonObject, JsonValue, JsonSchema as ModelSchema, ServiceModel } from '@brrt/service-model';

const componentPrefix = '#/components/schemas/';
const bundlePrefix = '#/$defs/';
// Their values are data: what looks like a reference in there is none.
const dataKeywords: ReadonlySet<string> = new Set(['const', 'default', 'enum', 'example', 'examples']);
/** Under these keywords names are those of the contract's author, not keywords. */
const mapKeywords: ReadonlySet<string> = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs']);

/** All component schemas of a contract, referring to one another. */
export function bundleSchemas({ schemas }: Pick<ServiceModel, 'schemas'>): SchemaBundle {
  return { $defs: mapValues(schemas, bundledSchema) };
}

/** A schema whose references lead into the bundle instead of the contract. */
export function bundledSchema(schema: ModelSchema): JsonSchema {
  if (typeof schema === 'boolean') return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [keyword, bundledKeyword(keyword, value)]),
  );
}

function bundledKeyword(keyword: string, value: JsonValue): unknown {
  if (keyword === '$ref') return bundledReference(value);
  if (dataKeywords.has(keyword)) return value;
  if (keyword === 'discriminator' && isObject(value)) return bundledDiscriminator(value);
  if (mapKeywords.has(keyword) && isObject(value)) return mapValues(value, bundledPart);
  return bundledPart(value);
}

function bundledPart(value: JsonValue): unknown {
  if (Array.isArray(value)) return value.map(bundledPart);
  return isObject(value) ? bundledSchema(value) : value;
}

function bundledDiscriminator(discriminator: JsonObject): JsonObject {
  const { mapping } = discriminator;
  return isObject(mapping) ? { ...discriminator, mapping: mapValues(mapping, bundledReference) } : discriminator;
}

function bundledReference<Value>(reference: Value): Value | string {
  const isComponent = typeof reference === 'string' && reference.startsWith(componentPrefix);
  return isComponent ? bundlePrefix + reference.slice(componentPrefix.length) : reference;
}

function mapValues<From, To>(map: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> {
  // `fromEntries` defines own properties: a key `__proto__` stays a key.
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value)]));
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
