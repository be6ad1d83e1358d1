import type { JsonObject, JsonSchema } from '@brrt/service-model';
import { finiteValues } from './finite-values.ts';
import { deepLevel, type Generation, isGenerous } from './generation.ts';
import { type Contained, containedIn } from './merge-arrays.ts';
import { isSameValue } from './same-value.ts';
import { numberOf, schemaOf, schemasOf } from './schema-keywords.ts';

/** Longer arrays are not made. */
const mostItems = 2_000;

interface ArrayPlan {
  readonly generation: Generation;
  readonly depth: number;
  readonly isUnique: boolean;
  /** For each item, in order. */
  readonly parts: readonly JsonSchema[];
  /** Beyond, an item that cannot be is left out with all after it. */
  readonly least: number;
}

/** An array by `prefixItems`, `items`, `contains`, lengths and `uniqueItems`; undefined when there is none. */
export function generateArray(schema: JsonObject, generation: Generation, depth: number): unknown[] | undefined {
  const minimum = numberOf(schema, 'minItems') ?? 0;
  const maximum = numberOf(schema, 'maxItems') ?? Number.POSITIVE_INFINITY;
  if (minimum > mostItems || minimum > maximum) return undefined;
  const groups = containedIn(schema);
  const declared = partsOf(schema, groups);
  const needed = groups.reduce((total, group) => total + group.minimum, 0);
  const length = Math.min(
    Math.max(minimum, wantedLength(declared, generation, depth), needed > 0 ? declared.prefix.length + needed : 0),
    maximum,
    declared.rest === false ? declared.prefix.length : mostItems,
  );
  const parts = Array.from({ length }, (_, index) => declared.prefix[index] ?? declared.rest);
  const placed = placeContained(parts, groups, declared.prefix.length);
  const isUnique = schema.uniqueItems === true;
  const least = placed.last >= 0 ? Math.max(minimum, placed.last + 1) : minimum;
  return generateItems({ generation, depth, isUnique, parts: placed.parts, least });
}

interface DeclaredItems {
  readonly prefix: readonly JsonSchema[];
  readonly rest: JsonSchema;
  readonly saysRest: boolean;
}

/** `unevaluatedItems` speaks about what nothing else does; `contains` evaluates what it finds (2020-12 core §11.2). */
function partsOf(schema: JsonObject, groups: readonly Contained[]): DeclaredItems {
  const items = schemaOf(schema, 'items');
  const unevaluated = schemaOf(schema, 'unevaluatedItems');
  const found = groups.map(({ schema: part }) => part);
  const open = unevaluated === undefined || found.length === 0 ? unevaluated : { anyOf: [unevaluated, ...found] };
  const rest = items ?? open;
  return { prefix: schemasOf(schema, 'prefixItems'), rest: rest ?? true, saysRest: rest !== undefined };
}

function wantedLength({ prefix, saysRest }: DeclaredItems, generation: Generation, depth: number): number {
  const isFilled = generation.fillsLists && depth <= deepLevel;
  if (!isFilled && !isGenerous(generation, depth)) return 0;
  return saysRest ? Math.max(prefix.length, 1) : prefix.length;
}

/** What has to be contained comes after the prefix where there is room, else in it, else several in one place. */
function placeContained(
  parts: readonly JsonSchema[],
  groups: readonly Contained[],
  prefixLength: number,
): { readonly parts: readonly JsonSchema[]; readonly last: number } {
  const order = [...parts.keys()].sort((one, other) => rank(one, prefixLength) - rank(other, prefixLength));
  const asked = parts.map((): JsonSchema[] => []);
  let next = 0;
  for (const { schema, minimum } of groups) {
    for (let count = 0; count < minimum && order.length > 0; count += 1) {
      asked[order[next % order.length] ?? 0]?.push(schema);
      next += 1;
    }
  }
  const limited = groups.filter(({ maximum }) => maximum !== Number.POSITIVE_INFINITY);
  const placed = parts.map((part, index): JsonSchema => {
    const own = asked[index] ?? [];
    const refused = limited.filter(({ schema }) => !own.includes(schema)).map(({ schema }) => ({ not: schema }));
    return own.length + refused.length === 0 ? part : { allOf: [part, ...own, ...refused] };
  });
  return { parts: placed, last: asked.findLastIndex((own) => own.length > 0) };
}

function rank(index: number, prefixLength: number): number {
  return index >= prefixLength ? index - prefixLength : 1_000_000 - index;
}

function generateItems({ generation, depth, isUnique, parts, least }: ArrayPlan): unknown[] | undefined {
  const items: unknown[] = [];
  for (const [index, part] of parts.entries()) {
    const item = isUnique
      ? uniqueItem(part, items, { generation, depth })
      : generation.generate(part, generation, depth + 1);
    if (item === undefined) return index >= least ? items : undefined;
    items.push(item);
  }
  return items;
}

interface Place {
  readonly generation: Generation;
  readonly depth: number;
}

const uniqueTries = 24;

function uniqueItem(schema: JsonSchema, before: readonly unknown[], { generation, depth }: Place): unknown {
  const isNew = (value: unknown): boolean => !before.some((other) => isSameValue(other, value));
  const finite = finiteValues(schema, generation);
  if (finite !== undefined) {
    const start = generation.keepsOrder ? 0 : generation.random.integer(0, Math.max(0, finite.length - 1));
    return [...finite.slice(start), ...finite.slice(0, start)].find(isNew);
  }
  for (let attempt = 0; attempt < uniqueTries; attempt += 1) {
    const current = attempt === 0 ? generation : { ...generation, keepsOrder: false, usesExamples: false };
    const item = generation.generate(schema, current, depth + 1);
    if (item === undefined) return undefined;
    if (isNew(item)) return item;
  }
  return greaterItem(schema, isNew, { generation, depth });
}

const greatestTried = 6;

/** Few short lists differ, and few objects of few members: longer ones are others. */
function greaterItem(schema: JsonSchema, isNew: (value: unknown) => boolean, { generation, depth }: Place): unknown {
  const current = { ...generation, keepsOrder: false, usesExamples: false };
  for (let attempt = 0; attempt < uniqueTries; attempt += 1) {
    const size = 1 + (attempt % greatestTried);
    const greater = { allOf: [schema, { minItems: size, minProperties: size, minLength: size }] };
    const item = generation.generate(greater, current, depth + 1);
    if (item !== undefined && isNew(item)) return item;
  }
  return undefined;
}
