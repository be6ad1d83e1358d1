import type { JsonSchema } from '@brrt/service-model';
import { ref, schema } from './hard-components.fixture.ts';

/** References and recursion, discriminators, constants, and objects of several schemas at once. */
export const hardIntersections: readonly (readonly [string, JsonSchema])[] = [
  ['recursive closed', ref('Node')],
  ['deep oneOf', ref('Deep')],
  ['expression', ref('Expr')],
  ['mutual', ref('A1')],
  ['long chain', ref('L0')],
  [
    'discriminator inheritance',
    {
      oneOf: [ref('Cat'), ref('Dog')],
      discriminator: {
        propertyName: 'petType',
        mapping: { kitty: '#/components/schemas/Cat', puppy: '#/components/schemas/Dog' },
      },
    },
  ],
  ['discriminator base', ref('Pet')],
  ['anyOf discriminator', { anyOf: [ref('Cat'), ref('Dog')], discriminator: { propertyName: 'petType' } }],
  ['const enum', { const: 'b', enum: ['a', 'b'] }],
  ['enum intersection', { allOf: [{ enum: [1, 2, 3] }, { enum: [2, 3, 4] }, { not: { const: 2 } }] }],
  ['const intersection', { allOf: [{ const: { a: 1 } }, { enum: [{ a: 1 }, 2] }] }],
  ['const wins over example', { const: 3, example: 'no' }],
  ['enum by object', { type: 'object', enum: [{ a: 1 }, { b: 2 }], required: ['b'] }],
  ['nullable enum', { type: ['string', 'null'], enum: ['x', null] }],
  [
    'allOf same const',
    { allOf: [{ properties: { a: { const: 1 } }, required: ['a'] }, { properties: { a: { type: 'integer' } } }] },
  ],
  [
    'allOf type narrowing anyOf',
    { allOf: [{ anyOf: [{ type: 'string' }, { type: 'integer' }] }, { type: 'integer', minimum: 9 }] },
  ],
  [
    'allOf of two anyOf',
    {
      allOf: [
        { anyOf: [{ type: 'string' }, { type: 'integer' }] },
        { anyOf: [{ type: 'integer' }, { type: 'boolean' }] },
      ],
    },
  ],
  [
    'allOf oneOf oneOf props',
    {
      allOf: [
        {
          type: 'object',
          oneOf: [
            { required: ['a'], properties: { a: { type: 'integer' } } },
            { required: ['b'], properties: { b: { type: 'integer' } } },
          ],
        },
        {
          oneOf: [
            { required: ['c'], properties: { c: { const: 1 } } },
            { required: ['d'], properties: { d: { const: 2 } } },
          ],
        },
        { oneOf: [{ required: ['e'] }, { required: ['f'] }] },
      ],
    },
  ],
  [
    'anyOf deep',
    {
      anyOf: [
        { allOf: [{ type: 'string' }, { type: 'integer' }] },
        { oneOf: [{ type: 'null' }, { type: 'integer', minimum: 3 }] },
      ],
    },
  ],
  [
    'readOnly required response',
    {
      type: 'object',
      required: ['id', 'pw'],
      properties: { id: { type: 'integer', readOnly: true }, pw: { type: 'string', writeOnly: true } },
    },
  ],
  [
    'a text that is JSON',
    { type: 'string', contentMediaType: 'application/json', contentSchema: { type: 'array', minItems: 2 } },
  ],
  ['contentEncoding', { type: 'string', contentEncoding: 'base64', contentMediaType: 'application/json' }],
  ['type list object array', { type: ['object', 'array'], minItems: 2, required: ['a'] }],
  ['implied contains false', { contains: false }],
  ['implied required only', { required: ['a', 'b'] }],
  ['implied pattern', { pattern: '^[A-Z]+$' }],
  ['implied minLength', { minLength: 10 }],
  ['implied dependentRequired', { dependentRequired: { a: ['b'] } }],
  ['implied format', { format: 'date' }],
  ['items false min 0', { type: 'array', items: false, minItems: 0 }],
  [
    'nested unevaluated',
    {
      type: 'object',
      properties: { foo: { type: 'object', properties: { bar: { type: 'string' } }, required: ['bar'] } },
      required: ['foo'],
      anyOf: [{ properties: { foo: { properties: { faz: { type: 'string' } } } } }],
      unevaluatedProperties: false,
    },
  ],
  [
    'unevaluated ref allOf oneOf',
    schema(
      '{"allOf":[{"properties":{"a":true}},{"properties":{"b":true}},{"oneOf":[{"required":["x"],"properties":{"x":true}},{"required":["y"],"properties":{"y":true}}]}],"unevaluatedProperties":false}',
    ),
  ],
  [
    'proto props',
    schema(
      '{"type":"object","required":["__proto__","constructor","toString"],"properties":{"__proto__":{"type":"integer"},"constructor":{"type":"string"}}}',
    ),
  ],
  [
    'large required',
    {
      type: 'object',
      required: Array.from({ length: 500 }, (_, i) => `m${i}`),
      additionalProperties: { type: 'string' },
    },
  ],
  ['big enum', { enum: Array.from({ length: 5000 }, (_, i) => `v${i}`) }],
  [
    'oneOf 50 discriminated',
    {
      oneOf: Array.from({ length: 50 }, (_, i) => ({
        type: 'object',
        required: ['k'],
        properties: { k: { const: `k${i}` }, v: { type: 'string' } },
      })),
    },
  ],
  [
    'oneOf wide optional',
    { oneOf: Array.from({ length: 8 }, (_, i) => ({ type: 'object', properties: { [`p${i}`]: { type: 'string' } } })) },
  ],
  [
    'deep nesting inline',
    Array.from({ length: 30 }).reduce<JsonSchema>(
      (inner) => ({ type: 'object', required: ['x'], properties: { x: inner } }),
      {
        type: 'integer',
      },
    ),
  ],
  ['oneOf nullable ref', { oneOf: [ref('Base'), { type: 'null' }] }],
  [
    'anyOf sibling closed',
    {
      type: 'object',
      properties: { a: { type: 'integer' } },
      additionalProperties: false,
      anyOf: [{ required: ['a'] }, { required: ['b'] }],
    },
  ],
  [
    'additionalProperties false + patternProperties + allOf',
    {
      allOf: [
        { type: 'object', patternProperties: { '^x': { type: 'integer' } }, additionalProperties: false },
        { properties: { a: { type: 'string' }, x1: {} }, required: ['x1'] },
      ],
    },
  ],
  [
    'additionalProperties schema intersects',
    {
      allOf: [
        { type: 'object', properties: { a: { type: 'integer' } }, additionalProperties: { type: 'string' } },
        { required: ['b'], properties: { b: { minLength: 4 } } },
      ],
    },
  ],
  [
    'additionalProperties schemas both',
    {
      allOf: [
        { type: 'object', additionalProperties: { type: ['integer', 'string'] } },
        { additionalProperties: { type: ['integer', 'boolean'] } },
      ],
      minProperties: 1,
    },
  ],
  [
    'items intersect prefix',
    { allOf: [{ type: 'array', prefixItems: [{ type: 'integer' }] }, { items: { minimum: 100 } }], minItems: 1 },
  ],
  [
    'prefix intersect prefix',
    {
      allOf: [
        { type: 'array', prefixItems: [{ type: 'integer' }, { type: 'string' }] },
        { prefixItems: [{ minimum: 100 }, { minLength: 20 }] },
      ],
      minItems: 2,
    },
  ],
  [
    'not in allOf twice',
    {
      type: 'integer',
      minimum: 0,
      maximum: 3,
      allOf: [{ not: { const: 0 } }, { not: { const: 1 } }, { not: { const: 2 } }],
    },
  ],
  [
    'exclusive of const object',
    {
      type: 'object',
      required: ['a'],
      properties: { a: { enum: ['x', 'y'] } },
      not: { properties: { a: { const: 'x' } } },
    },
  ],
  ['default invalid fallback', { type: 'array', items: { type: 'string' }, default: [1], minItems: 1 }],
  ['default null', { type: ['string', 'null'], default: null }],
  [
    'nested example invalid',
    {
      type: 'object',
      required: ['a'],
      properties: {
        a: { type: 'object', required: ['b'], properties: { b: { type: 'integer' } }, example: { b: 'x' } },
      },
    },
  ],
];
