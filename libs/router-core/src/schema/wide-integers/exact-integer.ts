const numberPattern = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** More digits than this are no integer of any format; the bound keeps `1e999999` from becoming as long. */
const mostDigits = 400;

/** The integer that a number of JSON is, however it is written (`1e3`, `1.0`); undefined when it is none. */
export function exactInteger(source: string): bigint | undefined {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = numberPattern.exec(source) ?? [];
  const power = Number(exponent) - fraction.length;
  const digits = whole + fraction;
  if (digits === '' || digits.length + Math.max(power, 0) > mostDigits) return undefined;
  if (power >= 0) return BigInt(`${sign}${digits}${'0'.repeat(power)}`);
  // Only zeros can be left out behind the point.
  const kept = digits.slice(0, power);
  return /^0*$/.test(digits.slice(power)) ? BigInt(`${sign}${kept === '' ? '0' : kept}`) : undefined;
}
