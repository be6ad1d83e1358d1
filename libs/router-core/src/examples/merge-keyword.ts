import type { JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import { ownKeywords } from './own-keywords.ts';
import { isSameValue } from './same-value.ts';
import { isObject, isSchema } from './schema-keywords.ts';

const larger = new Set(['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties']);
const smaller = new Set(['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties']);
const bySchema = new Set(['propertyNames', 'unevaluatedProperties', 'unevaluatedItems']);
const lists = new Set<string>(['required', ownKeywords.refusedPatterns, ownKeywords.refusedFormats]);

/** What two schemas say with one keyword, said once. `other` wins where both cannot be said. */
export function mergeKeyword(keyword: string, one: JsonValue, other: JsonValue): JsonValue {
  if (typeof one === 'number' && typeof other === 'number') {
    if (larger.has(keyword)) return Math.max(one, other);
    if (smaller.has(keyword)) return Math.min(one, other);
    if (keyword === 'multipleOf') return leastCommonMultiple(one, other);
  }
  if (keyword === 'uniqueItems') return one === true || other === true;
  if (lists.has(keyword)) return [...new Set([...asList(one), ...asList(other)])];
  if (keyword === 'enum') return intersection(asList(one), asList(other));
  if (keyword === 'not') return isSameValue(one, other) ? one : { anyOf: [...refusals(one), ...refusals(other)] };
  if (bySchema.has(keyword)) return both(one, other);
  if (isObject(one) && isObject(other)) {
    if (keyword === 'dependentSchemas') return mergeNamed(one, other);
    if (keyword === 'dependentRequired') return mergeLists(one, other);
  }
  return other;
}

function asList(value: JsonValue): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

/** `not: { anyOf: [a, b] }` refuses a and b. */
function refusals(value: JsonValue): readonly JsonValue[] {
  const isUnion = isObject(value) && Object.keys(value).length === 1 && Array.isArray(value.anyOf);
  return isUnion ? asList(value.anyOf as JsonValue) : [value];
}

function intersection(one: readonly JsonValue[], other: readonly JsonValue[]): readonly JsonValue[] {
  const scalars = new Set(other);
  return one.filter((item) =>
    typeof item === 'object' && item !== null ? other.some((same) => isSameValue(item, same)) : scalars.has(item),
  );
}

/** A schema that is valid for what both take. */
export function both(one: JsonValue | undefined, other: JsonValue | undefined): JsonSchema {
  const [left, right] = [isSchema(one) ? one : true, isSchema(other) ? other : true];
  if (left === true || left === right || isSameValue(left, right)) return right;
  if (right === true) return left;
  if (left === false || right === false) return false;
  return { allOf: [left, right] };
}

function mergeNamed(one: JsonObject, other: JsonObject): JsonObject {
  const merged = new Map(Object.entries(one));
  for (const [name, schema] of Object.entries(other)) merged.set(name, both(merged.get(name), schema));
  return Object.fromEntries(merged);
}

function mergeLists(one: JsonObject, other: JsonObject): JsonObject {
  const merged = new Map(Object.entries(one));
  for (const [name, list] of Object.entries(other)) {
    merged.set(name, [...new Set([...asList(merged.get(name) ?? []), ...asList(list)])]);
  }
  return Object.fromEntries(merged);
}

function leastCommonMultiple(one: number, other: number): number {
  for (let factor = 1; factor <= 10_000; factor += 1) {
    const ratio = (one * factor) / other;
    if (Math.abs(ratio - Math.round(ratio)) < 1e-9) return one * factor;
  }
  return one * other;
}
