import type { JsonObject, JsonSchema } from '../model/json.ts';
import { isObject } from '../parse/is-object.ts';
import { allowedValues, findExtensions, findHierarchies } from '../upgrade/find-hierarchies.ts';

type Schemas = Readonly<Record<string, JsonSchema>>;

/**
 * Component schemas in which the `discriminator` of a base names every schema that extends it. Without, the value that
 * stands for a subtype is its name, which another name would change.
 */
export function nameSubtypes(schemas: Schemas): Schemas {
  const hierarchies = findHierarchies(schemas, findExtensions(schemas));
  const named = new Map<string, JsonSchema>();
  for (const { base, propertyName, mapping, defaultMapping, subtypes, allowed } of hierarchies) {
    const mapped = new Set(mapping.values());
    const unmapped = subtypes.filter((name) => {
      const isSaid = allowedValues(schemas[name], propertyName, schemas) !== undefined;
      return !mapped.has(name) && !isSaid && name !== defaultMapping;
    });
    const implied = unmapped.flatMap((name) =>
      valuesOf(name, allowed)
        .filter((value) => !mapping.has(value))
        .map((value) => [value, name] as const),
    );
    const schema = schemas[base];
    if (implied.length > 0 && isObject(schema)) named.set(base, withMapping(schema, Object.fromEntries(implied)));
  }
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, named.get(name) ?? schema]));
}

function valuesOf(name: string, allowed: readonly string[] | undefined): readonly string[] {
  if (allowed === undefined || allowed.includes(name)) return [name];
  return allowed.filter((value) => value.toLowerCase() === name.toLowerCase());
}

/** `mapping` behind what is mapped already. */
export function withMapping(schema: JsonObject, mapping: JsonObject): JsonObject {
  const discriminator = isObject(schema.discriminator) ? schema.discriminator : {};
  const written = isObject(discriminator.mapping) ? discriminator.mapping : {};
  return { ...schema, discriminator: { ...discriminator, mapping: { ...written, ...mapping } } };
}
