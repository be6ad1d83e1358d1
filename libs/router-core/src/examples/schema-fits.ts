import type { ContractSubset, JsonObject, JsonSchema } from '@brrt/service-model';
import type { Direction } from '../ports/schema-compiler.ts';
import { formats } from '../schema/formats.ts';
import { isMultipleOf } from '../schema/keywords/is-multiple-of.ts';
import { referencedSchema } from '../schema/resolve-schema.ts';
import { containedIn } from './merge-arrays.ts';
import { apartKeyword } from './own-keywords.ts';
import { isSameValue } from './same-value.ts';
import {
  isObject,
  listOf,
  namedSchemasOf,
  namesOf,
  numberOf,
  schemaOf,
  schemasOf,
  typesOf,
} from './schema-keywords.ts';
import { matches, stringFits, stringRule } from './string-rule.ts';

export interface FitContext {
  readonly contract: Pick<ContractSubset, 'schemas'>;
  readonly direction: Direction;
}

const maxDepth = 40;

/**
 * A quick opinion on whether `value` fits a part of a schema, so that the generator can choose between branches.
 * The `unevaluated…` keywords are not asked; the verdict on a whole value is `CompiledSchema.isValid`.
 */
export function schemaFits(schema: JsonSchema, value: unknown, context: FitContext, depth = 0): boolean {
  if (typeof schema === 'boolean') return schema;
  if (depth > maxDepth) return true;
  const fits = (part: JsonSchema, member: unknown): boolean => schemaFits(part, member, context, depth + 1);
  return (
    typeFits(schema, value) &&
    (schema.const === undefined || isSameValue(schema.const, value)) &&
    (schema.enum === undefined || listOf(schema, 'enum').some((item) => isSameValue(item, value))) &&
    (typeof value !== 'number' || numberFits(schema, value)) &&
    (typeof value !== 'string' || stringFits(stringRule(schema), value)) &&
    (!Array.isArray(value) || arrayFits(schema, value, fits)) &&
    (!isObject(value) || objectFits({ schema, value, fits, direction: context.direction })) &&
    combinationFits(schema, value, fits) &&
    referenceFits(schema, value, { context, fits })
  );
}

type Fits = (schema: JsonSchema, value: unknown) => boolean;

function typeFits(schema: JsonObject, value: unknown): boolean {
  const types = typesOf(schema);
  if (types.length === 0) return true;
  if (typeof value === 'number')
    return types.includes('number') || (types.includes('integer') && Number.isInteger(value));
  if (value === null) return types.includes('null');
  return types.includes(Array.isArray(value) ? 'array' : typeof value);
}

function numberFits(schema: JsonObject, value: number): boolean {
  const step = numberOf(schema, 'multipleOf');
  return (
    value >= (numberOf(schema, 'minimum') ?? value) &&
    value <= (numberOf(schema, 'maximum') ?? value) &&
    !(value <= (numberOf(schema, 'exclusiveMinimum') ?? Number.NEGATIVE_INFINITY)) &&
    !(value >= (numberOf(schema, 'exclusiveMaximum') ?? Number.POSITIVE_INFINITY)) &&
    (step === undefined || !(step > 0) || isMultipleOf(value, step)) &&
    stringRule(schema).formats.every((format) => numberHasFormat(format, value))
  );
}

function numberHasFormat(name: string, value: number): boolean {
  const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
  return format?.number?.(value) ?? true;
}

function arrayFits(schema: JsonObject, value: readonly unknown[], fits: Fits): boolean {
  const prefix = schemasOf(schema, 'prefixItems');
  const items = schemaOf(schema, 'items') ?? true;
  return (
    value.length >= (numberOf(schema, 'minItems') ?? 0) &&
    value.length <= (numberOf(schema, 'maxItems') ?? Number.POSITIVE_INFINITY) &&
    value.every((item, index) => fits(prefix[index] ?? items, item)) &&
    (schema.uniqueItems !== true || isUnique(value)) &&
    containedIn(schema).every(({ schema: part, minimum, maximum }) => {
      const found = value.filter((item) => fits(part, item)).length;
      return found >= minimum && found <= maximum;
    })
  );
}

