import type { JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import { discriminatedBranch } from './discriminated-branch.ts';
import { findProperty, requiredNames } from './find-property.ts';
import { isObject, isSchema, referencedName, schemaEntries, schemaList } from './json-schema.ts';
import { objectType } from './object-type.ts';
import type { TypeContext } from './type-context.ts';
import { intersectionOf, isUnknown, literalType, neverType, type TypeNode, unionOf, unknownType } from './type-node.ts';

/** Stand for types of router-core, which are no schemas of the contract. */
export const uploadedFile = { $ref: '#/UploadedFile' } as const;
export const sentFile = { $ref: '#/SentFile' } as const;
export const sentPart = { $ref: '#/SentPart' } as const;

export const importedTypes: Readonly<Record<string, 'UploadedFile' | 'SentFile' | 'SentPart'>> = {
  [uploadedFile.$ref]: 'UploadedFile',
  [sentFile.$ref]: 'SentFile',
  [sentPart.$ref]: 'SentPart',
};

/** The type of a value of one direction. What a type cannot express is left out, so that it admits every valid value. */
export function buildType(schema: JsonSchema, context: TypeContext): TypeNode {
  if (typeof schema === 'boolean') return schema ? unknownType : neverType;
  const parts: TypeNode[] = [...referenced(schema, context)];
  for (const part of schemaList(schema, 'allOf')) parts.push(buildType(part, context));
  for (const keyword of ['anyOf', 'oneOf']) {
    const branches = schemaList(schema, keyword);
    if (branches.length > 0) parts.push(unionOf(branches.map((branch) => branchType(branch, schema, context))));
  }
  const own = ownType(schema, context);
  // A bare `type` beside a composition repeats what the composition says.
  if (own !== undefined && (saysMoreThanType(schema) || parts.every(isUnknown))) parts.push(own);
  return intersectionOf([...parts, ...requiredElsewhere(schema, context)]);
}

function referenced(schema: JsonObject, { schemas, names, direction }: TypeContext): readonly TypeNode[] {
  const imported = typeof schema.$ref === 'string' ? importedTypes[schema.$ref] : undefined;
  if (imported !== undefined) return [{ kind: 'imported', name: imported }];
  const name = referencedName(schema);
  if (name === undefined || !Object.hasOwn(schemas, name)) return [];
  return [{ kind: 'reference', name: names.typeName(name, direction) }];
}

function branchType(branch: JsonSchema, schema: JsonObject, context: TypeContext): TypeNode {
  const literals = discriminatedBranch(branch, schema, context.schemas);
  const type = buildType(branch, context);
  return literals === undefined ? type : intersectionOf([type, literals]);
}

const tellingKeywords = [
  ...['enum', 'const', 'items', 'prefixItems', 'properties', 'patternProperties', 'additionalProperties'],
];

function saysMoreThanType(schema: JsonObject): boolean {
  return tellingKeywords.some((keyword) => schema[keyword] !== undefined);
}

/** Of the keywords of the schema itself; undefined when they say nothing. */
function ownType(schema: JsonObject, context: TypeContext): TypeNode | undefined {
  const { const: constant, enum: values } = schema;
  if (constant !== undefined) return isWide(schema) && typeof constant === 'number' ? wideType : literalType(constant);
  const types = typesOf(schema);
  if (Array.isArray(values)) {
    const possible = values.filter((value) => types.length === 0 || types.some((type) => isOfType(value, type)));
    const literals = possible.length === 0 ? values : possible;
    return unionOf(
      literals.map((value) => (isWide(schema) && typeof value === 'number' ? wideType : literalType(value))),
    );
  }
  return types.length === 0 ? undefined : unionOf(types.map((type) => typeOfKind(type, schema, context)));
}

const wideType: TypeNode = { kind: 'keyword', name: 'bigint' };

/** `x-brrt-type: bigint`: integers that lose no digit. */
function isWide(schema: JsonObject): boolean {
  return schema['x-brrt-type'] === 'bigint';
}

/** As stated, else as the keywords show that only mean something for one. */
function typesOf({ type, items, prefixItems, properties, ...schema }: JsonObject): readonly string[] {
  if (type !== undefined) return (Array.isArray(type) ? type : [type]).filter((each) => typeof each === 'string');
  if (isObject(properties) || isObject(schema.patternProperties) || schema.additionalProperties !== undefined)
    return ['object'];
  return items !== undefined || prefixItems !== undefined ? ['array'] : [];
}

function isOfType(value: JsonValue, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function typeOfKind(type: string, schema: JsonObject, context: TypeContext): TypeNode {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return { kind: 'keyword', name: type };
    case 'integer':
      return { kind: 'keyword', name: isWide(schema) ? 'bigint' : 'number' };
    case 'number':
      return { kind: 'keyword', name: 'number' };
    case 'array':
      return arrayType(schema, context);
    case 'object':
      return objectType(schema, context, (property) => buildType(property, context));
    default:
      return unknownType;
  }
}

function arrayType(schema: JsonObject, context: TypeContext): TypeNode {
  const { items, minItems, maxItems } = schema;
  const item = isSchema(items) ? buildType(items, context) : unknownType;
  const prefix = schemaList(schema, 'prefixItems').map((each) => buildType(each, context));
  if (prefix.length === 0) return { kind: 'array', item };
  const isFull = items === false || (typeof maxItems === 'number' && maxItems <= prefix.length);
  const required = typeof minItems === 'number' ? Math.min(minItems, prefix.length) : 0;
  return { kind: 'tuple', items: prefix, required, rest: isFull ? undefined : item };
}

/** `required` about a property that another part of the composition declares: `allOf: [{ $ref }, { required: [id] }]`. */
function requiredElsewhere(schema: JsonObject, context: TypeContext): readonly TypeNode[] {
  const required = new Set([schema, ...schemaList(schema, 'allOf')].flatMap(requiredNames));
  if (required.size === 0) return [];
  const declared = new Set(schemaEntries(schema, 'properties').map(([name]) => name));
  return [...required].flatMap((name): readonly TypeNode[] => {
    const found = declared.has(name) ? undefined : findProperty(schema, name, context.schemas);
    if (found === undefined || found.required || context.names.isHidden(found.schema, context.direction)) return [];
    const type = buildType(found.schema, context);
    return [{ kind: 'object', members: [{ name, optional: false, type, comment: [] }], index: undefined }];
  });
}
