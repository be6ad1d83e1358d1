import type { JsonSchema } from '@brrt/service-model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLiveSchemas } from '../schema/live-schemas.ts';
import { schemaFits } from './schema-fits.ts';

const schemas = { Even: { multipleOf: 2 } };
const contract = { operations: [], schemas, securitySchemes: {} };
const compiler = createLiveSchemas(contract);

const shapes: readonly JsonSchema[] = [
  true,
  false,
  { type: 'integer', minimum: 1, exclusiveMaximum: 8 },
  { type: ['number', 'null'], maximum: 5, exclusiveMinimum: -3 },
  { $ref: '#/components/schemas/Even' },
  { type: 'string', minLength: 1, maxLength: 3, pattern: '^[a-c]' },
  { enum: [1, 'a', null, [], { a: 1 }] },
  { const: { a: [1] } },
  { type: 'array', items: { type: 'integer' }, uniqueItems: true, maxItems: 3 },
  { prefixItems: [{ type: 'integer' }], items: { type: 'string' }, minItems: 1 },
  { contains: { const: 1 }, minContains: 1, maxContains: 2 },
  { type: 'object', required: ['a'], properties: { a: { type: 'integer' } }, additionalProperties: false },
  { type: 'object', patternProperties: { '^a': { type: 'integer' } }, additionalProperties: { type: 'string' } },
  { minProperties: 1, maxProperties: 2, propertyNames: { maxLength: 1 } },
  { dependentRequired: { a: ['b'] }, dependentSchemas: { b: { required: ['c'] } } },
  { allOf: [{ type: 'integer' }, { minimum: 2 }] },
  { anyOf: [{ type: 'string' }, { type: 'integer', minimum: 4 }] },
  { oneOf: [{ multipleOf: 2 }, { multipleOf: 3 }] },
  { not: { type: 'string' } },
  JSON.parse('{"if":{"type":"integer"},"then":{"minimum":3},"else":{"type":["string","object"]}}'),
];

const scalar = fc.oneof(fc.integer({ min: -4, max: 9 }), fc.constantFrom('', 'a', 'ab', 'abcd', 'z', null, true, 1.5));
const name = fc.constantFrom('a', 'b', 'c', 'ab');
const value = fc.oneof(
  scalar,
  fc.array(fc.oneof(scalar, fc.constant([1])), { maxLength: 4 }),
  fc.dictionary(name, fc.oneof(scalar, fc.constant([1])), { maxKeys: 4 }),
);

it.each(shapes.map((schema, index) => [index, schema] as const))(
  'has the opinion of the validator on shape %d',
  (index, schema) => {
    const { isValid } = compiler.compile({ key: `shape ${index}`, schema, direction: 'response' });
    fc.assert(
      fc.property(value, (given) => {
        expect(schemaFits(schema, given, { contract, direction: 'response' })).toBe(isValid(given));
      }),
      { numRuns: 200 },
    );
  },
);

it('lets a value pass where a schema goes round in circles', () => {
  const circle = { schemas: { Circle: { $ref: '#/components/schemas/Circle' } } };
  expect(schemaFits({ $ref: '#/components/schemas/Circle' }, 1, { contract: circle, direction: 'response' })).toBe(
    true,
  );
});

it('lets a text pass where the pattern cannot be read', () => {
  expect(schemaFits({ pattern: '(' }, 'a', { contract, direction: 'response' })).toBe(true);
  expect(schemaFits({ pattern: '^\\-$' }, '-', { contract, direction: 'response' })).toBe(true);
});
