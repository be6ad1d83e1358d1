import { expect, it } from 'vitest';
import { createMember } from './schema-parts.ts';

it('makes no more for names that clients think of than the contract has of schemas', () => {
  const part = {
    properties: { own: { title: 'own' } },
    patternProperties: { '^x': { title: 'x' }, y$: { title: 'y' } },
    additionalProperties: { title: 'others' },
  };
  const made: unknown[] = [];
  const member = createMember([part], (schema) => {
    made.push(schema);
    return schema;
  });
  const kinds = (count: number) => ['own', `x${count}`, `${count}y`, `x${count}y`, `${count}`].map(member);
  const first = kinds(0);
  expect(first).toEqual([
    { title: 'own' },
    { title: 'x' },
    { title: 'y' },
    { allOf: [{ title: 'x' }, { title: 'y' }] },
    { title: 'others' },
  ]);
  for (let count = 1; count < 100; count++)
    for (const [at, each] of kinds(count).entries()) expect(each).toBe(first[at]);
  expect(made).toHaveLength(first.length);
});
