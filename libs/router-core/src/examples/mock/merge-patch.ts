import type { JsonObject, JsonValue } from '@brrt/service-model';
import { isObject } from '../schema-keywords.ts';

/** JSON Merge Patch (RFC 7396): `null` takes a member out. */
export function mergePatch(target: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isObject(patch)) return patch;
  const members = new Map<string, JsonValue>(isObject(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) members.delete(name);
    else members.set(name, mergePatch(members.get(name), value));
  }
  return Object.fromEntries(members) as JsonObject;
}
