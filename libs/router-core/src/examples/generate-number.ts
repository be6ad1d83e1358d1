import type { JsonObject } from '@brrt/service-model';
import { ownKeywords } from './own-keywords.ts';
import type { Random } from './random.ts';
import { namesOf, numberOf, stringOf } from './schema-keywords.ts';

/** A number within the bounds of the schema, a multiple of `multipleOf`; undefined when there is none. */
export function generateNumber(schema: JsonObject, isInteger: boolean, random: Random): number | undefined {
  const bounds = boundsOf(schema);
  const multipleOf = numberOf(schema, 'multipleOf');
  const isWhole = isInteger || bounds.isWhole;
  const step = isWhole ? wholeStep(multipleOf) : (multipleOf ?? naturalStep(schema));
  const low = lowest(schema, step);
  const high = highest(schema, step, bounds.maximum);
  const reach = 100 * Math.max(step, 1);
  const from = Math.max(low ?? (high === undefined ? 1 : Math.min(1, high - reach)), bounds.minimum);
  const to = high ?? Math.max(from, 0) + reach;
  const first = Math.ceil(round(from / step));
  const last = Math.floor(round(to / step));
  if (first > last) return undefined;
  const value = round(random.integer(first, Math.min(last, first + 100_000)) * step);
  return Number.isFinite(value) && !(high !== undefined && value > high) ? value : from;
}

const formatBounds: Readonly<Record<string, readonly [number, number]>> = {
  int8: [-128, 127],
  int16: [-32_768, 32_767],
  int32: [-2_147_483_648, 2_147_483_647],
  // Beyond, doubles lose what the format promises.
  int64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  uint8: [0, 255],
  uint16: [0, 65_535],
  uint32: [0, 4_294_967_295],
  uint64: [0, Number.MAX_SAFE_INTEGER],
  'double-int': [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
};

interface FormatBounds {
  readonly minimum: number;
  readonly maximum: number;
  readonly isWhole: boolean;
}

function boundsOf(schema: JsonObject): FormatBounds {
  const format = stringOf(schema, 'format');
  const formats = [...(format === undefined ? [] : [format]), ...namesOf(schema, ownKeywords.formats)];
  const bounds = formats.flatMap((name) => {
    const known = Object.hasOwn(formatBounds, name) ? formatBounds[name] : undefined;
    return known === undefined ? [] : [known];
  });
  return {
    minimum: Math.max(-Infinity, ...bounds.map(([minimum]) => minimum)),
    maximum: Math.min(Infinity, ...bounds.map(([, maximum]) => maximum)),
    isWhole: bounds.length > 0,
  };
}

/** Integers that are multiples of 1.5 are multiples of 3. */
function wholeStep(multipleOf: number | undefined): number {
  if (multipleOf === undefined) return 1;
  for (let factor = 1; factor <= 1_000; factor += 1) {
    if (Number.isInteger(round(multipleOf * factor))) return round(multipleOf * factor);
  }
  return 1;
}

/** Halves look like numbers, finer when the bounds are close. */
function naturalStep(schema: JsonObject): number {
  const low = numberOf(schema, 'minimum') ?? numberOf(schema, 'exclusiveMinimum');
  const high = numberOf(schema, 'maximum') ?? numberOf(schema, 'exclusiveMaximum');
  if (low === undefined || high === undefined || high - low > 10) return 0.5;
  return high > low ? 10 ** (Math.floor(Math.log10(high - low)) - 1) : Math.abs(low) || 1;
}

function lowest(schema: JsonObject, step: number): number | undefined {
  const exclusive = numberOf(schema, 'exclusiveMinimum');
  const above = exclusive === undefined ? undefined : nextAbove(exclusive, step);
  const bounds = [numberOf(schema, 'minimum'), above].filter((bound) => bound !== undefined);
  return bounds.length === 0 ? undefined : Math.max(...bounds);
}

function highest(schema: JsonObject, step: number, ofFormat: number): number | undefined {
  const exclusive = numberOf(schema, 'exclusiveMaximum');
  const below = exclusive === undefined ? undefined : -nextAbove(-exclusive, step);
  const bounds = [numberOf(schema, 'maximum'), below].filter((bound) => bound !== undefined);
  return bounds.length === 0 && ofFormat === Infinity ? undefined : Math.min(...bounds, ofFormat);
}

function nextAbove(bound: number, step: number): number {
  const next = (Math.floor(round(bound / step)) + 1) * step;
  // Far from zero a step may be less than what a double can tell apart.
  return next > bound && next < Infinity ? next : bound + Math.abs(bound) * Number.EPSILON;
}

/** Takes away what binary fractions add: 0.1 * 3. */
function round(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(12));
}
