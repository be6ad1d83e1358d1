import { existsSync } from 'node:fs';
import { readServiceModel } from '@brrt/service-model';
import { expect, it } from 'vitest';
import { runMutations } from './testing/run-mutations.ts';

const root = new URL('../../../../', import.meta.url);
const own = [
  'apps/user-service/openapi.yaml',
  'apps/petstore/openapi.yaml',
  'libs/service-model/testdata/valid/petstore-2.0.yaml',
];
const shared = ['petstore-3.0.yaml', 'redocly-museum-3.1.yaml', 'redocly-cafe-3.2.yaml', 'brrtrouter-petstore.yaml'];
const files = [...own, ...shared.map((name) => `../shared/specs/${name}`)].filter((file) =>
  existsSync(new URL(file, root)),
);

it.each(files)(
  '%s: changes of known verdict get it, both ways and with a witness',
  async (file) => {
    const { model } = await readServiceModel(new URL(file, root).pathname, { skipBroken: true });
    if (model === undefined) throw new TypeError(`${file} cannot be read`);
    const wrong: string[] = [];
    let count = 0;
    for await (const { mutation, pointer, way, expected, said } of runMutations(model, { places: 1 })) {
      count += 1;
      if (said !== 'right') wrong.push(`${mutation} ${way} ${pointer}: expected ${expected}, said ${said}`);
    }
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(10);
  },
  60_000,
);
