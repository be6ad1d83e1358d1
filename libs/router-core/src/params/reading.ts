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

/** More readings than these are not tried one by one. */
const maximumTrials = 20;

/**
 * The value with other readings where the schema does not take the first ones; undefined when none fits. The places that the
 * schema complains about change first, then all others, then one at a time. `value` is changed.
 */
export function readAgain(
  value: unknown,
  others: readonly Reading[],
  schema: CompiledSchema,
): { readonly value: unknown } | undefined {
  const whole = others.find(({ at, value: other }) => at.length === 0 && schema.isValid(other));
  if (whole !== undefined) return whole;
  const choices = others.filter(({ at }) => at.length > 0).map((reading) => toChoice(value, reading));
  if (choices.length === 0) return undefined;
  const refused = schema.explain(value, choices.length).map(({ pointer }) => `${pointer}/`);
  const chosen = choices.filter(({ pointer }) => refused.some((place) => place.startsWith(`${pointer}/`)));
  const rest = choices.filter((choice) => !chosen.includes(choice));
  for (const some of [chosen, rest]) {
    for (const choice of some) exchange(choice);
    if (schema.isValid(value)) return { value };
  }
  for (const choice of rest) exchange(choice);
  return improve(value, rest, schema) ? { value } : undefined;
}

/** A place of a value, and what else could stand there. */
interface Choice {
  readonly holder: Record<string | number, unknown>;
  readonly key: string | number;
  readonly pointer: string;
  other: unknown;
}

function toChoice(whole: unknown, { at, value: other }: Reading): Choice {
  // Readings were noted while the value was built: every step leads into an object or array.
  let holder = whole as Choice['holder'];
  for (const key of at.slice(0, -1)) holder = holder[key] as Choice['holder'];
  const pointer = at.map((key) => `/${escapePointerToken(String(key))}`).join('');
  return { holder, key: at.at(-1) ?? '', pointer, other };
}

function exchange(choice: Choice): void {
  const { holder, key, other } = choice;
  choice.other = holder[key];
  holder[key] = other;
}

// Pointers may be cut short, several violations be told as one, and a union may complain about the whole of it.
function improve(value: unknown, choices: readonly Choice[], schema: CompiledSchema): boolean {
  const changed: Choice[] = [];
  let fewest = schema.explain(value, maximumTrials).length;
  for (const choice of choices.slice(0, maximumTrials)) {
    exchange(choice);
    const count = schema.explain(value, maximumTrials).length;
    if (count > fewest) exchange(choice);
    else {
      changed.push(choice);
      fewest = count;
    }
  }
  if (fewest > 0) return false;
  // What was right before stays as it was.
  for (const choice of changed) {
    exchange(choice);
    if (!schema.isValid(value)) exchange(choice);
  }
  return true;
}
