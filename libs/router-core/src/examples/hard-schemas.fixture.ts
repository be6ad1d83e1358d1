import type { JsonSchema } from '@brrt/service-model';

/** What the rows below refer to. */
export const schemas: Record<string, JsonSchema> = {
  Base: { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } },
  Closed: { type: 'object', required: ['a'], properties: { a: { type: 'string' } }, additionalProperties: false },
  Node: {
    type: 'object',
    required: ['value', 'kids'],
    properties: {
      value: { type: 'string' },
      kids: { type: 'array', minItems: 0, items: { $ref: '#/components/schemas/Node' } },
    },
    unevaluatedProperties: false,
  },
  Deep: {
    type: 'object',
    required: ['next'],
    properties: { next: { oneOf: [{ $ref: '#/components/schemas/Deep' }, { $ref: '#/components/schemas/Leaf' }] } },
    additionalProperties: false,
  },
  Leaf: { type: 'object', required: ['leaf'], properties: { leaf: { const: true } }, additionalProperties: false },
  Expr: {
    oneOf: [
      {
        type: 'object',
        required: ['and'],
        properties: { and: { type: 'array', minItems: 2, items: { $ref: '#/components/schemas/Expr' } } },
      },
      { type: 'object', required: ['not'], properties: { not: { $ref: '#/components/schemas/Expr' } } },
      { type: 'object', required: ['field', 'value'], properties: { field: { type: 'string' }, value: {} } },
    ],
  },
  A1: { type: 'object', required: ['b'], properties: { b: { $ref: '#/components/schemas/B1' } } },
  B1: { type: 'object', properties: { a: { $ref: '#/components/schemas/A1' } } },
  Pet: {
    type: 'object',
    required: ['petType'],
    properties: { petType: { type: 'string' } },
    discriminator: { propertyName: 'petType', mapping: { kitty: '#/components/schemas/Cat' } },
  },
  Cat: {
    allOf: [
      { $ref: '#/components/schemas/Pet' },
      { type: 'object', required: ['claws'], properties: { claws: { type: 'integer' } } },
    ],
  },
  Dog: {
    allOf: [
      { $ref: '#/components/schemas/Pet' },
      { type: 'object', required: ['bark'], properties: { bark: { type: 'boolean' } } },
    ],
  },
};
for (let level = 0; level < 40; level += 1) {
  schemas[`L${level}`] =
    level === 39 ? { type: 'string' } : { type: 'object', required: ['n'], properties: { n: ref(`L${level + 1}`) } };
}

