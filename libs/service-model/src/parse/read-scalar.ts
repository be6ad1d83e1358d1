import type { JsonValue } from '../model/json.ts';
import { type BundleContext, locate, type Place } from './bundle-context.ts';
import { isList } from './is-object.ts';

/** A string field; numbers and booleans are read as the text that was written, with a warning. */
export function readString(raw: JsonValue, place: Place, context: BundleContext): string | undefined {
  if (typeof raw === 'string') return raw;
  if (typeof raw !== 'number' && typeof raw !== 'boolean') return wrongType('a string', raw, place, context);
  const text = writtenText(raw, place, context);
  context.report.warning({
    at: locate(place, context),
    code: 'wrong-type',
    message: `"${place.key}" must be a string`,
    hint: `It is read as "${text}"; put it in quotes`,
  });
  return text;
}

export function readBoolean(raw: JsonValue, place: Place, context: BundleContext): boolean | undefined {
  return typeof raw === 'boolean'
    ? raw
    : (readWord(raw, place, context) ?? wrongType('true or false', raw, place, context));
}

// In quotes, and the words of YAML 1.1 (https://yaml.org/type/bool.html), which YAML 1.2 reads as text.
const words: ReadonlyMap<string, boolean> = new Map(
  [
    ['true', true],
    ['yes', true],
    ['on', true],
    ['y', true],
    ['false', false],
    ['no', false],
    ['off', false],
    ['n', false],
  ].map(([word, value]) => [String(word), value === true]),
);

/** A word that stands for true or false, with a warning. */
export function readWord(raw: JsonValue, place: Place, context: BundleContext): boolean | undefined {
  const value = typeof raw === 'string' ? words.get(raw.toLowerCase()) : undefined;
  if (value === undefined) return undefined;
  context.report.warning({
    at: locate(place, context),
    code: 'wrong-type',
    message: `"${place.key}" must be true or false, not the text "${raw}"`,
    hint: `It is read as ${value}`,
  });
  return value;
}

export function readStrings(raw: JsonValue, place: Place, context: BundleContext): readonly string[] | undefined {
  if (typeof raw === 'string') {
    const at = locate(place, context);
    context.report.warning({
      at,
      code: 'wrong-type',
      message: `"${place.key}" must be a list`,
      hint: `It is read as ["${raw}"]`,
    });
    return [raw];
  }
  if (!isList(raw)) return wrongType('a list of strings', raw, place, context);
  const items = raw.flatMap((item, index) => readString(item, { container: raw, key: String(index) }, context) ?? []);
  const distinct = [...new Set(items)];
  if (distinct.length < items.length) {
    const message = `"${place.key}" names something twice`;
    context.report.warning({ at: locate(place, context), code: 'duplicate-item', message, hint: 'It counts once' });
  }
  return context.sources.inherit(distinct, raw);
}

/** Reports an error and gives nothing. */
export function wrongType(wanted: string, raw: JsonValue, place: Place, context: BundleContext): undefined {
  const what = place.key === undefined ? 'This' : `"${place.key}"`;
  context.report.error({
    at: locate(place, context),
    code: 'wrong-type',
    message: `${what} must be ${wanted}, not ${typeName(raw)}`,
  });
  return undefined;
}

export function typeName(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** The text of a number or boolean as it was written: `version: 1.0` is the number 1, but "1.0" was meant. */
export function writtenText(raw: number | boolean, { container, key }: Place, { sources }: BundleContext): string {
  const field = key === undefined ? undefined : sources.fieldOf(container, key);
  const offset = field?.origin.offsets().get(field.key);
  if (field === undefined || offset === undefined) return String(raw);
  const line = field.origin.file.text.slice(offset, offset + 200);
  const written = /^(?:[^\n:]*:[ \t]+)?([-+.\w]+)/.exec(line)?.[1];
  return written !== undefined && Number(written) === raw ? written : String(raw);
}
