import type { JsonObject, JsonSchema } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { listSchemaPlaces } from '../schema/schema-places.ts';
import { contractOf } from '../schema/testing/schema-compilers.ts';
import { compareSchemas, type Inclusion } from './schema-comparison.ts';

type Components = Readonly<Record<string, JsonSchema>>;

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

interface Asked {
  readonly schema: JsonSchema;
  readonly components?: Components;
}

function compare(subset: Asked, superset: Asked, direction: 'request' | 'response' = 'request'): Inclusion {
  const placed = ({ schema, components = {} }: Asked) => {
    const contract = contractOf(schema, components);
    const place = listSchemaPlaces(contract).find((each) => each.direction === direction);
    if (place === undefined) throw new TypeError('The contract has no place');
    return { contract, place };
  };
  return compareSchemas({ subset: placed(subset), superset: placed(superset) });
}

const verdicts = (one: JsonSchema, other: JsonSchema, components: Components = {}): string =>
  [
    compare({ schema: one, components }, { schema: other, components }).verdict,
    compare({ schema: other, components }, { schema: one, components }).verdict,
  ].join(' ');

const same = 'included included';
const wider = 'included refuted';
const narrower = 'refuted included';
const apart = 'refuted refuted';

const object = (properties: Components, required: readonly string[] = [], more: object = {}): JsonSchema =>
  ({ type: 'object', properties, required, ...more }) as JsonSchema;
const closedUnion = (properties: Components): JsonSchema => ({
  type: 'object',
  anyOf: [object(properties, ['a']), object({ b: string }, ['b'])],
  unevaluatedProperties: false,
});
// A literal with this key would be taken for a promise.
const thenPart = (schema: JsonSchema): object => Object.fromEntries([['then', schema]]);
const contains = (minContains: number, maxContains: number): JsonObject => ({
  type: 'array',
  contains: { type: 'integer' },
  minContains,
  maxContains,
});
const string: JsonSchema = { type: 'string' };
const integer: JsonSchema = { type: 'integer' };

