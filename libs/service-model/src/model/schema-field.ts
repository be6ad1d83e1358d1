import { fieldOf, isJsonObject } from './fields.ts';
import type { JsonObject, JsonSchema } from './json.ts';

export function schemaField(owner: JsonObject, key: string): JsonSchema | undefined {
  const value = fieldOf(owner, key);
  return typeof value === 'boolean' || isJsonObject(value) ? value : undefined;
}
