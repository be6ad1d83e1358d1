import type { ConfigMistake } from './config-error.ts';
import type { ConfigNode, MapNode, ScalarNode } from './config-node.ts';
import { type Expanded, expandVariables } from './expand-variables.ts';
import { nearestKey } from './nearest-key.ts';

/** A key of the configuration: what stands there, if anything, and how to name it in a mistake. */
export interface Place {
  readonly path: string;
  /** Undefined when absent or null. */
  readonly node: ConfigNode | undefined;
  /** Of the key, or of the section it is missing from. */
  readonly file: string;
  readonly line: number;
}

export interface Decoding {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly production: boolean;
  readonly mistakes: ConfigMistake[];
  readonly warnings: string[];
}

/** Place → value. A mistake is recorded and a stand-in returned: whoever reads the mistakes throws before it is used. */
export type Decoder<T> = (place: Place, decoding: Decoding) => T;

/** Decodes a value that is present; undefined when it was a mistake. */
export type Reader<T> = (node: ConfigNode, place: Place, decoding: Decoding) => T | undefined;

/** Text in which variables stood: only such a text may be read as a number or a flag. */
interface Substitution {
  readonly substituted: string;
}

type Decoded<Fields> = { readonly [Name in keyof Fields]: Fields[Name] extends Decoder<infer T> ? T : never };

export function optional<T>(reader: Reader<T>): Decoder<T | undefined> {
  return (place, decoding) => (place.node === undefined ? undefined : reader(place.node, place, decoding));
}

export function withDefault<T>(reader: Reader<T>, fallback: T): Decoder<T> {
  return (place, decoding) => optional(reader)(place, decoding) ?? fallback;
}

export function required<T>(reader: Reader<T>, standIn: T): Decoder<T> {
  return (place, decoding) => {
    if (place.node === undefined) mistake(decoding, place, 'is required');
    return optional(reader)(place, decoding) ?? standIn;
  };
}

/** A map with known keys: field `maxBodyBytes` is read from `max_body_bytes`. Unknown keys are mistakes. */
export function object<Fields extends Readonly<Record<string, Decoder<unknown>>>>(
  fields: Fields,
): Decoder<Decoded<Fields>> {
  const names = Object.keys(fields).map((field) => [field, snakeCase(field)] as const);
  const known = names.map(([, key]) => key);
  return (place, decoding) => {
    const map = mapAt(place, decoding);
    for (const [key, node] of map?.entries ?? []) {
      if (known.includes(key)) continue;
      const near = nearestKey(key, known);
      const hint = near === undefined ? `known keys: ${known.join(', ')}` : `did you mean ${near}?`;
      mistake(decoding, placeOf(place, key, node), 'unknown key', hint);
    }
    const values = names.map(([field, key]) => [
      field,
      fields[field]?.(placeOf(place, key, map?.entries.get(key)), decoding),
    ]);
    // Each field holds what its own decoder returned.
    return Object.fromEntries(values) as Decoded<Fields>;
  };
}

/** A map with names of the user's choice; null entries are as absent. */
export function record<T>(decoder: Decoder<T>): Decoder<Readonly<Record<string, T>>> {
  return (place, decoding) => {
    const entries: [string, T][] = [];
    for (const [key, node] of mapAt(place, decoding)?.entries ?? []) {
      const at = placeOf(place, key, node);
      if (at.node !== undefined) entries.push([key, decoder(at, decoding)]);
    }
    return Object.fromEntries(entries);
  };
}

export function list<T>(reader: Reader<T>): Reader<readonly T[]> {
  return (node, place, decoding) => {
    if (node.kind !== 'list') return wrong(decoding, place, 'has to be a list');
    const values: T[] = [];
    for (const [index, item] of node.items.entries()) {
      const value = reader(item, { ...place, path: `${place.path}[${index}]`, line: item.line }, decoding);
      if (value !== undefined) values.push(value);
    }
    return values;
  };
}

export const text: Reader<string> = (node, place, decoding) => {
  const expanded = expandedText(node, place, decoding);
  if (expanded?.text === '') return wrong(decoding, place, 'is empty');
  return expanded?.text;
};

