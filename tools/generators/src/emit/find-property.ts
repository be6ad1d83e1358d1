import type { JsonObject, JsonSchema } from '@brrt/service-model';
import { isObject, referencedName, schemaEntries, schemaList } from './json-schema.ts';

export interface FoundProperty {
  readonly schema: JsonSchema;
  /** Already by the schema that declares it. */
  readonly required: boolean;
}

/** A property as the schema itself, what it refers to, or a part of its `allOf` declares it. */
export function findProperty(
  schema: JsonObject,
  property: string,
  schemas: Readonly<Record<string, JsonSchema>>,
  visited: Set<JsonSchema> = new Set(),
): FoundProperty | undefined {
  if (visited.has(schema)) return undefined;
  visited.add(schema);
  const declared = schemaEntries(schema, 'properties').find(([name]) => name === property);
  if (declared !== undefined) return { schema: declared[1], required: requiredNames(schema).includes(property) };
  const name = referencedName(schema);
  const target = name !== undefined && Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  for (const part of [target, ...schemaList(schema, 'allOf')]) {
    const found = isObject(part) ? findProperty(part, property, schemas, visited) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

export function requiredNames(schema: JsonSchema): readonly string[] {
  const required = isObject(schema) ? schema.required : undefined;
  return Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
}
