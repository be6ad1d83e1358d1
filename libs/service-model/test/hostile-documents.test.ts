import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readServiceModel, readServiceModelText } from '../src/index.ts';

const head = 'openapi: 3.1.0\ninfo: { title: T, version: "1" }\n';
const sound = 'paths: { /a: { get: { responses: { "200": { description: OK } } } } }\n';
const beside = (text: string): string => `${head}x-a: ${text}\n${sound}`;
const times = (count: number, text: (index: number) => string, between = ''): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(between);
const nested = (depth: number, open: string, inner: string, close: string): string =>
  open.repeat(depth) + inner + close.repeat(depth);
/** Each level names the one before nine times. */
const laughs = (levels: number): string =>
  `[${times(levels, (level) => `&a${level} [${times(9, () => (level === 0 ? 'ha' : `*a${level - 1}`), ',')}]`, ',')}]`;

async function findingsOf(text: string): Promise<{ readonly isRead: boolean; readonly codes: readonly string[] }> {
  const { model, diagnostics } = await readServiceModelText({ text, file: 'openapi.yaml' });
  const codes = diagnostics
    .filter(({ severity }) => severity !== 'note')
    .map(({ severity, code }) => `${severity} ${code}`);
  return { isRead: model !== undefined, codes: [...new Set(codes)] };
}

const refused = (code: string) => ({ isRead: false, codes: [`error ${code}`] });
const taken = (...codes: readonly string[]) => ({ isRead: true, codes });

describe('F09 a hostile document is refused, never followed and never thrown over', () => {
  it.each([
    ['a billion laughs', beside(laughs(10)), refused('too-many-aliases')],
    ['laughs that nobody minds', beside(laughs(4)), taken()],
    [
      'a hundred thousand anchors',
      beside(`[${times(100_000, (index) => `&a${index} 1`, ',')}]`),
      refused('too-many-aliases'),
    ],
    ['an alias within its own list', beside('&a [*a]'), refused('cyclic-alias')],
    ['an alias within its own map', beside('&a { b: { c: *a } }'), refused('cyclic-alias')],
    ['an alias of nothing', beside('*a'), refused('unknown-anchor')],
    ['code of JavaScript', beside('!!js/function "function () { return 1 }"'), refused('malformed-document')],
    ['a regular expression of JavaScript', beside('!!js/regexp /a+/'), refused('malformed-document')],
    ['an object of Python', beside('!!python/object/apply:os.system ["id"]'), refused('malformed-document')],
    ['an object of Ruby', beside('!ruby/object:Gem::Installer { i: x }'), refused('malformed-document')],
    ['a tag of somebody', beside('!Ref Table'), taken('warning yaml-warning')],
    ['two documents in one', `${head}${sound}---\n${head}${sound}`, refused('malformed-document')],
    ['a key that is a list', beside('{ ? [a] : 1 }'), refused('malformed-document')],
    ['a thousand lists, each in the one before', beside(nested(1_000, '[', '', ']')), refused('nesting-too-deep')],
    ['maps without end', beside(nested(20_000, '{ a: ', '1', ' }')), refused('nesting-too-deep')],
    [
      'maps without end, a line each',
      `${head}x-a:\n${times(3_000, (depth) => `${' '.repeat(depth + 1)}a:\n`)}${sound}`,
      refused('nesting-too-deep'),
    ],
    ['lists without end, in a line', beside(`\n  ${'- '.repeat(5_000)}a`), refused('nesting-too-deep')],
    [
      'JSON without end',
      `{"openapi":"3.1.0","info":{"title":"T","version":"1"},"paths":{},"x-a":${nested(100_000, '[', '', ']')}}`,
      refused('nesting-too-deep'),
    ],
    [
      'a schema without end',
      `${head}paths: {}\ncomponents: { schemas: { A: ${nested(5_000, '{ items: ', '{}', ' }')} } }\n`,
      refused('nesting-too-deep'),
    ],
    [
      'schemas that are each other',
      `${head}${sound}components: { schemas: { A: { $ref: "#/components/schemas/B" }, B: { $ref: "#/components/schemas/A" } } }\n`,
      refused('cyclic-reference'),
    ],
    [
      'paths that are each other',
      `${head}paths: { /a: { $ref: "#/paths/~1b" }, /b: { $ref: "#/paths/~1a" } }\n`,
      refused('cyclic-reference'),
    ],
  ])('%s', async (_name, text, want) => expect(await findingsOf(text)).toEqual(want));

  it.each([
    ['a merge', beside('{ <<: { __proto__: { polluted: 1 } }, b: 2 }')],
    ['an alias that is merged', beside('{ a: &a { __proto__: { polluted: 1 } }, b: { <<: *a } }')],
    ['a key', `${head}__proto__: { polluted: 1 }\nconstructor: { prototype: { polluted: 1 } }\n${sound}`],
    [
      'a schema',
      `${head}${sound}components: { schemas: { __proto__: { type: object, properties: { __proto__: { polluted: 1 } } } } }\n`,
    ],
    ['JSON', '{"openapi":"3.1.0","info":{"title":"T","version":"1"},"paths":{},"__proto__":{"polluted":1}}'],
  ])('a prototype that comes by %s stays a key', async (_name, text) => {
    await readServiceModelText({ text, file: 'openapi.yaml' });
    expect('polluted' in {}).toBe(false);
    expect('polluted' in []).toBe(false);
  });
});

