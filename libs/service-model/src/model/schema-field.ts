import { fieldOf, isJsonObject } from './fields.ts';
import type { JsonObject, JsonSchema, JsonValue } from './json.ts';

export function schemaField(owner: JsonObject, key: string): JsonSchema | undefined {
  return asSchema(fieldOf(owner, key));
}

/** The schema that a value is; undefined where it is none. */
export function asSchema(value: JsonValue | undefined): JsonSchema | undefined {
  return typeof value === 'boolean' || isJsonObject(value) ? value : undefined;
}
