import type { JsonSchema } from '@brrt/service-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLiveSchemas } from '../schema/live-schemas.ts';
import { generateValue } from './generate-value.ts';
import { schemas } from './hard-components.fixture.ts';
import { hardSchemas } from './hard-schemas.fixture.ts';
import { satisfiable } from './satisfiable-schemas.fixture.ts';

const contract = { operations: [], schemas, securitySchemes: {} };
const compiler = createLiveSchemas(contract);

describe('a valid value for', () => {
  it.each(hardSchemas.map(([name, given], index) => [name, given, index] as const))('%s', (_name, given, index) => {
    for (const direction of ['request', 'response'] as const) {
      const { isValid } = compiler.compile({ key: `${index} ${direction}`, schema: given, direction });
      const seeds = [{}, { seed: 1 }, { seed: 2 }, { seed: 3 }];
      const values = seeds.map((seed) => generateValue(given, contract, { direction, isValid, ...seed }));
      expect(values).not.toContain(undefined);
      // Infinity is no number of JSON.
      expect(JSON.parse(JSON.stringify(values))).toEqual(values);
    }
  });
});

it('finds a value for nearly every schema that was made around one, at random', () => {
  const empty = { operations: [], schemas: {}, securitySchemes: {} };
  const made = fc.sample(satisfiable, { numRuns: 1_000, seed: 26 }).flatMap(({ value, schema: given }) => {
    const { isValid } = createLiveSchemas(empty).compile({ key: 'given', schema: given, direction: 'response' });
    return isValid(value) ? [generateValue(given, empty, { direction: 'response', isValid })] : [];
  });
  expect(made.length).toBeGreaterThan(950);
  expect(made.filter((value) => value === undefined).length / made.length).toBeLessThan(0.02);
});

it.each<[string, JsonSchema]>([
  ['more items than anybody wants', { type: 'array', minItems: 100_000, items: { type: 'integer' } }],
  ['base64 of one character', { type: 'string', format: 'byte', pattern: '^.{1,1}$' }],
  ['every branch fits always', { oneOf: [{}, {}] }],
  ['refused and required', { type: 'object', required: ['a'], not: { required: ['a'] } }],
  ['a tree without leaves', { $ref: '#/components/schemas/Forest' }],
])('gives up on %s', (_name, given) => {
  const forest: JsonSchema = {
    type: 'object',
    required: ['t'],
    properties: { t: { type: 'array', minItems: 1, items: { $ref: '#/components/schemas/Forest' } } },
  };
  const own = { operations: [], schemas: { Forest: forest }, securitySchemes: {} };
  const { isValid } = createLiveSchemas(own).compile({ key: 'given', schema: given, direction: 'response' });
  expect(generateValue(given, own, { direction: 'response', isValid })).toBeUndefined();
});
