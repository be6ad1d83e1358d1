import type { JsonSchema } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { createLiveSchemas } from '../live-schemas.ts';
import { listSchemaPlaces } from '../schema-places.ts';
import { contractOf } from '../testing/schema-compilers.ts';

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

const components: Readonly<Record<string, JsonSchema>> = {
  Cat: {
    type: 'object',
    required: ['kind', 'lives'],
    properties: { kind: { type: 'string' }, lives: { type: 'integer' } },
  },
  Deep: { type: 'object', properties: { eleven_long: ref('Deep') } },
  Dog: {
    type: 'object',
    required: ['kind', 'bark'],
    properties: { kind: { type: 'string' }, bark: { type: 'boolean' } },
  },
};

function explain(schema: JsonSchema, value: unknown, limit = 20): string[] {
  const contract = contractOf(schema, components);
  const [place] = listSchemaPlaces(contract);
  if (place === undefined) return [];
  const violations = createLiveSchemas(contract).compile(place).explain(value, limit);
  return violations.map(({ pointer, keyword, detail }) => `${pointer} ${keyword}: ${detail}`);
}

const pets = { oneOf: [ref('Cat'), ref('Dog')], discriminator: { propertyName: 'kind' } };
const mapped = {
  oneOf: [ref('Cat'), ref('Dog')],
  discriminator: { propertyName: 'kind', mapping: { feline: '#/components/schemas/Cat', canine: 'Dog', lost: 'Bird' } },
};
const variants = {
  anyOf: [
    { type: 'object', properties: { kind: { const: 'a' }, size: { type: 'integer' } } },
    { type: 'object', properties: { kind: { const: 'b' }, size: { type: 'string' } } },
  ],
};

