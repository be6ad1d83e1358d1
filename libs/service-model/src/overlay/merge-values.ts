import type { JsonObject, JsonValue } from '../model/json.ts';
import { isList, isObject } from '../parse/is-object.ts';
import type { FieldPlace, SourceMap } from '../parse/source-map.ts';

/** Why two values cannot become one, and where in the update it shows. */
export interface MergeConflict {
  readonly at: FieldPlaceInUpdate;
  readonly problem: string;
}

interface FieldPlaceInUpdate {
  readonly container: object;
  readonly key?: string;
}

export interface MergeContext {
  readonly sources: SourceMap;
  readonly conflicts: MergeConflict[];
}

/**
 * What an update makes of a value: objects are merged, lists joined, plain values replaced (Overlay 1.1 §4.4.3).
 * `place` is where the update stands. Every part of the result keeps the place that it had in its own file.
 */
export function mergeValues(
  target: JsonValue,
  update: { readonly value: JsonValue; readonly place: FieldPlaceInUpdate },
  context: MergeContext,
): JsonValue {
  const { value, place } = update;
  if (isList(target)) return appendTo(target, value, place, context);
  if (isObject(target)) {
    if (isObject(value)) return mergeObjects(target, value, context);
    return conflict(target, place, 'An object can only be updated with an object', context);
  }
  if (typeof value !== 'object' || value === null) return value;
  return conflict(target, place, 'A plain value can only be replaced with a plain value', context);
}

function mergeObjects(target: JsonObject, update: JsonObject, context: MergeContext): JsonObject {
  const { sources } = context;
  const merged = new Map<string, JsonValue>(Object.entries(target));
  const moved = new Map<string, FieldPlace>(sources.movedFields(target));
  for (const [key, value] of Object.entries(update)) {
    const before = Object.hasOwn(target, key) ? target[key] : undefined;
    const place = { container: update, key };
    merged.set(key, before === undefined ? value : mergeField(before, { value, place }, context));
    // A field that was merged still stands where it was; only what is in it has come from elsewhere.
    if (typeof before === 'object' && before !== null) continue;
    const from = sources.fieldOf(update, key);
    if (from !== undefined) moved.set(key, from);
  }
  return sources.replace(Object.fromEntries(merged), target, moved);
}

function mergeField(
  before: JsonValue,
  update: { readonly value: JsonValue; readonly place: FieldPlaceInUpdate },
  context: MergeContext,
): JsonValue {
  const isPlain = typeof before !== 'object' || before === null;
  if (isPlain) return before === null ? update.value : mergeValues(before, update, context);
  // `tags:` with nothing in it says nothing about what is there.
  if (update.value === null) return before;
  if (isList(before) !== isList(update.value))
    return conflict(before, update.place, 'A list can only be joined with a list', context);
  return mergeValues(before, update, context);
}

function appendTo(
  target: readonly JsonValue[],
  value: JsonValue,
  place: FieldPlaceInUpdate,
  context: MergeContext,
): JsonValue {
  const { sources } = context;
  const added: readonly JsonValue[] = isList(value) ? value : [value];
  const moved = new Map<string, FieldPlace>(sources.movedFields(target));
  for (const index of added.keys()) {
    const from = isList(value)
      ? sources.fieldOf(value, String(index))
      : place.key === undefined
        ? undefined
        : sources.fieldOf(place.container, place.key);
    if (from !== undefined) moved.set(String(target.length + index), from);
  }
  return sources.replace([...target, ...added], target, moved);
}

function conflict(target: JsonValue, at: FieldPlaceInUpdate, problem: string, { conflicts }: MergeContext): JsonValue {
  conflicts.push({ at, problem });
  return target;
}
