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
  if (typeof raw === 'boolean') return raw;
  if (raw !== 'true' && raw !== 'false') return wrongType('true or false', raw, place, context);
  context.report.warning({
    at: locate(place, context),
    code: 'wrong-type',
    message: `"${place.key}" must be true or false, not a string`,
    hint: `It is read as ${raw}; remove the quotes`,
  });
  return raw === 'true';
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
  return context.sources.inherit(items, raw);
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

// `version: 1.0` is the number 1, but "1.0" was meant.
function writtenText(raw: number | boolean, { container, key }: Place, { sources }: BundleContext): string {
  const field = key === undefined ? undefined : sources.fieldOf(container, key);
  const offset = field?.origin.offsets().get(field.key);
  if (field === undefined || offset === undefined) return String(raw);
  const line = field.origin.file.text.slice(offset, offset + 200);
  const written = /^(?:[^\n:]*:[ \t]+)?([-+.\w]+)/.exec(line)?.[1];
  return written !== undefined && Number(written) === raw ? written : String(raw);
}
