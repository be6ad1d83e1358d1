import type { JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import { generateArray } from './generate-array.ts';
import { generateNumber } from './generate-number.ts';
import { generateObject } from './generate-object.ts';
import { generateString } from './generate-string.ts';
import { type Generation, maxLevels, maxValues } from './generation.ts';
import { flattenSchema, mergeSchemas } from './merge-schemas.ts';
import { schemaFits } from './schema-fits.ts';
import {
  isObject,
  isSchema,
  listOf,
  namedSchemasOf,
  schemaOf,
  schemasOf,
  stringOf,
  typesOf,
} from './schema-keywords.ts';

/** Tries of a branch, and of a value that `not` or `if` refuses. */
const maxTries = 6;

/** A value for one part of a schema; undefined when there is none within depth and budget. */
export function generatePart(schema: JsonSchema, generation: Generation, depth: number): unknown {
  generation.budget.spent += 1;
  if (depth > maxLevels || generation.budget.spent > maxValues) return undefined;
  const flat = flattenSchema(schema, generation.contract);
  return flat === false ? undefined : generateFlat(flat, generation, depth);
}

function generateFlat(flat: JsonObject, generation: Generation, depth: number): unknown {
  const stated = statedValue(flat, generation);
  if (stated !== undefined) return stated;
  const [apart, ...others] = listOf(flat, 'x-brrt-apart').filter(isObject);
  if (apart !== undefined) return generateApart({ ...flat, 'x-brrt-apart': others }, apart, { generation, depth });
  if (flat.oneOf !== undefined) return generateBranch(flat, 'oneOf', { generation, depth });
  if (flat.anyOf !== undefined) return generateBranch(flat, 'anyOf', { generation, depth });
  if (flat.if !== undefined) return generateConditional(flat, { generation, depth });
  return generateTyped(flat, generation, depth);
}

interface Place {
  readonly generation: Generation;
  readonly depth: number;
}

/** `const`, `enum`, and what the contract shows, where it fits. */
function statedValue(flat: JsonObject, generation: Generation): JsonValue | undefined {
  const fits = (value: JsonValue): boolean => schemaFits(flat, value, generation);
  if (flat.const !== undefined) return fits(flat.const) ? flat.const : undefined;
  if (generation.usesExamples) {
    const shown = [...('example' in flat ? [flat.example] : []), ...listOf(flat, 'examples'), flat.default];
    const fitting = shown.find((value) => value !== undefined && value !== null && fits(value));
    if (fitting !== undefined) return fitting;
  }
  const [first, ...rest] = listOf(flat, 'enum').filter(fits);
  if (first === undefined) return undefined;
  return generation.keepsOrder ? first : generation.random.pick([first, ...rest]);
}

/** Two `anyOf`, patterns and the like of merged schemas: values of the one are tried on the other. */
function generateApart(flat: JsonObject, apart: JsonObject, { generation, depth }: Place): unknown {
  const branches = [...schemasOf(apart, 'oneOf'), ...schemasOf(apart, 'anyOf')];
  for (const branch of branches.length > 0 ? branches : Array.from({ length: maxTries }, () => ({}))) {
    const part = flattenSchema(branch, generation.contract);
    const merged = part === false ? false : mergeSchemas(flat, part);
    const value = merged === false ? undefined : generateFlat(merged, generation, depth);
    if (value !== undefined && schemaFits(apart, value, generation)) return value;
  }
  return undefined;
}

function generateBranch(flat: JsonObject, keyword: 'oneOf' | 'anyOf', { generation, depth }: Place): unknown {
  const { [keyword]: _, ...common } = flat;
  const branches = orderBranches(schemasOf(flat, keyword), generation, depth);
  for (let attempt = 0; attempt < 2; attempt += 1) {
    for (const branch of branches) {
      const part = flattenSchema(withDiscriminator(flat, branch, generation.contract), generation.contract);
      const merged = part === false ? false : mergeSchemas(common, part);
      // The second time without optional members: they may be what makes two branches fit.
      const current = attempt === 0 ? generation : { ...generation, optionalDepth: -1, usesExamples: false };
      const value = merged === false ? undefined : generateFlat(merged, current, depth);
      if (value !== undefined && branchFits(flat, keyword, value, generation)) return value;
    }
    if (keyword === 'anyOf') return undefined;
  }
  return undefined;
}

function branchFits(flat: JsonObject, keyword: 'oneOf' | 'anyOf', value: unknown, generation: Generation): boolean {
  if (keyword === 'anyOf') return true;
  return schemasOf(flat, keyword).filter((branch) => schemaFits(branch, value, generation)).length === 1;
}

/** Deep down what ends soonest comes first. */
function orderBranches(branches: readonly JsonSchema[], generation: Generation, depth: number): readonly JsonSchema[] {
  const { random, keepsOrder } = generation;
  const ordered = keepsOrder
    ? branches
    : branches
        .map((branch) => ({ branch, at: random.next() }))
        .sort((a, b) => a.at - b.at)
        .map(({ branch }) => branch);
  if (depth <= 3) return nullLast(ordered);
  const isSimple = (branch: JsonSchema): boolean =>
    typeof branch === 'object' &&
    (branch.enum !== undefined || typesOf(branch).some((type) => type !== 'object' && type !== 'array'));
  return [...ordered.filter(isSimple), ...ordered.filter((branch) => !isSimple(branch))];
}

function nullLast(branches: readonly JsonSchema[]): readonly JsonSchema[] {
  const isNull = (branch: JsonSchema): boolean => typeof branch === 'object' && branch.type === 'null';
  return [...branches.filter((branch) => !isNull(branch)), ...branches.filter(isNull)];
}

/** The property that tells the branches apart names this one, unless the branch says itself what it is (OpenAPI 3.1 §4.8.25). */
function withDiscriminator(flat: JsonObject, branch: JsonSchema, contract: Generation['contract']): JsonSchema {
  const discriminator = isObject(flat.discriminator) ? flat.discriminator : {};
  const property = stringOf(discriminator, 'propertyName');
  const reference = typeof branch === 'object' ? stringOf(branch, '$ref') : undefined;
  if (property === undefined || reference === undefined) return branch;
  const mapping = isObject(discriminator.mapping) ? discriminator.mapping : {};
  const name = reference.split('/').at(-1) ?? '';
  const mapped = Object.keys(mapping).find((key) => mapping[key] === reference || mapping[key] === name) ?? name;
  const own = flattenSchema(branch, contract);
  const declared = own === false ? undefined : namedSchemasOf(own, 'properties').get(property);
  if (declared !== undefined && !schemaFits(declared, mapped, { contract, direction: 'response' })) return branch;
  return { allOf: [branch, { required: [property], properties: { [property]: { const: mapped } } }] };
}

function generateConditional(flat: JsonObject, { generation, depth }: Place): unknown {
  const { if: condition, then: yes, else: no, ...common } = flat;
  const part = isSchema(condition) ? condition : true;
  const free = generateFlat(common, generation, depth);
  const consequence = (schemaFits(part, free, generation) ? yes : no) ?? true;
  if (free !== undefined && isSchema(consequence) && schemaFits(consequence, free, generation)) return free;
  for (const schemas of [[part, yes ?? true], [no ?? true]]) {
    const value = generation.generate({ allOf: [common, ...schemas] }, generation, depth);
    if (value !== undefined && schemaFits(flat, value, generation)) return value;
  }
  return undefined;
}

function generateTyped(flat: JsonObject, generation: Generation, depth: number): unknown {
  const refused = schemaOf(flat, 'not');
  for (let attempt = 0; attempt < maxTries; attempt += 1) {
    const value = generateByType(chooseType(flat, generation, depth), flat, { generation, depth });
    if (value === undefined || refused === undefined || !schemaFits(refused, value, generation)) return value;
  }
  return undefined;
}

function generateByType(type: string, flat: JsonObject, { generation, depth }: Place): unknown {
  if (flat.enum !== undefined || flat.const !== undefined) return undefined;
  if (type === 'object') return generateObject(flat, generation, depth);
  if (type === 'array') return generateArray(flat, generation, depth);
  if (type === 'string') return generateString(flat, generation.random);
  if (type === 'integer' || type === 'number') return generateNumber(flat, type === 'integer', generation.random);
  if (type === 'boolean') return generation.keepsOrder || generation.random.next() < 0.5;
  return null;
}

function chooseType(flat: JsonObject, generation: Generation, depth: number): string {
  const types = typesOf(flat);
  if (types.length === 0) return impliedType(flat);
  if (depth > 6 && types.includes('null')) return 'null';
  const [first = 'null', ...rest] = types.filter((type) => type !== 'null');
  return generation.keepsOrder ? first : generation.random.pick([first, ...rest]);
}

const implied: readonly (readonly [type: string, keywords: readonly string[]])[] = [
  ['object', ['properties', 'additionalProperties', 'required', 'patternProperties', 'minProperties', 'propertyNames']],
  ['array', ['items', 'prefixItems', 'minItems', 'contains', 'uniqueItems']],
  ['number', ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
];

function impliedType(flat: JsonObject): string {
  return implied.find(([, keywords]) => keywords.some((keyword) => flat[keyword] !== undefined))?.[0] ?? 'string';
}