/** `true` or `false`; in a string only when a variable put it there. */
export const flag: Reader<boolean> = (node, place, decoding) => {
  const value = node.kind === 'scalar' ? withVariables(node, place, decoding) : null;
  if (value === undefined || typeof value === 'boolean') return value;
  if (isSubstitution(value) && /^(true|false)$/.test(value.substituted)) return value.substituted === 'true';
  return wrong(decoding, place, 'has to be true or false');
};

/** Whole numbers from `least` to `most`, both included. Digits in a string count only when a variable put them there. */
export function integer(least: number, most = Number.MAX_SAFE_INTEGER): Reader<number> {
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  return (node, place, decoding) => {
    const found = node.kind === 'scalar' ? withVariables(node, place, decoding) : null;
    if (found === undefined) return undefined;
    const value = isSubstitution(found) && /^\d+$/.test(found.substituted) ? Number(found.substituted) : found;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most) return value;
    return wrong(decoding, place, `has to be a whole number ${range}`);
  };
}

export function oneOf<const T extends string>(choices: readonly T[]): Reader<T> {
  return (node, place, decoding) => {
    const value = text(node, place, decoding);
    if (value === undefined) return undefined;
    const choice = choices.find((each) => each === value);
    if (choice !== undefined) return choice;
    const near = nearestKey(value, choices);
    const hint = near === undefined ? undefined : `did you mean ${near}?`;
    return wrong(decoding, place, `has to be one of ${choices.join(', ')}`, hint);
  };
}

/** A text with further rules: `check` returns the value to use or records a mistake. */
export function checkedText(
  check: (value: string, place: Place, decoding: Decoding) => string | undefined,
): Reader<string> {
  return (node, place, decoding) => {
    const value = text(node, place, decoding);
    return value === undefined ? undefined : check(value, place, decoding);
  };
}

/** The text with its variables put in and where it came from; undefined after a mistake. */
export function expandedText(node: ConfigNode, place: Place, decoding: Decoding): Expanded | undefined {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') {
    const quote = node.kind === 'scalar' && typeof node.value === 'number' ? 'put it in quotes' : undefined;
    return wrong(decoding, place, 'has to be a text', quote);
  }
  const expanded = expandVariables(node.value, decoding.env);
  if (expanded.missing.length === 0) return expanded;
  const names = expanded.missing.join(', ');
  return wrong(decoding, place, `needs the environment variable ${names}, which is not set`);
}

export function mistake(decoding: Decoding, { file, line, path }: Place, message: string, hint?: string): void {
  decoding.mistakes.push({ file, line, path, message, ...(hint === undefined ? {} : { hint }) });
}

/** Records a mistake and stands for the value it prevented. */
export function wrong(decoding: Decoding, place: Place, message: string, hint?: string): undefined {
  mistake(decoding, place, message, hint);
}

function mapAt(place: Place, decoding: Decoding): MapNode | undefined {
  if (place.node === undefined || place.node.kind === 'map') return place.node;
  mistake(decoding, place, 'has to be a section with keys of its own');
  return undefined;
}

function placeOf(parent: Place, key: string, node: ConfigNode | undefined): Place {
  const path = parent.path === '' ? key : `${parent.path}.${key}`;
  const empty = node === undefined || (node.kind === 'scalar' && node.value === null);
  return { path, node: empty ? undefined : node, file: node?.file ?? parent.file, line: node?.line ?? parent.line };
}

/** The value as written, or the text that variables made of it; undefined after a mistake. */
function withVariables(
  node: ScalarNode,
  place: Place,
  decoding: Decoding,
): ScalarNode['value'] | Substitution | undefined {
  if (typeof node.value !== 'string') return node.value;
  const expanded = expandedText(node, place, decoding);
  return expanded === undefined || expanded.text === node.value ? expanded?.text : { substituted: expanded.text };
}

function isSubstitution(value: ScalarNode['value'] | Substitution): value is Substitution {
  return typeof value === 'object' && value !== null;
}

function snakeCase(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
