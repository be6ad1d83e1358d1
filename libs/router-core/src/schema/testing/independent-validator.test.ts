import type { JsonSchema } from '@brrt/service-model';
import { expect, it } from 'vitest';
import { createIndependentValidator } from './independent-validator.ts';

const schemas: Readonly<Record<string, JsonSchema>> = {
  'My/Type~': { type: 'object', required: ['next'], properties: { next: { $ref: '#/components/schemas/My~1Type~0' } } },
  Named: { properties: { $ref: { type: 'string' } }, required: ['$ref'] },
};

it.each<[string, string, unknown, boolean]>([
  ['follows references', 'My~1Type~0', { next: {} }, false],
  ['finds the fault only where it is', 'Named', { $ref: 'x' }, true],
  ['takes a property $ref for a property', 'Named', { $ref: 1 }, false],
])('the independent validator %s', async (_behaviour, name, value, valid) => {
  const judge = await createIndependentValidator({ $ref: `#/components/schemas/${name}` }, { schemas });
  expect(judge(value)).toBe(valid);
});
