import type { JsonObject, JsonSchema } from '@brrt/service-model';
import { requiredNames } from './find-property.ts';
import { isSchema, schemaEntries } from './json-schema.ts';
import { schemaComment } from './schema-comment.ts';
import type { TypeContext } from './type-context.ts';
import { type ObjectNode, type TypeMember, type TypeNode, unionOf, unknownType } from './type-node.ts';

/** Gives the type of the value of a property. */
type BuildProperty = (schema: JsonSchema) => TypeNode;

/** Of the keywords that describe an object. */
export function objectType(
  schema: JsonObject,
  { names, direction }: Pick<TypeContext, 'names' | 'direction'>,
  build: BuildProperty,
): ObjectNode {
  const required = new Set(requiredNames(schema));
  const shown = schemaEntries(schema, 'properties').filter(([, property]) => !names.isHidden(property, direction));
  const members = shown.map(
    ([name, property]): TypeMember => ({
      name,
      optional: !required.has(name),
      type: build(property),
      comment: schemaComment(property),
    }),
  );
  return { kind: 'object', members, index: indexOf(schema, members, build) };
}

/** Undefined where declared properties are all that a type should offer. */
function indexOf(schema: JsonObject, members: readonly TypeMember[], build: BuildProperty): TypeNode | undefined {
  const patterns = schemaEntries(schema, 'patternProperties').map(([, property]) => property);
  const additional = isSchema(schema.additionalProperties) ? schema.additionalProperties : undefined;
  if (members.length === 0 && patterns.length === 0) {
    return additional === undefined ? unknownType : build(additional);
  }
  const open = [...patterns, ...(additional === undefined || additional === false ? [] : [additional])];
  return open.length === 0 ? undefined : unionOf([...open.map(build), ...members.map(memberType)]);
}

// TypeScript lets an index speak for the declared properties too. Types that are written out would be written twice.
function memberType({ type }: TypeMember): TypeNode {
  return isShort(type) ? type : unknownType;
}

function isShort(type: TypeNode): boolean {
  if (type.kind === 'array') return isShort(type.item);
  if (type.kind === 'union') return type.members.length <= 4 && type.members.every(isShort);
  return type.kind === 'keyword' || type.kind === 'literal' || type.kind === 'reference';
}
