import type { JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import { createRandom } from '../examples/random.ts';
import { forEachSubschema } from '../schema/known-keywords.ts';

type Schemas = Readonly<Record<string, JsonSchema>>;
type Direction = 'same' | 'wider' | 'narrower';

/** A change of one schema object; undefined where it has nothing to change. */
interface Mutation {
  readonly name: string;
  readonly direction: Direction;
  readonly change: (schema: JsonObject) => JsonSchema | undefined;
}

const isList = (value: JsonValue | undefined): value is readonly JsonValue[] =>
  Array.isArray(value) && value.length > 1;

function without(schema: JsonObject, keyword: string): JsonObject | undefined {
  const { [keyword]: content, ...rest } = schema;
  return content === undefined ? undefined : rest;
}

export const mutations: readonly Mutation[] = [
  { name: 'wrapped', direction: 'same', change: (schema) => ({ allOf: [schema, {}] }) },
  {
    name: 'in two alternatives',
    direction: 'same',
    change: (schema) => ({ anyOf: [schema, { allOf: [schema, { minLength: 1 }] }] }),
  },
  {
    name: 'enum reversed',
    direction: 'same',
    change: (schema) => (isList(schema.enum) ? { ...schema, enum: schema.enum.toReversed() } : undefined),
  },
  {
    name: 'enum as alternatives',
    direction: 'same',
    change: ({ enum: values, ...rest }) =>
      isList(values) ? { ...rest, oneOf: values.map((value) => ({ const: value })) } : undefined,
  },
  {
    name: 'required apart',
    direction: 'same',
    change: ({ required, ...rest }) =>
      isList(required) && rest.unevaluatedProperties === undefined ? { allOf: [rest, { required }] } : undefined,
  },
  {
    name: 'types as alternatives',
    direction: 'same',
    change: ({ type, ...rest }) =>
      isList(type) ? { ...rest, anyOf: type.map((each) => ({ type: each })) } : undefined,
  },
  {
    name: 'one value less',
    direction: 'narrower',
    change: (schema) => (isList(schema.enum) ? { ...schema, enum: schema.enum.slice(1) } : undefined),
  },
  {
    name: 'a size given',
    direction: 'narrower',
    change: (schema) =>
      typeof schema.maxLength === 'number' || schema.type !== 'string' ? undefined : { ...schema, maxLength: 7 },
  },
  {
    name: 'a pattern given',
    direction: 'narrower',
    change: (schema) =>
      schema.type === 'string' && schema.pattern === undefined ? { ...schema, pattern: '^[a-z]*$' } : undefined,
  },
  {
    name: 'all properties required',
    direction: 'narrower',
    change: (schema) =>
      typeof schema.properties === 'object' && schema.properties !== null
        ? { ...schema, required: Object.keys(schema.properties) }
        : undefined,
  },
  {
    name: 'a limit given',
    direction: 'narrower',
    change: (schema) =>
      schema.type === 'integer' && schema.maximum === undefined ? { ...schema, maximum: 10 } : undefined,
  },
  { name: 'nothing required', direction: 'wider', change: (schema) => without(schema, 'required') },
  { name: 'no format', direction: 'wider', change: (schema) => without(schema, 'format') },
  { name: 'no limit', direction: 'wider', change: (schema) => without(schema, 'minimum') },
  { name: 'no pattern', direction: 'wider', change: (schema) => without(schema, 'pattern') },
  {
    name: 'null as well',
    direction: 'wider',
    change: (schema) => (schema.type === 'string' ? { anyOf: [schema, { type: 'null' }] } : undefined),
  },
  { name: 'without its items', direction: 'wider', change: (schema) => without(schema, 'items') },
];

/** The same schemas with one changed, somewhere within; undefined when nothing in them can be changed so. */
export function mutate(schemas: Schemas, { change }: Mutation, seed: number): Schemas | undefined {
  const found: JsonObject[] = [];
  const visit = (schema: JsonSchema): void => {
    if (typeof schema === 'boolean') return;
    // In an alternative, this would say nothing about the property.
    const isHidden = schema.readOnly === true || schema.writeOnly === true;
    if (!isHidden && change(schema) !== undefined) found.push(schema);
    forEachSubschema(schema, visit);
  };
  Object.values(schemas).forEach(visit);
  const [first, ...others] = found;
  if (first === undefined) return undefined;
  const target = createRandom(seed).pick([first, ...others]);
  return replaced(schemas, target, change(target) ?? target) as Schemas;
}

function replaced(value: JsonValue, target: JsonObject, by: JsonValue): JsonValue {
  if (value === target) return by;
  if (Array.isArray(value)) return value.map((item) => replaced(item, target, by));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, replaced(item, target, by)]));
}
