import type { JsonObject } from '@brrt/service-model';
import fc from 'fast-check';

/** A schema and a value that is valid by it. */
export interface SchemaCase {
  readonly schema: JsonObject;
  readonly value: unknown;
}

const texts = fc
  .string({ unit: 'binary', maxLength: 10 })
  .filter((text) => text.isWellFormed())
  .map((text) => text.normalize());
const names = fc.string({ unit: 'binary', maxLength: 6 }).filter((name) => name.isWellFormed() && name !== '__proto__');
const doubles = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);

const primitive: fc.Arbitrary<SchemaCase> = fc.oneof(
  texts.map((value) => ({ schema: { type: 'string', maxLength: 10 }, value })),
  fc.maxSafeInteger().map((value) => ({ schema: { type: 'integer' }, value: value + 0 })),
  doubles.map((value) => ({ schema: { type: 'number' }, value })),
  fc
    .integer({ min: 1, max: 9 })
    .map((value) => ({ schema: { type: 'integer', minimum: 1, exclusiveMaximum: 10 }, value })),
  fc.nat(40).map((value) => ({ schema: { type: 'integer', multipleOf: 3 }, value: value * 3 })),
  fc.boolean().map((value) => ({ schema: { type: 'boolean' }, value })),
  fc.constant({ schema: { type: ['null', 'integer'] }, value: null }),
  fc.stringMatching(/^[a-c]{2,4}$/).map((value) => ({ schema: { type: 'string', pattern: '^[a-c]{2,4}$' }, value })),
  fc.constantFrom(1, 'a', null, false).map((value) => ({ schema: { enum: [1, 'a', null, false] }, value })),
  fc.constantFrom('a', 7).map((value) => ({ schema: { oneOf: [{ type: 'string' }, { type: 'integer' }] }, value })),
);

/** Schemas of every kind that a JSON value can be of, nested. */
export const schemaCase: fc.Arbitrary<SchemaCase> = fc.letrec<{ any: SchemaCase }>((tie) => ({
  any: fc.oneof({ depthSize: 'small' }, primitive, arraysOf(tie('any')), objectsOf(tie('any'))),
})).any;

function arraysOf(inner: fc.Arbitrary<SchemaCase>): fc.Arbitrary<SchemaCase> {
  const alike = inner.chain(({ schema, value }) =>
    fc
      .nat(3)
      .map((count) => ({ schema: { type: 'array', items: schema, maxItems: 3 }, value: Array(count).fill(value) })),
  );
  const tuples = fc.array(inner, { maxLength: 3 }).map((cases) => ({
    schema: {
      type: 'array',
      ...(cases.length > 0 && { prefixItems: cases.map(({ schema }) => schema) }),
      items: false,
    },
    value: cases.map(({ value }) => value),
  }));
  return fc.oneof(alike, tuples);
}

function objectsOf(inner: fc.Arbitrary<SchemaCase>): fc.Arbitrary<SchemaCase> {
  const members = fc.uniqueArray(fc.tuple(names, inner, fc.boolean()), { selector: ([name]) => name, maxLength: 3 });
  return fc.tuple(members, fc.boolean()).map(([list, isClosed]) => ({
    schema: {
      type: 'object',
      properties: Object.fromEntries(list.map(([name, { schema }]) => [name, schema])),
      required: list.filter(([, , isRequired]) => isRequired).map(([name]) => name),
      ...(isClosed && { additionalProperties: false }),
    },
    value: Object.fromEntries(list.map(([name, { value }]) => [name, value])),
  }));
}
