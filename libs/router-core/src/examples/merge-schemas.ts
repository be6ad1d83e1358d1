import type { ContractSubset, JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import { referencedSchema } from '../schema/resolve-schema.ts';
import { isSameValue } from './same-value.ts';
import { isObject, isSchema, listOf, schemasOf, typesOf } from './schema-keywords.ts';
import { patternsOf } from './string-fits.ts';

type Contract = Pick<ContractSubset, 'schemas'>;

const maxNesting = 30;

/**
 * A schema without `$ref` and `allOf` at its top: what they say is merged into it. `anyOf` and `oneOf` of several parts
 * that cannot be merged are kept apart under `x-brrt-apart`. `false` when the parts contradict each other.
 */
export function flattenSchema(schema: JsonSchema, contract: Contract, nesting = 0): JsonObject | false {
  if (typeof schema === 'boolean') return schema ? {} : false;
  if (nesting > maxNesting) return {};
  if (schema.$ref === undefined && schema.allOf === undefined) return schema;
  const { $ref: reference, allOf: _, ...own } = schema;
  const parts: JsonSchema[] = [own, ...schemasOf(schema, 'allOf')];
  if (typeof reference === 'string') parts.unshift(referencedSchema(reference, contract) ?? true);
  let merged: JsonObject = {};
  for (const part of parts) {
    const flat = flattenSchema(part, contract, nesting + 1);
    const next = flat === false ? false : mergeSchemas(merged, flat);
    if (next === false) return false;
    merged = next;
  }
  return merged;
}

/** Both schemas in one, as far as keywords can say it; `false` when nothing fits both. */
export function mergeSchemas(one: JsonObject, other: JsonObject): JsonObject | false {
  const merged: Record<string, JsonValue> = { ...one };
  for (const [keyword, value] of Object.entries(other)) {
    const present = Object.hasOwn(merged, keyword) ? merged[keyword] : undefined;
    merged[keyword] = present === undefined ? value : mergeKeyword(keyword, present, value);
  }
  mergeTypes(one, other, merged);
  closeProperties(one, other, merged);
  keepApart(one, other, merged);
  const isImpossible = isEmptyList(merged.type) || isEmptyList(merged.enum);
  return isImpossible ? false : merged;
}

const isEmptyList = (value: JsonValue | undefined): boolean => Array.isArray(value) && value.length === 0;

const larger = new Set(['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties', 'minContains']);
const smaller = new Set(['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties', 'maxContains']);
const bySchema = new Set(['items', 'additionalProperties', 'propertyNames', 'contains']);
const byName = new Set(['properties', 'patternProperties', 'dependentSchemas']);

function mergeKeyword(keyword: string, one: JsonValue, other: JsonValue): JsonValue {
  if (typeof one === 'number' && typeof other === 'number') {
    if (larger.has(keyword)) return Math.max(one, other);
    if (smaller.has(keyword)) return Math.min(one, other);
    if (keyword === 'multipleOf') return leastCommonMultiple(one, other);
  }
  if (keyword === 'required') return [...new Set([...asList(one), ...asList(other)])];
  if (keyword === 'enum') return asList(one).filter((item) => asList(other).some((same) => isSameValue(item, same)));
  if (bySchema.has(keyword)) return both(one, other);
  if (byName.has(keyword) && isObject(one) && isObject(other)) return mergeNamed(one, other);
  return other;
}

function asList(value: JsonValue): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

function both(one: JsonValue, other: JsonValue): JsonValue {
  if (one === true || isSameValue(one, other)) return other;
  if (other === true) return one;
  if (one === false || other === false) return false;
  return { allOf: [one, other] };
}

function mergeNamed(one: JsonObject, other: JsonObject): JsonObject {
  const merged: Record<string, JsonValue> = { ...one };
  for (const [name, schema] of Object.entries(other)) {
    const present = Object.hasOwn(merged, name) ? merged[name] : undefined;
    merged[name] = present === undefined ? schema : both(present, schema);
  }
  return merged;
}

function leastCommonMultiple(one: number, other: number): number {
  for (let factor = 1; factor <= 10_000; factor += 1) {
    const ratio = (one * factor) / other;
    if (Math.abs(ratio - Math.round(ratio)) < 1e-9) return one * factor;
  }
  return one * other;
}

function mergeTypes(one: JsonObject, other: JsonObject, merged: Record<string, JsonValue>): void {
  const [left, right] = [typesOf(one), typesOf(other)];
  if (left.length === 0 || right.length === 0) return;
  const common = left.filter((type) => right.includes(type) || (type === 'integer' && right.includes('number')));
  if (left.includes('number') && right.includes('integer') && !common.includes('integer')) common.push('integer');
  merged.type = common;
}

/** `additionalProperties: false` of one part closes the properties of the other. */
function closeProperties(one: JsonObject, other: JsonObject, merged: Record<string, JsonValue>): void {
  const properties = isObject(merged.properties) ? merged.properties : undefined;
  if (properties === undefined) return;
  const open: Record<string, JsonValue> = { ...properties };
  for (const part of [one, other]) {
    if (part.additionalProperties !== false || isObject(part.patternProperties)) continue;
    const own = isObject(part.properties) ? part.properties : {};
    for (const name of Object.keys(open)) if (!Object.hasOwn(own, name)) open[name] = false;
  }
  merged.properties = open;
}

/** Keywords that cannot be said in one: those of `one` are kept beside those of `other`. */
function keepApart(one: JsonObject, other: JsonObject, merged: Record<string, JsonValue>): void {
  const apart: JsonValue[] = [...listOf(one, 'x-brrt-apart'), ...listOf(other, 'x-brrt-apart')];
  for (const keyword of ['anyOf', 'oneOf', 'not', 'if', 'format'] as const) {
    const [left, right] = [one[keyword], other[keyword]];
    if (left === undefined || right === undefined || isSameValue(left, right)) continue;
    apart.push(keyword === 'if' ? conditional(one) : { [keyword]: left });
  }
  if (apart.length > 0) merged['x-brrt-apart'] = apart;
  const patterns = [...new Set([...patternsOf(one), ...patternsOf(other)])].filter((text) => text !== merged.pattern);
  if (patterns.length > 0) merged['x-brrt-patterns'] = patterns;
}

function conditional(schema: JsonObject): JsonObject {
  const parts: Record<string, JsonValue> = {};
  for (const keyword of ['if', 'then', 'else']) {
    const part = schema[keyword];
    if (isSchema(part)) parts[keyword] = part;
  }
  return parts;
}
