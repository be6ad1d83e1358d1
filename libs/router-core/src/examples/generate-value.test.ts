import type { JsonSchema } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import type { Direction } from '../ports/schema-compiler.ts';
import { createLiveSchemas } from '../schema/live-schemas.ts';
import { generateValue } from './generate-value.ts';

const schemas: Readonly<Record<string, JsonSchema>> = {
  Tree: {
    type: 'object',
    required: ['name', 'children'],
    properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } },
  },
  List: {
    type: 'object',
    required: ['next'],
    properties: { next: { anyOf: [{ $ref: '#/components/schemas/List' }, { type: 'null' }] } },
  },
  Endless: { type: 'object', required: ['next'], properties: { next: { $ref: '#/components/schemas/Endless' } } },
  Cat: {
    type: 'object',
    required: ['kind', 'lives'],
    properties: { kind: { type: 'string' }, lives: { type: 'integer', minimum: 1, maximum: 9 } },
  },
  Dog: { type: 'object', required: ['kind', 'bark'], properties: { kind: { const: 'dog' }, bark: { type: 'string' } } },
  Granted: { type: 'object', required: ['kind'], properties: { kind: { type: 'string' } } },
  Denied: { type: 'object', required: ['kind'], properties: { kind: { type: 'string' } } },
  Self: { $ref: '#/components/schemas/Self' },
  Base: { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } },
};
const contract = { operations: [], schemas, securitySchemes: {} };
const compiler = createLiveSchemas(contract);
const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/** From text, where an object literal would look like a promise. */
function schema(text: string): JsonSchema {
  return JSON.parse(text);
}

let places = 0;
function generate(schema: JsonSchema, options: { seed?: number; direction?: Direction } = {}): unknown {
  const direction = options.direction ?? 'response';
  places += 1;
  const { isValid } = compiler.compile({ key: `test ${places}`, schema, direction });
  return generateValue(schema, contract, { ...options, direction, isValid });
}

const formats = [
  'date-time',
  'date',
  'time',
  'duration',
  'email',
  'idn-email',
  'hostname',
  'idn-hostname',
  'ipv4',
  'ipv6',
  'uri',
  'uri-reference',
  'iri',
  'iri-reference',
  'uri-template',
  'uuid',
  'json-pointer',
  'relative-json-pointer',
  'regex',
  'byte',
  'binary',
  'password',
  ...[
    'date-time-local',
    'time-local',
    'unixtime',
    'ipv4-cidr',
    'ipv6-cidr',
    'language',
    'media-range',
    'int64',
    'uint64',
  ],
  ...['decimal', 'decimal128', 'sf-string', 'sf-token', 'sf-binary', 'sf-boolean', 'char', 'base64url', 'http-date'],
];