function ref(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

/** From text, where an object literal would look like a promise. */
function schema(text: string): JsonSchema {
  return JSON.parse(text);
}

/** Schemas that are hard to satisfy and have a value. */
export const hardSchemas: readonly (readonly [string, JsonSchema])[] = [
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
  [
    'pattern lookahead password',
    { type: 'string', pattern: '^(?=.*[A-Z])(?=.*[a-z])(?=.*\\d)(?=.*[@$!%*?&])[A-Za-z\\d@$!%*?&]{8,}$' },
  ],
  ['pattern lookahead len', { type: 'string', pattern: '^(?=.{5,10}$)[a-z]+(-[a-z]+)*$' }],
  ['pattern neg lookahead', { type: 'string', pattern: '^(?!abc)(?!.*--)[a-z-]{3,}[a-z]$' }],
  ['pattern neg lookahead word', { type: 'string', pattern: '^(?!(?:admin|root)$).+$' }],
  ['pattern lookbehind', { type: 'string', pattern: '^.*(?<!-)$' }],
  ['pattern lookbehind pos', { type: 'string', pattern: '^[a-z]+(?<=xyz)$' }],
  ['pattern backreference', { type: 'string', pattern: '^(a|b)\\1$' }],
  ['pattern named backreference', { type: 'string', pattern: '^(?<q>["\'])x\\k<q>$' }],
  ['pattern unicode', { type: 'string', pattern: '^[\\p{Letter}\\p{Mark}]{3,}$' }],
  ['pattern unicode scripts', { type: 'string', pattern: '^\\p{Script=Cyrillic}{2,4}$' }],
  ['pattern emoji', { type: 'string', pattern: '^\\p{Emoji_Presentation}+$' }],
  ['pattern unicode escape', { type: 'string', pattern: '^[\\u3041-\\u3096]{2}$' }],
  ['pattern unanchored', { type: 'string', pattern: '[0-9]{3}', minLength: 10, maxLength: 12 }],
  ['pattern unanchored max', { type: 'string', pattern: 'foo', maxLength: 3 }],
  ['pattern fixed with long min', { type: 'string', pattern: '^[A-Z]{2}[0-9]*$', minLength: 50, maxLength: 50 }],
  ['pattern alternatives len', { type: 'string', pattern: '^(ab|cdef|ghijkl)$', minLength: 5 }],
  [
    'pattern hostname',
    {
      type: 'string',
      pattern:
        '^(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\\-]*[a-zA-Z0-9])\\.)*([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9\\-]*[A-Za-z0-9])$',
      minLength: 20,
      maxLength: 63,
    },
  ],
  ['pattern email', { type: 'string', format: 'email', pattern: '@mycompany\\.com$' }],
  [
    'pattern uuid',
    {
      type: 'string',
      format: 'uuid',
      pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
    },
  ],
  ['pattern uuid special', { type: 'string', format: 'uuid', pattern: '^00000000-' }],
  ['pattern date', { type: 'string', format: 'date', pattern: '-01$' }],
  ['pattern uri', { type: 'string', format: 'uri', pattern: '^https://[a-z]+\\.test/.*\\.png$' }],
  ['pattern datetime', { type: 'string', format: 'date-time', pattern: '\\.\\d{3}Z$' }],
  [
    'pattern datetime offset',
    { type: 'string', format: 'date-time', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}[+-]\\d{2}:\\d{2}$' },
  ],
  ['pattern time', { type: 'string', pattern: '^(0[0-9]|1[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$' }],
  [
    'pattern ipv4',
    {
      type: 'string',
      pattern: '^(?:(?:25[0-5]|2[0-4][0-9]|[01]?[0-9][0-9]?)\\.){3}(?:25[0-5]|2[0-4][0-9]|[01]?[0-9][0-9]?)$',
    },
  ],
  ['pattern iban', { type: 'string', pattern: '^[A-Z]{2}[0-9]{2}(?:[ ]?[A-Z0-9]{4}){3,7}(?:[ ]?[A-Z0-9]{1,3})?$' }],
  [
    'pattern semver',
    {
      type: 'string',
      pattern:
        '^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:-((?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\\+([0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*))?$',
    },
  ],
  ['pattern hugecount', { type: 'string', pattern: '^[a-f0-9]{4096}$' }],
  ['pattern hugemin', { type: 'string', pattern: '^[a-z]{1,100000}$', minLength: 5000 }],
  ['pattern case flag', { type: 'string', pattern: '(?i)^abc$' }],
  ['pattern posix', { type: 'string', pattern: '^[[:alpha:]]+$' }],
  ['pattern z', { type: 'string', pattern: '\\A[a-z]+\\z' }],
  ['pattern word boundary', { type: 'string', pattern: '^\\b\\w+\\b \\b\\w+\\b$' }],
  ['pattern nested quant', { type: 'string', pattern: '^((ab?){2,3}c){2}$' }],
  ['pattern empty alt', { type: 'string', pattern: '^(|a|b)$', minLength: 1 }],
  ['pattern negclass', { type: 'string', pattern: '^[^\\s@]+@[^\\s@]+$' }],
  ['pattern v-class', { type: 'string', pattern: '^[\\w--\\d]$' }],
  ['two patterns conflict-ish', { allOf: [{ type: 'string', pattern: '^a' }, { pattern: 'z$' }, { minLength: 7 }] }],
  [
    'three patterns',
    {
      allOf: [{ type: 'string', pattern: '[0-9]' }, { pattern: '[A-Z]' }, { pattern: '[a-z]' }, { pattern: '[!?]' }],
      minLength: 8,
      maxLength: 8,
    },
  ],
  ['format lengths date max', { type: 'string', format: 'date', maxLength: 10, minLength: 10 }],
  ['format email short', { type: 'string', format: 'email', maxLength: 8 }],
  ['format uri short', { type: 'string', format: 'uri', maxLength: 12 }],
  ['format hostname short', { type: 'string', format: 'hostname', maxLength: 3 }],
  ['format hostname long', { type: 'string', format: 'hostname', minLength: 100 }],
  ['format email long', { type: 'string', format: 'email', minLength: 100 }],
  ['format byte long', { type: 'string', format: 'byte', minLength: 100 }],
  ['format byte short', { type: 'string', format: 'byte', maxLength: 4 }],
  ['format binary len', { type: 'string', format: 'binary', minLength: 50 }],
  ['format ipv6 short', { type: 'string', format: 'ipv6', maxLength: 5 }],
  ['format ipv6 long', { type: 'string', format: 'ipv6', minLength: 30 }],
  ['format ipv4 long', { type: 'string', format: 'ipv4', minLength: 14 }],
  ['format ipv4 short', { type: 'string', format: 'ipv4', maxLength: 7 }],
  ['format datetime long', { type: 'string', format: 'date-time', minLength: 24 }],
  ['format datetime short', { type: 'string', format: 'date-time', maxLength: 20 }],
  ['format time', { type: 'string', format: 'time', minLength: 12 }],
  ['format duration', { type: 'string', format: 'duration', minLength: 8 }],
  ['format json-pointer', { type: 'string', format: 'json-pointer', minLength: 20 }],
  ['format regex', { type: 'string', format: 'regex', minLength: 20 }],
  ['format uritemplate', { type: 'string', format: 'uri-template', minLength: 60 }],
  ['format uriref long', { type: 'string', format: 'uri-reference', minLength: 60 }],
  ['format iri', { type: 'string', format: 'iri', minLength: 60 }],
  ['format idn', { type: 'string', format: 'idn-hostname', minLength: 70 }],
  ['format password', { type: 'string', format: 'password', minLength: 64, maxLength: 64 }],
  ['format char', { type: 'string', format: 'char' }],
  ['format httpdate', { type: 'string', format: 'http-date' }],
  ['format base64url', { type: 'string', format: 'base64url', minLength: 43, maxLength: 43 }],
  ['format int64 string', { type: 'string', format: 'int64' }],
  ['format int32', { type: 'integer', format: 'int32' }],
  ['format int8 min', { type: 'integer', format: 'int8', minimum: 100 }],
  ['format uint8', { type: 'integer', format: 'uint8' }],
  ['format uint8 neg', { type: 'integer', format: 'uint8', maximum: 3 }],
  ['format int8 low', { type: 'integer', format: 'int8', maximum: -100 }],
  ['format int32 exceed', { type: 'integer', format: 'int32', minimum: 2147483647 }],
  ['format number int32', { type: 'number', format: 'int32' }],
  ['format float', { type: 'number', format: 'float', minimum: 1e30 }],
  ['huge bounds', { type: 'integer', minimum: 9_007_199_254_740_000 }],
  ['int64 max', { type: 'integer', format: 'int64', minimum: Number.MAX_SAFE_INTEGER }],
  ['multipleOf tiny', { type: 'number', multipleOf: 1e-8, minimum: 0.00000001, maximum: 0.00000002 }],
  ['multipleOf 0.1 range', { type: 'number', multipleOf: 0.1, exclusiveMinimum: 0, exclusiveMaximum: 0.2 }],
  ['multipleOf neg', { type: 'number', multipleOf: 0.3, maximum: -10 }],
  ['multipleOf combos', { allOf: [{ type: 'integer', multipleOf: 6 }, { multipleOf: 10 }], minimum: 31, maximum: 60 }],
  ['multipleOf large', { type: 'integer', multipleOf: 1000000007, minimum: 1 }],
  ['exclusive same', { type: 'number', exclusiveMinimum: 0, maximum: 1e-9 }],
  ['exclusive 3.0 bools left', { type: 'integer', minimum: 5, exclusiveMinimum: 5, maximum: 6 }],
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
