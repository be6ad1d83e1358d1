import type { ContractSubset, JsonObject, JsonSchema } from '@brrt/service-model';
import type { Direction } from '../ports/schema-compiler.ts';
import { referencedSchema } from '../schema/resolve-schema.ts';
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
import { stringFits } from './string-fits.ts';

export interface FitContext {
  readonly contract: Pick<ContractSubset, 'schemas'>;
  readonly direction: Direction;
}

const maxDepth = 40;

/**
 * A quick opinion on whether `value` fits a part of a schema, so that the generator can choose between branches.
 * Formats and the `unevaluated…` keywords are not asked; the verdict on a whole value is `CompiledSchema.isValid`.
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
    (typeof value !== 'string' || stringFits(schema, value)) &&
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
  const ratio = step === undefined ? 0 : value / step;
  return (
    value >= (numberOf(schema, 'minimum') ?? value) &&
    value <= (numberOf(schema, 'maximum') ?? value) &&
    !(value <= (numberOf(schema, 'exclusiveMinimum') ?? Number.NEGATIVE_INFINITY)) &&
    !(value >= (numberOf(schema, 'exclusiveMaximum') ?? Number.POSITIVE_INFINITY)) &&
    Math.abs(ratio - Math.round(ratio)) < 1e-9
  );
}

function arrayFits(schema: JsonObject, value: readonly unknown[], fits: Fits): boolean {
  const prefix = schemasOf(schema, 'prefixItems');
  const items = schemaOf(schema, 'items') ?? true;
  const contains = schemaOf(schema, 'contains');
  const found = contains === undefined ? 0 : value.filter((item) => fits(contains, item)).length;
  return (
    value.length >= (numberOf(schema, 'minItems') ?? 0) &&
    value.length <= (numberOf(schema, 'maxItems') ?? Number.POSITIVE_INFINITY) &&
    value.every((item, index) => fits(prefix[index] ?? items, item)) &&
    (schema.uniqueItems !== true || isUnique(value)) &&
    (contains === undefined || found >= (numberOf(schema, 'minContains') ?? 1)) &&
    found <= (numberOf(schema, 'maxContains') ?? Number.POSITIVE_INFINITY)
  );
}

/** True when no two items are the same. */
export function isUnique(items: readonly unknown[]): boolean {
  return items.every((item, index) => items.findIndex((other) => isSameValue(other, item)) === index);
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

/** True for a schema that says `readOnly: true` or `writeOnly: true`. */
export function isMarked(schema: JsonSchema | undefined, keyword: 'readOnly' | 'writeOnly'): boolean {
  return typeof schema === 'object' && schema[keyword] === true;
}

function memberSchemas(
  schema: JsonObject,
  properties: ReadonlyMap<string, JsonSchema>,
  name: string,
): readonly JsonSchema[] {
  const declared = properties.get(name);
  const matching = [...namedSchemasOf(schema, 'patternProperties')].filter(([pattern]) =>
    stringFits({ pattern }, name),
  );
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
