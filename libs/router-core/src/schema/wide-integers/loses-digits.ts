import { exactInteger } from './exact-integer.ts';

/** Characters of the shortest integer beyond 2^53. */
export const shortestInexact = 16;

const plainInteger = /^-?\d+$/;

/**
 * Whether an integer of JSON, written without a fraction and an exponent, is another one as a number. What a number is written
 * as again (`2 ** 60` as 1152921504606847000) loses nothing.
 */
export function losesDigits(literal: string): boolean {
  if (literal.length < shortestInexact || !plainInteger.test(literal)) return false;
  const number = Number(literal);
  if (Number.isSafeInteger(number)) return false;
  if (!Number.isFinite(number)) return true;
  const written = BigInt(literal);
  return BigInt(number) !== written && exactInteger(String(number)) !== written;
}
