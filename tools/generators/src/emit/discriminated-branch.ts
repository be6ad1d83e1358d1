import type { JsonObject, JsonSchema } from '@brrt/service-model';
import { type FoundProperty, findProperty } from './find-property.ts';
import { isObject, referencedName, referenceTo, resolveSchema } from './json-schema.ts';
import { literalType, type TypeNode, unionOf } from './type-node.ts';

/**
 * What the `discriminator` of a union says about one of its branches (OpenAPI 3.1 §4.8.25): its property has the values
 * that stand for the branch. Undefined where that is no news, or where the branch's own schema says otherwise: then that
 * is what is on the wire.
 */
export function discriminatedBranch(
  branch: JsonSchema,
  { discriminator }: JsonObject,
  schemas: Readonly<Record<string, JsonSchema>>,
): TypeNode | undefined {
  const name = isObject(branch) ? referencedName(branch) : undefined;
  if (!isObject(discriminator) || name === undefined) return undefined;
  const { propertyName: property, mapping, defaultMapping } = discriminator;
  // OpenAPI 3.2 §4.25.1: this branch also takes what has no such property, or none of the values.
  if (typeof property !== 'string' || isTarget(defaultMapping, name)) return undefined;
  const mapped = Object.entries(isObject(mapping) ? mapping : {}).flatMap(([value, target]) =>
    isTarget(target, name) ? [value] : [],
  );
  const values = mapped.length > 0 ? mapped : [name];
  const found = foundProperty(schemas[name], property, schemas);
  const declared = found && declaredValues(found.schema, schemas);
  const possible = declared === undefined ? values : values.filter((value) => declared.includes(value));
  if (possible.length === 0 || possible.length === declared?.length) return undefined;
  const type = unionOf(possible.map(literalType));
  // Without the property, an object is judged by every branch.
  const optional = found !== undefined && !found.required;
  return { kind: 'object', members: [{ name: property, optional, type, comment: [] }], index: undefined };
}

function isTarget(target: unknown, name: string): boolean {
  return target === name || target === referenceTo(name);
}

function foundProperty(
  schema: JsonSchema | undefined,
  property: string,
  schemas: Readonly<Record<string, JsonSchema>>,
): FoundProperty | undefined {
  return isObject(schema) ? findProperty(schema, property, schemas) : undefined;
}

/** Of `const` or `enum`; undefined when the property is not so fixed. */
function declaredValues(
  schema: JsonSchema,
  schemas: Readonly<Record<string, JsonSchema>>,
): readonly unknown[] | undefined {
  const resolved = resolveSchema(schema, schemas);
  if (!isObject(resolved)) return undefined;
  const { const: constant, enum: values } = resolved;
  return constant !== undefined ? [constant] : Array.isArray(values) ? values : undefined;
}
