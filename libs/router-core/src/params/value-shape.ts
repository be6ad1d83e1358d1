import type { ContractSubset, JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import {
  allowsOtherProperties,
  isWrittenAsText,
  partSchema,
  schemaParts,
  type ValueType,
  valueTypes,
} from '@brrt/service-model/value-types';
import { jsonIntegers } from '../body/json-integers.ts';
import { compilePattern } from '../schema/pattern/compile-pattern.ts';
import { isWide } from '../schema/wide-integers/uses-wide-integers.ts';
import { type Coerce, compileCoercion } from './coerce-text.ts';
import { elementSchema } from './element-schema.ts';

export { allowsOtherProperties, type ValueType };

/** How a value is written: as one text, as elements, or as names and values. */
export type WireKind = 'primitive' | 'array' | 'object';

/**
 * Which types a schema lets a value have, as far as text has to be turned into one of them.
 * Whether the value is valid is for the schema to say; a shape never refuses.
 */
export interface ValueShape {
  readonly types: ReadonlySet<ValueType>;
  /** Text unless the schema asks for an array or object alone. */
  readonly kind: WireKind;
  /** The same text can be text or something else: the schema decides. */
  readonly isAmbiguous: boolean;
  /** The empty text can be a value of its own: text, or null. */
  readonly takesEmptyText: boolean;
  /** What decoded text becomes. */
  readonly coerce: Coerce;
  /** Of the element of an array at that index. */
  items(index: number): ValueShape;
  /** Of a property; undefined when the schema neither declares nor allows it. */
  property(name: string): ValueShape | undefined;
  /** Names of declared properties. */
  readonly properties: readonly string[];
  /** `any` name beside the declared ones may be there without the schema saying so; `stated`: it says so; or `none`. */
  readonly others: 'any' | 'stated' | 'none';
}

type Schemas = ContractSubset['schemas'];

const otherPrimitives: ReadonlySet<ValueType> = new Set(['null', 'boolean', 'integer', 'number']);
const anything: ReadonlySet<ValueType> = new Set(['string']);

/** A schema that says nothing about types means text. */
export function shapeOf(schema: JsonSchema | undefined, schemas: Schemas): ValueShape {
  const whole = schema ?? true;
  const types = valueTypes(whole, schemas) ?? anything;
  return {
    types,
    kind: kindOf(types),
    isAmbiguous: types.has('string') && [...types].some((type) => otherPrimitives.has(type)),
    takesEmptyText: types.has('string') || types.has('null'),
    coerce: compileCoercion(types, {
      isWide: schemaParts(whole, schemas).some(isWide),
      integers: () => jsonIntegers(whole, { contract: { schemas } }),
    }),
    ...compileItems(whole, schemas),
    ...compileProperties(whole, schemas),
  };
}

/** How a value of this shape is written. */
export function wireKindOf(shape: ValueShape): WireKind {
  return shape.kind;
}

function kindOf(types: ReadonlySet<ValueType>): WireKind {
  if (isWrittenAsText(types)) return 'primitive';
  return types.has('array') ? 'array' : 'object';
}

// Shapes of parts are made when they are first asked for: schemas may contain themselves.
function compileItems(schema: JsonSchema, schemas: Schemas): Pick<ValueShape, 'items'> {
  const parts = schemaParts(schema, schemas);
  const prefix = Math.max(0, ...parts.map(({ prefixItems }) => (Array.isArray(prefixItems) ? prefixItems.length : 0)));
  const known: ValueShape[] = [];
  return {
    items(index) {
      const place = Math.min(index, prefix);
      known[place] ??= shapeOf(elementSchema(schema, schemas, place), schemas);
      return known[place];
    },
  };
}

type Properties = Pick<ValueShape, 'property' | 'properties' | 'others'>;

function compileProperties(schema: JsonSchema, schemas: Schemas): Properties {
  const parts = schemaParts(schema, schemas);
  const names = new Set(parts.flatMap(({ properties }) => Object.keys(asMap(properties))));
  const patterns = compilePatterns(parts);
  const isOpen = allowsOtherProperties(schema, schemas);
  const known = new Map<string, ValueShape>();
  const inner = (key: string, choose: (part: JsonObject) => JsonSchema | undefined): ValueShape => {
    const shape = known.get(key) ?? shapeOf(partSchema(schema, schemas, choose), schemas);
    known.set(key, shape);
    return shape;
  };
  return {
    properties: [...names],
    others: listOthers({ parts, isOpen, hasPatterns: patterns.length > 0, hasNames: names.size > 0 }),
    property(name) {
      if (names.has(name)) return inner(`.${name}`, ({ properties }) => member(asMap(properties), name));
      const pattern = patterns.find(({ matches }) => matches(name))?.pattern;
      if (pattern !== undefined) {
        return inner(`~${pattern}`, ({ patternProperties }) => member(asMap(patternProperties), pattern));
      }
      return isOpen ? inner('', ({ additionalProperties }) => asSchema(additionalProperties)) : undefined;
    },
  };
}

function compilePatterns(
  parts: readonly JsonObject[],
): readonly { readonly pattern: string; readonly matches: (name: string) => boolean }[] {
  return parts.flatMap(({ patternProperties }) =>
    Object.keys(asMap(patternProperties)).map((pattern) => {
      const compiled = compilePattern(pattern);
      return { pattern, matches: (name: string) => compiled.test(name) };
    }),
  );
}

interface Openness {
  readonly parts: readonly JsonObject[];
  readonly isOpen: boolean;
  readonly hasPatterns: boolean;
  readonly hasNames: boolean;
}

// A free-form object, `type: object` without properties, is there to be filled with whatever comes.
function listOthers({ parts, isOpen, hasPatterns, hasNames }: Openness): ValueShape['others'] {
  if (!isOpen) return hasPatterns ? 'stated' : 'none';
  const isStated = parts.some(
    ({ additionalProperties, unevaluatedProperties }) =>
      additionalProperties !== undefined || unevaluatedProperties !== undefined,
  );
  return isStated || hasPatterns || !hasNames ? 'stated' : 'any';
}

const annotations = new Set(['type', 'title', 'description', 'default', 'example', 'examples', 'deprecated', '$ref']);

/** Any text is valid: `type: string` without further keywords, here and behind references. */
export function isAnyText(schema: JsonSchema, schemas: Schemas): boolean {
  const parts = typeof schema === 'boolean' ? [] : schemaParts(schema, schemas);
  if (parts.length === 0) return schema !== false;
  return parts.every(
    ({ type, ...rest }) =>
      (type === undefined || type === 'string') &&
      Object.keys(rest).every((keyword) => annotations.has(keyword) || keyword.startsWith('x-')),
  );
}

function asSchema(value: JsonValue | undefined): JsonSchema | undefined {
  return typeof value === 'boolean' || isObject(value) ? value : undefined;
}

function asMap(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function member(map: JsonObject, name: string): JsonSchema | undefined {
  return Object.hasOwn(map, name) ? asSchema(map[name]) : undefined;
}
