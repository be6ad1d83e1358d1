import type { SourceLocation } from '../diagnostic.ts';
import type { JsonValue } from '../model/json.ts';
import { classifyPattern } from '../pattern/index.ts';
import { type BundleContext, locate, type Place } from './bundle-context.ts';
import { checkAnnotation } from './check-annotation.ts';
import { checkType } from './check-type.ts';
import { isList, isObject } from './is-object.ts';
import { malformed, reportRepeated } from './malformed-keyword.ts';
import { readWord } from './read-scalar.ts';
import { type KeywordRule, knownDialects } from './schema-keywords.ts';
import { isOlderDialect } from './schema-vocabularies.ts';
import { readPattern } from './unicode-pattern.ts';

/**
 * The value of a keyword that holds no schema, when its shape is right. `undefined`: it is left out of the schema,
 * and a warning says so. Only a pattern that no reading makes valid is an error.
 */
export function checkKeyword(
  raw: JsonValue,
  rule: KeywordRule,
  place: Place,
  context: BundleContext,
): JsonValue | undefined {
  const check = checks[rule];
  return check === undefined ? raw : check(raw, place, context);
}

type Check = (raw: JsonValue, place: Place, context: BundleContext) => JsonValue | undefined;

const checks: Readonly<Partial<Record<KeywordRule, Check>>> = {
  type: checkType,
  enum: checkEnum,
  list: (raw, place, context) => (isList(raw) ? raw : checkExamples(raw, place, context)),
  required: checkRequired,
  number: checkNumber,
  limit: (raw, place, context) => (typeof raw === 'boolean' ? raw : checkNumber(raw, place, context)),
  divisor: (raw, place, context) => atLeast(Number.MIN_VALUE, 'a number above 0', { raw, place, context }),
  count: checkCount,
  boolean: checkBoolean,
  string: (raw, place, context) => (typeof raw === 'string' ? raw : malformed('a string', raw, place, context)),
  pattern: checkPattern,
  stringsMap: checkStringsMap,
  dialect: checkDialect,
  xml: checkXml,
  externalDocs: (raw, place, context) => checkAnnotation(raw, 'externalDocs', place, context),
  dropped: checkDropped,
  unsupported: (_raw, place, context) => {
    const at = locate(place, context);
    context.report.warning({
      at,
      code: 'unsupported-keyword',
      message: `"${place.key}" is not supported`,
      hint: 'The schema is read without it',
    });
    return undefined;
  },
};

// What it says has been used already, where it is a name or address.
function checkDropped(raw: JsonValue, place: Place, context: BundleContext): undefined {
  if (place.key === '$vocabulary') return isObject(raw) ? undefined : malformed('an object', raw, place, context);
  return typeof raw === 'string' ? undefined : malformed('a string', raw, place, context);
}

function checkEnum(raw: JsonValue, place: Place, context: BundleContext): JsonValue | undefined {
  if (isList(raw) && raw.length > 0) return distinctValues(raw, place, context);
  // JSON Schema 2020-12 validation §6.1.2 only advises against a list without values; OpenAPI 3.0 does not have it.
  if (!isList(raw) || context.grammar.version < '3.1')
    return malformed('a list with at least one value', raw, place, context);
  context.report.warning({
    at: locate(place, context),
    code: 'impossible-schema',
    message: `"${place.key}" allows no value`,
    hint: 'Nothing is valid here',
  });
  return raw;
}

function distinctValues(raw: readonly JsonValue[], place: Place, context: BundleContext): JsonValue {
  const distinct = new Map(raw.map((value) => [JSON.stringify(value), value]));
  if (distinct.size === raw.length) return raw;
  reportRepeated('enum', place, context);
  return context.sources.inherit([...distinct.values()], raw);
}

function checkRequired(raw: JsonValue, place: Place, context: BundleContext): JsonValue | undefined {
  if (typeof raw === 'boolean') return reportDraft3(raw, place, context);
  if (!isList(raw)) return malformed('a list of property names', raw, place, context);
  const names = raw.filter((name) => typeof name === 'string');
  if (names.length < raw.length) malformed('a list of strings only', raw, place, context);
  const distinct = [...new Set(names)];
  if (distinct.length < names.length) reportRepeated('required', place, context);
  return context.sources.inherit(distinct, raw);
}

// Draft 3 had it on the property; `checkSchema` reads it where it counts.
function reportDraft3(raw: boolean, place: Place, context: BundleContext): undefined {
  const message = '"required" is a list of names on the object, not a word on the property';
  const hint = raw ? 'The object that has this as a property requires it' : 'The property is optional';
  context.report.warning({ at: locate(place, context), code: 'older-form', message, hint });
  return undefined;
}

function checkNumber(raw: JsonValue, place: Place, context: BundleContext): JsonValue | undefined {
  if (typeof raw === 'number') return raw;
  const value = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : Number.NaN;
  if (!Number.isFinite(value)) return malformed('a number', raw, place, context);
  const at = locate(place, context);
  context.report.warning({
    at,
    code: 'wrong-type',
    message: `"${place.key}" must be a number, not a string`,
    hint: `It is read as ${value}`,
  });
  return value;
}

interface Checked {
  readonly raw: JsonValue;
  readonly place: Place;
  readonly context: BundleContext;
}

function atLeast(minimum: number, wanted: string, { raw, place, context }: Checked): JsonValue | undefined {
  const value = checkNumber(raw, place, context);
  if (value === undefined) return undefined;
  return Number(value) >= minimum ? value : malformed(wanted, raw, place, context);
}