describe('F11 paths', () => {
  const item = (names: readonly string[]): string =>
    `{ get: { parameters: [${names
      .map((name) => `{ name: ${name}, in: path, required: true, schema: { type: string } }`)
      .join(', ')}], responses: { "200": { description: OK } } } }`;

  it('ten thousand of them are read', async () => {
    const paths = times(10_000, (index) => `  /p${index}/{id}: ${item(['id'])}\n`);
    const { model } = await readServiceModelText({ text: `${head}paths:\n${paths}`, file: 'openapi.yaml' });
    expect(model?.operations).toHaveLength(10_000);
  });

  it.each([
    [
      'variables with nothing between them are told',
      `  "/{a}{b}": ${item(['a', 'b'])}\n`,
      ['warning adjacent-variables'],
      1,
    ],
    [
      'of two that match the same requests the first counts',
      `  "/{a}": ${item(['a'])}\n  "/{b}": ${item(['b'])}\n`,
      ['warning duplicate-route'],
      1,
    ],
    ['a variable twice is refused', `  "/{a}/{a}": ${item(['a'])}\n`, ['error duplicate-variable'], undefined],
  ])('%s', async (_name, paths, codes, operations) => {
    const text = `${head}paths:\n${paths}`;
    const { model, diagnostics } = await readServiceModelText({ text, file: 'openapi.yaml' });
    expect(diagnostics.map(({ severity, code }) => `${severity} ${code}`)).toEqual(codes);
    expect(model?.operations.length).toBe(operations);
  });
});

describe('B52 a pattern', () => {
  it.each([
    ['^(a+)+$', []],
    ['^(?:a|a)*$', []],
    ['(?<=a)b', ['warning slow-pattern']],
    ['(a+)\\1+$', ['warning slow-pattern']],
    ['(?!x)(a+)+$', ['warning slow-pattern']],
  ])('%s is bounded in time, or it is told that it is not', async (pattern, codes) => {
    const text = `${head}${sound}components: { schemas: { T: { type: string, pattern: '${pattern}' } } }\n`;
    const { diagnostics } = await readServiceModelText({ text, file: 'openapi.yaml' });
    expect(diagnostics.map(({ severity, code }) => `${severity} ${code}`)).toEqual(codes);
  });
});

describe('F08 a document that is too large', () => {
  it('is refused by its size, before it is read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'brrt-large-'));
    const file = join(folder, 'openapi.yaml');
    const handle = await open(file, 'w');
    await handle.truncate(100 * 1024 * 1024);
    await handle.close();
    const { model, diagnostics } = await readServiceModel(file);
    await rm(folder, { recursive: true });
    expect(model).toBeUndefined();
    expect(diagnostics).toMatchObject([
      { code: 'unreadable-file', message: expect.stringMatching(/has 104857600 octets, more than 67108864/) },
    ]);
  });
});
