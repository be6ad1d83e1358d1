import type { JsonObject } from '@brrt/service-model';
import { isObject } from '../schema-keywords.ts';

/**
 * `own` over `base`, as far as it stays valid: all of it, with no more of `base` than it needs, else member by member. What
 * the schema does not know is left out where it refuses it.
 */
export function overlay(base: unknown, own: JsonObject, isValid: (value: unknown) => boolean): unknown {
  if (isValid(own)) return own;
  if (!isObject(base)) return base;
  const whole = { ...base, ...own };
  if (isValid(whole)) return withoutNeedless(whole, { base, own, isValid });
  let best: JsonObject = base;
  for (const [name, value] of Object.entries(own)) {
    const next = Object.fromEntries([...Object.entries(best), [name, value]]) as JsonObject;
    if (isValid(next)) best = next;
  }
  return best;
}

interface Filling {
  readonly base: JsonObject;
  readonly own: JsonObject;
  readonly isValid: (value: unknown) => boolean;
}

function withoutNeedless(whole: JsonObject, { base, own, isValid }: Filling): JsonObject {
  let least = whole;
  for (const name of Object.keys(base).filter((key) => !Object.hasOwn(own, key))) {
    const { [name]: _, ...rest } = least;
    if (isValid(rest)) least = rest;
  }
  return least;
}
