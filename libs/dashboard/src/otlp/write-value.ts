import type { AttributeValue } from '../api/telemetry.ts';
import type { AttributeList } from './otlp-data.ts';

/** OTLP/JSON, as plain objects. */

export function writeAttributes(attributes: AttributeList): readonly unknown[] {
  const pairs: unknown[] = [];
  for (let index = 0; index < attributes.length; index += 2)
    pairs.push({ key: String(attributes[index]), value: writeValue(attributes[index + 1] ?? null) });
  return pairs;
}

export function writeValue(value: AttributeValue): unknown {
  switch (typeof value) {
    case 'string':
      return { stringValue: value };
    case 'boolean':
      return { boolValue: value };
    case 'number':
      return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
    default:
      if (value === null) return {};
      if (isList(value)) return { arrayValue: { values: value.map(writeValue) } };
      return { kvlistValue: { values: writeAttributes(Object.entries(value).flat()) } };
  }
}

/** Nanoseconds since 1970, of milliseconds that are exact to the microsecond. */
export function writeTime(milliseconds: number): string {
  return String(nanoseconds(milliseconds));
}

/** `duration` milliseconds later. */
export function writeTimeAfter(milliseconds: number, duration: number): string {
  return String(nanoseconds(milliseconds) + BigInt(Math.round(duration * 1e6)));
}

function nanoseconds(milliseconds: number): bigint {
  return BigInt(Math.round(milliseconds * 1000)) * 1000n;
}

function isList(value: AttributeValue): value is readonly AttributeValue[] {
  return Array.isArray(value);
}
