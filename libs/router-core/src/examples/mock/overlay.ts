import type { JsonObject } from '@brrt/service-model';
import { isObject } from '../schema-keywords.ts';

/**
 * `own` over `base`, as far as it stays valid: all of it, else member by member. What the schema does not know is left
 * out where it refuses it.
 */
export function overlay(base: unknown, own: JsonObject, isValid: (value: unknown) => boolean): unknown {
  if (isValid(own)) return own;
  if (!isObject(base)) return base;
  const whole = { ...base, ...own };
  if (isValid(whole)) return whole;
  let best: JsonObject = base;
  for (const [name, value] of Object.entries(own)) {
    const next = Object.fromEntries([...Object.entries(best), [name, value]]) as JsonObject;
    if (isValid(next)) best = next;
  }
  return best;
}
