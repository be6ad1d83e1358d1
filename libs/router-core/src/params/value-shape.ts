import type { ContractSubset, JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import { referencedSchema } from '../schema/resolve-schema.ts';

export type PrimitiveType = 'null' | 'boolean' | 'integer' | 'number' | 'string';
export type ValueType = PrimitiveType | 'array' | 'object';

/**
 * Which types a schema lets a value have, as far as text has to be turned into one of them.
 * Whether the value is valid is for the schema to say; a shape never refuses.
 */
export interface ValueShape {
  readonly types: ReadonlySet<ValueType>;
  /** Of the element of an array at that index. */
  items(index: number): ValueShape;
  /** Of a property; undefined when the schema neither declares nor allows it. */
  property(name: string): ValueShape | undefined;
  /** Names of declared properties. */
  readonly properties: readonly string[];
}

type Schemas = ContractSubset['schemas'];

const anything: ReadonlySet<ValueType> = new Set(['string']);

/** Looks through references, `allOf`, `anyOf`, `oneOf`, `enum` and `const`. A schema that says nothing about types means text. */
export function shapeOf(schema: JsonSchema | undefined, schemas: Schemas): ValueShape {
  const parts = flatten(schema ?? true, schemas);
  const declared = Object.assign(Object.create(null), ...parts.map(({ properties }) => properties)) as Record<
    string,
    JsonSchema
  >;
  const prefix = parts.map(({ prefixItems }) => prefixItems).find((list) => Array.isArray(list)) as
    | readonly JsonSchema[]
    | undefined;
  const items = parts.map((part) => part.items).find(isSchema);
  const additional = parts.map(({ additionalProperties }) => additionalProperties).filter(isSchema);
  const known = new Map<unknown, ValueShape>();
  const inner = (key: unknown, part: JsonSchema | undefined): ValueShape => {
    const shape = known.get(key) ?? shapeOf(part, schemas);
    known.set(key, shape);
    return shape;
  };
  return {
    types: typesOf(schema ?? true, schemas, new Set()) ?? anything,
    properties: Object.keys(declared),
    items: (index) =>
      prefix !== undefined && index < prefix.length ? inner(index, prefix[index]) : inner('items', items),
    property(name) {
      if (Object.hasOwn(declared, name)) return inner(`.${name}`, declared[name]);
      return additional.includes(false) ? undefined : inner('additional', additional[0]);
    },
  };
}

/** True when the schema allows properties that it does not name. */
export function allowsOtherProperties(schema: JsonSchema, schemas: Schemas): boolean {
  return !flatten(schema, schemas).some(
    (part) => part.additionalProperties === false || part.unevaluatedProperties === false,
  );
}

/** The first `default` beside a reference, behind it, or in `allOf`. */
export function defaultOf(schema: JsonSchema, schemas: Schemas): JsonValue | undefined {
  const spoken = collect(schema, schemas, (part) => listOf(part.allOf));
  return spoken.map((part) => part.default).find((value) => value !== undefined);
}

const annotations = new Set(['type', 'title', 'description', 'default', 'example', 'examples', 'deprecated', '$ref']);

/** Any text is valid: `type: string` without further keywords, here and behind references. */
export function isAnyText(schema: JsonSchema, schemas: Schemas): boolean {
  if (typeof schema === 'boolean') return schema;
  const isPlain = Object.keys(schema).every((keyword) => annotations.has(keyword) || keyword.startsWith('x-'));
  if (!isPlain || (schema.type !== undefined && schema.type !== 'string')) return false;
  if (schema.$ref === undefined) return true;
  const target = referenced(schema, schemas);
  // A reference to a reference is rare enough to be checked like any other schema.
  return (
    target !== undefined && (typeof target === 'boolean' || target.$ref === undefined) && isAnyText(target, schemas)
  );
}

function referenced(schema: JsonObject, schemas: Schemas): JsonSchema | undefined {
  return typeof schema.$ref === 'string' ? referencedSchema(schema.$ref, { schemas }) : undefined;
}

// The schema, what it refers to and what `others` adds, each once: schemas may contain themselves.
function collect(
  schema: JsonSchema,
  schemas: Schemas,
  others: (part: JsonObject) => readonly JsonSchema[],
  seen: Set<JsonObject> = new Set(),
): readonly JsonObject[] {
  if (typeof schema === 'boolean' || seen.has(schema)) return [];
  seen.add(schema);
  for (const other of [referenced(schema, schemas), ...others(schema)]) {
    if (other !== undefined) collect(other, schemas, others, seen);
  }
  return [...seen];
}

// Every schema object that speaks about the value itself.
function flatten(schema: JsonSchema, schemas: Schemas): readonly JsonObject[] {
  return collect(schema, schemas, (part) => [part.allOf, part.anyOf, part.oneOf].flatMap(listOf));
}

// Undefined: the schema says nothing about types. `seen` holds what is being looked at further up.
function typesOf(
  schema: JsonSchema,
  schemas: Schemas,
  seen: ReadonlySet<JsonObject>,
): ReadonlySet<ValueType> | undefined {
  if (typeof schema === 'boolean' || seen.has(schema)) return undefined;
  const within = new Set([...seen, schema]);
  const look = (part: JsonSchema): ReadonlySet<ValueType> | undefined => typesOf(part, schemas, within);
  const all = [referenced(schema, schemas), ...listOf(schema.allOf)].filter(isSchema);
  const some = [schema.anyOf, schema.oneOf].filter((list) => Array.isArray(list)).map(listOf);
  const own = ownTypes(schema);
  // What the schema says itself is enough; looking further could only narrow it.
  if (own !== undefined) return own;
  const constraints = [...all.map(look), ...some.map((list) => union(list.map(look)))].filter(
    (types) => types !== undefined,
  );
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
