import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readServiceModel } from '../src/index.ts';

const shared = join(import.meta.dirname, '../../../../shared');
const specs = join(shared, 'specs');
const suite = join(shared, 'suites/oas-documents');

// 288 are written in openai-3.1.yaml; 7 of them differ from others only by `?beta=true`.
const operationCounts: readonly (readonly [string, number])[] = [
  ['petstore-2.0.json', 20],
  ['docker-engine-2.0.yaml', 108],
  ['twilio-v2010-3.0.json', 197],
  ['uspto-3.0.json', 3],
  ['petstore-3.0.yaml', 19],
  ['qdrant-3.0.json', 69],
  ['camara-qod-3.0-multi/code/API_definitions/quality-on-demand.yaml', 5],
  ['openai-3.1.yaml', 288 - 7],
  ['redocly-museum-3.1.yaml', 8],
  ['figma-3.1.yaml', 47],
  ['prometheus-3.2.yaml', 50],
  ['redocly-cafe-3.2.yaml', 12],
  ['brrtrouter-petstore.yaml', 22],
];

describe.skipIf(!existsSync(specs))('a public contract (skipped where ../shared/specs is absent)', () => {
  it.each(operationCounts)(
    '%s has %i operations, no errors, and only references that lead somewhere',
    async (name, count) => {
      const { model, diagnostics } = await readServiceModel(join(specs, name));
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(model?.operations).toHaveLength(count);
      const text = JSON.stringify(model);
      expect(JSON.parse(text)).toEqual(model);
      const names = new Set(
        [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]*)"/g)].map(([, schema]) => schema ?? ''),
      );
      expect([...names].filter((schema) => !Object.hasOwn(model?.schemas ?? {}, schema))).toEqual([]);
      expect(diagnostics.filter(({ line, file }) => line < 1 || file === '')).toEqual([]);
      expect(text).not.toContain('"file":""');
    },
  );
});

// Requires a scheme that it does not declare: nothing could protect it.
const refusedAll = ['operation-object-example.yaml'];

function filesIn(version: string, outcome: string): readonly string[] {
  const folder = join(suite, version, 'schema', outcome);
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

describe.skipIf(!existsSync(suite))(
  'the documents of the OpenAPI project (skipped where ../shared/suites is absent)',
  () => {
    it.each(['3.1', '3.2'])('%s: those that pass give no error', async (version) => {
      const passing = filesIn(version, 'pass').filter((file) => !refusedAll.some((name) => file.endsWith(name)));
      const results = await Promise.all(passing.map((file) => readServiceModel(file)));
      expect(results.flatMap(({ diagnostics }) => diagnostics.filter(({ severity }) => severity === 'error'))).toEqual(
        [],
      );
    });

    it.each([
      ['3.1', 5],
      ['3.2', 15],
    ])('%s: those that fail give a warning at least, %i of them an error', async (version, errors) => {
      const results = await Promise.all(filesIn(version, 'fail').map((file) => readServiceModel(file)));
      const silent = results.filter(({ diagnostics }) => diagnostics.every(({ severity }) => severity === 'note'));
      expect(silent.map(({ files }) => files[0])).toEqual([]);
      expect(results.filter(({ model }) => model === undefined)).toHaveLength(errors);
    });
  },
);
