import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Diagnostic, judgeStrictly, readServiceModel } from '../src/index.ts';

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

function strictErrors(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return judgeStrictly(diagnostics).filter(({ severity }) => severity === 'error');
}

function filesIn(version: string, outcome: string): readonly string[] {
  const folder = join(suite, version, 'schema', outcome);
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

describe.skipIf(!existsSync(suite))(
  'the documents of the OpenAPI project (skipped where ../shared/suites is absent)',
  () => {
    it.each([
      ['3.1', 35],
      ['3.2', 37],
    ])('%s: all %i that pass are judged to pass', async (version, count) => {
      const results = await Promise.all(filesIn(version, 'pass').map((file) => readServiceModel(file)));
      expect(results.flatMap(({ diagnostics }) => strictErrors(diagnostics))).toEqual([]);
      expect(results.filter(({ model }) => model !== undefined)).toHaveLength(count);
    });

    it.each([
      ['3.1', 11],
      ['3.2', 29],
    ])('%s: all %i that fail are judged to fail', async (version, count) => {
      const results = await Promise.all(filesIn(version, 'fail').map((file) => readServiceModel(file)));
      const passed = results.filter(({ diagnostics }) => strictErrors(diagnostics).length === 0);
      expect(passed.map(({ files }) => files[0])).toEqual([]);
      expect(results).toHaveLength(count);
    });
  },
);
