import type { JsonSchema } from '@brrt/service-model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { generateValue } from '../examples/generate-value.ts';
import { satisfiable } from '../examples/satisfiable-schemas.fixture.ts';
import { createLiveSchemas } from '../schema/live-schemas.ts';
import { listSchemaPlaces } from '../schema/schema-places.ts';
import { randomComponents, randomSchemas, randomValues } from '../schema/testing/random-schemas.ts';
import { contractOf } from '../schema/testing/schema-compilers.ts';
import { compareSchemas, type Inclusion } from './schema-comparison.ts';

interface Compared {
  readonly inclusion: Inclusion;
  readonly takes: { readonly subset: (value: unknown) => boolean; readonly superset: (value: unknown) => boolean };
  readonly members: () => readonly unknown[];
}

function compare(subset: JsonSchema, superset: JsonSchema): Compared {
  const placed = (schema: JsonSchema) => {
    const contract = contractOf(schema, randomComponents);
    const [place] = listSchemaPlaces(contract);
    if (place === undefined) throw new TypeError('The contract has no place');
    return { contract, place, isValid: createLiveSchemas(contract).compile(place).isValid };
  };
  const [within, around] = [placed(subset), placed(superset)];
  return {
    inclusion: compareSchemas({ subset: within, superset: around }),
    takes: { subset: within.isValid, superset: around.isValid },
    members: () =>
      [1, 2, 3, 4, 5, 6].map((seed) =>
        generateValue(subset, within.contract, { direction: 'request', seed, isValid: within.isValid }),
      ),
  };
}

/** What is said of two schemas holds for values of all sorts. */
function hold({ inclusion, takes, members }: Compared, values: readonly unknown[]): void {
  if (inclusion.verdict === 'refuted') {
    expect([takes.subset(inclusion.witness), takes.superset(inclusion.witness)]).toEqual([true, false]);
  }
  if (inclusion.verdict !== 'included') return;
  const inside = [...values, ...members()].filter((value) => value !== undefined && takes.subset(value));
  expect(inside.filter((value) => !takes.superset(value))).toEqual([]);
}

const manyValues = fc.array(randomValues, { minLength: 194, maxLength: 194 });

it('a verdict about random schemas holds for hundreds of values', () => {
  const seen: Record<string, number> = {};
  fc.assert(
    fc.property(randomSchemas, randomSchemas, manyValues, (one, other, values) => {
      const compared = compare(one, other);
      seen[compared.inclusion.verdict] = (seen[compared.inclusion.verdict] ?? 0) + 1;
      hold(compared, values);
    }),
    { numRuns: 400 },
  );
  const all = Object.values(seen).reduce((sum, count) => sum + count, 0);
  expect(seen.included).toBeGreaterThan(all * 0.05);
  expect(seen.unknown ?? 0).toBeLessThan(all * 0.1);
}, 120_000);

type Change = readonly [
  name: string,
  change: (schema: JsonSchema) => JsonSchema,
  verdict: 'same' | 'wider' | 'narrower',
];

const changes: readonly Change[] = [
  ['wrapped in allOf', (schema) => ({ allOf: [schema, {}] }), 'same'],
  ['said twice', (schema) => ({ allOf: [schema, { anyOf: [schema, schema] }] }), 'same'],
  ['refused to be refused', (schema) => ({ not: { not: schema } }), 'same'],
  ['one of itself and nothing', (schema) => ({ oneOf: [schema, { allOf: [schema, { not: schema }] }] }), 'same'],
  ['or another', (schema) => ({ anyOf: [schema, { type: 'string', maxLength: 3 }] }), 'wider'],
  [
    'and something else',
    (schema) => ({ allOf: [schema, { maxProperties: 2, maxItems: 2, maxLength: 2 }] }),
    'narrower',
  ],
  ['but not', (schema) => ({ allOf: [schema, { not: { type: 'integer' } }] }), 'narrower'],
];

it.each(changes)(
  'a schema %s gets no verdict against it',
  (_name, change, verdict) => {
    const seen: Record<string, number> = {};
    fc.assert(
      fc.property(satisfiable, ({ schema }) => {
        const changed = change(schema);
        const expected = [
          ...(verdict === 'narrower' ? [] : [[schema, changed]]),
          ...(verdict === 'wider' ? [] : [[changed, schema]]),
        ];
        for (const [subset = true, superset = true] of expected) {
          const { inclusion } = compare(subset, superset);
          seen[inclusion.verdict] = (seen[inclusion.verdict] ?? 0) + 1;
          expect(inclusion.verdict).not.toBe('refuted');
        }
      }),
      { numRuns: 100 },
    );
    expect(seen.included).toBeGreaterThan((seen.unknown ?? 0) * 19);
  },
  60_000,
);