describe('a valid value for', () => {
  it.each<[string, JsonSchema]>([
    ['anything', true],
    ['an empty schema', {}],
    ...formats.map((format): [string, JsonSchema] => [`format ${format}`, { type: 'string', format }]),
    ['an unknown format', { type: 'string', format: 'sku' }],
    ['null', { type: 'null' }],
    ['a boolean', { type: 'boolean' }],
    ['several types', { type: ['string', 'null'] }],
    ['const', { const: { a: [1] } }],
    ['enum', { type: 'string', enum: ['a', 'b'] }],
    ['enum with null', { enum: [null] }],
    ['lengths', { type: 'string', minLength: 30, maxLength: 31 }],
    ['a short string', { type: 'string', maxLength: 2 }],
    ['a long uri', { type: 'string', format: 'uri', minLength: 80 }],
    ['a long email', { type: 'string', format: 'email', minLength: 40 }],
    ['format and pattern', { type: 'string', format: 'date', pattern: '^2026-' }],
    ['bounds', { type: 'integer', minimum: 7, maximum: 7 }],
    ['only an upper bound', { type: 'integer', maximum: -500 }],
    ['exclusive bounds', { type: 'integer', exclusiveMinimum: 1, exclusiveMaximum: 3 }],
    ['both kinds of bounds', { type: 'number', minimum: 1, exclusiveMinimum: 1, maximum: 2, exclusiveMaximum: 2 }],
    ['close bounds', { type: 'number', exclusiveMinimum: 0.1, exclusiveMaximum: 0.2 }],
    ['equal bounds', { type: 'number', minimum: 0.3, maximum: 0.3 }],
    ['equal bounds at zero', { type: 'number', minimum: 0, maximum: 0 }],
    ['a multiple', { type: 'integer', multipleOf: 7, minimum: 50 }],
    ['a decimal multiple', { type: 'number', multipleOf: 0.01, minimum: 0.05, maximum: 0.06 }],
    ['an integer multiple of a fraction', { type: 'integer', multipleOf: 1.5, minimum: 1 }],
    ['bounds without a type', { minimum: 4 }],
    ['an array', { type: 'array', items: { type: 'integer' }, minItems: 3 }],
    ['an array of anything', { type: 'array' }],
    ['unique items of a small set', { type: 'array', uniqueItems: true, minItems: 3, items: { enum: [1, 2, 3] } }],
    ['unique booleans', { type: 'array', uniqueItems: true, minItems: 2, items: { type: 'boolean' } }],
    ['a tuple', { prefixItems: [{ type: 'integer' }, { type: 'string' }], items: false }],
    ['contains', { type: 'array', contains: { const: 'x' }, minContains: 2, items: { type: 'string' } }],
    ['contains after a tuple', { prefixItems: [{ type: 'integer' }], contains: { type: 'boolean' } }],
    ['no items allowed', { type: 'array', maxItems: 0, items: { type: 'string' } }],
    ['items that cannot be', { type: 'array', items: false }],
    ['a map', { type: 'object', additionalProperties: { type: 'integer' }, minProperties: 3 }],
    [
      'names by pattern',
      {
        type: 'object',
        patternProperties: { '^x-[a-z]{3}$': { type: 'integer' } },
        additionalProperties: false,
        minProperties: 2,
      },
    ],
    [
      'property names',
      {
        type: 'object',
        propertyNames: { pattern: '^[A-Z]{4}$' },
        additionalProperties: { type: 'boolean' },
        minProperties: 2,
      },
    ],
    ['required without a declaration', { type: 'object', required: ['a'], additionalProperties: { type: 'integer' } }],
    ['required by pattern', { type: 'object', required: ['ab'], patternProperties: { '^a': { type: 'integer' } } }],
    ['at most one property', { type: 'object', maxProperties: 1, properties: { a: true, b: true } }],
    [
      'at least two of the optional',
      { type: 'object', minProperties: 2, properties: { a: { deprecated: true }, b: { deprecated: true } } },
    ],
    [
      'dependent properties',
      { type: 'object', properties: { a: { const: 1 } }, dependentRequired: { a: ['b'], b: ['c'] } },
    ],
    [
      'dependent schemas',
      {
        type: 'object',
        properties: { a: { const: 1 }, b: { type: 'string' } },
        dependentSchemas: { a: { properties: { b: { type: 'integer' } } } },
      },
    ],
    ['a property that must not be', { type: 'object', properties: { a: false, b: { type: 'string' } } }],
    ['allOf', { allOf: [ref('Base'), { required: ['name'], properties: { name: { type: 'string' } } }] }],
    [
      'allOf that narrows',
      {
        allOf: [
          { type: ['integer', 'string'], minimum: 3 },
          { type: 'number', maximum: 5, multipleOf: 2 },
          { multipleOf: 4 },
        ],
      },
    ],
    ['allOf of enums', { allOf: [{ enum: ['a', 'b'] }, { enum: ['b', 'c'] }] }],
    ['allOf of two patterns', { allOf: [{ type: 'string', pattern: '^[a-c]+$' }, { pattern: '^.{3}$' }] }],
    [
      'allOf of two oneOf',
      {
        allOf: [
          { oneOf: [{ required: ['a'] }, { required: ['b'] }] },
          { oneOf: [{ required: ['c'] }, { required: ['d'] }] },
        ],
        type: 'object',
      },
    ],
    [
      'allOf of two conditions',
      {
        type: 'object',
        allOf: [
          schema('{"if":{"required":["x"]},"then":{"required":["y"]}}'),
          { if: { required: ['z'] }, else: { required: ['w'] } },
        ],
      },
    ],
    [
      'allOf with a closed part',
      {
        allOf: [
          { properties: { a: true, b: true } },
          { type: 'object', properties: { a: true }, additionalProperties: false },
        ],
      },
    ],
    [
      'allOf of the same property',
      {
        allOf: [
          { properties: { a: { minimum: 3 } } },
          { type: 'object', required: ['a'], properties: { a: { type: 'integer', maximum: 3 } } },
        ],
      },
    ],
    [
      'allOf of the same items',
      { type: 'array', minItems: 1, allOf: [{ items: { type: 'integer' } }, { items: { minimum: 9 } }] },
    ],
    ['anyOf', { anyOf: [false, { type: 'integer' }] }],
    [
      'oneOf where the first is never alone',
      { oneOf: [{ type: 'integer' }, { type: 'integer', minimum: 0 }, { type: 'string' }] },
    ],
    [
      'oneOf by optional members',
      {
        oneOf: [
          { type: 'object', properties: { a: { type: 'string' } } },
          { type: 'object', required: ['a', 'b'], properties: { a: { type: 'string' }, b: { type: 'string' } } },
        ],
      },
    ],
    [
      'oneOf by a discriminator',
      {
        oneOf: [ref('Cat'), ref('Dog')],
        discriminator: { propertyName: 'kind', mapping: { cat: '#/components/schemas/Cat', dog: 'Dog' } },
      },
    ],
    [
      'oneOf by a discriminator without mapping',
      { oneOf: [ref('Cat'), ref('Dog')], discriminator: { propertyName: 'kind' } },
    ],
    [
      'oneOf of equal branches by a discriminator',
      { oneOf: [ref('Granted'), ref('Denied')], discriminator: { propertyName: 'kind', mapping: { yes: 'Granted' } } },
    ],
    ['not', { type: 'string', enum: ['a', 'b'], not: { const: 'a' } }],
    ['not of a range', { type: 'integer', minimum: 0, maximum: 9, not: { maximum: 4 } }],
    [
      'if and then',
      schema(
        '{"type":"object","properties":{"a":{"const":1}},"required":["a"],"if":{"properties":{"a":{"const":1}}},"then":{"required":["b"]}}',
      ),
    ],
    [
      'if and else',
      {
        type: 'object',
        properties: { a: { const: 2 } },
        required: ['a'],
        if: { properties: { a: { const: 1 } } },
        else: { required: ['c'] },
      },
    ],
    ['a tree', ref('Tree')],
    ['a list that ends with null', ref('List')],
    ['an example that is not valid', { type: 'integer', example: 'x', examples: ['y'], default: 'z' }],
    [
      'many required members',
      {
        type: 'object',
        required: Array.from({ length: 100 }, (_, index) => `m${index}`),
        additionalProperties: { type: 'object', required: ['a'], properties: { a: { type: 'array', items: {} } } },
      },
    ],
  ])('%s', (_name, given) => {
    for (const seed of [undefined, 1, 2, 3]) expect(generate(given, seed === undefined ? {} : { seed })).toBeDefined();
  });

  it.each([
    ['^[A-Z]{3}-\\d{4}$'],
    ['^(foo|bar)+$'],
    ['^\\p{Lu}\\p{Ll}+$'],
    ['^\\P{L}{3}$'],
    ['^[^a-z]+$'],
    ['^\\w+@\\w+\\.(?:com|org)$'],
    ['^(?<year>\\d{4})-(?:0[1-9]|1[0-2])$'],
    ['^(?=.*\\d)[a-z0-9]{8,}$'],
    ['^[\\w.-]{2,}\\s\\S$'],
    ['^\\x41\\u0042\\u{43}[\\D]$'],
    ['^a?b*c+?d{2}e{1,}$'],
    ['^[\\x20-\\uFFFF]{5,10}$'],
    ['\\bword\\b'],
    ['^\\W\\t\\/[-a][a-]$'],
    ['^.{5}$'],
    ['^$'],
    ['^\\p{Script=Greek}*$'],
    ['^#?([a-fA-F0-9]{6}|[a-fA-F0-9]{3})$'],
    ['^(?!x)[a-z]{2}$'],
    ['^[😀-😂]$'],
    ['^arn:aws:[a-z0-9-]*:[a-z0-9-]*:(\\d{12})?:.+$'],
  ])('pattern %s', (pattern) => {
    const value = generate({ type: 'string', pattern });
    expect(value).toMatch(new RegExp(pattern, 'u'));
  });

  it('a pattern with lengths', () => {
    expect(generate({ type: 'string', pattern: '^[a-z]+$', minLength: 40, maxLength: 45 })).toMatch(/^[a-z]{40,45}$/);
  });
});

