import type { JsonObject } from '@brrt/service-model';
import { isObjectCode } from './check-writer.ts';

/** The types that `type` names; undefined when a schema says nothing about types. */
export function typesOf({ type }: JsonObject): ReadonlySet<string> | undefined {
  if (type === undefined) return undefined;
  // The keyword has been looked at: one type or a list of them.
  return new Set([type].flat() as string[]);
}

/** An expression: whether the value in a variable is of one of these types; `isWide`: a `bigint` is a number, too. */
export function testOfType(types: ReadonlySet<string>, value: string, isWide: boolean): string {
  const tests = [...types]
    .filter((type) => type !== 'integer' || !types.has('number'))
    .map((type) => testOf(type, value));
  const isNumeric = types.has('integer') || types.has('number');
  return (isWide && isNumeric ? [...tests, `typeof ${value}==="bigint"`] : tests).join('||');
}

function testOf(type: string, value: string): string {
  switch (type) {
    case 'null':
      return `${value}===null`;
    case 'integer':
      return `Number.isInteger(${value})`;
    case 'number':
      // What is not finite is no number of JSON.
      return `Number.isFinite(${value})`;
    case 'array':
      return `Array.isArray(${value})`;
    case 'object':
      return `(${isObjectCode(value)})`;
    default:
      return `typeof ${value}===${JSON.stringify(type)}`;
  }
}
