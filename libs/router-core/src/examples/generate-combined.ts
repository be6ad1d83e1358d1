import type { JsonObject, JsonSchema } from '@brrt/service-model';
import { discriminated } from './discriminated.ts';
import { deepLevel, type Generation } from './generation.ts';
import { leastHeight } from './least-height.ts';
import { flattenSchema, mergeSchemas } from './merge-schemas.ts';
import { negations } from './negate-schema.ts';
import { apartKeyword } from './own-keywords.ts';
import { schemaFits } from './schema-fits.ts';
import { isObject, listOf, namedSchemasOf, namesOf, schemaOf, schemasOf } from './schema-keywords.ts';

/** Where a value is made, and what makes one of a schema that combines less. */
export interface Site {
  readonly generation: Generation;
  readonly depth: number;
  readonly generateFlat: (flat: JsonObject, generation: Generation, depth: number) => unknown;
}

/** Whether a schema without `$ref` and `allOf` speaks of a value by other schemas. */
export function isCombined(flat: JsonObject): boolean {
  return (
    flat[apartKeyword] !== undefined ||
    flat.oneOf !== undefined ||
    flat.anyOf !== undefined ||
    flat.if !== undefined ||
    flat.not !== undefined ||
    dependentOf(flat) !== undefined
  );
}

/** One keyword is resolved at a time, the rest is left to the next round. */
export function generateCombined(flat: JsonObject, site: Site): unknown {
  const dependent = dependentOf(flat);
  if (dependent !== undefined) return generateDependent(flat, dependent, site);
  const [apart, ...others] = listOf(flat, apartKeyword).filter(isObject);
  if (apart !== undefined) return generateApart(flat, { apart, others }, site);
  if (flat.oneOf !== undefined) return generateBranch(flat, 'oneOf', site);
  if (flat.anyOf !== undefined) return generateBranch(flat, 'anyOf', site);
  if (flat.if !== undefined) return generateConditional(flat, site);
  const { not, ...rest } = flat;
  return generateAvoiding(rest, [schemaOf(flat, 'not') ?? false], site);
}

/** A required property that brings a schema with it. */
function dependentOf(flat: JsonObject): string | undefined {
  if (flat.dependentSchemas === undefined) return undefined;
  const dependent = namedSchemasOf(flat, 'dependentSchemas');
  return namesOf(flat, 'required').find((name) => dependent.has(name));
}

function generateDependent(flat: JsonObject, name: string, site: Site): unknown {
  const { dependentSchemas, ...rest } = flat;
  const dependent = namedSchemasOf(flat, 'dependentSchemas');
  const others = [...dependent].filter(([other]) => other !== name);
  const open = others.length === 0 ? rest : { ...rest, dependentSchemas: Object.fromEntries(others) };
  return generateMerged(open, dependent.get(name) ?? true, site);
}

/** A value that fits `common` and `part`. */
function generateMerged(common: JsonObject, part: JsonSchema, { generation, depth, generateFlat }: Site): unknown {
  const flat = flattenSchema(part, generation.contract);
  const merged = flat === false ? false : mergeSchemas(common, flat);
  return merged === false ? undefined : generateFlat(merged, generation, depth);
}

/** Two `anyOf` or conditions of merged schemas: one at a time. */
function generateApart(
  flat: JsonObject,
  { apart, others }: { readonly apart: JsonObject; readonly others: readonly JsonObject[] },
  site: Site,
): unknown {
  const { [apartKeyword]: _, ...rest } = flat;
  const open = others.length === 0 ? rest : { ...rest, [apartKeyword]: others };
  const keyword = (['oneOf', 'anyOf'] as const).find((each) => apart[each] !== undefined);
  if (keyword === undefined) return generateConsequence(open, conditionalOf(apart), site);
  for (const branch of orderBranches(schemasOf(apart, keyword), site)) {
    const value = generateMerged(open, branch, site);
    if (value !== undefined && schemaFits(apart, value, site.generation)) return value;
  }
  return undefined;
}

function generateBranch(flat: JsonObject, keyword: 'oneOf' | 'anyOf', site: Site): unknown {
  const { [keyword]: _, ...common } = flat;
  const declared = schemasOf(flat, keyword);
  const branches = orderBranches(declared, site);
  const { generation } = site;
  // The second time without optional members, then on purpose: they may be what makes two branches fit.
  const bare = { ...site, generation: { ...generation, optionalDepth: -1, usesExamples: false } };
  for (const current of keyword === 'anyOf' ? [site] : [site, bare]) {
    for (const branch of branches) {
      const value = generateMerged(common, discriminated(flat, branch, generation.contract), current);
      if (value !== undefined && (keyword === 'anyOf' || schemaFits(flat, value, generation))) return value;
      if (generation.budget.spent > generation.budget.limit) return undefined;
    }
  }
  if (keyword === 'anyOf') return undefined;
  const exclusive = (): unknown => generateExclusive(common, branches, bare);
  const named = (): unknown => generateNamed(flat, branches, { common, site: bare });
  // Where each branch has a name, the discriminator decides: the others need not refuse the value.
  return branches.every(isReference) ? (named() ?? exclusive()) : (exclusive() ?? named());
}