describe('explanations', () => {
  it.each<[JsonSchema, unknown, string[]]>([
    [{ type: ['string', 'integer', 'null'] }, true, [' type: must be string, integer or null']],
    [{ type: 'object', required: ['a/b'] }, {}, ['/a~1b required: must be present']],
    [{ dependentRequired: { a: ['b'] } }, { a: 1 }, ['/b dependentRequired: must be present when "a" is']],
    [
      { additionalProperties: false },
      { 'x~y': 1 },
      ['/x~0y additionalProperties: must not be present: the contract declares no such property'],
    ],
    [
      { unevaluatedProperties: false },
      { x: 1 },
      ['/x unevaluatedProperties: must not be present: the contract declares no such property'],
    ],
    [{ prefixItems: [true], unevaluatedItems: false }, [1, 2], [' unevaluatedItems: must have at most 1 item']],
    [
      { propertyNames: { maxLength: 1 } },
      { ab: 1 },
      [
        ' maxLength: must have at most 1 character',
        ' propertyNames: must have property names that the contract allows',
      ],
    ],
    [{ enum: ['a', 1, null] }, 'b', [' enum: must be one of "a", 1, null']],
    [
      { enum: Array.from({ length: 21 }, (_, index) => index) },
      'b',
      [` enum: must be one of ${Array.from({ length: 20 }, (_, index) => index).join(', ')}, …`],
    ],
    [{ const: 'x'.repeat(400) }, 1, [` const: must be "${'x'.repeat(299)}…`]],
    [{ format: 'date' }, 'x', [' format: must have the format "date"']],
    [{ type: 'integer', format: 'int64' }, 'x', [' type: must be integer']],
    [{ type: 'integer', format: 'int32' }, 1.5, [' type: must be integer']],
    [{ type: 'string', format: 'int64' }, 2 ** 60, [' type: must be string']],
    [{ type: 'number', format: 'int32' }, 1.5, [' format: must have the format "int32"']],
    [{ pattern: '^a$' }, 'x', [' pattern: must match the pattern "^a$"']],
    [{ multipleOf: 3 }, 4, [' multipleOf: must be a multiple of 3']],
    [{ type: 'integer', format: 'int32', minimum: 0 }, -3_000_000_000, [' minimum: must be >= 0']],
    [{ type: 'integer', format: 'int64', maximum: 9 }, 2 ** 60, [' maximum: must be <= 9']],
    [
      { type: 'number', format: 'int32', minimum: 3 },
      1.5,
      [' minimum: must be >= 3', ' format: must have the format "int32"'],
    ],
    [
      { type: 'integer', format: 'int32', maximum: 3_000_000_000 },
      4_000_000_000,
      [' maximum: must be <= 3000000000', ' format: must have the format "int32"'],
    ],
    [{ minimum: 3 }, 1, [' minimum: must be >= 3']],
    [{ exclusiveMaximum: 3 }, 3, [' exclusiveMaximum: must be < 3']],
    [{ minLength: 1 }, '', [' minLength: must have at least 1 character']],
    [{ minItems: 2 }, [], [' minItems: must have at least 2 items']],
    [{ maxItems: 0 }, [1], [' maxItems: must have at most 0 items']],
    [{ prefixItems: [true], items: false }, [1, 2], [' items: must have at most 1 item']],
    [{ minProperties: 2 }, {}, [' minProperties: must have at least 2 properties']],
    [{ maxProperties: 1 }, { a: 1, b: 2 }, [' maxProperties: must have at most 1 property']],
    [{ uniqueItems: true }, [1, 1], [' uniqueItems: must not have equal items']],
    [{ contains: { const: 1 } }, [2], ['/0 const: must be 1', ' contains: must contain at least 1 fitting items']],
    [
      { contains: { const: 1 }, maxContains: 1 },
      [1, 1],
      [' contains: must contain at least 1 and at most 1 fitting items'],
    ],
    [{ not: { type: 'string' } }, 'x', [' not: must not match what the contract excludes']],
    [{ properties: { a: false } }, { a: 1 }, ['/a not: must not be present']],
    [JSON.parse('{"if":true,"then":{"minimum":2}}'), 1, [' minimum: must be >= 2']],
  ])('%j', (schema, value, expected) => expect(explain(schema, value)).toEqual(expected));

  it.each<[string, JsonSchema, unknown, string[]]>([
    [
      'types of all branches make one sentence',
      { anyOf: [{ type: 'string' }, { type: ['null', 'string'] }] },
      1,
      [' type: must be string or null'],
    ],
    [
      'and say where one would take an integer that is exact',
      { oneOf: [{ type: 'integer', format: 'int64' }, { type: 'boolean' }] },
      '9007199254740993',
      [' type: must be integer or boolean and lie from -9007199254740991 to 9007199254740991, where numbers are exact'],
    ],
    [
      'the branch of the right type is explained',
      { anyOf: [{ type: 'null' }, { type: 'integer', minimum: 3 }] },
      1,
      [' minimum: must be >= 3'],
    ],
    [
      'the variant with the right constant is explained',
      variants,
      { kind: 'b', size: 1 },
      ['/size type: must be string'],
    ],
    ['the discriminator chooses the branch', pets, { kind: 'Dog', lives: 'nine' }, ['/bark required: must be present']],
    ['a mapping chooses the branch', mapped, { kind: 'feline' }, ['/lives required: must be present']],
    ['a mapping takes bare names', mapped, { kind: 'canine' }, ['/bark required: must be present']],
    [
      'an unknown discriminator is the violation',
      pets,
      { kind: 'Fish' },
      ['/kind discriminator: must be one of "Cat", "Dog"'],
    ],
    [
      'a missing discriminator is the violation',
      mapped,
      {},
      ['/kind discriminator: must be one of "feline", "canine"'],
    ],
    ['what is no object has no discriminator', pets, 5, [' type: must be object']],
    [
      'several fitting branches are too many',
      { oneOf: [{ minimum: 1 }, { minimum: 2 }, { type: 'string' }] },
      3,
      [' oneOf: must match exactly one of the alternatives, matches more'],
    ],
    [
      'a branch whose members have the types of the value is nearer than one whose members have others',
      {
        anyOf: [
          { type: 'object', additionalProperties: { type: 'object' } },
          {
            type: 'object',
            properties: {
              size: { type: 'integer', minimum: 1, maximum: 9 },
              kind: { enum: ['a'] },
              of: { minLength: 3 },
            },
          },
        ],
      },
      { size: -4, kind: 'b', of: 'x' },
      [
        ' anyOf: must match at least one of the alternatives',
        '/size minimum: must be >= 1',
        '/kind enum: must be one of "a"',
        '/of minLength: must have at least 3 characters',
      ],
    ],
    [
      'a branch that has the members of the value is nearer than one that asks for others',
      {
        anyOf: [
          { type: 'object', required: ['batch'], properties: { batch: { type: 'array' } } },
          {
            type: 'object',
            required: ['points'],
            properties: { points: { items: { properties: { id: { type: 'integer' }, size: { minimum: 1 } } } } },
          },
        ],
      },
      { points: [{ id: 'x', size: 0 }] },
      [
        ' anyOf: must match at least one of the alternatives',
        '/points/0/id type: must be integer',
        '/points/0/size minimum: must be >= 1',
      ],
    ],
    [
      'the nearest of several branches is explained after the union',
      { oneOf: [{ minimum: 5 }, { minimum: 3, multipleOf: 2 }] },
      1,
      [' oneOf: must match exactly one of the alternatives, matches none', ' minimum: must be >= 5'],
    ],
    [
      'unions inside unions are taken apart',
      { anyOf: [{ type: 'null' }, { anyOf: [{ type: 'string' }, { type: 'integer', minimum: 4 }] }] },
      1,
      [' minimum: must be >= 4'],
    ],
    [
      'unions in items point at the item',
      { items: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
      ['a', 1],
      ['/1 type: must be string or null'],
    ],
    [
      'errors beside a union stay',
      { required: ['x'], anyOf: [{ required: ['a'] }, { required: ['a', 'b'] }] },
      {},
      [
        '/x required: must be present',
        ' anyOf: must match at least one of the alternatives',
        '/a required: must be present',
      ],
    ],
  ])('%s', (_behaviour, schema, value, expected) =>
    expect(explain(schema, value).sort()).toEqual([...expected].sort()),
  );

  it.each([
    ['is long', 'x'.repeat(65)],
    ['has control characters', 'a\u0000b'],
    ['has lone surrogates', '\ud800'],
  ])('does not repeat a name that %s', (_case, name) => {
    const detail = 'must not be present: the contract declares no such property';
    expect(explain({ additionalProperties: false }, { [name]: 1 })).toEqual([` additionalProperties: ${detail}`]);
    expect(explain({ additionalProperties: { items: { type: 'string' } } }, { [name]: [1] })).toEqual([
      ' type: must be string',
    ]);
  });

  it('cuts a pointer that only depth makes long', () => {
    const nested = JSON.parse(`${'{"eleven_long":'.repeat(100)}1${'}'.repeat(100)}`);
    const [violation = ''] = explain({ $ref: '#/components/schemas/Deep' }, nested);
    expect(violation).toBe(`${'/eleven_long'.repeat(83)} type: must be object`);
  });

  it('stops at the limit', () => {
    expect(explain({ required: ['a', 'b', 'c'] }, {}, 2)).toEqual([
      '/a required: must be present',
      '/b required: must be present',
    ]);
  });
});
