import type { JsonSchema } from '@brrt/service-model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { listSchemaPlaces } from './schema-places.ts';
import { createIndependentValidator } from './testing/independent-validator.ts';
import { contractOf, schemaCompilers } from './testing/schema-compilers.ts';

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/** Names that every object inherits are names like others. */
const names = fc.constantFrom('a', 'b', 'constructor', 'toString');
const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, 0, 1, 2.5, -3, '', 'a', 'ab', '💙'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(names, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

const schemas = fc.letrec<{ schema: JsonSchema }>((tie) => {
  const schema = tie('schema');
  const list = fc.array(schema, { minLength: 1, maxLength: 3 });
  const map = fc.dictionary(names, schema, { maxKeys: 3, noNullPrototype: true });
  const count = fc.nat({ max: 3 });
  const keywords: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
    type: fc.constantFrom(
      'object',
      'array',
      'string',
      'integer',
      'number',
      'null',
      ['object', 'string'],
      ['array', 'null'],
    ),
    enum: fc.array(values, { minLength: 1, maxLength: 3 }),
    const: values,
    minimum: fc.integer({ min: -3, max: 3 }),
    exclusiveMaximum: fc.integer({ min: -3, max: 3 }),
    multipleOf: fc.constantFrom(0.5, 1, 2),
    minLength: count,
    maxLength: count,
    pattern: fc.constantFrom('^a', 'b$', '^.$'),
    prefixItems: list,
    items: schema,
    contains: schema,
    minContains: count,
    maxContains: count,
    minItems: count,
    uniqueItems: fc.boolean(),
    properties: map,
    patternProperties: fc.dictionary(fc.constantFrom('^a', 'r$'), schema, { maxKeys: 2, noNullPrototype: true }),
    additionalProperties: schema,
    propertyNames: schema,
    required: fc.uniqueArray(names, { maxLength: 2 }),
    dependentRequired: fc.dictionary(names, fc.uniqueArray(names, { maxLength: 2 }), {
      maxKeys: 2,
      noNullPrototype: true,
    }),
    dependentSchemas: map,
    maxProperties: count,
    allOf: list,
    anyOf: list,
    oneOf: list,
    not: schema,
    if: schema,
    else: schema,
    unevaluatedProperties: schema,
    unevaluatedItems: schema,
    // A literal with this key would be taken for a promise.
    ...Object.fromEntries([['then', schema]]),
  };
  const few = fc
    .uniqueArray(fc.constantFrom(...Object.keys(keywords)), { minLength: 1, maxLength: 3 })
    .chain((chosen) => fc.record(Object.fromEntries(chosen.map((key) => [key, keywords[key] ?? schema]))));
  return {
    schema: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.boolean(),
      fc.constantFrom(ref('Tree'), ref('Open')),
      few as fc.Arbitrary<JsonSchema>,
    ),
  };
}).schema;

const components: Readonly<Record<string, JsonSchema>> = {
  Tree: { type: 'object', properties: { a: ref('Tree'), b: { items: ref('Tree') } }, required: ['b'] },
  Open: { anyOf: [{ properties: { a: { type: 'string' } } }, { prefixItems: [true], contains: { const: 1 } }] },
};

it('checks, explanations, live and printed code, and another implementation agree about random schemas', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(schemas, { minLength: 8, maxLength: 8 }),
      fc.array(values, { minLength: 12, maxLength: 12 }),
      async (many, subjects) => {
        const contracts = Object.fromEntries(
          many.map((schema, index) => [String(index), contractOf(schema, components)]),
        );
        const compilers = await Promise.all(schemaCompilers.map(([, create]) => create(contracts)));
        for (const [name, contract] of Object.entries(contracts)) {
          const schema = many[Number(name)] ?? true;
          const judge = await createIndependentValidator(schema, contract);
          const [place] = listSchemaPlaces(contract);
          const compiled = compilers.map((compilerOf) => place && compilerOf(name).compile(place));
          for (const value of subjects) {
            const verdicts = compiled.flatMap((each) => [each?.isValid(value), each?.explain(value, 20).length === 0]);
            const right = judge(value);
            expect([schema, value, ...verdicts]).toEqual([schema, value, right, right, right, right]);
          }
        }
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);
