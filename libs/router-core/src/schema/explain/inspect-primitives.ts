import type { JsonSchema, JsonValue } from '@brrt/service-model';
import type { Format } from '../formats/format.ts';
import { formats } from '../formats.ts';
import { exactMembers, exactNumber } from '../keywords/exact-numbers.ts';
import { isMultipleOf } from '../keywords/is-multiple-of.ts';
import { parseJsonText } from '../keywords/parse-json-text.ts';
import { isOneOf, sameJson } from '../keywords/same-json.ts';
import { hasAtLeast, hasAtMost } from '../keywords/text-length.ts';
import { compilePattern } from '../pattern/compile-pattern.ts';
import { isWide } from '../wide-integers/uses-wide-integers.ts';
import { type Inspection, report } from './inspection.ts';
import type { SchemaError } from './schema-error.ts';

type Types = string | readonly string[];

export function inspectType(type: Types, inspection: Inspection): void {
  const { schema, spot } = inspection;
  if (isOfTypes(spot.value, type)) return;
  // What decodes text leaves an integer as text where a number would be another one.
  const isInexact = [type].flat().includes('integer') && isInexactText(spot.value) && !isWide(schema);
  report(inspection, 'type', { type, isInexact });
}

function isInexactText(value: unknown): boolean {
  return typeof value === 'string' && /^-?[1-9][0-9]*$/.test(value) && !Number.isSafeInteger(Number(value));
}

function isOfTypes(value: unknown, type: Types): boolean {
  return [type].flat().some((name) => isOfType(value, name));
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'integer':
      return Number.isInteger(value) || typeof value === 'bigint';
    case 'number':
      return Number.isFinite(value) || typeof value === 'bigint';
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}

export function inspectConst(_content: JsonValue, inspection: Inspection): void {
  const [allowedValue] = exactMembers(inspection.schema, 'const');
  if (!sameJson(inspection.spot.value, allowedValue)) report(inspection, 'const', { allowedValue });
}

export function inspectEnum(_content: readonly JsonValue[], inspection: Inspection): void {
  const allowedValues = exactMembers(inspection.schema, 'enum');
  if (!isOneOf(inspection.spot.value, allowedValues)) report(inspection, 'enum', { allowedValues });
}

export function inspectMinLength(limit: number, inspection: Inspection): void {
  const { value } = inspection.spot;
  if (typeof value === 'string' && !hasAtLeast(value, limit)) report(inspection, 'minLength', { limit });
}

export function inspectMaxLength(limit: number, inspection: Inspection): void {
  const { value } = inspection.spot;
  if (typeof value === 'string' && !hasAtMost(value, limit)) report(inspection, 'maxLength', { limit });
}

export function inspectPattern(pattern: string, inspection: Inspection): void {
  const { value } = inspection.spot;
  if (typeof value === 'string' && !compilePattern(pattern).test(value)) report(inspection, 'pattern', { pattern });
}

export function inspectJsonText(content: JsonSchema, inspection: Inspection): void {
  const { inspector, spot } = inspection;
  if (typeof spot.value !== 'string') return;
  const parsed = parseJsonText(spot.value);
  if (parsed === undefined) report(inspection, 'contentMediaType');
  else inspector.inspect(content, { ...spot, value: parsed, evaluated: undefined });
}

export function inspectFormat(format: string, inspection: Inspection): void {
  const { value } = inspection.spot;
  const known = Object.hasOwn(formats, format) ? formats[format] : undefined;
  if (known === undefined || hasFormat(value, known)) return;
  // The cast: a `type` of another shape has been left out. One that the value does not have is the fault that was told.
  const type = inspection.schema.type as Types | undefined;
  if (type !== undefined && !isOfTypes(value, type)) return;
  if (isBeyondLimit(inspection, known)) return;
  // An integer of 64 bits that is no safe one: another may have been sent.
  const isInexact = Number.isInteger(value) && !Number.isSafeInteger(value) && known.bigint !== undefined;
  report(inspection, 'format', { format, isInexact });
}

const limits = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'];

/** Whether a limit of the same schema, narrower than the range of the format, was told of an integer. */
function isBeyondLimit({ schema, spot }: Inspection, format: Format): boolean {
  if (!Number.isInteger(spot.value) && typeof spot.value !== 'bigint') return false;
  return limits.some((keyword) => {
    const limit = exactNumber(schema, keyword);
    const isTold = (error: SchemaError): boolean =>
      error.keyword === keyword && error.instancePath === spot.path && error.params.limit === limit;
    return limit !== undefined && hasFormat(limit, format) && spot.errors.some(isTold);
  });
}

function hasFormat(value: unknown, { text, number, bigint }: Format): boolean {
  if (typeof value === 'string') return text?.(value) ?? true;
  if (typeof value === 'number') return number?.(value) ?? true;
  return typeof value === 'bigint' ? (bigint?.(value) ?? true) : true;
}

/** `inspectLimit('minimum', '>=', (value, limit) => value >= limit)` */
export function inspectLimit(
  keyword: string,
  comparison: string,
  fits: (value: number | bigint, limit: number | bigint) => boolean,
) {
  return (_content: number, inspection: Inspection): void => {
    const { value } = inspection.spot;
    const limit = exactNumber(inspection.schema, keyword);
    if (isNumeric(value) && limit !== undefined && !fits(value, limit)) {
      report(inspection, keyword, { comparison, limit });
    }
  };
}

export function inspectMultipleOf(_content: number, inspection: Inspection): void {
  const { value } = inspection.spot;
  const multipleOf = exactNumber(inspection.schema, 'multipleOf');
  if (isNumeric(value) && multipleOf !== undefined && !isMultipleOf(value, multipleOf)) {
    report(inspection, 'multipleOf', { multipleOf });
  }
}

function isNumeric(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}
