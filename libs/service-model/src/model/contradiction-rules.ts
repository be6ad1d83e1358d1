import type { JsonObject, JsonSchema, JsonValue } from './json.ts';
import type { SchemaMeanings } from './schema-meaning.ts';

/** What contradicts itself in schema objects that all judge the same value; undefined: nothing that this rule knows. */
export type ContradictionRule = (
  parts: readonly JsonObject[],
  meanings: SchemaMeanings,
) => { readonly keyword: string; readonly message: string } | undefined;

export const contradictionRules: readonly ContradictionRule[] = [
  disjointTypes,
  noListedValue,
  closedObject,
  crossedLimits,
  equalAlternatives,
];

function disjointTypes(parts: readonly JsonObject[]): ReturnType<ContradictionRule> {
  if (typesOf(parts)?.size !== 0) return undefined;
  const named = new Set(parts.flatMap(({ type }) => (type === undefined ? [] : [[type].flat().join(' or ')])));
  return { keyword: 'type', message: `No value is ${[...named].join(' and also ')}` };
}

function noListedValue(parts: readonly JsonObject[]): ReturnType<ContradictionRule> {
  const lists = parts.flatMap(({ enum: values, const: value }) => [
    ...(Array.isArray(values) ? [values as readonly JsonValue[]] : []),
    ...(value === undefined ? [] : [[value]]),
  ]);
  const [first, ...others] = lists;
  if (first === undefined || lists.some(({ length }) => length === 0)) return undefined;
  const types = typesOf(parts);
  const isLeft = (value: JsonValue): boolean =>
    // What is composed may be written in several ways.
    isComposed(value) ||
    (others.every((list) => list.some((other) => isComposed(other) || other === value)) &&
      (types === undefined || typeNames(value).some((type) => types.has(type))));
  if (first.some(isLeft)) return undefined;
  const reason = others.length > 0 ? 'in all lists at once' : 'of the type that is asked for';
  return { keyword: 'enum', message: `None of the values that are allowed is ${reason}` };
}

/** A property that has to be there and must not be. */
function closedObject(parts: readonly JsonObject[]): ReturnType<ContradictionRule> {
  const types = typesOf(parts);
  if (types !== undefined && (types.size !== 1 || !types.has('object'))) return undefined;
  const required = new Set(parts.flatMap(({ required: names }) => (Array.isArray(names) ? names : [])));
  for (const { properties, patternProperties, additionalProperties } of parts) {
    const declared = isObject(properties) ? properties : {};
    const isClosed = additionalProperties === false && patternProperties === undefined;
    for (const name of required) {
      const own = Object.hasOwn(declared, name) ? declared[name] : undefined;
      if (own === false || (own === undefined && isClosed)) {
        return { keyword: 'required', message: `The property ${JSON.stringify(name)} is required and not allowed` };
      }
    }
  }
  return undefined;
}

const limits = [
  { least: 'minLength', most: 'maxLength', types: ['string'] },
  { least: 'minItems', most: 'maxItems', types: ['array'] },
  { least: 'minProperties', most: 'maxProperties', types: ['object'] },
  { least: 'minimum', most: 'maximum', types: ['number', 'integer'] },
  { least: 'exclusiveMinimum', most: 'maximum', types: ['number', 'integer'], isOpen: true },
  { least: 'minimum', most: 'exclusiveMaximum', types: ['number', 'integer'], isOpen: true },
  { least: 'exclusiveMinimum', most: 'exclusiveMaximum', types: ['number', 'integer'], isOpen: true },
] as const;

function crossedLimits(parts: readonly JsonObject[]): ReturnType<ContradictionRule> {
  const types = typesOf(parts);
  if (types === undefined) return undefined;
  for (const limit of limits) {
    const { least, most } = limit;
    const low = Math.max(...numbersOf(parts, least));
    const high = Math.min(...numbersOf(parts, most));
    const isCrossed = 'isOpen' in limit ? low >= high : low > high;
    const isMeant = [...types].every((type) => limit.types.some((meant) => meant === type));
    if (isCrossed && isMeant) return { keyword: least, message: `"${least}" ${low} is above "${most}" ${high}` };
  }
  return undefined;
}

/** What fits one alternative fits its twin, and so not exactly one. A discriminator decides before that. */
function equalAlternatives(parts: readonly JsonObject[], meanings: SchemaMeanings): ReturnType<ContradictionRule> {
  for (const { oneOf, discriminator } of parts) {
    if (!Array.isArray(oneOf) || oneOf.length < 2 || discriminator !== undefined) continue;
    // The document was checked: these are schemas.
    const found = (oneOf as readonly JsonSchema[]).map(meanings.of);
    if (!found.every((meaning, index) => found.some((other, at) => at !== index && other === meaning))) continue;
    return {
      keyword: 'oneOf',
      message: 'The alternatives of "oneOf" mean the same, so that no value fits exactly one',
    };
  }
  return undefined;
}

/** What all parts say of types at once; undefined: nothing. */
function typesOf(parts: readonly JsonObject[]): ReadonlySet<JsonValue> | undefined {
  const said = parts.flatMap(({ type }) => (type === undefined ? [] : [new Set<JsonValue>([type].flat())]));
  return said.length === 0 ? undefined : said.reduce(intersect);
}

function intersect(one: ReadonlySet<JsonValue>, other: ReadonlySet<JsonValue>): Set<JsonValue> {
  const both = new Set([...one].filter((type) => other.has(type) || (type === 'integer' && other.has('number'))));
  return one.has('number') && other.has('integer') ? both.add('integer') : both;
}

/** 1 is an integer and a number. */
function typeNames(value: JsonValue): readonly string[] {
  if (value === null) return ['null'];
  if (typeof value === 'number') return Number.isInteger(value) ? ['integer', 'number'] : ['number'];
  return [typeof value];
}

function numbersOf(parts: readonly JsonObject[], keyword: string): readonly number[] {
  return parts.flatMap(({ [keyword]: value }) => (typeof value === 'number' ? [value] : []));
}

function isComposed(value: JsonValue): boolean {
  return typeof value === 'object' && value !== null;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
