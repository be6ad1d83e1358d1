import type { JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';

// Keywords of JSON Schema 2020-12 that hold one schema, a list of them, and a map from names to them.
const singles: ReadonlySet<string> = new Set([
  ...['items', 'additionalProperties', 'not', 'if', 'then', 'else', 'contains', 'propertyNames'],
  ...['unevaluatedItems', 'unevaluatedProperties', 'contentSchema'],
]);
const lists: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const maps: ReadonlySet<string> = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs']);

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

/** Direct subschemas under the applicators of JSON Schema 2020-12, in the order of the schema. */
export function subschemasOf(schema: JsonObject): readonly JsonSchema[] {
  return Object.entries(schema).flatMap(([keyword, value]) => {
    if (singles.has(keyword)) return isSchema(value) ? [value] : [];
    if (lists.has(keyword)) return schemaList(schema, keyword);
    return maps.has(keyword) ? schemaEntries(schema, keyword).map(([, part]) => part) : [];
  });
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

const annotations: ReadonlySet<string> = new Set([
  'title',
  'description',
  'example',
  'examples',
  'externalDocs',
  '$comment',
]);

/** The same schema without what no validator looks at; extensions go too, but for those that change how values are read. */
export function withoutAnnotations(schema: JsonSchema): JsonSchema {
  if (typeof schema === 'boolean') return schema;
  const kept = Object.entries(schema).filter(
    ([keyword]) => !annotations.has(keyword) && (!keyword.startsWith('x-') || keyword.startsWith('x-brrt-')),
  );
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, bareValue(keyword, value)]));
}

function bareValue(keyword: string, value: JsonValue): JsonValue {
  if (singles.has(keyword)) return isSchema(value) ? withoutAnnotations(value) : value;
  if (lists.has(keyword))
    return Array.isArray(value) ? value.map((part) => (isSchema(part) ? withoutAnnotations(part) : part)) : value;
  if (!maps.has(keyword) || !isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, isSchema(part) ? withoutAnnotations(part) : part]),
  );
}
