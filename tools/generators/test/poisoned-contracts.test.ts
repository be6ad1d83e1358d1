import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readServiceModel, type ServiceModel } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { checkEmitted } from '../src/verify/check-emitted.ts';
import { checkPrinted } from '../src/verify/check-printed.ts';
import { librarySpec } from './generator-tree.ts';
import { differingShape } from './hostile/differing-shape.ts';
import { emitEverything, printedFile } from './hostile/emit-everything.ts';
import { poisonModel } from './hostile/poison-model.ts';

// Ends comments, literals of every kind, brackets and lines.
const poison = `*/ }]) globalThis.planted=1; /* \` \${x} " ' \n \u2028 \\ `;
// A star makes a range of a media type.
const harmless = ' harmless * ';

/** Every place of a real contract that holds text of its author, at once. */
function breachesOf(model: ServiceModel, { printed }: { readonly printed: boolean }): readonly (string | undefined)[] {
  // The reader gives components names that need no encoder, and printed checks rely on it.
  const poisoned = emitEverything(poisonModel(model, poison, !printed), printed);
  if (printed) checkPrinted(poisoned[printedFile] ?? '', printedFile);
  const twins = Object.values(emitEverything(poisonModel(model, harmless, !printed), printed));
  return Object.entries(poisoned).flatMap(([path, text], index) =>
    /\.(?:ts|mjs)$/.test(path) ? [differingShape(path, text, twins[index] ?? '')] : [],
  );
}

async function modelOf(file: string): Promise<ServiceModel> {
  const { model, diagnostics } = await readServiceModel(file);
  if (model === undefined) throw new TypeError(JSON.stringify(diagnostics));
  return model;
}

// Real contracts, where they lie beside the repository.
const samples = join(import.meta.dirname, '../../../../shared/specs');
const contracts = [
  ...['brrtrouter-petstore.yaml', 'docker-engine-2.0.yaml', 'figma-3.1.yaml', 'openai-3.1.yaml', 'petstore-2.0.json'],
  ...[
    'petstore-3.0.yaml',
    'prometheus-3.2.yaml',
    'qdrant-3.0.json',
    'redocly-cafe-3.2.yaml',
    'redocly-museum-3.1.yaml',
  ],
  ...['twilio-v2010-3.0.json', 'uspto-3.0.json', 'camara-qod-3.0-multi/code/API_definitions/quality-on-demand.yaml'],
];

describe('text in every place of a contract stays text', () => {
  it('in a contract with every kind of body', async () => {
    const model = await modelOf(librarySpec);
    const found = [...breachesOf(model, { printed: true }), ...breachesOf(model, { printed: false })];
    expect(found.length).toBeGreaterThan(10);
    expect(found.filter((breach) => breach !== undefined)).toEqual([]);
  });

  it.skipIf(!existsSync(samples)).each(contracts)('in %s', { timeout: 60_000 }, async (name) => {
    const model = await modelOf(join(samples, name));
    const found = breachesOf(model, { printed: false });
    const printed = model.operations.length < 60 ? breachesOf(model, { printed: true }) : [];
    expect([...found, ...printed].filter((breach) => breach !== undefined)).toEqual([]);
    const files = Object.entries(emitEverything(poisonModel(model, poison), false));
    const emitted = files.map(([path, text]) => ({ path, text, owner: 'generator' }) as const);
    expect(await checkEmitted(emitted, 'sample')).toBe(emitted);
  });
});

it.each([
  ['a comment', '/** TEXT */ export type A = string;', '*/ x(); /*'],
  ['a comment of a line', '// TEXT\nconst a = 1;', '\u2028x();'],
  ['a literal', 'const a = "TEXT";', '"+x+"'],
  ['a literal in single quotes', "const a = 'TEXT';", "', x, '"],
  ['a template', 'const a = `TEXT`;', '$' + '{x}'],
  ['a type', 'type A = { "TEXT": 1 };', '": any, "b'],
  ['a pattern', 'const a = /TEXT/;', '/, x, /'],
  ['a key', 'const a = { TEXT: 1 };', 'b, ...x, c'],
  ['code that is printed', 'if (data.TEXT !== 1) return;', 'a(), x'],
])('is noticed where it gets out of %s', (_what, code, text) => {
  const twin = code.replace('TEXT', 'harmless');
  expect(
    differingShape(
      'a.ts',
      code.replace('TEXT', () => text),
      twin,
    ),
  ).toMatch(/^a\.ts:\d /);
  expect(differingShape('a.ts', code.replace('TEXT', 'other'), twin)).toBeUndefined();
});
