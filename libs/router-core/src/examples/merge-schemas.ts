import type { ContractSubset, JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import { referencedSchema } from '../schema/resolve-schema.ts';
import { mergeArrays } from './merge-arrays.ts';
import { mergeKeyword } from './merge-keyword.ts';
import { mergeObjects } from './merge-objects.ts';
import { apartKeyword, ownKeywords } from './own-keywords.ts';
import { isSameValue } from './same-value.ts';
import { isSchema, listOf, schemasOf, typesOf } from './schema-keywords.ts';

type Contract = Pick<ContractSubset, 'schemas'>;

const maxNesting = 60;

/** By contract, then by schema: contracts do not change, and the same parts are asked for again and again. */
const flattened = new WeakMap<Contract['schemas'], WeakMap<JsonObject, JsonObject | false>>();

/**
 * A schema without `$ref` and `allOf` at its top: what they say is merged into it. `anyOf` and `oneOf` of several parts
 * that cannot be merged are kept apart under `x-brrt-apart`. `false` when the parts contradict each other.
 */
export function flattenSchema(schema: JsonSchema, contract: Contract, nesting = 0): JsonObject | false {
  if (typeof schema === 'boolean') return schema ? {} : false;
  if (schema.$ref === undefined && schema.allOf === undefined) return schema;
  if (nesting > maxNesting) return {};
  const known = flattened.get(contract.schemas) ?? new WeakMap<JsonObject, JsonObject | false>();
  flattened.set(contract.schemas, known);
  const present = known.get(schema);
  if (present !== undefined) return present;
  const flat = mergeParts(schema, contract, nesting);
  // What was cut off on the way is not the whole truth.
  if (nesting === 0) known.set(schema, flat);
  return flat;
}

/** The least specific comes first: what a schema says itself has the last word about examples and the like. */
function mergeParts(schema: JsonObject, contract: Contract, nesting: number): JsonObject | false {
  const { $ref: reference, allOf: _, ...own } = schema;
  const parts: JsonSchema[] = [...schemasOf(schema, 'allOf')];
  if (typeof reference === 'string') parts.unshift(referencedSchema(reference, contract) ?? true);
  let merged: JsonObject = {};
  for (const part of parts) {
    const flat = flattenSchema(part, contract, nesting + 1);
    const next = flat === false ? false : mergeSchemas(merged, closeUnevaluated(flat));
    if (next === false) return false;
    merged = next;
  }
  return mergeSchemas(merged, own);
}

/** `unevaluated…` of a part sees only the part, so beside other parts it is the same as `additionalProperties` and `items`. */
function closeUnevaluated(flat: JsonObject): JsonObject {
  const { unevaluatedProperties, unevaluatedItems, ...rest } = flat;
  if (unevaluatedProperties === undefined && unevaluatedItems === undefined) return flat;
  const isOpen = ['anyOf', 'oneOf', 'if', 'dependentSchemas', apartKeyword].some(
    (keyword) => flat[keyword] !== undefined,
  );
  if (isOpen) return flat;
  return {
    ...rest,
    ...(unevaluatedProperties !== undefined && {
      additionalProperties: flat.additionalProperties ?? unevaluatedProperties,
    }),
    ...(unevaluatedItems !== undefined && { items: flat.items ?? unevaluatedItems }),
  };
}

/** Both schemas in one, as far as keywords can say it; `false` when nothing fits both. */
export function mergeSchemas(one: JsonObject, other: JsonObject): JsonObject | false {
  if (Object.keys(one).length === 0) return other;
  if (Object.keys(other).length === 0) return one;
  const merged: Record<string, JsonValue> = { ...one };
  for (const [keyword, value] of Object.entries(other)) {
    const present = Object.hasOwn(merged, keyword) ? merged[keyword] : undefined;
    merged[keyword] = present === undefined ? value : mergeKeyword(keyword, present, value);
  }
  mergeTypes(one, other, merged);
  mergeObjects(one, other, merged);
  mergeArrays(one, other, merged);
  keepApart(one, other, merged);
  const isImpossible =
    isEmptyList(merged.type) ||
    isEmptyList(merged.enum) ||
    (one.const !== undefined && other.const !== undefined && !isSameValue(one.const, other.const));
  return isImpossible ? false : merged;
}

const isEmptyList = (value: JsonValue | undefined): boolean => Array.isArray(value) && value.length === 0;

function mergeTypes(one: JsonObject, other: JsonObject, merged: Record<string, JsonValue>): void {
  const [left, right] = [typesOf(one), typesOf(other)];
  if (left.length === 0 || right.length === 0) return;
  const common = left.filter((type) => right.includes(type) || (type === 'integer' && right.includes('number')));
  if (left.includes('number') && right.includes('integer') && !common.includes('integer')) common.push('integer');
  merged.type = common;
}

/** Keywords that cannot be said in one: those of `one` are kept beside those of `other`. */
function keepApart(one: JsonObject, other: JsonObject, merged: Record<string, JsonValue>): void {
  const apart: JsonValue[] = [...listOf(one, apartKeyword), ...listOf(other, apartKeyword)];
  for (const keyword of ['anyOf', 'oneOf', 'if'] as const) {
    const [left, right] = [one[keyword], other[keyword]];
    if (left === undefined || right === undefined || isSameValue(left, right)) continue;
    apart.push(keyword === 'if' ? conditional(one) : { [keyword]: left });
  }
  if (apart.length > 0) merged[apartKeyword] = apart;
  for (const [keyword, own] of [
    ['pattern', ownKeywords.patterns],
    ['format', ownKeywords.formats],
  ] as const) {
    const texts = new Set([one, other].flatMap((part) => [...listOf(part, own), ...singleOf(part, keyword)]));
    if (merged[keyword] !== undefined) texts.delete(merged[keyword]);
    if (texts.size > 0) merged[own] = [...texts];
  }
}

function singleOf(schema: JsonObject, keyword: string): readonly JsonValue[] {
  const value = schema[keyword];
  return value === undefined ? [] : [value];
}

function conditional(schema: JsonObject): JsonObject {
  const parts: Record<string, JsonValue> = {};
  for (const keyword of ['if', 'then', 'else']) {
    const part = schema[keyword];
    if (isSchema(part)) parts[keyword] = part;
  }
  return parts;
}
