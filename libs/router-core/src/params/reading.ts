import type { CompiledSchema } from '../ports/schema-compiler.ts';
import { escapePointerToken } from '../schema/json-pointer.ts';
import type { ValueShape } from './value-shape.ts';

/** Another reading of one text inside of a value: `1` can be a number and can be text. */
export interface Reading {
  /** Keys from the value down to the place; [] is the whole value. */
  readonly at: readonly (string | number)[];
  readonly value: unknown;
}

/** What else `text` can be where the schema takes text beside other types, `value` being the first choice. */
export function otherReadings(
  at: Reading['at'],
  text: string,
  value: unknown,
  { types }: Pick<ValueShape, 'types'>,
): readonly Reading[] {
  if (value !== text) return [{ at, value: text }];
  return text === '' && types.has('null') ? [{ at, value: null }] : [];
}

/**
 * The value with other readings where the schema does not take the first ones; undefined when none fits. The places that the
 * schema complains about change first, then all of them. `value` is changed.
 */
export function readAgain(
  value: unknown,
  others: readonly Reading[],
  schema: CompiledSchema,
): { readonly value: unknown } | undefined {
  const whole = others.find(({ at, value: other }) => at.length === 0 && schema.isValid(other));
  if (whole !== undefined) return whole;
  const inner = others.filter(({ at }) => at.length > 0);
  if (inner.length === 0) return undefined;
  const refused = schema.explain(value, inner.length).map(({ pointer }) => pointer);
  const isRefused = (reading: Reading): boolean =>
    refused.some((pointer) => `${pointer}/`.startsWith(`${pointerTo(reading)}/`));
  for (const chosen of [inner.filter(isRefused), inner]) {
    for (const reading of chosen) replace(value, reading);
    if (schema.isValid(value)) return { value };
  }
  return undefined;
}

function pointerTo({ at }: Reading): string {
  return at.map((key) => `/${escapePointerToken(String(key))}`).join('');
}

function replace(whole: unknown, { at, value }: Reading): void {
  let holder = whole;
  // Readings were noted while the value was built: every step leads into an object or array.
  for (const key of at.slice(0, -1)) holder = (holder as Record<string | number, unknown>)[key];
  const last = at.at(-1);
  if (last !== undefined) (holder as Record<string | number, unknown>)[last] = value;
}
