import { type Decimal, toDecimal } from './decimal.ts';

/** `multipleOf` (JSON Schema 2020-12 §6.2.1) in decimal arithmetic: 4.35 is a multiple of 0.01. `divisor` is above 0. */
export function isMultipleOf(value: number | bigint, divisor: number | bigint): boolean {
  if (typeof value === 'number' && typeof divisor === 'number') {
    if (Number.isSafeInteger(value) && Number.isSafeInteger(divisor)) return value % divisor === 0;
    if (!Number.isFinite(value)) return false;
  }
  const dividend = toDecimal(value);
  const unit = toDecimal(divisor);
  const exponent = Math.min(dividend.exponent, unit.exponent);
  return scale(dividend, exponent) % scale(unit, exponent) === 0n;
}

function scale({ digits, exponent }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(exponent - to);
}
