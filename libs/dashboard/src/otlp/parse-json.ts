import { isObject, type JsonObject } from './json-field.ts';
import { OtlpError } from './otlp-error.ts';

/** Numbers that JSON writes down and a number cannot hold. */
const longNumber = /[:[,\s]-?\d{16,}/;

/** Integers beyond 2^53 become strings, as OTLP/JSON writes them itself. */
export function parseJsonText(text: string): unknown {
  try {
    return longNumber.test(text) ? JSON.parse(text, keepLongNumbers) : JSON.parse(text);
  } catch (cause) {
    throw new OtlpError(cause instanceof Error ? cause.message : 'It is no JSON');
  }
}

/** The same of a text that has to hold an object. */
export function parseJson(text: string): JsonObject {
  const value = parseJsonText(text);
  if (!isObject(value)) throw new OtlpError('The body has to be a JSON object');
  return value;
}

function keepLongNumbers(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = context?.source ?? '';
  return /^-?\d+$/.test(source) ? source : value;
}
