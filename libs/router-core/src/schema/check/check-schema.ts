import type { JsonObject, JsonSchema } from '@brrt/service-model';
import { checkArray } from './check-array.ts';
import { checkCombinations } from './check-combinations.ts';
import { checkConstants } from './check-constants.ts';
import { checkObject } from './check-object.ts';
import { checkNumber, checkString } from './check-primitives.ts';
import { checkUnevaluated } from './check-unevaluated.ts';
import { type CheckPlace, type CheckWriter, isObjectCode } from './check-writer.ts';
import { testOfType, typesOf } from './value-types.ts';

/** Code that runs `place.fail` unless the value is valid, and falls through when it is. Empty for what allows anything. */
export function checkSchema(writer: CheckWriter, schema: JsonSchema, place: CheckPlace): string {
  if (schema === true) return '';
  if (schema === false || schema.readOnly === true || schema.writeOnly === true) return `${place.fail};`;
  return checkUnevaluated(writer, schema, place, (inner) => checkKeywords(writer, schema, inner));
}

function checkKeywords(writer: CheckWriter, schema: JsonObject, place: CheckPlace): string {
  const types = typesOf(schema);
  const typeTest = types === undefined ? undefined : testOfType(types, place.value, writer.isWide);
  return [
    typeTest === undefined ? '' : `if(!(${typeTest}))${place.fail};`,
    checkConstants(writer, schema, place),
    guarded('string', types, place, checkString(writer, schema, place)),
    guarded(writer.isWide ? 'wide' : 'number', types, place, checkNumber(writer, schema, place)),
    guarded('array', types, place, checkArray(writer, schema, place)),
    guarded('object', types, place, checkObject(writer, schema, place)),
    checkCombinations(writer, schema, place),
  ].join('');
}

type Group = 'string' | 'number' | 'wide' | 'array' | 'object';

const members: Readonly<Record<Group, readonly string[]>> = {
  string: ['string'],
  number: ['number', 'integer'],
  wide: ['number', 'integer'],
  array: ['array'],
  object: ['object'],
};

const tests: Readonly<Record<Group, (value: string) => string>> = {
  string: (value) => `typeof ${value}==="string"`,
  number: (value) => `typeof ${value}==="number"`,
  wide: (value) => `typeof ${value}==="number"||typeof ${value}==="bigint"`,
  array: (value) => `Array.isArray(${value})`,
  object: isObjectCode,
};

/** Keywords for one type of value say nothing about others (JSON Schema 2020-12 §7.6.1). */
function guarded(group: Group, types: ReadonlySet<string> | undefined, { value }: CheckPlace, code: string): string {
  if (code === '') return '';
  if (types === undefined) return `if(${tests[group](value)}){${code}}`;
  const own = members[group];
  if (!own.some((type) => types.has(type))) return '';
  return [...types].every((type) => own.includes(type)) ? code : `if(${tests[group](value)}){${code}}`;
}
