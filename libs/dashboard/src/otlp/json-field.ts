import { OtlpError } from './otlp-error.ts';
import { noTime, type Time } from './wire-reader.ts';

/** Fields of OTLP/JSON objects. What is absent or null has the default of its type; what is of a wrong type is refused. */

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectField(object: JsonObject, name: string): JsonObject {
  const value = object[name] ?? {};
  if (!isObject(value)) throw wrong(name, 'an object');
  return value;
}

export function objectsField(object: JsonObject, name: string): readonly JsonObject[] {
  const value = object[name] ?? [];
  if (!Array.isArray(value) || !value.every(isObject)) throw wrong(name, 'an array of objects');
  return value;
}

export function textField(object: JsonObject, name: string): string {
  const value = object[name] ?? '';
  if (typeof value !== 'string') throw wrong(name, 'a string');
  return value;
}

/** Trace and span ids are hex in OTLP/JSON, in either case. */
export function idField(object: JsonObject, name: string): string {
  return textField(object, name).toLowerCase();
}

/** Enums are numbers only. */
export function enumField(object: JsonObject, name: string): number {
  const value = object[name] ?? 0;
  if (typeof value !== 'number' || !Number.isInteger(value)) throw wrong(name, 'an integer');
  return value;
}

/** 64 bit numbers may be numbers or decimal strings; beyond 2^53 they stay strings. */
export function integerField(object: JsonObject, name: string): number | string {
  const value = object[name] ?? 0;
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  if (typeof value !== 'string' || !/^-?\d{1,20}$/.test(value)) throw wrong(name, 'an integer');
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** A count, as near as a number comes to it. */
export function countField(object: JsonObject, name: string): number {
  return Number(integerField(object, name));
}

export function doubleField(object: JsonObject, name: string): number {
  const value = object[name] ?? 0;
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && doubles.test(value)) return Number(value);
  throw wrong(name, 'a number');
}

/** A list of numbers, each of which may be a string. */
export function numbersField(object: JsonObject, name: string): readonly number[] {
  const value = object[name] ?? [];
  if (!Array.isArray(value)) throw wrong(name, 'an array of numbers');
  return value.map((item: unknown) => doubleField({ [name]: item }, name));
}

const doubles = /^(?:NaN|-?Infinity|-?\d{1,400}(?:\.\d{1,400})?(?:e[+-]?\d{1,4})?)$/i;

export function booleanField(object: JsonObject, name: string): boolean {
  const value = object[name] ?? false;
  if (typeof value !== 'boolean') throw wrong(name, 'true or false');
  return value;
}

/** Nanoseconds since 1970. */
export function timeField(object: JsonObject, name: string): Time {
  const value = object[name] ?? 0;
  if (value === 0 || value === '') return noTime;
  const digits = typeof value === 'number' ? plainDigits(value) : value;
  if (typeof digits !== 'string' || !/^\d{1,20}$/.test(digits)) throw wrong(name, 'nanoseconds since 1970');
  return { micros: Number(digits.slice(0, -3)), nanos: Number(digits.slice(-3)) };
}

export function wrong(name: string, wanted: string): OtlpError {
  return new OtlpError(`${name} has to be ${wanted}`);
}

function plainDigits(value: number): string | undefined {
  return Number.isInteger(value) && value >= 0 && value < 2 ** 64 ? String(BigInt(value)) : undefined;
}