/** True when no two items are the same. */
export function isUnique(items: readonly unknown[]): boolean {
  const seen = new Set<unknown>();
  const composed: unknown[] = [];
  for (const item of items) {
    const isScalar = typeof item !== 'object' || item === null;
    if (isScalar ? seen.has(item) : composed.some((other) => isSameValue(other, item))) return false;
    if (isScalar) seen.add(item);
    else composed.push(item);
  }
  return true;
}

interface ObjectFit {
  readonly schema: JsonObject;
  readonly value: JsonObject;
  readonly fits: Fits;
  readonly direction: Direction;
}

function objectFits({ schema, value, fits, direction }: ObjectFit): boolean {
  const names = Object.keys(value);
  const properties = namedSchemasOf(schema, 'properties');
  const hidden = hiddenKeyword(direction);
  const isRequired = (name: string): boolean => !isMarked(properties.get(name), hidden);
  const nameSchema = schemaOf(schema, 'propertyNames') ?? true;
  return (
    namesOf(schema, 'required').every((name) => Object.hasOwn(value, name) || !isRequired(name)) &&
    names.length >= (numberOf(schema, 'minProperties') ?? 0) &&
    names.length <= (numberOf(schema, 'maxProperties') ?? Number.POSITIVE_INFINITY) &&
    names.every((name) => !isMarked(properties.get(name), hidden) && fits(nameSchema, name)) &&
    names.every((name) => memberSchemas(schema, properties, name).every((part) => fits(part, value[name]))) &&
    dependenciesFit(schema, value, fits)
  );
}

/** The keyword that takes a property out of messages of this direction. */
export function hiddenKeyword(direction: Direction): 'readOnly' | 'writeOnly' {
  return direction === 'request' ? 'readOnly' : 'writeOnly';
}

/** True for a schema that says `readOnly: true` or `writeOnly: true`, itself or in a part of `allOf`. */
export function isMarked(schema: JsonSchema | undefined, keyword: 'readOnly' | 'writeOnly'): boolean {
  if (typeof schema !== 'object') return false;
  return schema[keyword] === true || schemasOf(schema, 'allOf').some((part) => isMarked(part, keyword));
}

function memberSchemas(
  schema: JsonObject,
  properties: ReadonlyMap<string, JsonSchema>,
  name: string,
): readonly JsonSchema[] {
  const declared = properties.get(name);
  const matching = [...namedSchemasOf(schema, 'patternProperties')].filter(([pattern]) => matches(pattern, name));
  const found = [...(declared === undefined ? [] : [declared]), ...matching.map(([, part]) => part)];
  return found.length > 0 ? found : [schemaOf(schema, 'additionalProperties') ?? true];
}

function dependenciesFit(schema: JsonObject, value: JsonObject, fits: Fits): boolean {
  const required = isObject(schema.dependentRequired) ? schema.dependentRequired : {};
  for (const name of Object.keys(required)) {
    if (!Object.hasOwn(value, name)) continue;
    if (!namesOf(required, name).every((other) => Object.hasOwn(value, other))) return false;
  }
  for (const [name, part] of namedSchemasOf(schema, 'dependentSchemas')) {
    if (Object.hasOwn(value, name) && !fits(part, value)) return false;
  }
  return true;
}

function combinationFits(schema: JsonObject, value: unknown, fits: Fits): boolean {
  const isTaken = (part: JsonSchema): boolean => fits(part, value);
  const not = schemaOf(schema, 'not');
  const condition = schemaOf(schema, 'if');
  const consequence = condition === undefined ? true : schemaOf(schema, isTaken(condition) ? 'then' : 'else');
  return (
    schemasOf(schema, 'allOf').every(isTaken) &&
    schemasOf(schema, apartKeyword).every(isTaken) &&
    (schema.anyOf === undefined || schemasOf(schema, 'anyOf').some(isTaken)) &&
    (schema.oneOf === undefined || schemasOf(schema, 'oneOf').filter(isTaken).length === 1) &&
    (not === undefined || !isTaken(not)) &&
    isTaken(consequence ?? true)
  );
}

function referenceFits(
  schema: JsonObject,
  value: unknown,
  { context, fits }: { readonly context: FitContext; readonly fits: Fits },
): boolean {
  const reference = schema.$ref;
  if (typeof reference !== 'string') return true;
  return fits(referencedSchema(reference, context.contract) ?? true, value);
}
