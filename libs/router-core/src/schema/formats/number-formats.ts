import type { Format } from './format.ts';

const integerPattern = /^-?(?:0|[1-9][0-9]*)$/;
/** More digits than any integer of a format has. */
const longestInteger = 40;

/** Integers from `least` to `greatest`, which a number can hold exactly. */
export function integerFormat(least: number, greatest: number): Format {
  return { number: (value) => Number.isInteger(value) && value >= least && value <= greatest };
}

/**
 * Integers of 64 bits: as text and as `bigint` all of them; as a number only those that it can hold exactly, because
 * another one may have been sent for any that it cannot.
 */
export function wideIntegerFormat(least: bigint, greatest: bigint): Format {
  const isWithin = (value: bigint): boolean => value >= least && value <= greatest;
  return {
    number: (value) => Number.isSafeInteger(value) && isWithin(BigInt(value)),
    bigint: isWithin,
    text: (text) => text.length <= longestInteger && integerPattern.test(text) && isWithin(BigInt(text)),
  };
}

/** `float`: a number of 32 bits; rounding to it is no loss that anybody could see in a decimal number. */
export function isFloat(value: number): boolean {
  return Number.isFinite(Math.fround(value));
}

const decimalPattern = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const longestDecimal = 1_000;

/** `decimal` as text: its uses conflict, and all of them write decimal digits. */
export function isDecimal(text: string): boolean {
  return text.length <= longestDecimal && decimalPattern.test(text);
}

const specialDecimals: ReadonlySet<string> = new Set(['NaN', 'INF', '-INF']);

/** `decimal128` as text (IEEE 754-2008 §3.5): 34 digits, exponents from -6143 to 6144, or a special value. */
export function isDecimal128(text: string): boolean {
  if (specialDecimals.has(text)) return true;
  if (!isDecimal(text)) return false;
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace(/^[+-]/, '').split('.');
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  if (digits === '') return true;
  // Of the first digit: 1.2 and 12e-1 have the same.
  const scientific = digits.length - 1 - fraction.length + Number(exponent);
  return digits.replace(/0+$/, '').length <= 34 && scientific >= -6143 - 33 && scientific <= 6144;
}

/** `unixtime` as text: seconds since 1970, which may be before. */
export function isUnixTime(text: string): boolean {
  return text.length <= longestInteger && integerPattern.test(text);
}

const mostStructuredInteger = 999_999_999_999_999;

/** `sf-integer` (RFC 8941 §3.3.1): at most 15 digits. */
export function isStructuredInteger(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= mostStructuredInteger;
}

/** `sf-decimal` (RFC 8941 §3.3.2): at most 12 digits before the point and 3 behind it. */
export function isStructuredDecimal(value: number): boolean {
  return Math.abs(value) < 1e12 && Number(value.toFixed(3)) === value;
}
