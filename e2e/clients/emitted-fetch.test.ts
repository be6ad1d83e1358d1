import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { loadServiceModel, type ServiceModel } from '@brrt/service-model';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchClientTypes } from '../../tools/generators/src/build/fetch-client-types.ts';
import { clientFiles } from '../../tools/generators/src/emit/reconcile-clients.ts';

const workspace = join(import.meta.dirname, '../..');
const compiler = join(workspace, 'node_modules/typescript-native/bin/tsc');

let folder = '';
let model: ServiceModel;
beforeAll(async () => {
  mkdirSync(join(workspace, 'tmp'), { recursive: true });
  folder = mkdtempSync(join(workspace, 'tmp/page-'));
  model = await loadServiceModel(join(workspace, 'apps/petstore/openapi.yaml'));
  for (const { path, text } of clientFiles(model, { service: 'petstore', operations: 'all', runtime: 'fetch' })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const clients = './src/generated/clients';

/** A page's bundle, as a browser loads it. */
async function bundle(
  contents: string,
): Promise<{ readonly text: string; readonly octets: number; readonly modules: readonly string[] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: folder, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    metafile: true,
  });
  const [file] = outputFiles;
  if (file === undefined) throw new TypeError('Nothing was bundled');
  return {
    text: file.text,
    octets: gzipSync(file.contents, { level: 9 }).length,
    modules: Object.keys(metafile.inputs),
  };
}

describe('the bundle of a page', () => {
  const one = `import { createFetchClient } from '@brrt/fetch-client';
import { getPet } from '${clients}/petstore.gen.ts';
await getPet(createFetchClient({ baseUrl: '' }), { path: { id: 1 } });`;

  it('has one operation for little, and nothing of the others', async () => {
    const { text, octets } = await bundle(one);
    expect(octets).toBeLessThan(8_100);
    expect(text).toContain('/pets/{id}');
    expect(text).not.toContain('/users/{user_id}');
    expect(text).not.toContain('replacePet');
  });

  it('has every operation of the pet store for little more', async () => {
    const { octets } = await bundle(
      `export { createFetchClient } from '@brrt/fetch-client'; export * from '${clients}/petstore.gen.ts';`,
    );
    expect(octets).toBeLessThan(17_500);
  });

  it('has the checks of one operation without those of others, and what explains them apart', async () => {
    const checked = await bundle(
      `${one}\nimport { getPet as checks } from '${clients}/petstore/checks.gen.ts'; console.log(checks);`,
    );
    expect(checked.text).toContain('Golden Retriever');
    expect(checked.text).not.toContain('bought-together');
    expect(checked.octets).toBeLessThan(16_000);
  });

  it('runs without code that is made at run time, and without Node', async () => {
    const { text } = await bundle(
      `export * from '@brrt/fetch-client'; export * from '${clients}/petstore.gen.ts'; export * as checks from '${clients}/petstore/checks.gen.ts'; export * as places from '${clients}/petstore/places.gen.ts';`,
    );
    expect(text).not.toMatch(/\beval\(|new Function\(|\bBuffer\.|["']node:/);
  });
});

const uses = `import { expectStatus, UnexpectedStatusError } from '@brrt/fetch-client';
import { getPet, listPets, streamEvents } from './generated/clients/petstore.gen.ts';
import { client } from './page0.ts';

const answer = await getPet(client, { path: { id: 7 } });
if (answer.status === 200) answer.body.name satisfies string;
expectStatus(await listPets(client), 200).headers['X-Total-Count'] satisfies number;
for await (const event of expectStatus(await streamEvents(client), 200).body) event.data satisfies unknown;
// @ts-expect-error: a pet is no problem.
if (answer.status === 200) answer.body.title;
// @ts-expect-error: the path parameter is needed.
await getPet(client, {});
export const isProblem = (error: unknown): boolean => error instanceof UnexpectedStatusError;
`;

describe('emitted files', () => {
  it('type-check where there is a browser and no Node', async () => {
    const pages = [...readFileSync(join(workspace, 'docs/fetch-clients.md'), 'utf8').matchAll(/```ts\n(.*?)```/gs)];
    expect(pages.length).toBe(2);
    pages.forEach(([, code = ''], index) => {
      writeFileSync(join(folder, `src/page${index}.ts`), code);
    });
    writeFileSync(join(folder, 'src/uses.ts'), uses);
    const options = {
      target: 'es2022',
      lib: ['DOM', 'DOM.AsyncIterable', 'ES2022'],
      module: 'esnext',
      moduleResolution: 'bundler',
      strict: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      types: [],
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['src'] }));
    const run = promisify(execFile)(process.execPath, [compiler, '-p', folder, '--pretty', 'false']);
    expect(
      await run.then(
        () => '',
        ({ stdout }: { readonly stdout: string }) => stdout,
      ),
    ).toBe('');
  });

  it('of chosen operations stay as they are, octet by octet, when others change', async () => {
    const scope = { service: 'petstore', operations: ['getPet', 'uploadFile'], runtime: 'fetch' } as const;
    const path = join(workspace, 'apps/petstore/openapi.yaml');
    const changed = readFileSync(path, 'utf8').replace(
      '  /users:\n',
      '  /new:\n    get:\n      operationId: fresh\n      responses: { 204: { description: New } }\n  /users:\n',
    );
    const copy = join(folder, 'openapi.yaml');
    writeFileSync(copy, changed);
    const other = await loadServiceModel(copy);
    expect(other.operations.length).toBe(model.operations.length + 1);
    expect(clientFiles(other, scope)).toEqual(clientFiles(model, scope));
  });
});

it('the types of the library are those of its source', () => {
  const libraries = join(workspace, 'libs');
  for (const [name, text] of Object.entries(fetchClientTypes(libraries))) {
    expect(readFileSync(join(libraries, 'fetch-client/types', name), 'utf8')).toBe(text);
  }
});
