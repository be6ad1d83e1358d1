import type { JsonSchema } from '@brrt/service-model';
import { printString } from '../print-string.ts';

/** Where a piece of code is written for: which value it checks and what it does about it. */
export interface CheckPlace {
  /** The variable that holds the value. */
  readonly value: string;
  /** The statement that leaves the check: the value is invalid. */
  readonly fail: string;
  /** The variable that notes what was evaluated; undefined where nobody asks (JSON Schema 2020-12 §11). */
  readonly evaluated: string | undefined;
}

/** What pieces of code share: names, constants, and the functions they call. */
export interface CheckWriter {
  /** A name that no other piece has. */
  name(prefix: string): string;
  /** The name of a constant; equal code is written once. */
  constant(code: string): string;
  /** A function of `schema-runtime.ts`. */
  runtime(name: string): string;
  /** An expression: whether the value of `place` is valid by the schema with this identifier. */
  call(id: string, place: CheckPlace): string;
  /** Code for a schema inside another: runs `place.fail` unless the value is valid, and falls through when it is. */
  check(schema: JsonSchema, place: CheckPlace): string;
  /** Values may hold `bigint`s where they may hold numbers. */
  readonly isWide: boolean;
  /** The schema with this identifier. */
  schema(id: string): JsonSchema;
}

/** `d.name`, `d["a b"]`: a property of the value in a variable. */
export function property(value: string, name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) && name !== '__proto__'
    ? `${value}.${name}`
    : `${value}[${printString(name)}]`;
}

/** An expression: whether an object has a property. What is undefined is not sent and so is not there. */
export function hasProperty(value: string, name: string): string {
  const isThere = `${property(value, name)}!==undefined`;
  // Every object inherits `constructor` and `toString`.
  return name in Object.prototype ? `(Object.hasOwn(${value},${printString(name)})&&${isThere})` : isThere;
}

/** An expression: whether a value is an object of JSON. */
export const isObjectCode = (value: string): string =>
  `typeof ${value}==="object"&&${value}!==null&&!Array.isArray(${value})`;

/** JSON of the contract as code. `JSON.parse`, so that a name `__proto__` stays a name. */
export function jsonConstant(writer: CheckWriter, value: unknown): string {
  return writer.constant(`JSON.parse(${printString(JSON.stringify(value))})`);
}

/** A number as code. */
export function printNumber(value: number | bigint): string {
  if (typeof value === 'bigint') return `${value}n`;
  return Object.is(value, -0) ? '0' : String(value);
}
