import type { ContractSubset, JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';

export type PrimitiveType = 'null' | 'boolean' | 'integer' | 'number' | 'string';
export type ValueType = PrimitiveType | 'array' | 'object';

/**
 * Which types a schema lets a value have, as far as text has to be turned into one of them.
 * Whether the value is valid is for the schema to say; a shape never refuses.
 */
export interface ValueShape {
  readonly types: ReadonlySet<ValueType>;
  /** Of the elements of an array. */
  items(): ValueShape;
  /** Of a property; undefined when the schema neither declares nor allows it. */
  property(name: string): ValueShape | undefined;
  /** Names of declared properties. */
  readonly properties: readonly string[];
}

type Schemas = ContractSubset['schemas'];

const anything: ReadonlySet<ValueType> = new Set(['string']);
const maximumDepth = 32;

/** Looks through references, `allOf`, `anyOf`, `oneOf`, `enum` and `const`. A schema that says nothing about types means text. */
export function shapeOf(schema: JsonSchema | undefined, schemas: Schemas): ValueShape {
  const parts = flatten(schema ?? true, schemas, 0);
  const types = typesOf(schema ?? true, schemas, 0);
  const declared = Object.assign(Object.create(null), ...parts.map((part) => part.properties)) as Record<
    string,
    JsonSchema
  >;
  return {
    types: types ?? anything,
    properties: Object.keys(declared),
    items: () => shapeOf(parts.map(({ items }) => items).find(isSchema), schemas),
    property(name) {
      if (Object.hasOwn(declared, name)) return shapeOf(declared[name], schemas);
      const additional = parts.map((part) => part.additionalProperties).filter(isSchema);
      if (additional.includes(false)) return undefined;
      return shapeOf(additional[0], schemas);
    },
  };
}

/** True when the schema allows properties that it does not name. */
export function allowsOtherProperties(schema: JsonSchema, schemas: Schemas): boolean {
  const parts = flatten(schema, schemas, 0);
  return !parts.some((part) => part.additionalProperties === false || part.unevaluatedProperties === false);
}

/** The schema behind a chain of references, where that is all there is. */
export function resolveSchema(schema: JsonSchema, schemas: Schemas): JsonSchema {
  let resolved = schema;
  for (let depth = 0; depth < maximumDepth; depth++) {
    const target = typeof resolved === 'object' ? referenced(resolved, schemas) : undefined;
    if (target === undefined) return resolved;
    resolved = target;
  }
  return resolved;
}

function referenced(schema: JsonObject, schemas: Schemas): JsonSchema | undefined {
  const { $ref } = schema;
  if (typeof $ref !== 'string' || !$ref.startsWith('#/components/schemas/')) return undefined;
  const name = $ref.slice('#/components/schemas/'.length).replaceAll('~1', '/').replaceAll('~0', '~');
  return Object.hasOwn(schemas, name) ? schemas[name] : undefined;
}

// Every schema object that speaks about the value itself.
function flatten(schema: JsonSchema, schemas: Schemas, depth: number): readonly JsonObject[] {
  if (typeof schema === 'boolean' || depth > maximumDepth) return [];
  const target = referenced(schema, schemas);
  const others = [schema.allOf, schema.anyOf, schema.oneOf].flatMap((list) => (Array.isArray(list) ? list : []));
  return [schema, ...[target, ...others].filter(isSchema).flatMap((other) => flatten(other, schemas, depth + 1))];
}

// Undefined: the schema says nothing about types.
function typesOf(schema: JsonSchema, schemas: Schemas, depth: number): ReadonlySet<ValueType> | undefined {
  if (typeof schema === 'boolean' || depth > maximumDepth) return undefined;
  const all = [referenced(schema, schemas), ...listOf(schema.allOf)].filter(isSchema);
  const some = [schema.anyOf, schema.oneOf].filter((list) => Array.isArray(list)) as (readonly JsonSchema[])[];
  const constraints = [
    ownTypes(schema),
    ...all.map((part) => typesOf(part, schemas, depth + 1)),
    ...some.map((list) => union(list.map((part) => typesOf(part, schemas, depth + 1)))),
  ].filter((types) => types !== undefined);
  return constraints.length === 0 ? impliedTypes(schema) : constraints.reduce(intersect);
}

function ownTypes(schema: JsonObject): ReadonlySet<ValueType> | undefined {
  if (typeof schema.type === 'string') return new Set([schema.type as ValueType]);
  if (Array.isArray(schema.type)) return new Set(schema.type as ValueType[]);
  if (schema.const !== undefined) return new Set([typeOf(schema.const)]);
  if (Array.isArray(schema.enum)) return new Set((schema.enum as JsonValue[]).map(typeOf));
  return undefined;
}

function impliedTypes(schema: JsonObject): ReadonlySet<ValueType> | undefined {
  if (schema.properties !== undefined || schema.additionalProperties !== undefined) return new Set(['object']);
  if (schema.items !== undefined || schema.prefixItems !== undefined) return new Set(['array']);
  if (schema.minimum !== undefined || schema.maximum !== undefined || schema.multipleOf !== undefined) {
    return new Set(['number', 'string']);
  }
  return undefined;
}

function typeOf(value: JsonValue): ValueType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value as 'boolean' | 'string' | 'object';
}

function union(sets: readonly (ReadonlySet<ValueType> | undefined)[]): ReadonlySet<ValueType> | undefined {
  const known = sets.filter((set) => set !== undefined);
  if (known.length === 0) return undefined;
  // A branch that says nothing about types lets text through.
  return new Set([...known.flatMap((set) => [...set]), ...(known.length < sets.length ? (['string'] as const) : [])]);
}

function intersect(one: ReadonlySet<ValueType>, other: ReadonlySet<ValueType>): ReadonlySet<ValueType> {
  const both = [...one].filter((type) => other.has(type) || (type === 'integer' && other.has('number')));
  if (one.has('number') && other.has('integer')) both.push('integer');
  return new Set(both);
}

function listOf(list: JsonValue | undefined): readonly JsonSchema[] {
  return Array.isArray(list) ? (list as readonly JsonSchema[]) : [];
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'boolean' || (typeof value === 'object' && value !== null && !Array.isArray(value));
}
