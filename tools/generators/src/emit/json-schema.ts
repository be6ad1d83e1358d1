import type { JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';

const inSchema = ['items', 'additionalProperties', 'not', 'if', 'then', 'else', 'contains', 'propertyNames'] as const;
const inUnevaluated = ['unevaluatedItems', 'unevaluatedProperties', 'contentSchema'] as const;
const inList = ['allOf', 'anyOf', 'oneOf', 'prefixItems'] as const;
const inMap = ['properties', 'patternProperties', 'dependentSchemas', '$defs'] as const;

const referencePrefix = '#/components/schemas/';

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isSchema(value: JsonValue | undefined): value is JsonSchema {
  return typeof value === 'boolean' || isObject(value);
}

/** The schemas in a list such as `oneOf`; [] when the keyword is absent. */
export function schemaList(schema: JsonObject, keyword: string): readonly JsonSchema[] {
  const list = schema[keyword];
  return Array.isArray(list) ? list.filter(isSchema) : [];
}

/** Name and schema of each entry of a map such as `properties`. */
export function schemaEntries(schema: JsonObject, keyword: string): readonly (readonly [string, JsonSchema])[] {
  const map = schema[keyword];
  if (!isObject(map)) return [];
  return Object.entries(map).flatMap(([name, value]) => (isSchema(value) ? [[name, value] as const] : []));
}

/** Key of `ServiceModel.schemas` that a `$ref` names. */
export function referencedName(schema: JsonObject): string | undefined {
  const reference = schema.$ref;
  if (typeof reference !== 'string' || !reference.startsWith(referencePrefix)) return undefined;
  return reference.slice(referencePrefix.length).replaceAll('~1', '/').replaceAll('~0', '~');
}

/** A `$ref` to a key of `components.schemas`. */
export function referenceTo(name: string): string {
  return `${referencePrefix}${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Direct subschemas under the applicators of JSON Schema 2020-12, in no particular order. */
export function subschemasOf(schema: JsonObject): readonly JsonSchema[] {
  const single = [...inSchema, ...inUnevaluated].map((keyword) => schema[keyword]).filter(isSchema);
  const lists = inList.flatMap((keyword) => schemaList(schema, keyword));
  const maps = inMap.flatMap((keyword) => schemaEntries(schema, keyword).map(([, value]) => value));
  return [...single, ...lists, ...maps];
}

/** Follows references until a schema that is none; undefined for a circle or an unknown name. */
export function resolveSchema(
  schema: JsonSchema,
  schemas: Readonly<Record<string, JsonSchema>>,
): JsonSchema | undefined {
  const visited = new Set<string>();
  let current: JsonSchema | undefined = schema;
  while (isObject(current)) {
    const name = referencedName(current);
    if (name === undefined) return current;
    if (visited.has(name)) return undefined;
    visited.add(name);
    current = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  }
  return current;
}

/** Names of all schemas that `roots` refer to, directly or through others. */
export function reachableNames(
  roots: readonly JsonSchema[],
  schemas: Readonly<Record<string, JsonSchema>>,
): ReadonlySet<string> {
  const reached = new Set<string>();
  const pending = [...roots];
  for (let schema = pending.pop(); schema !== undefined; schema = pending.pop()) {
    if (!isObject(schema)) continue;
    pending.push(...subschemasOf(schema));
    const name = referencedName(schema);
    const target = name !== undefined && Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    if (name === undefined || target === undefined || reached.has(name)) continue;
    reached.add(name);
    pending.push(target);
  }
  return reached;
}