function isReference(branch: JsonSchema): boolean {
  return typeof branch === 'object' && branch.$ref !== undefined;
}

/** Branches that only the value of a discriminator tells apart. */
function generateNamed(
  flat: JsonObject,
  branches: readonly JsonSchema[],
  { common, site }: { readonly common: JsonObject; readonly site: Site },
): unknown {
  if (!isObject(flat.discriminator)) return undefined;
  for (const branch of branches) {
    const value = generateMerged(common, discriminated(flat, branch, site.generation.contract), site);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** For each branch a value that the others refuse. */
function generateExclusive(common: JsonObject, branches: readonly JsonSchema[], site: Site): unknown {
  for (const branch of branches) {
    const part = flattenSchema(branch, site.generation.contract);
    const merged = part === false ? false : mergeSchemas(common, part);
    if (merged === false) continue;
    const others = branches.filter((other) => other !== branch);
    const value = generateAvoiding(merged, others, site);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** In the order of the contract or at random; deep down what ends soonest comes first. `null` alone comes last. */
function orderBranches(branches: readonly JsonSchema[], { generation, depth }: Site): readonly JsonSchema[] {
  const { random, keepsOrder, contract } = generation;
  const ordered = keepsOrder
    ? branches
    : branches
        .map((branch) => ({ branch, at: random.next() }))
        .sort((one, other) => one.at - other.at)
        .map(({ branch }) => branch);
  const rank = (branch: JsonSchema): number => leastHeight(branch, contract.schemas);
  const isNull = (branch: JsonSchema): boolean => typeof branch === 'object' && branch.type === 'null';
  if (depth >= deepLevel) return ordered.toSorted((one, other) => compare(rank(one), rank(other)));
  return [...ordered.filter((branch) => !isNull(branch)), ...ordered.filter(isNull)];
}

function compare(one: number, other: number): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

interface Conditional {
  readonly condition: JsonSchema;
  readonly yes: JsonSchema;
  readonly no: JsonSchema;
}

function conditionalOf(schema: JsonObject): Conditional {
  return {
    condition: schemaOf(schema, 'if') ?? true,
    yes: schemaOf(schema, 'then') ?? true,
    no: schemaOf(schema, 'else') ?? true,
  };
}

function generateConditional(flat: JsonObject, site: Site): unknown {
  const { if: _, then: __, else: ___, ...common } = flat;
  return generateConsequence(common, conditionalOf(flat), site);
}

/** What comes by itself, else what fulfils the condition, else what avoids it. */
function generateConsequence(common: JsonObject, { condition, yes, no }: Conditional, site: Site): unknown {
  const { generation, depth, generateFlat } = site;
  const holds = (value: unknown): boolean =>
    value !== undefined && schemaFits(schemaFits(condition, value, generation) ? yes : no, value, generation);
  const free = generateFlat(common, generation, depth);
  if (holds(free)) return free;
  const fulfil = (): unknown => generateMerged(common, { allOf: [condition, yes] }, site);
  const avoid = (): unknown => {
    const flat = flattenSchema(no, generation.contract);
    const merged = flat === false ? false : mergeSchemas(common, flat);
    return merged === false ? undefined : generateAvoiding(merged, [condition], site);
  };
  const isReversed = !generation.keepsOrder && generation.random.next() < 0.5;
  for (const make of isReversed ? [avoid, fulfil] : [fulfil, avoid]) {
    const value = make();
    if (holds(value)) return value;
  }
  return undefined;
}

/** Rounds of avoiding: one for each schema that refuses, and some for what their opposites bring. */
const maxRounds = 12;

/** A value that fits `flat` and none of `refused`: what comes by itself, else what their opposites ask for. */
function generateAvoiding(flat: JsonObject, refused: readonly JsonSchema[], site: Site, round = 0): unknown {
  const { generation, depth, generateFlat } = site;
  const value = generateFlat(flat, generation, depth);
  if (value === undefined || round > maxRounds || generation.budget.spent > generation.budget.limit) return undefined;
  const present = refused.find((schema) => schemaFits(schema, value, generation));
  if (present === undefined) return value;
  for (const opposite of negations(present, generation.contract)) {
    const part = flattenSchema(opposite, generation.contract);
    const merged = part === false ? false : mergeSchemas(flat, part);
    if (merged === false) continue;
    const { not, ...rest } = merged;
    const others = refusalsOf(not);
    const isNew = others.some((other) => !refused.includes(other));
    const next = {
      ...site,
      generation: Object.keys(rest).length === Object.keys(flat).length ? varied(generation) : generation,
    };
    const found = generateAvoiding(rest, isNew ? [...refused, ...others] : refused, next, round + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function varied(generation: Generation): Generation {
  return { ...generation, keepsOrder: false, usesExamples: false };
}

/** `not: { anyOf: [a, b] }` refuses a and b. */
function refusalsOf(not: JsonObject[string] | undefined): readonly JsonSchema[] {
  if (not === undefined) return [];
  const isUnion = isObject(not) && Object.keys(not).length === 1 && not.anyOf !== undefined;
  if (isUnion) return schemasOf(not, 'anyOf');
  return typeof not === 'boolean' || isObject(not) ? [not] : [];
}