describe('what shows', () => {
  it.each<[string, JsonSchema, unknown]>([
    ['the example', { type: 'string', example: 'Rex', default: 'none' }, 'Rex'],
    ['the first valid example', { type: 'integer', examples: ['x', 3] }, 3],
    ['the default', { type: 'integer', default: 9 }, 9],
    ['the first of an enum', { enum: ['b', 'a'] }, 'b'],
    [
      'the order of the contract',
      { type: 'object', required: ['b'], properties: { a: { const: 1 }, b: { const: 2 } } },
      { a: 1, b: 2 },
    ],
    [
      'no deprecated property',
      { type: 'object', properties: { a: { const: 1 }, old: { const: 2, deprecated: true } } },
      { a: 1 },
    ],
    [
      '__proto__ as data',
      { type: 'object', required: ['__proto__'], properties: { ['__proto__']: { const: 1 } } },
      JSON.parse('{"__proto__":1}'),
    ],
  ])('%s', (_name, given, want) => expect(generate(given)).toEqual(want));

  it('the same value for the same seed, others for others', () => {
    const uuids: JsonSchema = { type: 'array', minItems: 8, items: { type: 'string', format: 'uuid' } };
    expect(generate(uuids, { seed: 5 })).toEqual(generate(uuids, { seed: 5 }));
    expect(generate(uuids)).toEqual(generate(uuids));
    expect(generate(uuids, { seed: 5 })).not.toEqual(generate(uuids, { seed: 6 }));
  });

  it.each<[Direction, readonly string[]]>([
    ['request', ['both', 'secret']],
    ['response', ['both', 'id']],
  ])('in a %s only what belongs there', (direction, want) => {
    const id = { type: 'integer', readOnly: true };
    const secret = { type: 'string', writeOnly: true };
    const whole = { type: 'object', required: ['id', 'secret'], properties: { both: { type: 'string' }, id, secret } };
    expect(Object.keys(generate(whole, { direction }) as object)).toEqual(want);
  });
});

it.each<[string, JsonSchema]>([
  ['false', false],
  ['contradicting types', { allOf: [{ type: 'string' }, { type: 'integer' }] }],
  ['contradicting bounds', { type: 'integer', minimum: 3, maximum: 2 }],
  ['an endless object', ref('Endless')],
  ['a schema that names only itself', ref('Self')],
  ['a required property that must not be', { type: 'object', required: ['a'], properties: { a: false } }],
  ['more unique items than there are', { type: 'array', uniqueItems: true, minItems: 3, items: { type: 'boolean' } }],
  ['more properties than allowed', { type: 'object', minProperties: 3, additionalProperties: false }],
  ['a pattern out of reach', { type: 'string', pattern: '^(?=a)b$' }],
  ['a const that its type refuses', { const: 1, type: 'string' }],
  ['an enum that its type refuses', { enum: [1], type: 'string' }],
])('no value for %s', (_name, given) => expect(generate(given)).toBeUndefined());

it('the first attempt counts where nobody judges', () => {
  expect(generateValue({ type: 'integer', example: 3 }, contract, { direction: 'response' })).toBe(3);
});
