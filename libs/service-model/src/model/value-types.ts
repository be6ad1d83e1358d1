import type { JsonObject, JsonSchema, JsonValue } from './json.ts';

export type PrimitiveType = 'null' | 'boolean' | 'integer' | 'number' | 'string';
export type ValueType = PrimitiveType | 'array' | 'object';

type Schemas = Readonly<Record<string, JsonSchema>>;

/**
 * Which types a schema lets a value have, as far as the way it is written depends on that: `$ref`, `allOf`, `anyOf`, `oneOf`,
 * `enum` and `const` are looked through. Undefined: it says nothing about types.
 */
export function valueTypes(schema: JsonSchema, schemas: Schemas): ReadonlySet<ValueType> | undefined {
  return typesOf(schema, schemas, new Map());
}

type Applicator = 'allOf' | 'anyOf' | 'oneOf';

/** True where a value is written as one text: unless the schema asks for an array or object alone. */
export function isWrittenAsText(types: ReadonlySet<ValueType>): boolean {
  if (primitives.some((type) => types.has(type))) return true;
  return !types.has('array') && !types.has('object');
}

const primitives = ['boolean', 'integer', 'number', 'string'] as const;

/** The schema objects that say something about the value itself, the one given first; `through` says how far to look. */
export function schemaParts(
  schema: JsonSchema,
  schemas: Schemas,
  through: readonly Applicator[] = ['allOf', 'anyOf', 'oneOf'],
): readonly JsonObject[] {
  const seen = new Set<JsonObject>();
  const visit = (part: JsonSchema | undefined): void => {
    if (part === undefined || typeof part === 'boolean' || seen.has(part)) return;
    seen.add(part);
    visit(target(part, schemas));
    for (const inner of through.flatMap((keyword) => listOf(part[keyword]))) visit(inner);
  };
  visit(schema);
  return [...seen];
}

/**
 * What a schema says of one part of its value: `choose` finds it in a schema object. Together with `allOf` everything said
 * holds, of `anyOf` and `oneOf` one of several. Undefined: nothing is said.
 */
export function partSchema(
  schema: JsonSchema,
  schemas: Schemas,
  choose: (part: JsonObject) => JsonSchema | undefined,
): JsonSchema | undefined {
  const seen = new Set<JsonObject>();
  const visit = (part: JsonSchema | undefined): JsonSchema | undefined => {
    if (part === undefined || typeof part === 'boolean' || seen.has(part)) return undefined;
    seen.add(part);
    const look = (list: JsonValue | undefined): readonly JsonSchema[] => listOf(list).map(visit).filter(isDefined);
    return join('allOf', [
      ...[choose(part), visit(target(part, schemas))].filter(isDefined),
      ...look(part.allOf),
      ...[look(part.anyOf), look(part.oneOf)].map((found) => join('anyOf', found)).filter(isDefined),
    ]);
  };
  return visit(schema);
}

/** The types that schemas of the same value leave together, by `type` alone; undefined: none has one. */
export function commonTypes(parts: readonly JsonObject[]): ReadonlySet<ValueType> | undefined {
  // Schemas were checked when they were read: a type is one of the seven.
  const said = parts.flatMap(({ type }) => (type === undefined ? [] : [new Set([type].flat() as ValueType[])]));
  return said.length === 0 ? undefined : said.reduce(intersect);
}

/** True where the schema names its properties without closing the list. */
export function allowsOtherProperties(schema: JsonSchema, schemas: Schemas): boolean {
  const known = new Map<JsonObject, boolean>();
  const visit = (part: JsonSchema | undefined): boolean => {
    if (part === undefined || typeof part === 'boolean') return part !== false;
    const found = known.get(part);
    if (found !== undefined) return found;
    const isOpen = part.additionalProperties !== false && part.unevaluatedProperties !== false;
    // Schemas may contain themselves.
    known.set(part, isOpen);
    const some = [part.anyOf, part.oneOf].map(listOf).filter((list) => list.length > 0);
    const answer =
      isOpen && [target(part, schemas), ...listOf(part.allOf)].every(visit) && some.every((list) => list.some(visit));
    known.set(part, answer);
    return answer;
  };
  return visit(schema);
}

function join(keyword: Applicator, found: readonly JsonSchema[]): JsonSchema | undefined {
  return found.length < 2 ? found[0] : { [keyword]: found };
}

function target(schema: JsonObject, schemas: Schemas): JsonSchema | undefined {
  const prefix = '#/components/schemas/';
  if (typeof schema.$ref !== 'string' || !schema.$ref.startsWith(prefix)) return undefined;
  const name = schema.$ref.slice(prefix.length).replaceAll('~1', '/').replaceAll('~0', '~');
  return Object.hasOwn(schemas, name) ? schemas[name] : undefined;
}

type KnownTypes = Map<JsonObject, ReadonlySet<ValueType> | undefined>;

// Schemas may contain themselves: what is being looked at further up says nothing new.
function typesOf(schema: JsonSchema, schemas: Schemas, known: KnownTypes): ReadonlySet<ValueType> | undefined {
  if (typeof schema === 'boolean') return undefined;
  if (known.has(schema)) return known.get(schema);
  known.set(schema, undefined);
  // What the schema says itself is enough; looking further could only narrow it.
  const types = ownTypes(schema) ?? innerTypes(schema, schemas, known) ?? impliedTypes(schema);
  known.set(schema, types);
  return types;
}

function innerTypes(schema: JsonObject, schemas: Schemas, known: KnownTypes): ReadonlySet<ValueType> | undefined {
  const look = (part: JsonSchema): ReadonlySet<ValueType> | undefined => typesOf(part, schemas, known);
  const all = [target(schema, schemas), ...listOf(schema.allOf)].filter(isDefined);
  const some = [schema.anyOf, schema.oneOf].map(listOf).filter((list) => list.length > 0);
  const said = [...all.map(look), ...some.map((list) => union(list.map(look)))].filter(isDefined);
  return said.length === 0 ? undefined : said.reduce(intersect);
}

function ownTypes(schema: JsonObject): ReadonlySet<ValueType> | undefined {
  // Schemas were checked when they were read: a type is one of the seven.
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
  const known = sets.filter(isDefined);
  if (known.length === 0) return undefined;
  // A branch that says nothing about types lets text through.
  return new Set([...known.flatMap((set) => [...set]), ...(known.length < sets.length ? (['string'] as const) : [])]);
}

function intersect(one: ReadonlySet<ValueType>, other: ReadonlySet<ValueType>): Set<ValueType> {
  const both = [...one].filter((type) => other.has(type) || (type === 'integer' && other.has('number')));
  if (one.has('number') && other.has('integer')) both.push('integer');
  return new Set(both);
}

function listOf(list: JsonValue | undefined): readonly JsonSchema[] {
  // The keywords that hold lists of schemas were checked when they were read.
  return Array.isArray(list) ? (list as readonly JsonSchema[]) : [];
}

function isDefined<T>(value: T | undefined): value is T {
  return value !== undefined;
}
