import type { AttributeValue } from '../api/telemetry.ts';
import { type AttributeList, maximumDepth } from './otlp-data.ts';
import { OtlpError } from './otlp-error.ts';
import type { WireReader } from './wire-reader.ts';

/** A message whose field 1 repeats `KeyValue`: a resource, a `KeyValueList`. */
export function decodeAttributes(reader: WireReader): AttributeList {
  const attributes: AttributeValue[] = [];
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    if (tag === 0o12) pushKeyValue(reader, attributes);
    else reader.skip(tag);
  }
  return attributes;
}

/** Reads a `KeyValue` and adds name and value. */
export function pushKeyValue(reader: WireReader, attributes: AttributeValue[]): void {
  const { key, value } = reader.message(decodeKeyValue);
  attributes.push(key, value);
}

/** `AnyValue`: 64 bit numbers beyond 2^53 as text, octets as base64. */
export function decodeValue(reader: WireReader): AttributeValue {
  let value: AttributeValue = null;
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    switch (tag) {
      case 0o12:
        value = reader.text();
        break;
      case 0o20:
        value = reader.uint64() !== 0;
        break;
      case 0o30:
        value = reader.int64();
        break;
      case 0o41:
        value = finite(reader.double());
        break;
      case 0o52:
        value = reader.message(decodeArray);
        break;
      case 0o62:
        value = toObject(reader.message(decodeAttributes));
        break;
      case 0o72:
        value = reader.base64();
        break;
      default:
        reader.skip(tag);
    }
  }
  return value;
}

/** JSON has no infinities: they become what OTLP/JSON writes for them. */
export function finite(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** The last of a name wins. `__proto__` is a name like others. */
export function toObject(attributes: AttributeList): { readonly [name: string]: AttributeValue } {
  const entries: [string, AttributeValue][] = [];
  for (let index = 0; index < attributes.length; index += 2)
    entries.push([String(attributes[index]), attributes[index + 1] ?? null]);
  return Object.fromEntries(entries);
}

/** How deep a value of a request may be nested. */
export function checkDepth(depth: number): void {
  if (depth > maximumDepth) throw new OtlpError(`Values are nested deeper than ${maximumDepth}`);
}

function decodeKeyValue(reader: WireReader): { readonly key: string; readonly value: AttributeValue } {
  let key = '';
  let value: AttributeValue = null;
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    if (tag === 0o12) key = reader.text();
    else if (tag === 0o22) value = reader.message(decodeValue);
    else reader.skip(tag);
  }
  return { key, value };
}

function decodeArray(reader: WireReader): readonly AttributeValue[] {
  const values: AttributeValue[] = [];
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    if (tag === 0o12) values.push(reader.message(decodeValue));
    else reader.skip(tag);
  }
  return values;
}
