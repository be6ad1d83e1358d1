import type { JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';

/** True for an object, not for an array or null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for what may stand where a schema is expected. */
export function isSchema(value: JsonValue | undefined): value is JsonSchema {
  return typeof value === 'boolean' || isObject(value);
}

/** The keyword when it is a finite number. */
export function numberOf(schema: JsonObject, keyword: string): number | undefined {
  const value = schema[keyword];
  return typeof value === 'number' ? value : undefined;
}

/** The keyword when it is a string. */
export function stringOf(schema: JsonObject, keyword: string): string | undefined {
  const value = schema[keyword];
  return typeof value === 'string' ? value : undefined;
}

/** The keyword when it is an array; else an empty one. */
export function listOf(schema: JsonObject, keyword: string): readonly JsonValue[] {
  const value = schema[keyword];
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

/** The strings of an array keyword such as `required`. */
export function namesOf(schema: JsonObject, keyword: string): readonly string[] {
  return listOf(schema, keyword).filter((name) => typeof name === 'string');
}

/** The schemas of an array keyword such as `allOf`. */
export function schemasOf(schema: JsonObject, keyword: string): readonly JsonSchema[] {
  return listOf(schema, keyword).filter(isSchema);
}

/** The schemas of an object keyword such as `properties`, by name, in order. */
export function namedSchemasOf(schema: JsonObject, keyword: string): ReadonlyMap<string, JsonSchema> {
  const value = schema[keyword];
  const named = new Map<string, JsonSchema>();
  if (!isObject(value)) return named;
  for (const [name, member] of Object.entries(value)) if (isSchema(member)) named.set(name, member);
  return named;
}

/** The keyword when it is a schema. */
export function schemaOf(schema: JsonObject, keyword: string): JsonSchema | undefined {
  const value = schema[keyword];
  return isSchema(value) ? value : undefined;
}

/** The types a schema names; empty when it names none. */
export function typesOf(schema: JsonObject): readonly string[] {
  const { type } = schema;
  return typeof type === 'string' ? [type] : namesOf(schema, 'type');
}
