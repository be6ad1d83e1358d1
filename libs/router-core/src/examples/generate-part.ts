import type { JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import { contentText } from './content-text.ts';
import { generateArray } from './generate-array.ts';
import { generateCombined, isCombined } from './generate-combined.ts';
import { generateNumber } from './generate-number.ts';
import { generateObject } from './generate-object.ts';
import { generateString } from './generate-string.ts';
import { type Generation, isExhausted, maxLevels } from './generation.ts';
import { flattenSchema } from './merge-schemas.ts';
import { schemaFits } from './schema-fits.ts';
import { listOf, typesOf } from './schema-keywords.ts';

/** A value for one part of a schema; undefined when there is none within depth and budget. */
export function generatePart(schema: JsonSchema, generation: Generation, depth: number): unknown {
  if (depth > maxLevels) return undefined;
  const flat = flattenSchema(schema, generation.contract);
  return flat === false ? undefined : generateFlat(flat, generation, depth);
}

/** As `generatePart`, for a schema without `$ref` and `allOf`. */
export function generateFlat(flat: JsonObject, generation: Generation, depth: number): unknown {
  if (isExhausted(generation)) return undefined;
  const stated = statedValue(flat, generation);
  if (stated !== undefined) return stated;
  if (flat.enum !== undefined || flat.const !== undefined) return undefined;
  if (isCombined(flat)) return generateCombined(flat, { generation, depth, generateFlat });
  for (const type of typesToTry(flat, generation, depth)) {
    const value = generateByType(type, flat, { generation, depth });
    if (value !== undefined || generation.budget.spent > generation.budget.limit) return value;
  }
  return undefined;
}

interface Place {
  readonly generation: Generation;
  readonly depth: number;
}

/** `const`, `enum`, and what the contract shows, where it fits. */
function statedValue(flat: JsonObject, generation: Generation): JsonValue | undefined {
  const { enum: listed, const: constant, ...others } = flat;
  const fits = (value: JsonValue): boolean => schemaFits(others, value, generation);
  if (constant !== undefined) return schemaFits(flat, constant, generation) ? constant : undefined;
  if (generation.usesExamples) {
    const shown = [...('example' in flat ? [flat.example] : []), ...listOf(flat, 'examples'), flat.default];
    const fitting = shown.find((value) => value !== undefined && value !== null && schemaFits(flat, value, generation));
    if (fitting !== undefined) return fitting;
  }
  const values = listOf(flat, 'enum');
  if (values.length === 0) return undefined;
  const start = generation.keepsOrder ? 0 : generation.random.integer(0, values.length - 1);
  for (let step = 0; step < values.length; step += 1) {
    const value = values[(start + step) % values.length];
    if (value !== undefined && fits(value)) return value;
  }
  return undefined;
}

function generateByType(type: string, flat: JsonObject, { generation, depth }: Place): unknown {
  if (type === 'object') return generateObject(flat, generation, depth);
  if (type === 'array') return generateArray(flat, generation, depth);
  if (type === 'integer' || type === 'number') return generateNumber(flat, type === 'integer', generation.random);
  if (type === 'boolean') return generation.keepsOrder || generation.random.next() < 0.5;
  if (type === 'null') return null;
  const request = {
    random: generation.random,
    isVaried: !generation.keepsOrder,
    spend: () => isExhausted(generation),
  };
  return contentText(flat, generation, depth) ?? generateString(flat, request);
}

/** `null` comes last, except deep down, where it ends the nesting. */
function typesToTry(flat: JsonObject, generation: Generation, depth: number): readonly string[] {
  const types = typesOf(flat);
  if (types.length === 0) return impliedTypes(flat);
  if (types.length === 1) return types;
  if (depth > 6 && types.includes('null')) return ['null'];
  const others = types.filter((type) => type !== 'null');
  if (!generation.keepsOrder) return shuffled(types, generation);
  return types.length === others.length ? others : [...others, 'null'];
}

function shuffled(types: readonly string[], { random }: Generation): readonly string[] {
  return types
    .map((type) => ({ type, at: random.next() }))
    .sort((one, other) => one.at - other.at)
    .map(({ type }) => type);
}

const implied: readonly (readonly [type: string, keywords: readonly string[]])[] = [
  [
    'object',
    [
      'properties',
      'additionalProperties',
      'required',
      'patternProperties',
      'minProperties',
      'propertyNames',
      'unevaluatedProperties',
      'dependentRequired',
      'dependentSchemas',
    ],
  ],
  ['array', ['items', 'prefixItems', 'minItems', 'contains', 'uniqueItems', 'unevaluatedItems']],
  ['number', ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
];

/** What the keywords speak about; other types are free of them. */
function impliedTypes(flat: JsonObject): readonly string[] {
  const meant = implied
    .filter(([, keywords]) => keywords.some((keyword) => flat[keyword] !== undefined))
    .map(([type]) => type);
  return [...new Set([...meant, 'string', 'number', 'boolean', 'null', 'object', 'array'])];
}
