import { objectField } from './fields.ts';
import type { JsonObject, JsonSchema } from './json.ts';

/** Schemas of a bundled document by their names. */
export function componentSchemas(document: JsonObject): Readonly<Record<string, JsonSchema>> {
  const schemas = objectField(objectField(document, 'components') ?? {}, 'schemas') ?? {};
  // Bundling made every entry a schema.
  return schemas as Readonly<Record<string, JsonSchema>>;
}
