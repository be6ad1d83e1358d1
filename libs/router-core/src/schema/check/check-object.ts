import type { JsonObject, JsonSchema } from '@brrt/service-model';
import { printString } from '../print-string.ts';
import { setConstant } from './check-constants.ts';
import { patternConstant } from './check-primitives.ts';
import { type CheckPlace, type CheckWriter, hasProperty, property } from './check-writer.ts';

type SchemaMap = Readonly<Record<string, JsonSchema>>;

/** Keywords that speak about objects; the value is known to be one. */
export function checkObject(writer: CheckWriter, schema: JsonObject, place: CheckPlace): string {
  return [
    checkCounts(schema, place),
    checkRequired(schema, place),
    checkDependentRequired(schema, place),
    checkProperties(writer, schema, place),
    checkOtherProperties(writer, schema, place),
  ].join('');
}

function checkCounts({ minProperties, maxProperties }: JsonObject, { value, fail }: CheckPlace): string {
  const count = `Object.keys(${value}).length`;
  return [
    typeof minProperties === 'number' && minProperties > 0 ? `if(${count}<${minProperties})${fail};` : '',
    typeof maxProperties === 'number' ? `if(${count}>${maxProperties})${fail};` : '',
  ].join('');
}

function namesIn(list: unknown): readonly string[] {
  // Keywords of another shape have been left out.
  return [...new Set((list ?? []) as readonly string[])];
}

function mapIn(map: unknown): readonly (readonly [string, JsonSchema])[] {
  return Object.entries((map ?? {}) as SchemaMap);
}

function checkRequired(schema: JsonObject, { value, fail }: CheckPlace): string {
  const tests = namesIn(schema.required).map((name) => `!${hasProperty(value, name)}`);
  return tests.map((test) => `if(${withoutDoubleNegation(test)})${fail};`).join('');
}

// `!d.a!==undefined` would negate the property.
function withoutDoubleNegation(test: string): string {
  return test.startsWith('!(') ? test : test.slice(1).replace(/!==undefined$/, '===undefined');
}

function checkDependentRequired(schema: JsonObject, { value, fail }: CheckPlace): string {
  const entries = Object.entries((schema.dependentRequired ?? {}) as Readonly<Record<string, unknown>>);
  const checks = entries.map(([name, dependents]) => {
    const missing = namesIn(dependents).map((dependent) => `!(${hasProperty(value, dependent)})`);
    return missing.length === 0 ? '' : `if(${hasProperty(value, name)}&&(${missing.join('||')}))${fail};`;
  });
  return checks.join('');
}

/** What tells variants of an object apart stands first: it is cheap and refuses most. */
function byCost([, left]: readonly [string, JsonSchema], [, right]: readonly [string, JsonSchema]): number {
  return Number(isConstant(right)) - Number(isConstant(left));
}

function isConstant(schema: JsonSchema): boolean {
  return typeof schema === 'object' && (schema.const !== undefined || schema.enum !== undefined);
}

function checkProperties(writer: CheckWriter, schema: JsonObject, place: CheckPlace): string {
  const required = new Set(namesIn(schema.required));
  const checks = [...mapIn(schema.properties)].sort(byCost).map(([name, subschema]) => {
    const inner = writer.name('p');
    const note = noteName(writer, place, printString(name));
    const code = note + writer.check(subschema, { value: inner, fail: place.fail, evaluated: undefined });
    if (code === '') return '';
    const read = `const ${inner}=${property(place.value, name)};`;
    if (required.has(name)) return read + code;
    if (name in Object.prototype) return `if(${hasProperty(place.value, name)}){${read}${code}}`;
    return `${read}if(${inner}!==undefined){${code}}`;
  });
  return checks.join('');
}

function noteName(writer: CheckWriter, { evaluated }: CheckPlace, name: string): string {
  return evaluated === undefined ? '' : `${writer.runtime('noteName')}(${evaluated},${name});`;
}

/** `patternProperties`, `additionalProperties` and `propertyNames`, in one loop over the names that are there. */
function checkOtherProperties(writer: CheckWriter, schema: JsonObject, place: CheckPlace): string {
  const { additionalProperties: additional } = schema;
  const name = writer.name('k');
  const body = [
    checkName(writer, schema.propertyNames as JsonSchema | undefined, name, place),
    checkByPattern(writer, schema, name, place),
  ].join('');
  const loop = body === '' ? '' : `for(const ${name} in ${place.value}){${body}}`;
  const isWhole = additional !== undefined && place.evaluated !== undefined;
  return isWhole ? `${loop}${place.evaluated}.allNames=true;` : loop;
}

function checkName(writer: CheckWriter, schema: JsonSchema | undefined, name: string, place: CheckPlace): string {
  if (schema === undefined) return '';
  return writer.check(schema, { value: name, fail: place.fail, evaluated: undefined });
}

function checkByPattern(writer: CheckWriter, schema: JsonObject, name: string, place: CheckPlace): string {
  const additional = schema.additionalProperties as JsonSchema | undefined;
  const otherwise = additional === undefined ? '' : checkMember(writer, additional, name, place);
  const matched = writer.name('m');
  const patterns = mapIn(schema.patternProperties).map(([pattern, subschema]) => {
    const code = noteName(writer, place, name) + checkMember(writer, subschema, name, place);
    const mark = otherwise === '' ? '' : `${matched}=true;`;
    return code + mark === '' ? '' : `if(${patternConstant(writer, pattern)}.test(${name})){${mark}${code}}`;
  });
  const declared = mapIn(schema.properties).map(([key]) => key);
  if (otherwise === '') return patterns.join('');
  const isOther = isNoneOf(writer, declared, name);
  if (patterns.length === 0) return isOther === '' ? otherwise : `if(${isOther}){${otherwise}}`;
  const condition = isOther === '' ? `!${matched}` : `!${matched}&&${isOther}`;
  return `let ${matched}=false;${patterns.join('')}if(${condition}){${otherwise}}`;
}

/** Checks the property whose name is in a variable. */
export function checkMember(writer: CheckWriter, schema: JsonSchema, name: string, place: CheckPlace): string {
  const inner = writer.name('p');
  const code = writer.check(schema, { value: inner, fail: place.fail, evaluated: undefined });
  // A closed object: nothing is looked at beyond the name.
  if (schema === false) return `if(${place.value}[${name}]!==undefined)${place.fail};`;
  return code === '' ? '' : `const ${inner}=${place.value}[${name}];if(${inner}!==undefined){${code}}`;
}

/** With more names a set is faster than comparing. */
const longestComparison = 8;

/** An expression: whether the name in a variable is none of these. Empty: there are none to compare with. */
export function isNoneOf(writer: CheckWriter, names: readonly string[], name: string): string {
  if (names.length > longestComparison) return `!${setConstant(writer, names)}.has(${name})`;
  return names.map((known) => `${name}!==${printString(known)}`).join('&&');
}
