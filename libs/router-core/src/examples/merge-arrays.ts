import type { JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import { both } from './merge-keyword.ts';
import { ownKeywords } from './own-keywords.ts';
import { isSameValue } from './same-value.ts';
import { isObject, isSchema, listOf, numberOf, schemasOf } from './schema-keywords.ts';

/** How often an array has to contain what fits a schema. */
export interface Contained {
  readonly schema: JsonSchema;
  readonly minimum: number;
  readonly maximum: number;
}

/** Every `contains` of a schema and of the parts that were merged into it. */
export function containedIn(schema: JsonObject): readonly Contained[] {
  return [schema, ...listOf(schema, ownKeywords.contains).filter(isObject)].flatMap((part) => {
    const { contains } = part;
    if (!isSchema(contains)) return [];
    const minimum = numberOf(part, 'minContains') ?? 1;
    return [{ schema: contains, minimum, maximum: numberOf(part, 'maxContains') ?? Infinity }];
  });
}

/** Item by item: `prefixItems` of one part against `prefixItems`, else `items`, of the other. */
export function mergeArrays(one: JsonObject, other: JsonObject, merged: Record<string, JsonValue>): void {
  const [left, right] = [schemasOf(one, 'prefixItems'), schemasOf(other, 'prefixItems')];
  if (one.items !== undefined || other.items !== undefined) merged.items = both(one.items, other.items);
  const length = Math.max(left.length, right.length);
  if (length > 0) {
    merged.prefixItems = Array.from({ length }, (_, index) =>
      both(left[index] ?? one.items, right[index] ?? other.items),
    );
  }
  mergeContains(one, other, merged);
}

function mergeContains(one: JsonObject, other: JsonObject, merged: Record<string, JsonValue>): void {
  const groups = [...listOf(one, ownKeywords.contains), ...listOf(other, ownKeywords.contains)];
  const [left, right] = [containsOf(one), containsOf(other)];
  if (left !== undefined && right !== undefined && !isSameValue(left, right)) {
    groups.push(left);
    // `merged` has the keywords of `other`, but for those that only `one` has.
    for (const keyword of ['minContains', 'maxContains']) {
      const value = right[keyword];
      if (value === undefined) delete merged[keyword];
      else merged[keyword] = value;
    }
  }
  if (groups.length > 0) merged[ownKeywords.contains] = groups;
}

function containsOf({ contains, minContains, maxContains }: JsonObject): JsonObject | undefined {
  if (contains === undefined) return undefined;
  return {
    contains,
    ...(minContains !== undefined && { minContains }),
    ...(maxContains !== undefined && { maxContains }),
  };
}
