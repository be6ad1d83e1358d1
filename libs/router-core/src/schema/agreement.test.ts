import fc from 'fast-check';
import { expect, it } from 'vitest';
import { listSchemaPlaces } from './schema-places.ts';
import { createIndependentValidator } from './testing/independent-validator.ts';
import {
  randomComponents as components,
  randomSchemas as schemas,
  randomValues as values,
} from './testing/random-schemas.ts';
import { contractOf, schemaCompilers } from './testing/schema-compilers.ts';

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