describe('of two schemas, each way', () => {
  it.each<[string, JsonSchema, JsonSchema, string]>([
    ['a type list in another order', { type: ['string', 'null'] }, { type: ['null', 'string'] }, same],
    ['integer and number', integer, { type: 'number' }, wider],
    ['a number of whole steps and an integer', { type: 'number', multipleOf: 1 }, integer, same],
    ['all types and none', { type: ['null', 'boolean', 'number', 'string', 'array', 'object'] }, {}, same],
    ['string and integer', string, integer, apart],
    ['a limit moved up', { type: 'integer', maximum: 10 }, { type: 'integer', maximum: 20 }, wider],
    ['a limit given', string, { type: 'string', maxLength: 5 }, narrower],
    [
      'open and closed limits of integers',
      { type: 'integer', exclusiveMinimum: 0 },
      { type: 'integer', minimum: 1 },
      same,
    ],
    [
      'open and closed limits of numbers',
      { type: 'number', exclusiveMinimum: 0 },
      { type: 'number', minimum: 1 },
      narrower,
    ],
    ['steps', { type: 'number', multipleOf: 0.1 }, { type: 'number', multipleOf: 0.05 }, wider],
    [
      'steps that have nothing in common',
      { multipleOf: 4, type: 'integer' },
      { multipleOf: 6, type: 'integer' },
      apart,
    ],
    ['a range and its list', { type: 'integer', minimum: 1, maximum: 3 }, { enum: [3, 1, 2] }, same],
    ['an enum in another order', { enum: ['a', 'b'] }, { enum: ['b', 'a'] }, same],
    ['an enum with one more', { enum: ['a', 'b'] }, { enum: ['a', 'b', 'c'] }, wider],
    ['enum and const', { enum: ['a'] }, { const: 'a' }, same],
    ['enum and oneOf of const', { enum: ['a', 'b'] }, { oneOf: [{ const: 'a' }, { const: 'b' }] }, same],
    ['boolean and its values', { type: 'boolean' }, { enum: [true, false] }, same],
    ['int32 and int64', { type: 'integer', format: 'int32' }, { type: 'integer', format: 'int64' }, wider],
    [
      'int32 and its range',
      { type: 'integer', format: 'int32' },
      { type: 'integer', minimum: -2147483648, maximum: 2147483647 },
      same,
    ],
    [
      'int64 with a limit',
      { type: 'integer', format: 'int64', minimum: 1 },
      { type: 'integer', format: 'int64' },
      wider,
    ],
    ['int64 and any number', { type: 'integer', format: 'int64' }, { type: 'number' }, wider],
    [
      'int64 and text as well',
      { type: 'integer', format: 'int64' },
      { type: ['integer', 'string'], format: 'int64' },
      wider,
    ],
    ['sf-integer and all integers', { type: 'integer', format: 'sf-integer' }, integer, wider],
    ['a format given', string, { type: 'string', format: 'date' }, narrower],
    ['a format and its length', { type: 'string', format: 'uuid' }, { type: 'string', maxLength: 36 }, wider],
    ['an unknown format', string, { type: 'string', format: 'phone' }, same],
    ['patterns', { type: 'string', pattern: '^[a-c]+$' }, { type: 'string', pattern: '^[a-z]+$' }, wider],
    [
      'patterns written otherwise',
      { type: 'string', pattern: '^(a|b)*$' },
      { type: 'string', pattern: '^[ab]*$' },
      same,
    ],
    [
      'a pattern and a length',
      { type: 'string', pattern: '^[a-z]{2,4}$' },
      { type: 'string', minLength: 2, maxLength: 4 },
      wider,
    ],
    ['a property that has become required', object({ a: string }), object({ a: string }, ['a']), narrower],
    ['a property of another type', object({ a: string }), object({ a: integer }), apart],
    ['a property declared in an open object', object({}), object({ a: string }), narrower],
    [
      'a property declared in a closed object',
      object({}, [], { additionalProperties: false }),
      object({ a: string }, [], { additionalProperties: false }),
      wider,
    ],
    [
      'an object that is closed',
      object({ a: string }),
      object({ a: string }, [], { additionalProperties: false }),
      narrower,
    ],
    [
      'allOf and its flat form',
      { allOf: [object({ a: string }, ['a']), object({ b: integer }, ['b'])] },
      object({ a: string, b: integer }, ['a', 'b']),
      same,
    ],
    [
      'allOf of closed objects takes nothing but what both take',
      {
        allOf: [
          object({ a: string }, [], { additionalProperties: false }),
          object({ b: string }, [], { additionalProperties: false }),
        ],
      },
      { type: 'object', maxProperties: 0 },
      same,
    ],
    ['anyOf and a list of types', { anyOf: [string, { type: 'null' }] }, { type: ['string', 'null'] }, same],
    ['oneOf and anyOf of what shares nothing', { oneOf: [string, integer] }, { anyOf: [integer, string] }, same],
    [
      'oneOf and anyOf of what shares something',
      { oneOf: [integer, { minimum: 5 }] },
      { anyOf: [integer, { minimum: 5 }] },
      wider,
    ],
    ['a branch more', { oneOf: [string, integer] }, { oneOf: [string, integer, { type: 'boolean' }] }, wider],
    [
      'a property of alternatives and alternatives of objects',
      object({ a: { anyOf: [string, integer] } }, ['a']),
      { anyOf: [object({ a: string }, ['a']), object({ a: integer }, ['a'])] },
      same,
    ],
    ['not', { not: string }, { type: ['null', 'boolean', 'number', 'array', 'object'] }, same],
    [
      'if and anyOf',
      { if: string, else: integer, ...thenPart({ maxLength: 3 }) },
      { anyOf: [{ type: 'string', maxLength: 3 }, integer] },
      same,
    ],
    ['items', { type: 'array', items: integer }, { type: 'array', items: { type: 'number' } }, wider],
    ['a least number of items', { type: 'array', items: string, minItems: 1 }, { type: 'array', items: string }, wider],
    [
      'no item is all the same',
      { type: 'array', maxItems: 0, items: string },
      { type: 'array', maxItems: 0, items: integer },
      same,
    ],
    [
      'prefixItems',
      { type: 'array', prefixItems: [string, integer], items: false, minItems: 2 },
      { type: 'array', items: { type: ['string', 'integer'] } },
      wider,
    ],
    ['contains', { type: 'array', items: string, minItems: 1 }, { type: 'array', contains: string }, wider],
    ['a greatest number of items that fit', contains(1, 5), contains(2, 6), apart],
    ['more items that fit', contains(1, 3), contains(1, 4), wider],
    ['too many items that fit', { ...contains(3, 2) }, false, same],
    [
      'items that repeat',
      { type: 'array', contains: object({ a: string }, ['a']), uniqueItems: true },
      { type: 'array', contains: object({ a: string }, ['a']) },
      wider,
    ],
    ['a pattern that no date matches', { type: 'string', format: 'date', pattern: '^[a-z]+$' }, false, same],
    [
      'a format and its alphabet',
      { type: 'string', format: 'uuid' },
      { type: 'string', pattern: '^[0-9a-fA-F-]{36}$' },
      wider,
    ],
    ['a format within another', { type: 'string', format: 'uri' }, { type: 'string', format: 'iri-reference' }, wider],
    ['unique items', { type: 'array', uniqueItems: true }, { type: 'array' }, wider],
    [
      'a map',
      { type: 'object', additionalProperties: integer },
      { type: 'object', additionalProperties: { type: 'number' } },
      wider,
    ],
    [
      'names by pattern',
      { type: 'object', patternProperties: { '^x-': string }, additionalProperties: false },
      { type: 'object', additionalProperties: string },
      wider,
    ],
    [
      'names',
      { type: 'object', propertyNames: { maxLength: 3 } },
      { type: 'object', propertyNames: { maxLength: 4 } },
      wider,
    ],
    [
      'dependentRequired',
      { type: 'object', required: ['a', 'b'] },
      { type: 'object', dependentRequired: { a: ['b'] } },
      wider,
    ],
    [
      'dependentSchemas',
      { type: 'object', dependentSchemas: { a: { required: ['b'] } } },
      { type: 'object', dependentRequired: { a: ['b'] } },
      same,
    ],
    [
      'a closed composition',
      { allOf: [object({ a: string })], unevaluatedProperties: false, type: 'object' },
      object({ a: string }, [], { additionalProperties: false }),
      same,
    ],
    ['a closed union', closedUnion({ a: string }), closedUnion({ a: integer }), apart],
    ['a closed union of more', closedUnion({ a: string }), closedUnion({ a: string, c: string }), wider],
    ['a closed union written another way', closedUnion({ a: string }), { allOf: [closedUnion({ a: string })] }, same],
    [
      'a closed union of one',
      { type: 'object', anyOf: [object({ a: string })], unevaluatedProperties: false },
      object({ a: string }, [], { additionalProperties: false }),
      same,
    ],
    [
      'a closed object with a property that another brings',
      {
        type: 'object',
        properties: { a: {} },
        dependentSchemas: { a: object({ b: string }) },
        unevaluatedProperties: false,
      },
      { type: 'object', properties: { a: {}, b: string }, additionalProperties: false },
      wider,
    ],
    [
      'a condition that closes',
      {
        type: 'object',
        if: object({ a: { const: 1 } }, ['a']),
        else: object({ b: string }),
        unevaluatedProperties: false,
      },
      { type: 'object', properties: { a: {}, b: {} }, additionalProperties: false },
      wider,
    ],
    [
      'a number of properties',
      { type: 'object', minProperties: 1, properties: { a: string }, additionalProperties: false },
      object({ a: string }, ['a'], { additionalProperties: false }),
      same,
    ],
    ['nothing at all', false, { allOf: [string, integer] }, same],
  ])('%s', (_name, one, other, expected) => expect(verdicts(one, other)).toBe(expected));

  it.each<[string, JsonSchema, JsonSchema, string]>([
    ['a reference and what it leads to', ref('Leaf'), object({ id: integer }, ['id']), same],
    [
      'a tree and its first level written out',
      ref('Tree'),
      object({ value: integer, next: object({ value: integer, next: ref('Tree') }) }),
      same,
    ],
    ['a tree and one of the same shape', ref('Tree'), ref('Same'), same],
    ['a tree and a wider one', ref('Tree'), ref('Wider'), wider],
    ['a list that never ends has no value', ref('Endless'), false, same],
    ['two trees through each other', ref('Ping'), ref('Pong'), same],
  ])('%s', (_name, one, other, expected) => {
    const components: Components = {
      Leaf: object({ id: integer }, ['id']),
      Tree: object({ value: integer, next: ref('Tree') }),
      Same: object({ next: { anyOf: [ref('Same')] }, value: integer }),
      Wider: object({ value: { type: 'number' }, next: ref('Wider') }),
      Endless: object({ next: ref('Endless') }, ['next']),
      Ping: object({ next: ref('Pong') }),
      Pong: object({ next: ref('Ping') }),
    };
    expect(verdicts(one, other, components)).toBe(expected);
  });
});
