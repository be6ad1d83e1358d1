import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatDiagnostic, loadServiceModel, readServiceModel, readServiceModelText, SpecError } from '../src/index.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'service-model-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

const head = 'openapi: 3.1.0\ninfo: { title: T, version: "1" }\n';

async function codesOf(text: string): Promise<readonly string[]> {
  const { diagnostics } = await readServiceModelText({ text, file: join(folder, 'openapi.yaml') });
  return diagnostics.map(({ code }) => code);
}

describe('a file that cannot be read', () => {
  it('is a diagnostic when it is missing', async () => {
    const result = await readServiceModel(join(folder, 'missing.yaml'));
    expect(result).toMatchObject({ model: undefined, files: [], diagnostics: [{ code: 'unreadable-file', line: 1 }] });
  });

  it('is a diagnostic when it is a folder', async () => {
    expect((await readServiceModel(folder)).diagnostics[0]?.message).toContain('is not a file');
  });

  it('is a diagnostic when its folder is a file', async () => {
    const file = write('plain.yaml', head);
    expect((await readServiceModel(join(file, 'x.yaml'))).diagnostics[0]?.message).toContain('ENOTDIR');
  });

  it('is a diagnostic when it is not UTF-8', async () => {
    const file = write('latin.yaml', Uint8Array.of(0x61, 0xe4, 0x62));
    expect((await readServiceModel(file)).diagnostics[0]?.message).toContain('not UTF-8');
  });

  it('is a diagnostic when it is too large', async () => {
    const file = write('large.yaml', '');
    truncateSync(file, 64 * 1024 * 1024 + 1);
    expect((await readServiceModel(file)).diagnostics[0]?.message).toContain('octets');
  });

  it('is reported where it is referred to, and its own mistakes where they are', async () => {
    write('broken.yaml', 'a: [');
    const file = write('refers.yaml', `${head}paths:\n  /a: { $ref: broken.yaml#/a }\n`);
    const { diagnostics, files } = await readServiceModel(file);
    expect(diagnostics.map(({ code, line }) => `${code} ${line}`)).toEqual([
      'malformed-document 1',
      'unresolved-reference 4',
    ]);
    expect(files).toEqual([file, join(folder, 'broken.yaml')]);
  });
});

