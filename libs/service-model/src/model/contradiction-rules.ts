import { type ImpliedContext, isImplied } from './implied-schema.ts';
import type { JsonObject, JsonSchema, JsonValue } from './json.ts';
import { commonTypes, type ValueType } from './value-types.ts';

/** What contradicts itself in schema objects that all judge the same value; undefined: nothing that this rule knows. */
export type ContradictionRule = (
  parts: readonly JsonObject[],
  context: ImpliedContext,
) => { readonly keyword: string; readonly message: string } | undefined;

export const contradictionRules: readonly ContradictionRule[] = [
  disjointTypes,
  noListedValue,
  closedObject,
  crossedLimits,
  coveredAlternatives,
];

function disjointTypes(parts: readonly JsonObject[]): ReturnType<ContradictionRule> {
  if (commonTypes(parts)?.size !== 0) return undefined;
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
  const types = commonTypes(parts);
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
  const types = commonTypes(parts);
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
  const types = commonTypes(parts);
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

/** What fits one alternative fits another too, and so not exactly one. A discriminator decides before that. */
function coveredAlternatives(parts: readonly JsonObject[], context: ImpliedContext): ReturnType<ContradictionRule> {
  for (const { oneOf, discriminator } of parts) {
    if (!Array.isArray(oneOf) || oneOf.length < 2 || oneOf.length > mostAlternatives || discriminator !== undefined)
      continue;
    // The document was checked: these are schemas.
    const branches = oneOf as readonly JsonSchema[];
    const covers = (inAnswers: boolean): boolean =>
      branches.every((branch, index) =>
        branches.some((other, at) => at !== index && isImplied(branch, other, { ...context, inAnswers })),
      );
    const where = covers(false) ? '' : covers(true) ? ' in an answer' : undefined;
    if (where === undefined) continue;
    const message = `What fits one alternative of "oneOf" fits another one too, so that no value fits exactly one${where}`;
    return { keyword: 'oneOf', message };
  }
  return undefined;
}

/** More are not compared with each other. */
const mostAlternatives = 40;

/** 1 is an integer and a number. */
function typeNames(value: JsonValue): readonly ValueType[] {
  if (value === null) return ['null'];
  if (typeof value === 'number') return Number.isInteger(value) ? ['integer', 'number'] : ['number'];
  return [typeof value === 'boolean' ? 'boolean' : 'string'];
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
