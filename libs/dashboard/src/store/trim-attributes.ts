import type { AttributeValue } from '../api/telemetry.ts';
import type { AttributeList } from '../otlp/otlp-data.ts';
import { hideUrlSecrets, holdsUrl } from './hide-url-secrets.ts';
import { hidden, isSecretName } from './secret-names.ts';
import { type TextPool, textBytes } from './text-pool.ts';

/** Caps on what one record may bring. */
export const limits = {
  attributes: 128,
  events: 128,
  links: 64,
  /** Characters of a text. */
  text: 8_192,
  stack: 32_768,
  body: 65_536,
  name: 1_024,
  /** Values within one nested value. */
  nested: 256,
};

export interface Trimmed {
  readonly attributes: AttributeList;
  readonly bytes: number;
  readonly dropped: number;
}

/** Attributes as they are kept: secrets hidden, long texts cut, too many dropped, names shared. */
export function trimAttributes(attributes: AttributeList, pool: TextPool): Trimmed {
  const kept: AttributeValue[] = [];
  const size = Math.min(attributes.length, limits.attributes * 2);
  let bytes = 16;
  for (let index = 0; index < size; index += 2) {
    const name = keepText(String(attributes[index]), pool, limits.name);
    const value = publicValue(name, attributes[index + 1] ?? null);
    const maximum = name === 'exception.stacktrace' ? limits.stack : limits.text;
    const trimmed = trimValue(value, pool, { maximum, left: limits.nested });
    kept.push(name, trimmed);
    bytes += 16 + (pool.has(name) ? 0 : textBytes(name)) + valueBytes(trimmed, pool);
  }
  return { attributes: kept, bytes, dropped: (attributes.length - size) / 2 };
}

function publicValue(name: string, value: AttributeValue): AttributeValue {
  if (isSecretName(name)) return hidden;
  return typeof value === 'string' && holdsUrl(name) ? hideUrlSecrets(value.slice(0, limits.text * 2)) : value;
}

/** A text that is cut to `maximum` characters and shared where it is known. */
export function keepText(text: string, pool: TextPool, maximum: number): string {
  if (text.length <= maximum) return pool.keep(text);
  // A slice would keep the whole text alive; these octets are a copy.
  return Buffer.from(`${text.slice(0, maximum)}...`).toString();
}

/** A value of a body. */
export function trimNested(value: AttributeValue, pool: TextPool): AttributeValue {
  return trimValue(value, pool, { maximum: limits.text, left: limits.nested });
}

export function valueBytes(value: AttributeValue, pool: TextPool): number {
  if (typeof value === 'string') return pool.has(value) ? 0 : textBytes(value);
  if (typeof value === 'number') return Number.isInteger(value) ? 0 : 16;
  if (typeof value !== 'object' || value === null) return 0;
  if (isList(value)) return value.reduce<number>((sum, item) => sum + 8 + valueBytes(item, pool), 32);
  return Object.entries(value).reduce((sum, [name, item]) => sum + 48 + textBytes(name) + valueBytes(item, pool), 64);
}

interface Budget {
  readonly maximum: number;
  left: number;
}

function trimValue(value: AttributeValue, pool: TextPool, budget: Budget): AttributeValue {
  if (typeof value === 'string') return keepText(value, pool, budget.maximum);
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) {
    const items: AttributeValue[] = [];
    for (const item of value) {
      budget.left -= 1;
      if (budget.left < 0) return items;
      items.push(trimValue(item, pool, budget));
    }
    return items;
  }
  const entries: [string, AttributeValue][] = [];
  for (const [name, item] of Object.entries(value)) {
    budget.left -= 1;
    if (budget.left < 0) break;
    const shown = keepText(name, pool, limits.name);
    entries.push([shown, isSecretName(name) ? hidden : trimValue(item, pool, budget)]);
  }
  return Object.fromEntries(entries);
}

function isList(value: AttributeValue): value is readonly AttributeValue[] {
  return Array.isArray(value);
}
