import type { JsonSchema } from '@brrt/service-model';
import { ref, schema } from './hard-components.fixture.ts';

/** Schemas put together: branches, exclusions, conditions, and what is left unevaluated. */
export const hardCombinations: readonly (readonly [string, JsonSchema])[] = [
  ['closed allOf open', { allOf: [ref('Closed'), { type: 'object', properties: { a: { minLength: 5 }, b: true } }] }],
  [
    'unevaluated over allOf',
    {
      allOf: [ref('Base'), { properties: { name: { type: 'string' } }, required: ['name'] }],
      unevaluatedProperties: false,
    },
  ],
  [
    'unevaluated over anyOf',
    {
      anyOf: [
        { required: ['a'], properties: { a: { type: 'integer' } } },
        { required: ['b'], properties: { b: { type: 'integer' } } },
      ],
      unevaluatedProperties: false,
      type: 'object',
    },
  ],
  [
    'unevaluated over oneOf',
    {
      type: 'object',
      properties: { k: { type: 'string' } },
      required: ['k'],
      oneOf: [
        { required: ['a'], properties: { a: { type: 'integer' } } },
        { required: ['b'], properties: { b: { type: 'integer' } } },
      ],
      unevaluatedProperties: false,
    },
  ],
  [
    'unevaluated schema',
    {
      type: 'object',
      properties: { k: { type: 'string' } },
      unevaluatedProperties: { type: 'integer' },
      minProperties: 3,
    },
  ],
  [
    'unevaluated if',
    schema(
      '{"type":"object","properties":{"k":{"enum":["x","y"]}},"required":["k"],"if":{"properties":{"k":{"const":"x"}}},"then":{"properties":{"x":{"type":"integer"}},"required":["x"]},"else":{"properties":{"y":{"type":"integer"}},"required":["y"]},"unevaluatedProperties":false}',
    ),
  ],
  [
    'unevaluatedItems',
    { type: 'array', prefixItems: [{ type: 'string' }], minItems: 3, unevaluatedItems: { type: 'integer' } },
  ],
  ['unevaluatedItems false contains', { type: 'array', contains: { const: 1 }, unevaluatedItems: false, minItems: 2 }],
  [
    'unevaluatedItems oneOf',
    {
      prefixItems: [{ const: 'foo' }],
      oneOf: [{ prefixItems: [true, { const: 'bar' }] }, { prefixItems: [true, { const: 'baz' }] }],
      unevaluatedItems: false,
      type: 'array',
      minItems: 2,
    },
  ],
  [
    'oneOf all optional open',
    {
      oneOf: [
        { type: 'object', properties: { a: { type: 'string' } } },
        { type: 'object', properties: { b: { type: 'integer' } } },
      ],
    },
  ],
  [
    'oneOf subset',
    {
      oneOf: [
        { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } },
        { type: 'object', properties: { a: { type: 'string' } } },
      ],
    },
  ],
  ['oneOf numbers', { oneOf: [{ type: 'number' }, { type: 'integer' }] }],
  ['oneOf string format', { oneOf: [{ type: 'string' }, { type: 'string', format: 'date' }] }],
  [
    'oneOf string pattern',
    {
      oneOf: [
        { type: 'string', pattern: '^a' },
        { type: 'string', pattern: 'z$' },
      ],
    },
  ],
  [
    'oneOf lengths',
    {
      oneOf: [
        { type: 'string', minLength: 1 },
        { type: 'string', minLength: 1, maxLength: 20 },
      ],
    },
  ],
  [
    'oneOf arrays',
    {
      oneOf: [
        { type: 'array', items: { type: 'string' } },
        { type: 'array', items: { type: 'integer' } },
      ],
    },
  ],
  ['oneOf enum overlap', { oneOf: [{ enum: ['a', 'b', 'c'] }, { enum: ['a', 'b', 'd'] }, { enum: ['c', 'd', 'e'] }] }],
  [
    'oneOf multiples',
    {
      oneOf: [
        { type: 'integer', multipleOf: 2 },
        { type: 'integer', multipleOf: 3 },
        { type: 'integer', multipleOf: 5 },
      ],
      minimum: 1,
    },
  ],
  [
    'oneOf required pairs',
    {
      type: 'object',
      properties: { a: { type: 'integer' }, b: { type: 'integer' }, c: { type: 'integer' } },
      oneOf: [{ required: ['a'] }, { required: ['b'] }, { required: ['c'] }],
    },
  ],
  [
    'oneOf not required',
    {
      type: 'object',
      properties: { a: { type: 'integer' }, b: { type: 'integer' } },
      oneOf: [
        { required: ['a'], not: { required: ['b'] } },
        { required: ['b'], not: { required: ['a'] } },
      ],
    },
  ],
  [
    'not required',
    { type: 'object', properties: { a: { type: 'integer' }, b: { type: 'integer' } }, not: { required: ['a'] } },
  ],
  [
    'not anyOf required',
    {
      type: 'object',
      properties: { a: { type: 'integer' }, b: { type: 'integer' }, c: { type: 'integer' } },
      not: { anyOf: [{ required: ['a'] }, { required: ['b'] }] },
    },
  ],
  ['not type', { not: { type: 'string' } }],
  ['not types', { not: { type: ['string', 'object', 'null', 'boolean'] } }],
  ['not enum', { type: 'string', not: { enum: ['a', ''] } }],
  ['not const bool', { type: 'boolean', not: { const: true } }],
  ['not pattern', { type: 'string', not: { pattern: '^[a-z]+$' } }],
  ['not minLength', { type: 'string', not: { minLength: 1 } }],
  ['not format', { type: 'string', format: 'uri', not: { pattern: '^https://example\\.com' } }],
  ['not not', { not: { not: { type: 'integer', minimum: 1000 } } }],
  [
    'not object prop',
    {
      type: 'object',
      required: ['a'],
      properties: { a: { type: 'string' } },
      not: { properties: { a: { pattern: '^[a-z]' } } },
    },
  ],
  [
    'not allOf',
    {
      not: { allOf: [{ type: 'object' }, { required: ['x'] }] },
      type: 'object',
      properties: { x: { type: 'integer' }, y: { type: 'integer' } },
    },
  ],
  [
    'if then chain',
    schema(
      '{"type":"object","required":["country"],"properties":{"country":{"enum":["US","NL"]},"zip":{"type":"string"}},"allOf":[{"if":{"properties":{"country":{"const":"US"}}},"then":{"required":["zip"],"properties":{"zip":{"pattern":"^[0-9]{5}$"}}}},{"if":{"properties":{"country":{"const":"NL"}}},"then":{"required":["zip"],"properties":{"zip":{"pattern":"^[0-9]{4} [A-Z]{2}$"}}}}]}',
    ),
  ],
  ['if impossible then', schema('{"type":"integer","if":{"minimum":0},"then":false}')],
  ['if impossible else', schema('{"type":"integer","if":{"maximum":0},"else":false}')],
  [
    'if const then',
    schema(
      '{"type":"object","required":["t"],"properties":{"t":{"type":"string"}},"if":{"properties":{"t":{"const":"special"}}},"then":{"required":["x"]},"else":{"properties":{"t":{"const":"other"}}}}',
    ),
  ],
  [
    'dependentRequired chain',
    {
      type: 'object',
      required: ['a'],
      dependentRequired: { a: ['b'], b: ['c'], c: ['d'] },
      properties: { d: { type: 'integer', minimum: 5 } },
    },
  ],
  [
    'dependentSchemas required',
    {
      type: 'object',
      required: ['a'],
      dependentSchemas: { a: { required: ['b'], properties: { b: { type: 'integer', minimum: 10 } } } },
    },
  ],
  [
    'dependentSchemas close',
    {
      type: 'object',
      required: ['a'],
      properties: { a: true, z: true },
      dependentSchemas: { a: { properties: { a: { type: 'integer' } }, additionalProperties: false } },
    },
  ],
  [
    'dependencies legacy',
    {
      type: 'object',
      required: ['a'],
      properties: { a: { type: 'string' }, b: { type: 'string' } },
      dependencies: { a: ['b'] },
    },
  ],
];
