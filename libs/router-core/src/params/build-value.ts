import { coerceText } from './coerce-text.ts';
import type { WireKind, WireValue } from './split-value.ts';
import type { ValueShape } from './value-shape.ts';
import { Values } from './values.ts';

/** A decoded value, or why there is none. */
export type Built =
  | {
      readonly value: unknown;
      /** The decoded text, where it was turned into something else and text is allowed too. */
      readonly text?: string;
      /** The contract takes this value without asking the schema: `allowEmptyValue`. */
      readonly isUnchecked?: true;
    }
  | { readonly keyword: string; readonly detail: string };

/** Undefined: the text cannot be decoded. */
export type DecodeText = (raw: string) => string | undefined;

export const badEncoding: Built = {
  keyword: 'encoding',
  detail: 'Percent-encoding has to be well-formed UTF-8 without NUL',
};

/** Decodes every part once, after splitting, and turns it into what the shape expects there. */
export function buildValue(wire: WireValue, shape: ValueShape, decode: DecodeText): Built {
  switch (wire.kind) {
    case 'malformed':
      return { keyword: 'style', detail: wire.detail };
    case 'primitive':
      return buildText(wire.text, shape, decode);
    case 'array':
      return buildArray(wire.items, shape, decode);
    case 'object':
      return buildObject(wire.entries, shape, decode);
  }
}

/** How a value of this shape is written: text unless the schema asks for an array or object alone. */
export function wireKindOf(shape: ValueShape): WireKind {
  const { types } = shape;
  const hasPrimitive = ['boolean', 'integer', 'number', 'string'].some((type) => types.has(type as 'string'));
  if (hasPrimitive) return 'primitive';
  if (types.has('array')) return 'array';
  return types.has('object') ? 'object' : 'primitive';
}

function buildText(raw: string, shape: ValueShape, decode: DecodeText): Built {
  const text = decode(raw);
  if (text === undefined) return badEncoding;
  const value = coerceText(text, shape);
  return value !== text && shape.types.has('string') ? { value, text } : { value };
}

function buildArray(items: readonly string[], shape: ValueShape, decode: DecodeText): Built {
  // An empty text is the empty list where no element can be empty text.
  if (items.length === 1 && items[0] === '' && !shape.items(0).types.has('string')) return { value: [] };
  const values: unknown[] = [];
  for (const item of items) {
    const text = decode(item);
    if (text === undefined) return badEncoding;
    values.push(coerceText(text, shape.items(values.length)));
  }
  return { value: values };
}

function buildObject(entries: readonly (readonly [string, string])[], shape: ValueShape, decode: DecodeText): Built {
  const value = new Values();
  for (const [rawName, rawText] of entries) {
    const name = decode(rawName);
    const text = decode(rawText);
    if (name === undefined || text === undefined) return badEncoding;
    if (name === '__proto__') return { keyword: 'style', detail: 'No property can have this name' };
    if (Object.hasOwn(value, name)) return { keyword: 'style', detail: 'A property is given more than once' };
    const property = shape.property(name);
    value[name] = property === undefined ? text : coerceText(text, property);
  }
  return { value };
}
