import type { JsonObject, JsonValue } from '@brrt/service-model';
import { isObject } from '../schema-keywords.ts';

/** JSON Merge Patch (RFC 7396): `null` takes a member out, unless it is to be kept. */
export function mergePatch(
  target: JsonValue | undefined,
  patch: JsonValue,
  nulls: 'remove' | 'keep' = 'remove',
): JsonValue {
  if (!isObject(patch)) return patch;
  const members = new Map<string, JsonValue>(isObject(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null && nulls === 'remove') members.delete(name);
    else members.set(name, mergePatch(members.get(name), value, nulls));
  }
  return Object.fromEntries(members) as JsonObject;
}
