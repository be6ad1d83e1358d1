import type { JsonSchema } from '@brrt/service-model';

/** Arrays and objects: what they contain, how much, under which names. */
export const hardCollections: readonly (readonly [string, JsonSchema])[] = [
  [
    'unique short lists',
    {
      type: 'array',
      items: { type: 'array', items: { enum: [0, 1] }, minItems: 1, maxItems: 2 },
      uniqueItems: true,
      minItems: 5,
    },
  ],
  [
    'unique objects of few members',
    {
      type: 'array',
      items: { type: 'object', properties: { a: { const: 1 }, b: { const: 2 } }, additionalProperties: false },
      uniqueItems: true,
      minItems: 3,
    },
  ],
  [
    'unique short texts',
    { type: 'array', items: { type: 'string', pattern: '^a{0,3}$' }, uniqueItems: true, minItems: 4 },
  ],
  ['contains min max', { type: 'array', contains: { type: 'integer' }, minContains: 2, maxContains: 2, minItems: 5 }],
  [
    'contains 0',
    {
      type: 'array',
      contains: { type: 'integer' },
      minContains: 0,
      maxContains: 1,
      items: { type: ['integer', 'string'] },
      minItems: 4,
    },
  ],
  [
    'contains object',
    {
      type: 'array',
      contains: { type: 'object', required: ['k'], properties: { k: { const: 'v' } } },
      minItems: 2,
      items: { type: 'object', required: ['z'] },
    },
  ],
  ['contains two by allOf', { type: 'array', allOf: [{ contains: { const: 1 } }, { contains: { const: 2 } }] }],
  [
    'contains in prefix',
    {
      type: 'array',
      prefixItems: [{ type: 'string' }, { type: 'integer' }],
      items: false,
      contains: { type: 'integer' },
      maxItems: 2,
    },
  ],
  ['prefix min', { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], minItems: 4 }],
  [
    'unique prefix',
    { type: 'array', prefixItems: [{ enum: [1, 2] }, { enum: [1, 2] }], uniqueItems: true, minItems: 2 },
  ],
  [
    'unique prefix 3',
    {
      type: 'array',
      prefixItems: [{ enum: [1, 2, 3] }, { enum: [1] }, { enum: [1, 2] }],
      uniqueItems: true,
      minItems: 3,
    },
  ],
  [
    'unique objects',
    {
      type: 'array',
      uniqueItems: true,
      minItems: 4,
      items: { type: 'object', required: ['a'], properties: { a: { type: 'boolean' }, b: { type: 'boolean' } } },
    },
  ],
  [
    'unique ints bounded',
    { type: 'array', uniqueItems: true, minItems: 10, items: { type: 'integer', minimum: 1, maximum: 10 } },
  ],
  [
    'unique enum full',
    { type: 'array', uniqueItems: true, minItems: 12, items: { enum: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] } },
  ],
  [
    'unique many strings',
    { type: 'array', uniqueItems: true, minItems: 30, items: { type: 'string', minLength: 1, maxLength: 1 } },
  ],
  ['unique plain strings', { type: 'array', uniqueItems: true, minItems: 30, items: { type: 'string' } }],
  ['unique nullables', { type: 'array', uniqueItems: true, minItems: 3, items: { type: ['boolean', 'null'] } }],
  ['unique examples', { type: 'array', uniqueItems: true, minItems: 3, items: { type: 'string', example: 'same' } }],
  [
    'minItems 100',
    { type: 'array', minItems: 100, items: { type: 'object', required: ['a'], properties: { a: { type: 'string' } } } },
  ],
  ['minItems 1000', { type: 'array', minItems: 1000, items: { type: 'integer' } }],
  ['propertyNames enum', { type: 'object', propertyNames: { enum: ['a', 'b', 'c'] }, minProperties: 3 }],
  [
    'propertyNames pattern add',
    { type: 'object', propertyNames: { pattern: '^x-' }, minProperties: 2, additionalProperties: { type: 'integer' } },
  ],
  [
    'propertyNames refuses property',
    {
      type: 'object',
      propertyNames: { pattern: '^[a-z]+$' },
      properties: { A: { type: 'string' }, b: { type: 'string' } },
    },
  ],
  ['propertyNames maxLength', { type: 'object', propertyNames: { maxLength: 2 }, minProperties: 5 }],
  [
    'propertyNames ref fmt',
    { type: 'object', propertyNames: { format: 'uuid' }, minProperties: 1, additionalProperties: true },
  ],
  [
    'patternProperties min',
    {
      type: 'object',
      patternProperties: { '^[0-9]{3}$': { type: 'string' }, '^x-': { type: 'integer' } },
      additionalProperties: false,
      minProperties: 3,
    },
  ],
  [
    'patternProperties conflicting declared',
    {
      type: 'object',
      required: ['abc'],
      properties: { abc: { type: 'string' } },
      patternProperties: { '^a': { minLength: 12 } },
    },
  ],
  [
    'patternProperties two',
    { type: 'object', required: ['ab'], patternProperties: { '^a': { type: 'integer' }, b$: { minimum: 77 } } },
  ],
  [
    'maxProperties',
    { type: 'object', maxProperties: 2, required: ['a'], properties: { a: true, b: true, c: true, d: true } },
  ],
  [
    'min = max properties',
    {
      type: 'object',
      minProperties: 2,
      maxProperties: 2,
      properties: { a: { type: 'integer' }, b: { type: 'integer' }, c: { type: 'integer' } },
    },
  ],
  [
    'minProperties closed optional',
    {
      type: 'object',
      minProperties: 1,
      properties: { a: { type: 'integer', readOnly: true }, b: { type: 'integer' } },
      additionalProperties: false,
    },
  ],
];
