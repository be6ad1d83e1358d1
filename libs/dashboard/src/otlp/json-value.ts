import type { AttributeValue } from '../api/telemetry.ts';
import { checkDepth, finite, toObject } from './decode-value.ts';
import {
  booleanField,
  doubleField,
  integerField,
  type JsonObject,
  objectField,
  objectsField,
  textField,
} from './json-field.ts';
import type { AttributeList } from './otlp-data.ts';

/** `attributes`, or the `values` of a `kvlistValue`. */
export function readAttributes(object: JsonObject, name: string, depth = 0): AttributeList {
  const attributes: AttributeValue[] = [];
  for (const pair of objectsField(object, name)) {
    attributes.push(textField(pair, 'key'), readValue(objectField(pair, 'value'), depth));
  }
  return attributes;
}

/** `AnyValue`: the first of its fields that is set. */
export function readValue(value: JsonObject, depth = 0): AttributeValue {
  checkDepth(depth);
  if (isSet(value, 'stringValue')) return textField(value, 'stringValue');
  if (isSet(value, 'boolValue')) return booleanField(value, 'boolValue');
  if (isSet(value, 'intValue')) return integerField(value, 'intValue');
  if (isSet(value, 'doubleValue')) return finite(doubleField(value, 'doubleValue'));
  if (isSet(value, 'bytesValue')) return textField(value, 'bytesValue');
  if (isSet(value, 'arrayValue'))
    return objectsField(objectField(value, 'arrayValue'), 'values').map((item) => readValue(item, depth + 1));
  if (isSet(value, 'kvlistValue'))
    return toObject(readAttributes(objectField(value, 'kvlistValue'), 'values', depth + 1));
  return null;
}

function isSet(value: JsonObject, name: string): boolean {
  return value[name] !== undefined && value[name] !== null;
}
