import type { JsonObject, JsonValue } from '../model/json.ts';
import type { BundleContext, Place } from './bundle-context.ts';
import { meantType } from './check-type.ts';
import { isList, isObject } from './is-object.ts';
import { writtenText } from './read-scalar.ts';

/**
 * Rules between the keywords of one schema, and what its author can only have meant: values in quotes, or without, where
 * its type is another; a format that the name of a type brings. `made` is the schema as bundled, `raw` as written.
 */
export function checkSchema(made: JsonObject, raw: JsonObject, context: BundleContext): JsonObject {
  const format = made.format ?? meantType(raw.type)?.format;
  const required = requiredOf(made, raw, context);
  const checked: JsonObject = {
    ...made,
    ...(format === undefined ? {} : { format }),
    ...(required === undefined ? {} : { required }),
    ...fittingValues(made, raw, context),
  };
  checkFormat(checked, raw, context);
  checkItems(checked, raw, context);
  checkNullable(checked, raw, context);
  checkLimits(raw, context);
  return checked;
}

// Draft 3: a property says itself that it is required. Whether it does was reported where it does.
function requiredOf(made: JsonObject, { properties }: JsonObject, context: BundleContext): JsonValue | undefined {
  if (!isObject(properties)) return undefined;
  const isRequired = (schema: JsonValue): boolean =>
    isObject(schema) && schema.required === true && (schema.$ref === undefined || context.grammar.version >= '3.1');
  const names = Object.entries(properties).flatMap(([name, schema]) => (isRequired(schema) ? [name] : []));
  if (names.length === 0) return undefined;
  const own = isList(made.required) ? made.required : [];
  return [...new Set([...own, ...names])];
}

const scalarTypes: readonly string[] = ['string', 'number', 'integer', 'boolean'];

/** The values of a schema, where its one type says how they are to be read. */
function fittingValues(made: JsonObject, raw: JsonObject, context: BundleContext): JsonObject {
  const types = (isList(made.type) ? made.type : [made.type]).filter((type) => type !== 'null');
  const [type] = types;
  if (types.length !== 1 || typeof type !== 'string' || !scalarTypes.includes(type)) return {};
  const isNullable =
    made.nullable === true || made['x-nullable'] === true || (isList(made.type) && made.type.includes('null'));
  const fitting: { [keyword: string]: JsonValue } = {};
  const read = (value: JsonValue, place: Place): JsonValue => fittingValue(value, { type, isNullable, place }, context);
  if (isList(made.enum) && isList(raw.enum)) fitting.enum = fittingList(made.enum, raw.enum, read);
  if (made.default !== undefined) fitting.default = read(made.default, { container: raw, key: 'default' });
  if (made.const !== undefined) fitting.const = read(made.const, { container: raw, key: 'const' });
  return fitting;
}

function fittingList(
  values: readonly JsonValue[],
  written: readonly JsonValue[],
  read: (value: JsonValue, place: Place) => JsonValue,
): readonly JsonValue[] {
  return values.map((value) => read(value, { container: written, key: String(written.indexOf(value)) }));
}

interface Wanted {
  readonly type: string;
  readonly isNullable: boolean;
  readonly place: Place;
}

function fittingValue(value: JsonValue, { type, isNullable, place }: Wanted, context: BundleContext): JsonValue {
  if (fits(value, type) || (value === null && isNullable)) return value;
  const meant = convert(value, type, place, context);
  const at = context.sources.locate(place.container, place.key);
  const shown = typeof value === 'object' ? 'This value' : `The value ${JSON.stringify(value)}`;
  context.report.warning({
    at,
    code: 'mismatched-value',
    message: `${shown} is no ${type}, which its schema asks for`,
    hint: meant === undefined ? 'Nothing is valid that has it' : `It is read as ${JSON.stringify(meant)}`,
  });
  return meant ?? value;
}

function fits(value: JsonValue, type: string): boolean {
  if (type === 'integer') return typeof value === 'number' && Number.isInteger(value);
  return typeof value === type;
}

function convert(value: JsonValue, type: string, place: Place, context: BundleContext): JsonValue | undefined {
  if (type === 'string' && (typeof value === 'number' || typeof value === 'boolean'))
    return writtenText(value, place, context);
  if (typeof value !== 'string') return undefined;
  if (type === 'boolean') return value === 'true' || (value === 'false' ? false : undefined);
  const number = value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) && fits(number, type) ? number : undefined;
}

const numberFormats: ReadonlySet<string> = new Set(
  'int8 int16 int32 int64 uint8 uint16 uint32 uint64 float double decimal decimal128 double-int'.split(' '),
);
const textFormats: ReadonlySet<string> = new Set(
  `date date-time time duration email idn-email hostname idn-hostname ipv4 ipv6 uri uri-reference iri iri-reference
  uri-template uuid json-pointer relative-json-pointer regex byte binary password`.split(/\s+/),
);

// A format speaks about one kind of value only. Numbers in text (`type: string, format: int64`) are a custom of their own.
function checkFormat({ type, format }: JsonObject, raw: JsonObject, { report, sources }: BundleContext): void {
  // Swagger's `file` has become text when this is read.
  if (typeof format !== 'string' || typeof type !== 'string' || type === 'file') return;
  const isText = textFormats.has(format) && type !== 'string';
  const isNumber = numberFormats.has(format) && type !== 'string' && type !== 'number' && type !== 'integer';
  if (!isText && !isNumber) return;
  report.note({
    at: sources.locate(raw, 'format'),
    code: 'mismatched-format',
    message: `The format "${format}" says nothing about type: ${type}`,
    hint: 'It is not checked',
  });
}

// OpenAPI 3.0 §4.7.24.1, Swagger 2.0: an array says what its items are.
function checkItems({ type, items }: JsonObject, raw: JsonObject, { grammar, report, sources }: BundleContext): void {
  if (type !== 'array' || items !== undefined || grammar.version >= '3.1') return;
  report.warning({
    at: sources.locate(raw, 'type'),
    code: 'missing-field',
    message: `A schema with type: array has no "items", which OpenAPI ${grammar.version} requires`,
    hint: 'Its items may be anything',
  });
}

// OpenAPI 3.0.3 §4.7.24.1: `nullable` adds to the `type` beside it.
function checkNullable({ type, nullable }: JsonObject, raw: JsonObject, { report, sources }: BundleContext): void {
  if (nullable !== true || type !== undefined) return;
  report.note({
    at: sources.locate(raw, 'nullable'),
    code: 'nullable-without-type',
    message: '"nullable" has no "type" beside it to add to',
    hint: 'It is read as "or null"',
  });
}

function checkLimits(raw: JsonObject, { grammar, report, sources }: BundleContext): void {
  if (grammar.version >= '3.1') return;
  for (const limit of ['exclusiveMinimum', 'exclusiveMaximum']) {
    if (typeof raw[limit] !== 'number') continue;
    report.note({
      at: sources.locate(raw, limit),
      code: 'newer-keyword',
      message: `"${limit}" is true or false in OpenAPI ${grammar.version}`,
      hint: 'It has the meaning of JSON Schema 2020-12',
    });
  }
}
