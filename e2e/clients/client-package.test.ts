import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { loadServiceModel } from '@brrt/service-model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startUpstream } from '../../libs/service-client/test/upstream.ts';
import { buildPackage } from '../../tools/generators/src/build/build-package.ts';
import { emitPackage } from '../../tools/generators/src/emit/emit-package.ts';
import { clientFiles } from '../../tools/generators/src/emit/reconcile-clients.ts';

const workspace = join(import.meta.dirname, '../..');
const compiler = join(workspace, 'node_modules/typescript-native/bin/tsc');

/** Of somebody who has the package from npm, and nothing else. */
let consumer = '';
let source = '';

beforeAll(async () => {
  mkdirSync(join(workspace, 'tmp'), { recursive: true });
  source = mkdtempSync(join(workspace, 'tmp/package-'));
  const model = await loadServiceModel(join(workspace, 'apps/petstore/openapi.yaml'));
  const scope = { service: 'petstore', operations: ['getPet', 'streamEvents'], runtime: 'fetch' } as const;
  const files = [...emitPackage({ name: '@acme/petstore-client', service: 'petstore' }), ...clientFiles(model, scope)];
  for (const { path, text } of files) {
    mkdirSync(dirname(join(source, path)), { recursive: true });
    writeFileSync(join(source, path), text);
  }
  await buildPackage(workspace, relative(workspace, source));
  consumer = mkdtempSync(join(tmpdir(), 'brrt-consumer-'));
  const installed = join(consumer, 'node_modules/@acme/petstore-client');
  mkdirSync(installed, { recursive: true });
  cpSync(join(source, 'package.json'), join(installed, 'package.json'));
  cpSync(join(source, 'dist'), join(installed, 'dist'), { recursive: true });
  writeFileSync(join(consumer, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(consumer, 'page.ts'), page);
});
afterAll(() => {
  for (const folder of [source, consumer]) rmSync(folder, { recursive: true, force: true });
});

const page = `import { ContractBreachError, createFetchClient, expectStatus, getPet } from '@acme/petstore-client';
import * as checks from '@acme/petstore-client/checks';

const baseUrl = String(globalThis.location);
const client = createFetchClient({ baseUrl, checks, places: () => import('@acme/petstore-client/places') });
try {
  expectStatus(await getPet(client, { path: { id: 7 } }), 200).body.name satisfies string;
} catch (error) {
  if (error instanceof ContractBreachError) console.log(JSON.stringify(error.breaches));
}
`;

it.each([
  ['bundler', 'esnext'],
  ['nodenext', 'nodenext'],
])('has types that need nothing else, with module resolution %s', async (moduleResolution, module) => {
  const compilerOptions = {
    target: 'es2022',
    lib: ['DOM', 'ES2022'],
    module,
    moduleResolution,
    strict: true,
    noEmit: true,
    types: [],
  };
  writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['page.ts'] }));
  const run = promisify(execFile)(process.execPath, [compiler, '-p', consumer, '--pretty', 'false']);
  expect(
    await run.then(
      () => '',
      ({ stdout }: { readonly stdout: string }) => stdout,
    ),
  ).toBe('');
});

it('runs as it is, without eval, and tells a breach by its place', async () => {
  const headers = { 'content-type': 'application/json', etag: '"1-1"' };
  await using upstream = await startUpstream({ headers, body: '{"id":0}' });
  const code = readFileSync(join(consumer, 'page.ts'), 'utf8').replace(' satisfies string', '');
  writeFileSync(join(consumer, 'page.mjs'), `globalThis.location = '${upstream.url}';\n${code}`);
  const flags = ['--disallow-code-generation-from-strings', join(consumer, 'page.mjs')];
  const { stdout } = await promisify(execFile)(process.execPath, flags);
  expect(JSON.parse(stdout)).toEqual(
    expect.arrayContaining([expect.objectContaining({ pointer: '/id', keyword: 'minimum' })]),
  );
});
