import type { JsonObject } from '@brrt/service-model';
import type { Format } from '../formats/format.ts';
import { formats } from '../formats.ts';
import { exactNumber } from '../keywords/exact-numbers.ts';
import { isJsonSchema, jsonTextKeyword } from '../known-keywords.ts';
import { printString } from '../print-string.ts';
import { type CheckPlace, type CheckWriter, printNumber } from './check-writer.ts';

/** `minLength`, `maxLength`, `pattern` and formats of strings. */
export function checkString(writer: CheckWriter, schema: JsonObject, { value, fail }: CheckPlace): string {
  const { minLength, maxLength, pattern } = schema;
  const tests: string[] = [];
  if (typeof minLength === 'number' && minLength > 0) {
    // Two UTF-16 units may be one character.
    const isFew = minLength === 1 ? `${value}.length<1` : `!${writer.runtime('hasAtLeast')}(${value},${minLength})`;
    tests.push(isFew);
  }
  if (typeof maxLength === 'number') {
    tests.push(`${value}.length>${maxLength}&&!${writer.runtime('hasAtMost')}(${value},${maxLength})`);
  }
  if (typeof pattern === 'string') tests.push(`!${patternConstant(writer, pattern)}.test(${value})`);
  tests.push(...formatTests(writer, schema, value, 'text'));
  return tests.map((test) => `if(${test})${fail};`).join('') + checkJsonText(writer, schema, { value, fail });
}

/** See `assert-content.ts`. */
function checkJsonText(
  writer: CheckWriter,
  { [jsonTextKeyword]: content }: JsonObject,
  { value, fail }: Pick<CheckPlace, 'value' | 'fail'>,
): string {
  if (!isJsonSchema(content)) return '';
  const parsed = writer.name('t');
  const code = writer.check(content, { value: parsed, fail, evaluated: undefined });
  return `const ${parsed}=${writer.runtime('parseJsonText')}(${value});if(${parsed}===undefined)${fail};${code}`;
}

export function patternConstant(writer: CheckWriter, pattern: string): string {
  return writer.constant(`${writer.runtime('compilePattern')}(${printString(pattern)})`);
}

function formatTests(
  writer: CheckWriter,
  { format }: JsonObject,
  value: string,
  type: keyof Format,
): readonly string[] {
  if (typeof format !== 'string' || !Object.hasOwn(formats, format)) return [];
  const table = `${writer.runtime('formats')}[${printString(format)}]`;
  return formats[format]?.[type] === undefined ? [] : [`!${writer.constant(`${table}.${type}`)}(${value})`];
}

function numberFormatTests(writer: CheckWriter, schema: JsonObject, value: string): readonly string[] {
  const ofNumbers = formatTests(writer, schema, value, 'number');
  if (!writer.isWide) return ofNumbers;
  const ofBigints = formatTests(writer, schema, value, 'bigint');
  return [
    ...ofNumbers.map((test) => `typeof ${value}==="number"&&${test}`),
    ...ofBigints.map((test) => `typeof ${value}==="bigint"&&${test}`),
  ];
}

const comparisons = [
  ['minimum', '<'],
  ['maximum', '>'],
  ['exclusiveMinimum', '<='],
  ['exclusiveMaximum', '>='],
] as const;

/** Limits, `multipleOf` and formats of numbers. */
export function checkNumber(writer: CheckWriter, schema: JsonObject, { value, fail }: CheckPlace): string {
  const tests = comparisons.flatMap(([keyword, operator]) => {
    const limit = exactNumber(schema, keyword);
    return limit === undefined ? [] : [`${value}${operator}${printNumber(limit)}`];
  });
  const divisor = exactNumber(schema, 'multipleOf');
  if (divisor !== undefined) tests.push(`!${writer.runtime('isMultipleOf')}(${value},${printNumber(divisor)})`);
  tests.push(...numberFormatTests(writer, schema, value));
  return tests.map((test) => `if(${test})${fail};`).join('');
}
