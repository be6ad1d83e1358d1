import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Diagnostic, readServiceModelText, writeDocument } from '../src/index.ts';

const folder = join(import.meta.dirname, '../testdata/valid');
const texts = ['features-3.2.yaml', 'petstore-2.0.yaml', 'schemas-3.0.yaml'].map((name) =>
  readFileSync(join(folder, name), 'utf8'),
);
const file = join(folder, 'damaged.yaml');

type Container = Record<string, unknown>;

function placesIn(value: unknown): readonly (readonly [Container, string])[] {
  if (typeof value !== 'object' || value === null) return [];
  const container = value as Container;
  return Object.keys(container).flatMap((key) => [[container, key] as const, ...placesIn(container[key])]);
}

const damage = fc.oneof(
  fc.constantFrom<unknown>(
    { $ref: '#' },
    { $ref: '' },
    { $ref: 5 },
    { $ref: '#/components/schemas/Pet' },
    { $ref: '#/paths' },
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

async function expectReading(text: string): Promise<void> {
  const { model, diagnostics } = await readServiceModelText({ text, file });
  expect(model === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
  expect(diagnostics.filter((finding) => finding.file === '' || finding.line < 1 || finding.column < 1)).toEqual([]);
  expect(JSON.stringify(model ?? {})).not.toContain('"file":""');
  await expectWholeRest(text);
}

/** What is left without the broken operations can be read again, and only what was left out is missing. */
async function expectWholeRest(text: string): Promise<void> {
  const { model } = await readServiceModelText({ text, file }, { skipBroken: true });
  if (model === undefined) return;
  const again = await readServiceModelText({ text: writeDocument(model.document, 'yaml'), file }, { skipBroken: true });
  const errors = again.diagnostics.filter(({ severity }) => severity === 'error');
  // Keys stay as they were.
  const isKept = ({ code }: Diagnostic): boolean => ['left-out', 'invalid-method', 'duplicate-variable'].includes(code);
  expect(errors.filter((error) => !isKept(error))).toEqual([]);
  expect(again.soundOperations).toBe(model.operations.length);
  expect(again.brokenOperations).toHaveLength(model.brokenOperations.length);
}

describe('a damaged document never makes reading throw, and every finding has its place', () => {
  it('when values are replaced', async () => {
    const replacements = fc.array(fc.tuple(fc.nat(), damage), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...texts), replacements, async (text, changes) => {
        const document: unknown = parse(text);
        for (const [index, value] of changes) {
          const places = placesIn(document);
          const [container, key] = places[index % places.length] ?? [{}, ''];
          container[key] = structuredClone(value);
        }
        await expectReading(JSON.stringify(document));
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('when the text is cut or has something foreign in it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...texts),
        fc.nat(),
        fc.string({ maxLength: 3 }),
        async (text, place, foreign) => {
          const at = place % text.length;
          await expectReading(text.slice(0, at));
          await expectReading(text.slice(0, at) + foreign + text.slice(at));
        },
      ),
      { numRuns: 150, seed: 1 },
    );
  });
});
