import type { JsonObject, JsonValue } from '../model/json.ts';
import { type BundleContext, locate } from './bundle-context.ts';
import { isList, isObject } from './is-object.ts';

const limits = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'const', 'default'];
const wideFormats: ReadonlySet<JsonValue> = new Set(['int64', 'uint64']);

/**
 * `x-brrt-type: bigint` on a schema for integers: values of it are `bigint`s, so that none of 64 bits loses a digit.
 * `x-brrt-int64: bigint` at the root says so for every integer of a format with 64 bits. Numbers of the schema that are
 * too large for a `number` are kept as they are written, in `x-brrt-digits`.
 */
export function readWideIntegers(raw: JsonObject, made: JsonObject, context: BundleContext): JsonObject {
  const { 'x-brrt-type': written, ...rest } = made;
  const isAsked = written === 'bigint' || (context.settings.int64IsBigint && wideFormats.has(made.format ?? null));
  if (isAsked && isInteger(made)) {
    const digits = readDigits(raw, context);
    return { ...rest, 'x-brrt-type': 'bigint', ...(digits === undefined ? {} : { 'x-brrt-digits': digits }) };
  }
  reportInexact(raw, context);
  if (written === undefined) return made;
  const message =
    written === 'bigint' ? '"x-brrt-type: bigint" is for schemas of type integer' : '"x-brrt-type" can only be bigint';
  context.report.warning({
    at: locate({ container: raw, key: 'x-brrt-type' }, context),
    code: 'unknown-setting',
    message,
    hint: 'It is read as absent',
  });
  return rest;
}

// Beyond 2^53 a number stands for several integers.
function reportInexact(raw: JsonObject, context: BundleContext): void {
  for (const key of limits) noteInexact({ container: raw, key }, key, context);
  const members = raw.enum;
  if (!isList(members)) return;
  for (const index of members.keys()) noteInexact({ container: members, key: String(index) }, 'enum', context);
}

function noteInexact({ container, key }: NumberPlace, keyword: string, context: BundleContext): void {
  const value = numberAt(container, key);
  if (value === undefined) return;
  context.report.note({
    at: locate({ container, key }, context),
    code: 'inexact-number',
    message: `"${keyword}" is beyond what a number tells apart (2^53): ${digitsAt(container, key, context)}`,
    hint: `It is read as ${BigInt(value)}; "x-brrt-type: bigint" keeps integers to the last digit`,
  });
}

interface NumberPlace {
  readonly container: NumberContainer;
  readonly key: string;
}

type NumberContainer = JsonObject | readonly JsonValue[];

/** An integer that is none of those that a number tells apart. */
function numberAt(container: NumberContainer, key: string): number | undefined {
  const value = isObject(container) ? container[key] : container[Number(key)];
  return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) ? value : undefined;
}

function isInteger({ type }: JsonObject): boolean {
  return isList(type) ? type.includes('integer') : type === 'integer';
}

function readDigits(raw: JsonObject, context: BundleContext): JsonObject | undefined {
  const entries = limits.flatMap((key): [string, JsonValue][] => {
    const digits = digitsAt(raw, key, context);
    return digits === undefined ? [] : [[key, digits]];
  });
  const members = raw.enum;
  if (isList(members)) {
    const digits = members.map((member, index) => digitsAt(members, String(index), context) ?? member);
    if (digits.some((member, index) => member !== members[index])) entries.push(['enum', digits]);
  }
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** The digits of an integer that a number cannot hold; undefined for all others. */
function digitsAt(container: NumberContainer, key: string, context: BundleContext): string | undefined {
  const value = numberAt(container, key);
  if (value === undefined) return undefined;
  const origin = context.sources.originOf(container);
  const offset = origin?.offsets().get(key);
  if (origin === undefined || offset === undefined) return BigInt(value).toString();
  // `maximum: 9223372036854775807`, `"maximum": 9223372036854775807`, or the number alone
  const line = origin.file.text.slice(offset, offset + 200);
  const written = /^(?:["']?[\w-]+["']?\s*:\s*|-\s+)?(-?\d+)(?![\d.eE_])/.exec(line)?.[1];
  return written !== undefined && Number(written) === value ? BigInt(written).toString() : BigInt(value).toString();
}
