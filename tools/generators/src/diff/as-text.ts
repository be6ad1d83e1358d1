import type { PlacedSchema } from '@brrt/router-core/compare';
import type { JsonObject, JsonSchema, JsonValue, ServiceModel } from '@brrt/service-model';

type Contract = Pick<ServiceModel, 'schemas'>;

/**
 * What is sent as text, by its text: `1` and `'1'` are written alike, so each of a few values becomes its text. Booleans and integers
 * have one text that is taken for them; other numbers have several (`1.5`, `15e-1`) and stay what they are, as all else does.
 */
export function asText({ contract, place }: PlacedSchema): PlacedSchema {
  return {
    contract,
    place: { ...place, key: `${place.key} as text`, schema: textOf(place.schema, contract, parts.length) },
  };
}

/** Members of an object, and items of a list. What is deeper is no text in a form. */
const parts = ['properties', 'items'] as const;

function textOf(schema: JsonSchema, contract: Contract, depth: number): JsonSchema {
  const own = resolved(schema, contract);
  if (typeof own !== 'object') return own;
  const texts = textsOf(own);
  if (texts !== undefined) return { type: 'string', enum: [...texts] };
  if (depth === 0) return schema;
  const { properties, items } = own;
  if (own.type === 'array' && items !== undefined) return { ...own, items: textOf(items as JsonSchema, contract, 0) }; // a schema, by its place
  if (own.type !== 'object' || typeof properties !== 'object' || properties === null) return schema;
  const members = Object.entries(properties).map(([name, member]) => [
    name,
    textOf(member as JsonSchema, contract, depth - 1), // the same
  ]);
  return { ...own, properties: Object.fromEntries(members) as JsonObject };
}

function resolved(schema: JsonSchema, { schemas }: Contract): JsonSchema {
  const name = typeof schema === 'object' && Object.keys(schema).length === 1 ? nameOf(schema.$ref) : undefined;
  return (name !== undefined && schemas[name]) || schema;
}

function nameOf(reference: JsonValue | undefined): string | undefined {
  return typeof reference === 'string' ? /^#\/components\/schemas\/([^/~%]+)$/.exec(reference)?.[1] : undefined;
}

/** Of keywords that say no more than which values there are. */
const listing = new Set([
  'type',
  'enum',
  'const',
  'default',
  'title',
  'description',
  'example',
  'examples',
  'deprecated',
]);

/** Undefined: there are many, or more is said of them. */
function textsOf(schema: JsonObject): readonly string[] | undefined {
  if (Object.keys(schema).some((keyword) => !listing.has(keyword) && !keyword.startsWith('x-'))) return undefined;
  const values = listed(schema);
  if (values === undefined || values.length === 0 || !values.every(isPlain)) return undefined;
  const fitting = values.filter((value) => schema.type === undefined || isOfType(value, schema.type));
  return fitting.length === values.length ? [...new Set(values.map(String))] : undefined;
}

/** Every value of a schema that names them. */
export function listed(schema: JsonSchema): readonly JsonValue[] | undefined {
  if (typeof schema !== 'object') return undefined;
  if (schema.const !== undefined) return [schema.const];
  if (Array.isArray(schema.enum)) return schema.enum;
  return schema.type === 'boolean' ? [true, false] : undefined;
}

function isPlain(value: JsonValue): boolean {
  // What JavaScript writes with an exponent others may not.
  if (typeof value === 'number') return /^-?\d+$/.test(String(value));
  return (typeof value === 'string' && value !== '') || typeof value === 'boolean';
}

function isOfType(value: JsonValue, type: JsonValue): boolean {
  return typeof value === 'number' ? type === 'integer' : typeof value === type;
}
