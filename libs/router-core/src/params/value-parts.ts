import { writeJson } from '../body/write-json.ts';

/** A value taken apart for its style: one text, elements, or names and values. */
export type Parts =
  | { readonly text: string }
  | { readonly items: readonly string[] }
  | { readonly entries: readonly (readonly [name: string, text: string])[] };

/**
 * Styles are defined for one level. What is deeper is written as it is read, as a JSON text; `repeatsNames`: a list inside of an
 * object gives its name once for each element. Undefined members are left out.
 * @throws TypeError for what JSON has no counterpart of
 */
export function toParts(given: unknown, { repeatsNames }: { readonly repeatsNames: boolean }): Parts {
  const value = plain(given);
  if (Array.isArray(value)) return { items: value.map(toText) };
  if (typeof value !== 'object' || value === null) return { text: toText(value) };
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  if (!repeatsNames) return { entries: members.map(([name, member]) => [name, toText(member)]) };
  return { entries: members.flatMap(([name, member]) => listOf(member).map((one) => [name, toText(one)] as const)) };
}

/** Texts by the names that lead to them; undefined for what is no object. A list gives its names once for each element. */
export function toDeepParts(given: unknown): readonly DeepPart[] | undefined {
  const value = plain(given);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? listDeep(value, []) : undefined;
}

type DeepPart = readonly [names: readonly string[], text: string];

function listDeep(value: object, above: readonly string[]): readonly DeepPart[] {
  return Object.entries(value).flatMap(([name, given]) => {
    const names = [...above, name];
    const member = plain(given);
    if (member === undefined) return [];
    if (typeof member === 'object' && member !== null && !Array.isArray(member)) return listDeep(member, names);
    return listOf(member).map((one) => [names, toText(one)] as const);
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/**
 * One text of what is written as one; null as the empty text.
 * @throws TypeError for what JSON has no counterpart of
 */
export function toText(given: unknown): string {
  const value = plain(given);
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  const json = typeof value === 'object' ? writeJson(value) : undefined;
  if (json === undefined) throw new TypeError('A text cannot carry functions, symbols and what is no number');
  return json;
}

/** Dates and the like say themselves what they are in JSON. */
function plain(value: unknown): unknown {
  const hasForm = typeof value === 'object' && value !== null && 'toJSON' in value;
  return hasForm && typeof value.toJSON === 'function' ? value.toJSON() : value;
}
