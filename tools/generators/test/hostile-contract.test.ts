import { readServiceModelText, type ServiceModel, visibleLines } from '@brrt/service-model';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkEmitted } from '../src/verify/check-emitted.ts';
import { checkPrinted } from '../src/verify/check-printed.ts';
import { differingShape } from './hostile/differing-shape.ts';
import { emitEverything, printedFile } from './hostile/emit-everything.ts';
import { hostileContract, schemeName } from './hostile/hostile-contract.ts';
import { hostileTexts } from './hostile/hostile-texts.ts';
import { typeCheck } from './type-check.ts';

type Files = Readonly<Record<string, string>>;

async function modelOf(contract: unknown): Promise<ServiceModel> {
  const { model, diagnostics } = await readServiceModelText({ text: JSON.stringify(contract), file: '/contract.json' });
  if (model === undefined) throw new TypeError(JSON.stringify(diagnostics));
  return model;
}

async function filesOf(text: string, printed: boolean): Promise<Files> {
  return emitEverything(await modelOf(hostileContract(text)), printed);
}

describe.each(hostileTexts)('a contract full of %j', (text, harmless) => {
  let files: Files = {};
  let twins: Files = {};
  beforeAll(async () => {
    [files, twins] = await Promise.all([filesOf(text, true), filesOf(harmless, true)]);
  });

  it('gives the same code as a harmless one, in the eyes of a compiler', () => {
    const pairs = Object.entries(files).map(
      ([path, code], index) => [path, code, Object.values(twins)[index]] as const,
    );
    const code = pairs.filter(([path]) => /\.(?:ts|mjs)$/.test(path));
    expect(code.length).toBeGreaterThan(8);
    for (const [path, text, twin] of code) expect(differingShape(path, text, twin ?? '')).toBeUndefined();
  });

  it('passes the check before anything is written', async () => {
    const emitted = Object.entries(files).filter(([path]) => path !== printedFile);
    const all = emitted.map(([path, code]) => ({ path, text: code, owner: 'generator' }) as const);
    expect(await checkEmitted(all, 'sample')).toBe(all);
    expect(() => checkPrinted(files[printedFile] ?? '', printedFile)).not.toThrow();
  });

  it('hides nothing from people who read it', () => {
    for (const [path, code] of Object.entries(files)) {
      if (path !== printedFile) expect(visibleLines(code), path).toBe(code);
    }
  });

  it('leaves the configuration with the keys that it should have', () => {
    const development = parse(files['config.development.yaml'] ?? '', { mapAsMap: true });
    const schemes: Map<string, unknown> = development.get('security').get('development');
    expect([...schemes.keys()]).toEqual([schemeName(text), 'Bearer', 'Basic', 'OAuth']);
    expect(parse(files['config.yaml'] ?? '')).toEqual({ port: 1 });
  });
});

it('compiles what hostile contracts give', async () => {
  const all = await Promise.all(
    hostileTexts.map(async ([text], index) => [index, await filesOf(text, false)] as const),
  );
  const files = all.flatMap(([index, emitted]) =>
    Object.entries(emitted).map(([path, text]) => [`app-${index}/${path}`, text] as const),
  );
  expect(
    await typeCheck(
      Object.fromEntries(files.filter(([path]) => path.endsWith('.ts') && !path.endsWith('/checks.gen.ts'))),
    ),
  ).toEqual([]);
});