describe('a text that would take for ever', () => {
  it.each([
    [
      'aliases of aliases',
      `${head}x-a: &a [1,1,1,1,1,1,1,1,1]\n${[...'bcdefghi'].map((name, index) => `x-${name}: &${name} [${`*${'abcdefgh'[index]},`.repeat(9)}]`).join('\n')}\n`,
      'too-many-aliases',
    ],
    [
      'aliases that nest',
      `${head}${Array.from({ length: 300 }, (_, index) => `x-${index}: &a${index} { a: ${index === 0 ? 1 : `*a${index - 1}`} }`).join('\n')}\n`,
      'nesting-too-deep',
    ],
    ['nested flow lists', `x: ${'['.repeat(300)}${']'.repeat(300)}`, 'nesting-too-deep'],
    ['nested JSON', `{"x":${'['.repeat(300)}${']'.repeat(300)}}`, 'nesting-too-deep'],
    ['very deep JSON', `{"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, 'nesting-too-deep'],
    ['nothing at all', '', 'empty-document'],
    ['only a comment', '# nothing', 'empty-document'],
  ])('%s: refused with a diagnostic', async (_name, text, code) => {
    expect(await codesOf(text)).toContain(code);
  });
});

describe('JSON and YAML', () => {
  const json =
    '{\n  "openapi": "3.1.0",\n  "info": { "title": "T", "version": "1", "tittle": [] },\n  "paths": { "\\u002fa": { "get": { "tags": [], "x-n": [-1.5e3, true, null, {}] } } }\n}';

  it('place a finding in JSON at its key', async () => {
    const { diagnostics, model } = await readServiceModelText({ text: json, file: '/a/b.json' });
    expect(diagnostics).toMatchObject([
      {
        code: 'unknown-field',
        line: 3,
        column: 43,
        pointer: '/info/tittle',
        file: '/a/b.json',
        hint: 'Did you mean "title"?',
      },
    ]);
    expect(model?.operations[0]).toMatchObject({ path: '/a', extensions: { 'x-n': [-1500, true, null, {}] } });
    expect(model?.operations[0]?.source).toMatchObject({ line: 4, column: 27, pointer: '/paths/~1a/get' });
  });

  it.each([
    ['a trailing comma', `${json.slice(0, -1)},}`, []],
    [
      'a key written twice',
      '{"openapi":"3.1.0","info":{"title":"a","version":"1"},"paths":{},"paths":{"/a":{}}}',
      ['duplicate-key'],
    ],
    [
      'a key written twice with another type first',
      '{"openapi":"3.1.0","info":{"title":"a","version":"1"},"paths":2,"paths":{"/a":{}}}',
      ['duplicate-key'],
    ],
    ['a negative zero', '{"openapi":"3.1.0","info":{"title":"a","version":"1"},"paths":{},"x-a":-0}', []],
    [
      'a number that is too large',
      '{"openapi":"3.1.0","info":{"title":"a","version":"1"},"paths":{},"x-a":1e999}',
      ['not-json'],
    ],
  ])('JSON with %s is read as YAML', async (_name, text, codes) => {
    expect((await codesOf(text)).filter((code) => code !== 'unknown-field')).toEqual(codes);
  });

  it.each([
    ['YAML', `${head}paths:\n  /a: { get: { operationId: first } }\n  /b: {}\n  /a: { get: { operationId: last } }\n`],
    [
      'JSON',
      `{"openapi":"3.1.0","info":{"title":"a","version":"1"},"paths":{"/a":{"get":{"operationId":"first","operationId":"last"}}}}`,
    ],
  ])('%s with a key written twice is read by the last one', async (_name, text) => {
    const { model, diagnostics } = await readServiceModelText({ text, file: '/a.yaml' });
    expect(model?.operations.map(({ id }) => id)).toEqual(['last']);
    expect(diagnostics).toMatchObject([{ severity: 'warning', code: 'duplicate-key' }]);
  });

  it('keep keys as they are written, merge maps and share anchors', async () => {
    const text = `${head}x-base: &base { a: 1, b: 2 }\nx-list: [&one { c: 3 }, *one]\nx-own: { <<: [*base, *one], b: 5, 1.0: x, null: y }\npaths: {}\n`;
    const { model } = await readServiceModelText({ text, file: '/a.yaml' });
    expect(model?.extensions['x-own']).toEqual({ a: 1, b: 5, c: 3, '1.0': 'x', null: 'y' });
    expect(model?.extensions['x-list']).toEqual([{ c: 3 }, { c: 3 }]);
  });

  it('keep prototype names as plain keys', async () => {
    const { model } = await readServiceModelText({
      text: `${head}paths: {}\nx-odd: { __proto__: { a: 1 }, constructor: 2 }\n`,
      file: '/a.yaml',
    });
    expect(Object.keys(model?.extensions['x-odd'] as object)).toEqual(['__proto__', 'constructor']);
    expect(({} as { a?: number }).a).toBeUndefined();
  });
});

describe('loadServiceModel', () => {
  it('gives the model', async () => {
    expect((await loadServiceModel(write('good.yaml', `${head}paths: {}\n`))).title).toBe('T');
  });

  it('names what a reference was most likely meant to lead to', async () => {
    const content = "application/json: { schema: { $ref: '#/components/schemas/Pat' } }";
    const paths = `paths:\n  /pets: { get: { responses: { '200': { description: OK, content: { ${content} } } } } }\n`;
    const file = write('typo.yaml', `${head}${paths}components: { schemas: { Owner: {}, Pet: {} } }\n`);
    const { diagnostics } = await readServiceModel(file);
    expect(diagnostics).toMatchObject([
      {
        code: 'unresolved-reference',
        message: '"#/components/schemas/Pat" leads nowhere: There is no /components/schemas/Pat in typo.yaml',
        hint: 'Did you mean "Pet"?',
      },
    ]);
  });

  it('throws one error with every finding, errors first, and shows the place', async () => {
    const file = write('bad.yaml', `${head}paths:\n  a: { get: { $ref: '#/b' } }\n`);
    const error = await loadServiceModel(file).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SpecError);
    expect((error as SpecError).diagnostics).toHaveLength(2);
    expect((error as SpecError).message).toBe(
      [
        'The contract cannot be read:',
        `${file}:4:15 unresolved-reference "#/b" leads nowhere: There is no /b in bad.yaml`,
        "  4 |   a: { get: { $ref: '#/b' } }",
        '    |               ^',
        `${file}:4:3 relative-path The path "a" does not start with "/" (It is read as "/a")`,
        "  4 |   a: { get: { $ref: '#/b' } }",
        '    |   ^',
        '1 of 1 operation cannot be read:',
        '  GET /a: unresolved-reference at bad.yaml:4',
      ].join('\n'),
    );
  });

  it('leaves out the excerpt of what has no line', async () => {
    const file = join(folder, 'none.yaml');
    const error = await loadServiceModel(file).catch((thrown: unknown) => thrown);
    expect((error as SpecError).message).toBe(
      `The contract cannot be read:\n${file}:1:1 unreadable-file There is no file ${file}`,
    );
  });
});

it('formatDiagnostic writes one line', () => {
  const diagnostic = {
    severity: 'error',
    code: 'c',
    message: 'm',
    file: 'f',
    line: 1,
    column: 2,
    pointer: '',
  } as const;
  expect(formatDiagnostic(diagnostic)).toBe('f:1:2 c m');
  expect(formatDiagnostic({ ...diagnostic, hint: 'h' })).toBe('f:1:2 c m (h)');
});
