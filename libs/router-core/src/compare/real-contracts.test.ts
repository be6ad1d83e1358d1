import { existsSync } from 'node:fs';
import { type ContractSubset, readServiceModel } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { listSchemaPlaces } from '../schema/schema-places.ts';
import { mutate, mutations } from './mutate-schemas.fixture.ts';
import { createSchemaComparison } from './schema-comparison.ts';

const folder = new URL('../../../../../shared/specs/', import.meta.url);
const files = [
  'petstore-3.0.yaml',
  'twilio-v2010-3.0.json',
  'qdrant-3.0.json',
  'camara-qod-3.0-multi/code/API_definitions/quality-on-demand.yaml',
  'redocly-museum-3.1.yaml',
  'prometheus-3.2.yaml',
  'redocly-cafe-3.2.yaml',
  'brrtrouter-petstore.yaml',
];

const mostPlaces = 12;

/** Verdicts on places whose schema has changed, by both directions. */
function compareAll(old: ContractSubset, fresh: ContractSubset) {
  const comparison = createSchemaComparison([old, fresh]);
  const olds = listSchemaPlaces(old);
  const places = listSchemaPlaces(fresh).map((place, at) => [olds[at], place] as const);
  const ways = [];
  for (const [before, after] of places) {
    if (before === undefined || ways.length >= mostPlaces) break;
    const [one, other] = [
      { contract: old, place: before },
      { contract: fresh, place: after },
    ];
    const forth = comparison.compare({ superset: other, subset: one });
    if (forth.verdict === 'included' && forth.why === 'same') continue;
    ways.push({ key: after.key, forth, back: comparison.compare({ superset: one, subset: other }) });
  }
  return ways;
}

describe.skipIf(!existsSync(folder)).each(files)('%s', (file) => {
  it('is the same as itself, and mutated copies get the right verdicts', async () => {
    const { model } = await readServiceModel(new URL(file, folder).pathname, { skipBroken: true });
    if (model === undefined) throw new TypeError(`${file} cannot be read`);
    expect(compareAll(model, structuredClone(model))).toEqual([]);
    const verdicts: string[] = [];
    const wrong: unknown[] = [];
    for (const [at, mutation] of mutations.entries()) {
      const schemas = mutate(model.schemas, mutation, at + 1);
      if (schemas === undefined) continue;
      for (const { key, forth, back } of compareAll(model, { ...model, schemas })) {
        const must = [
          ...(mutation.direction === 'narrower' ? [] : [forth]),
          ...(mutation.direction === 'wider' ? [] : [back]),
        ];
        verdicts.push(forth.verdict, back.verdict);
        if (must.some(({ verdict }) => verdict === 'refuted')) wrong.push([mutation.name, key, forth, back]);
      }
    }
    expect(wrong).toEqual([]);
    const unknown = verdicts.filter((verdict) => verdict === 'unknown').length;
    expect(unknown).toBeLessThanOrEqual(verdicts.length * 0.03);
  }, 120_000);
});
