import type { JsonObject } from '@brrt/service-model';
import type { Random } from './random.ts';
import { numberOf } from './schema-keywords.ts';

/** A number within the bounds of the schema, a multiple of `multipleOf`; undefined when there is none. */
export function generateNumber(schema: JsonObject, isInteger: boolean, random: Random): number | undefined {
  const multipleOf = numberOf(schema, 'multipleOf');
  const step = isInteger ? wholeStep(multipleOf) : (multipleOf ?? naturalStep(schema));
  const low = lowest(schema, step);
  const high = highest(schema, step);
  const from = low ?? (high === undefined ? 1 : Math.min(1, high - 100));
  const to = high ?? Math.max(from, 0) + 100;
  const first = Math.ceil(round(from / step));
  const last = Math.floor(round(to / step));
  if (first > last) return undefined;
  return round(random.integer(first, Math.min(last, first + 100_000)) * step);
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
  const inclusive = numberOf(schema, 'minimum');
  const exclusive = numberOf(schema, 'exclusiveMinimum');
  const above = exclusive === undefined ? undefined : (Math.floor(round(exclusive / step)) + 1) * step;
  if (inclusive === undefined || above === undefined) return inclusive ?? above;
  return Math.max(inclusive, above);
}

function highest(schema: JsonObject, step: number): number | undefined {
  const inclusive = numberOf(schema, 'maximum');
  const exclusive = numberOf(schema, 'exclusiveMaximum');
  const below = exclusive === undefined ? undefined : (Math.ceil(round(exclusive / step)) - 1) * step;
  if (inclusive === undefined || below === undefined) return inclusive ?? below;
  return Math.min(inclusive, below);
}

/** Takes away what binary fractions add: 0.1 * 3. */
function round(value: number): number {
  return Number.isSafeInteger(value) ? value : Number(value.toPrecision(12));
}
