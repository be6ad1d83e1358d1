import { toDecimal } from '../schema/keywords/decimal.ts';

/** Numbers as multiples of one unit, so that they can be compared and divided as integers; undefined when too far apart. */
export function toCommonUnit(
  values: readonly (number | bigint)[],
): { readonly units: readonly bigint[]; readonly exponent: number } | undefined {
  const decimals = values.map(toDecimal);
  const exponent = Math.min(0, ...decimals.map((each) => each.exponent));
  if (exponent < -40 || decimals.some((each) => each.exponent - exponent > 60)) return undefined;
  return { units: decimals.map((each) => each.digits * 10n ** BigInt(each.exponent - exponent)), exponent };
}

export function fromUnit(units: bigint, exponent: number): number {
  return Number(`${units}e${exponent}`);
}

export function leastCommonMultiple(one: bigint, other: bigint): bigint {
  let [left, right] = [one, other];
  while (right !== 0n) [left, right] = [right, left % right];
  return (one / left) * other;
}

/** The integer quotient, rounded up. */
export function divideUp(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return quotient * divisor < dividend ? quotient + 1n : quotient;
}

/** The integer quotient, rounded down. */
export function divideDown(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return quotient * divisor > dividend ? quotient - 1n : quotient;
}
