import { schemaCase } from '@brrt/router-core/testing';
import fc from 'fast-check';

export const texts = fc
  .string({ unit: 'binary', maxLength: 10 })
  .filter((text) => text.isWellFormed() && !text.includes('\0'));
const names = fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }).filter((name) => {
  // Brackets are for styles that have them; the rest is what a field name may not have in multipart.
  return name.isWellFormed() && name !== '__proto__' && !/[[\]\p{Cc}"\\]/u.test(name);
});
const numbers = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);

interface Member {
  readonly schema: object;
  readonly value: unknown;
}

const members: fc.Arbitrary<Member> = fc.oneof(
  texts.map((value) => ({ schema: { type: 'string' }, value })),
  fc.maxSafeInteger().map((value) => ({ schema: { type: 'integer' }, value: value + 0 })),
  numbers.map((value) => ({ schema: { type: 'number' }, value })),
  fc.boolean().map((value) => ({ schema: { type: 'boolean' }, value })),
  fc
    .array(texts, { minLength: 1, maxLength: 3 })
    .map((value) => ({ schema: { type: 'array', items: { type: 'string' } }, value })),
  fc
    .array(numbers, { minLength: 1, maxLength: 3 })
    .map((value) => ({ schema: { type: 'array', items: { type: 'number' } }, value })),
  schemaCase.filter(({ schema }) => schema.type === 'object').map(({ schema, value }) => ({ schema, value })),
);

/** An object with the schema that it fits, of what its members are. */
export function objectOf<Schema>(
  pairs: readonly (readonly [name: string, member: { readonly schema: Schema; readonly value: unknown }])[],
) {
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(pairs.map(([name, { schema }]) => [name, schema])),
      additionalProperties: false,
    },
    value: Object.fromEntries(pairs.map(([name, { value }]) => [name, value])),
  };
}

/** Objects with the schema that they fit, as a form or multipart body can carry them. */
export const forms = fc
  .uniqueArray(fc.tuple(names, members), { selector: ([name]) => name, minLength: 1, maxLength: 4 })
  .map(objectOf);
