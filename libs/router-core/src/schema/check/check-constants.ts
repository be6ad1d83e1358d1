import type { JsonObject } from '@brrt/service-model';
import { exactMembers } from '../keywords/exact-numbers.ts';
import { printString } from '../print-string.ts';
import { type CheckPlace, type CheckWriter, jsonConstant, printNumber } from './check-writer.ts';

/** `const` and `enum`. */
export function checkConstants(writer: CheckWriter, schema: JsonObject, place: CheckPlace): string {
  return [
    schema.const === undefined ? '' : checkMembers(writer, exactMembers(schema, 'const'), place),
    Array.isArray(schema.enum) ? checkMembers(writer, exactMembers(schema, 'enum'), place) : '',
  ].join('');
}

/** With more members a set is faster than comparing. */
const longestComparison = 8;

function checkMembers(writer: CheckWriter, members: readonly unknown[], { value, fail }: CheckPlace): string {
  const primitives = members.filter((member) => !isStructure(member));
  const structures = members.filter(isStructure);
  const isSet = primitives.length > longestComparison && !writer.isWide;
  const tests = isSet
    ? [`${setConstant(writer, primitives)}.has(${value})`]
    : primitives.map((member) => comparison(writer, value, member));
  for (const structure of structures) {
    tests.push(`${writer.runtime('sameJson')}(${value},${jsonConstant(writer, structure)})`);
  }
  return tests.length === 0 ? `${fail};` : `if(!(${tests.join('||')}))${fail};`;
}

function isStructure(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** The name of a set with these strings, numbers, booleans and nulls. */
export function setConstant(writer: CheckWriter, members: readonly unknown[]): string {
  return writer.constant(`new Set(JSON.parse(${printString(JSON.stringify(members))}))`);
}

function comparison({ isWide }: CheckWriter, value: string, member: unknown): string {
  if (typeof member === 'string') return `${value}===${printString(member)}`;
  if (typeof member !== 'number' && typeof member !== 'bigint') return `${value}===${String(member)}`;
  const isOther = isWide && Number.isSafeInteger(Number(member));
  const other = typeof member === 'bigint' ? Number(member) : BigInt(Number.isInteger(member) ? member : 0);
  const test = `${value}===${printNumber(member)}`;
  return isOther ? `${test}||${value}===${printNumber(other)}` : test;
}
