import type { AttributeValue } from '../api/telemetry.ts';
import type { AttributeList } from '../otlp/otlp-data.ts';

/** The value of a name; the last one where a name comes twice. */
export function attribute(attributes: AttributeList, name: string): AttributeValue | undefined {
  for (let index = attributes.length - 2; index >= 0; index -= 2) {
    if (attributes[index] === name) return attributes[index + 1];
  }
  return undefined;
}

export function textAttribute(attributes: AttributeList, name: string): string | undefined {
  const value = attribute(attributes, name);
  return typeof value === 'string' ? value : undefined;
}

export function numberAttribute(attributes: AttributeList, name: string): number | undefined {
  const value = attribute(attributes, name);
  return typeof value === 'number' ? value : undefined;
}

/** A value as filters write it. */
export function valueText(value: AttributeValue): string {
  return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
}
