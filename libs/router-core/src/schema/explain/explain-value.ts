import type { JsonObject, JsonSchema } from '@brrt/service-model';
import type { SchemaViolation } from '../../ports/schema-compiler.ts';
import { addEvaluated, noteEvaluated } from '../keywords/evaluated.ts';
import { jsonTextKeyword } from '../known-keywords.ts';
import * as arrays from './inspect-array.ts';
import * as combinations from './inspect-combinations.ts';
import * as objects from './inspect-object.ts';
import * as primitives from './inspect-primitives.ts';
import type { InspectKeyword, Inspector, Spot } from './inspection.ts';
import type { SchemaError } from './schema-error.ts';
import { toViolations } from './to-violations.ts';

/** A schema under an identifier, and the schemas that it refers to. */
export interface ExplainedSchema {
  readonly id: string;
  schema(id: string): JsonSchema;
}

/** Everything that is wrong with a value, at most `limit`. Reads the schemas as data: for values that were refused. */
export function explainValue({ id, schema }: ExplainedSchema, value: unknown, limit: number): SchemaViolation[] {
  const errors: SchemaError[] = [];
  createInspector(schema).inspectReference(id, { value, path: '', errors, evaluated: undefined });
  return toViolations(errors, limit);
}

interface Remembered {
  readonly path: string;
  readonly errors: readonly SchemaError[];
}

function createInspector(schemaOf: (id: string) => JsonSchema): Inspector {
  const remembered = new Map<unknown, Map<string, Remembered>>();
  const inspector: Inspector = {
    schema: schemaOf,
    inspect(schema, spot) {
      const before = spot.errors.length;
      if (schema === false) spot.errors.push({ instancePath: spot.path, keyword: 'not', params: { nothing: true } });
      if (typeof schema === 'object') inspectKeywords(inspector, schema, spot);
      return spot.errors.length === before;
    },
    inspectReference(id, spot) {
      const { value, path } = spot;
      if (typeof value !== 'object' || value === null || spot.evaluated !== undefined) {
        return inspector.inspect(schemaOf(id), spot);
      }
      // Unions that refer to one schema from several branches would look at the same value again and again.
      const known = remembered.get(value) ?? new Map<string, Remembered>();
      remembered.set(value, known);
      let found = known.get(id);
      if (found?.path !== path) {
        const trial: Spot = { value, path, errors: [], evaluated: undefined };
        inspector.inspect(schemaOf(id), trial);
        found = { path, errors: trial.errors };
        known.set(id, found);
      }
      spot.errors.push(...found.errors);
      return found.errors.length === 0;
    },
  };
  return inspector;
}

function inspectKeywords(inspector: Inspector, schema: JsonObject, outer: Spot): void {
  const asks = schema.unevaluatedProperties !== undefined || schema.unevaluatedItems !== undefined;
  const evaluated = asks ? noteEvaluated() : outer.evaluated;
  const spot: Spot = asks ? { ...outer, evaluated } : outer;
  for (const [inspect, content] of plan(schema)) inspect(content, { schema, spot, inspector });
  if (asks && outer.evaluated !== undefined && evaluated !== undefined) addEvaluated(outer.evaluated, evaluated);
}

type Step = readonly [InspectKeyword, never];

const plans = new WeakMap<JsonObject, readonly Step[]>();

/** The keywords of a schema in the order in which they are looked at. */
function plan(schema: JsonObject): readonly Step[] {
  const known = plans.get(schema);
  if (known !== undefined) return known;
  const made = Object.entries(keywords).flatMap(([keyword, inspect]): Step[] => {
    const content = schema[keyword];
    // Keywords of another shape have been left out: the content is what the function takes.
    return content === undefined ? [] : [[inspect, content as never]];
  });
  plans.set(schema, made);
  return made;
}

/** In the order in which violations are reported; `unevaluated…` last, as they depend on the rest. */
const keywords: Readonly<Record<string, InspectKeyword>> = {
  readOnly: combinations.inspectHidden('readOnly'),
  writeOnly: combinations.inspectHidden('writeOnly'),
  type: primitives.inspectType,
  const: primitives.inspectConst,
  enum: primitives.inspectEnum,
  minimum: primitives.inspectLimit('minimum', '>=', (value, limit) => value >= limit),
  maximum: primitives.inspectLimit('maximum', '<=', (value, limit) => value <= limit),
  exclusiveMinimum: primitives.inspectLimit('exclusiveMinimum', '>', (value, limit) => value > limit),
  exclusiveMaximum: primitives.inspectLimit('exclusiveMaximum', '<', (value, limit) => value < limit),
  multipleOf: primitives.inspectMultipleOf,
  minLength: primitives.inspectMinLength,
  maxLength: primitives.inspectMaxLength,
  pattern: primitives.inspectPattern,
  format: primitives.inspectFormat,
  minItems: arrays.inspectMinItems,
  maxItems: arrays.inspectMaxItems,
  prefixItems: arrays.inspectPrefixItems,
  items: arrays.inspectItems,
  contains: arrays.inspectContains,
  uniqueItems: arrays.inspectUniqueItems,
  [jsonTextKeyword]: primitives.inspectJsonText,
  minProperties: objects.inspectMinProperties,
  maxProperties: objects.inspectMaxProperties,
  required: objects.inspectRequired,
  dependentRequired: objects.inspectDependentRequired,
  properties: objects.inspectProperties,
  patternProperties: objects.inspectPatternProperties,
  additionalProperties: objects.inspectAdditionalProperties,
  propertyNames: objects.inspectPropertyNames,
  $ref: combinations.inspectReference,
  allOf: combinations.inspectAllOf,
  anyOf: combinations.inspectAnyOf,
  oneOf: combinations.inspectOneOf,
  not: combinations.inspectNot,
  if: combinations.inspectCondition,
  dependentSchemas: combinations.inspectDependentSchemas,
  unevaluatedItems: arrays.inspectUnevaluatedItems,
  unevaluatedProperties: objects.inspectUnevaluatedProperties,
};
