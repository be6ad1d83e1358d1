import type { JsonValue } from '../model/json.ts';
import { type BundleContext, locate, type Place } from './bundle-context.ts';
import { isList } from './is-object.ts';
import { malformed, reportRepeated } from './malformed-keyword.ts';
import { typeNames } from './schema-keywords.ts';

interface MeantType {
  readonly type?: string;
  readonly format?: string;
}

/** What other languages and formats call their types; `any` is no type at all. */
const meantTypes: ReadonlyMap<string, MeantType> = new Map<string, MeantType>([
  ['int', { type: 'integer' }],
  ['int32', { type: 'integer', format: 'int32' }],
  ['int64', { type: 'integer', format: 'int64' }],
  ['long', { type: 'integer', format: 'int64' }],
  ['short', { type: 'integer' }],
  ['float', { type: 'number', format: 'float' }],
  ['double', { type: 'number', format: 'double' }],
  ['decimal', { type: 'number' }],
  ['bool', { type: 'boolean' }],
  ['str', { type: 'string' }],
  ['text', { type: 'string' }],
  ['char', { type: 'string' }],
  ['date', { type: 'string', format: 'date' }],
  ['date-time', { type: 'string', format: 'date-time' }],
  ['datetime', { type: 'string', format: 'date-time' }],
  ['timestamp', { type: 'string', format: 'date-time' }],
  ['uuid', { type: 'string', format: 'uuid' }],
  ['uri', { type: 'string', format: 'uri' }],
  ['url', { type: 'string', format: 'uri' }],
  ['email', { type: 'string', format: 'email' }],
  ['byte', { type: 'string', format: 'byte' }],
  ['binary', { type: 'string', format: 'binary' }],
  ['file', { type: 'string', format: 'binary' }],
  ['list', { type: 'array' }],
  ['dict', { type: 'object' }],
  ['map', { type: 'object' }],
  ['hash', { type: 'object' }],
  ['struct', { type: 'object' }],
  ['none', { type: 'null' }],
  ['nil', { type: 'null' }],
  ['any', {}],
  ...typeNames.map((type): [string, MeantType] => [type, { type }]),
]);

/** The type that is meant by one of another language, in whatever case. */
export function meantType(written: JsonValue | undefined): MeantType | undefined {
  return typeof written === 'string' && !typeNames.includes(written)
    ? meantTypes.get(written.toLowerCase())
    : undefined;
}

/** The value of `type`; names of other languages are read as what they mean. */
export function checkType(raw: JsonValue, place: Place, context: BundleContext): JsonValue | undefined {
  const wanted = `one of ${typeNames.join(', ')}`;
  if (raw === 'file' && context.grammar.version === '2.0') return raw;
  if (typeof raw === 'string') {
    reportNewerType(raw === 'null' ? '"null"' : undefined, place, context);
    if (typeNames.includes(raw)) return raw;
    const meant = meantType(raw);
    return meant === undefined ? malformed(wanted, raw, place, context) : readAs(raw, meant, place, context);
  }
  if (!isList(raw) || raw.length === 0) return malformed(wanted, raw, place, context);
  reportNewerType('a list', place, context);
  const types = [...new Set(raw)].map((type, index) => {
    const meant = meantType(type);
    return meant === undefined ? type : readAs(String(type), meant, { container: raw, key: String(index) }, context);
  });
  if (types.includes(undefined)) return undefined;
  if (!types.every((type) => typeof type === 'string' && typeNames.includes(type)))
    return malformed(`a list of ${typeNames.join(', ')}`, raw, place, context);
  if (types.length < raw.length) reportRepeated('type', place, context);
  return context.sources.inherit([...new Set(types)], raw) as readonly string[]; // each is one of `typeNames`
}

function readAs(
  written: string,
  { type, format }: MeantType,
  place: Place,
  context: BundleContext,
): string | undefined {
  const reading = [type, format].filter((part) => part !== undefined).join(', format: ');
  context.report.warning({
    at: locate(place, context),
    code: 'unknown-type',
    message: `There is no type "${written}"`,
    hint: type === undefined ? 'The schema is read without it: any type' : `It is read as ${reading}`,
  });
  return type;
}

// JSON Schema has both; OpenAPI 3.0 §4.7.24.1 has one type, and no "null".
function reportNewerType(what: string | undefined, place: Place, { grammar, report, sources }: BundleContext): void {
  if (what === undefined || grammar.version >= '3.1') return;
  report.note({
    at: sources.locate(place.container, place.key),
    code: 'newer-keyword',
    message: `"type" cannot be ${what} in OpenAPI ${grammar.version}`,
    hint: 'It has the meaning of JSON Schema 2020-12',
  });
}