function checkCount(raw: JsonValue, place: Place, context: BundleContext): JsonValue | undefined {
  const value = atLeast(0, 'a whole number from 0', { raw, place, context });
  return value === undefined || Number.isInteger(value)
    ? value
    : malformed('a whole number from 0', raw, place, context);
}

function checkBoolean(raw: JsonValue, place: Place, context: BundleContext): JsonValue | undefined {
  return typeof raw === 'boolean'
    ? raw
    : (readWord(raw, place, context) ?? malformed('true or false', raw, place, context));
}

/** Reports what is wrong with a regular expression; gives the one to use. */
export function checkPattern(raw: JsonValue, place: Place, context: BundleContext): string | undefined {
  if (typeof raw !== 'string') return malformed('a regular expression', raw, place, context);
  const reading = readPattern(raw);
  const at = locate(place, context);
  if (reading.kind === 'broken') {
    context.report.error({
      at,
      code: 'invalid-pattern',
      message: `The regular expression does not compile: ${reading.reason}`,
      hint: 'Patterns follow ECMA-262 with the "u" flag',
    });
    return undefined;
  }
  if (reading.kind === 'foreign') {
    const message = `The pattern is of another dialect: ECMA-262 has no ${reading.construct}`;
    if (place.key === 'pattern') {
      context.report.warning({ at, code: 'unchecked-pattern', message, hint: 'Texts are not checked against it' });
    } else context.report.error({ at, code: 'invalid-pattern', message, hint: 'It decides what other properties are' });
    return undefined;
  }
  if (reading.kind !== 'valid') {
    const isMended = reading.kind === 'mended';
    context.report.warning({
      at,
      code: isMended ? 'pattern-without-unicode' : 'foreign-pattern',
      message: isMended ? `The pattern ${raw} is not valid with the "u" flag` : `The pattern ${raw} is not ECMA-262`,
      hint: `It is read as ${reading.pattern}`,
    });
  }
  reportSlow(reading.pattern, at, context);
  return reading.pattern;
}

// Every other pattern is matched in time linear in the text.
function reportSlow(pattern: string, at: SourceLocation, { report }: BundleContext): void {
  const kind = classifyPattern(pattern);
  if (kind === 'unknown') {
    const message = 'The regular expression has a form that is not supported, such as modifiers';
    report.error({ at, code: 'invalid-pattern', message, hint: 'Write it without (?i:…)' });
  }
  if (kind !== 'bounded') return;
  report.warning({
    at,
    code: 'slow-pattern',
    message:
      'Backreferences, lookaround in the middle or large repetitions may take time that grows fast with the text',
    hint: 'A text that takes too many steps is refused',
  });
}

function checkStringsMap(raw: JsonValue, place: Place, context: BundleContext): JsonValue | undefined {
  if (!isObject(raw)) return malformed('an object of lists of strings', raw, place, context);
  const entries = Object.entries(raw).flatMap(([key, names]): [string, JsonValue][] => {
    const checked = checkRequired(names, { container: raw, key }, context);
    return checked === undefined ? [] : [[key, checked]];
  });
  return context.sources.inherit(Object.fromEntries(entries), raw);
}

/** The dialect that a schema names with `$schema`, or a document for all of them: only the meaning of 2020-12 is read. */
export function checkDialect(raw: JsonValue, place: Place, context: BundleContext): undefined {
  if (typeof raw === 'string' && knownDialects.has(raw.replace(/#$/, ''))) return undefined;
  const at = locate(place, context);
  if (typeof raw === 'string' && context.vocabularies.knows(raw, place.container)) {
    const unknown = context.vocabularies.unknownVocabulary(raw, place.container);
    if (unknown === undefined) return undefined;
    // JSON Schema 2020-12 core §8.1.2: such a schema must not be processed.
    const message = `The dialect ${JSON.stringify(raw)} demands the vocabulary ${JSON.stringify(unknown)}`;
    context.report.error({ at, code: 'unsupported-dialect', message });
    return undefined;
  }
  context.report.warning({
    at,
    code: 'unsupported-dialect',
    message: `The dialect ${JSON.stringify(raw)} is not supported`,
    hint:
      typeof raw === 'string' && isOlderDialect(raw)
        ? 'Keywords that it does not have are left out; the others are read as in JSON Schema 2020-12'
        : 'The schema is read as JSON Schema 2020-12',
  });
  return undefined;
}

// `examples` as OpenAPI's map of Example Objects, misplaced in a schema.
function checkExamples(raw: JsonValue, place: Place, context: BundleContext): JsonValue | undefined {
  if (!isObject(raw)) return malformed('a list', raw, place, context);
  const at = locate(place, context);
  context.report.warning({
    at,
    code: 'malformed-keyword',
    message: 'In a schema "examples" is a list of values',
    hint: 'The values of the map are read as that list',
  });
  return Object.values(raw).map((example) =>
    isObject(example) && example.value !== undefined ? example.value : example,
  );
}

// OpenAPI 3.2 §4.26: `nodeType` replaces two older fields.
function checkXml(raw: JsonValue, place: Place, context: BundleContext): JsonValue | undefined {
  const xml = checkAnnotation(raw, 'xml', place, context);
  const older = ['attribute', 'wrapped'].find((field) => xml?.nodeType !== undefined && xml[field] !== undefined);
  if (xml === undefined || older === undefined) return xml;
  const at = context.sources.locate(xml, older);
  const message = `"nodeType" and "${older}" exclude each other`;
  context.report.warning({ at, code: 'exclusive-fields', message, hint: '"nodeType" comes first' });
  return xml;
}
