import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JsonSchema, readServiceModel, writeDocument } from '../src/index.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'brrt-graphs-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const count = 5;
const files = ['openapi.yaml', 'a.yaml', 'b.yaml'];
const sections = ['schemas', 'responses', 'parameters', 'pathItems', 'examples'] as const;

type Section = (typeof sections)[number];

/** Nearly always to what belongs there. */
function referenceTo(section: Section): fc.Arbitrary<{ readonly $ref: string }> {
  const right = fc.constant(section);
  return fc
    .record({
      file: fc.constantFrom(...files),
      section: fc.oneof({ weight: 60, arbitrary: right }, { weight: 1, arbitrary: fc.constantFrom(...sections) }),
      name: fc.nat(count - 1),
    })
    .map((to) => ({ $ref: `${to.file}#/components/${to.section}/c${to.name}` }));
}

const reference = referenceTo('schemas');

const { schema } = fc.letrec<{ schema: JsonSchema }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 3, arbitrary: reference },
    { weight: 4, arbitrary: fc.constant({ type: 'string' }) },
    fc.record({ $ref: reference.map(({ $ref }) => $ref), description: fc.constant('beside') }),
    tie('schema').map((a) => ({ type: 'object', properties: { a } })),
    tie('schema').map((items) => ({ type: 'array', items })),
    fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((allOf) => ({ allOf })),
    fc.array(tie('schema'), { minLength: 1, maxLength: 2 }).map((anyOf) => ({ anyOf })),
    tie('schema').map((not) => ({ not })),
    tie('schema').map((additionalProperties) => ({ additionalProperties })),
  ),
}));

const content = schema.map((each) => ({ 'application/json': { schema: each } }));
const component = {
  schemas: schema,
  responses: fc.oneof(
    referenceTo('responses'),
    content.map((each) => ({ description: '', content: each })),
  ),
  parameters: fc.oneof(
    referenceTo('parameters'),
    schema.map((each) => ({ name: 'q', in: 'query', schema: each })),
  ),
  pathItems: fc.oneof(
    referenceTo('pathItems'),
    content.map((each) => ({ post: { requestBody: { content: each }, responses: { 200: { description: '' } } } })),
  ),
  examples: fc.oneof(referenceTo('examples'), fc.constant({ value: 1 })),
};

const components = fc.record(
  Object.fromEntries(
    sections.map((section) => [
      section,
      fc
        .array<unknown>(component[section], { minLength: count, maxLength: count })
        .map((all) => Object.fromEntries(all.map((each, index) => [`c${index}`, each]))),
    ]),
  ),
);

const document = fc
  .record({ components, body: content, item: referenceTo('pathItems') })
  .map(({ components, body, item }) => ({
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    paths: {
      '/a': {
        post: {
          requestBody: { content: body },
          parameters: [{ $ref: '#/components/parameters/c0' }],
          responses: { 200: { $ref: '#/components/responses/c0' } },
        },
      },
      '/b': { $ref: '#/components/pathItems/c0' },
      '/c': item,
    },
    components,
  }));

describe('references that lead anywhere, also in circles and over several files', () => {
  it('end in a model without loose ends, or in findings that have a place', async () => {
    const seen = { whole: 0, broken: 0, left: 0 };
    await fc.assert(
      fc.asyncProperty(fc.tuple(document, document, document), async (documents) => {
        for (const [index, name] of files.entries())
          writeFileSync(join(folder, name), JSON.stringify(documents[index]));
        const { model, diagnostics } = await readServiceModel(join(folder, files[0] ?? ''));
        seen[model === undefined ? 'broken' : 'whole'] += 1;
        expect(model === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
        expect(diagnostics.filter((finding) => finding.file === '' || finding.line < 1)).toEqual([]);
        const { model: sound } = await readServiceModel(join(folder, files[0] ?? ''), { skipBroken: true });
        if (sound === undefined) return;
        seen.left += sound.operations.length;
        const text = JSON.stringify(sound.schemas) + JSON.stringify(sound.operations);
        const targets = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]*)"/g)].map(([, target]) => target);
        expect(targets.filter((target) => !Object.hasOwn(sound.schemas, target ?? ''))).toEqual([]);
        expect(text.match(/"\$ref":"(?!#\/components\/schemas\/)[^"]*"/g) ?? []).toEqual([]);
        expect(writeDocument(sound.document, 'json')).toContain('openapi');
      }),
      { numRuns: 200, seed: 1 },
    );
    expect(Math.min(seen.whole, seen.broken, seen.left)).toBeGreaterThan(10);
  });
});
