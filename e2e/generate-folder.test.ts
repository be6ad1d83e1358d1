import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp } from './support/local-apps.ts';
import { runProgram } from './support/running-program.ts';
import { workspaceRoot } from './support/workspace-copy.ts';

const brrt = join(workspaceRoot, 'tools/generators/bin/brrt.cjs');
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brrt-generate-'));
  await cp(join(workspaceRoot, 'apps/petstore/openapi.yaml'), join(folder, 'openapi.yaml'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const generate = (...options: readonly string[]): ReturnType<typeof runProgram> =>
  runProgram(process.execPath, [brrt, 'generate', 'openapi.yaml', ...options], { cwd: folder });

async function filesIn(name: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(join(folder, name), { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const paths = names.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await readFile(path, 'utf8')])));
}

const program = `import { getPet, listPets } from './api/client.gen.ts';
import * as checks from './api/checks.gen.ts';
import type { Pet } from './api/types.gen.ts';
import { createFetchClient, expectStatus } from './api/runtime/index.js';

const [baseUrl = '', key = ''] = process.argv.slice(2);
const client = createFetchClient({ baseUrl, credentials: { ApiKeyHeader: key }, checks });
const { body } = expectStatus(await listPets(client, { query: { limit: 2 } }), 200);
const first: Pet | undefined = body[0];
const answer = await getPet(client, { path: { id: first?.id ?? 0 } });
// @ts-expect-error: the contract says a number
void (() => getPet(client, { path: { id: 'one' } }));
console.log(JSON.stringify({ count: body.length, status: answer.status, same: answer.status === 200 && answer.body.name === first?.name }));
`;
const compilerOptions = {
  ...{ target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'], module: 'nodenext', moduleResolution: 'nodenext' },
  ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, verbatimModuleSyntax: true },
  ...{
    allowImportingTsExtensions: true,
    noEmit: true,
    types: ['node'],
    typeRoots: [join(workspaceRoot, 'node_modules/@types')],
  },
};

it('a folder has types and a client that need no package, compile strictly, and call a running service', async () => {
  const made = await generate('--out', 'api', '--standalone');
  expect([made.code, made.errors]).toEqual([0, '']);
  for (const [path, text] of Object.entries(await filesIn('api'))) {
    expect(text, path).not.toMatch(/from\s*["'](?!\.\/)/);
    expect(text, path).not.toContain(workspaceRoot);
  }
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
  await writeFile(join(folder, 'program.ts'), program);
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
  const compiler = join(workspaceRoot, 'node_modules/typescript-native/bin/tsc');
  const checked = await runProgram(process.execPath, [compiler, '-p', folder], { cwd: folder });
  expect([checked.code, checked.output]).toEqual([0, '']);
  await using petstore = await startApp('petstore');
  const key = /ApiKeyHeader:[\s\S]*?key: ([\w-]+)/.exec(
    await readFile(join(workspaceRoot, 'apps/petstore/config.development.yaml'), 'utf8'),
  )?.[1];
  const run = await runProgram(process.execPath, ['program.ts', petstore.url, key ?? ''], { cwd: folder });
  expect(run.errors).toBe('');
  expect(JSON.parse(run.output)).toEqual({ count: 2, status: 200, same: true });
});

it('twice gives the same octets, and --check fails for every difference', async () => {
  const before = await filesIn('api');
  expect((await generate('--out', 'api', '--standalone')).output).toContain('api/: generated code is up to date');
  expect(await filesIn('api')).toEqual(before);
  expect((await generate('--out', 'api', '--standalone', '--check')).code).toBe(0);
  await writeFile(join(folder, 'api/client.gen.ts'), `${before[join(folder, 'api/client.gen.ts')]}// mine\n`);
  await rm(join(folder, 'api/places.gen.ts'));
  const stale = await generate('--out', 'api', '--standalone', '--check', '--json');
  expect([stale.code, JSON.parse(stale.output)]).toMatchObject([
    1,
    { succeeded: false, written: ['client.gen.ts', 'places.gen.ts'], removes: [] },
  ]);
});

it('chosen operations alone are in the client; what is no more generated goes', async () => {
  const tried = await generate('--out', 'api', '--operations', 'get_pet', '--dry-run');
  expect(tried.output).toMatch(/would write api\/client\.gen\.ts[\s\S]*would remove api\/runtime\/index\.js/);
  const made = await generate('--out', 'api', '--operations', 'get_pet');
  expect(made.output).toContain('It imports @brrt/fetch-client');
  const files = await filesIn('api');
  const client = files[join(folder, 'api/client.gen.ts')] ?? '';
  expect([client.includes('export const getPet'), client.includes('export const listPets')]).toEqual([true, false]);
  expect(client).toMatch(
    /^\/\/ Generated from \.\.\/openapi\.yaml by brrt; .*\n\/\/ npx brrt generate \.\.\/openapi\.yaml --out \. --operations get_pet\n/,
  );
  expect(Object.keys(files).filter((path) => path.includes('runtime'))).toEqual([]);
  expect((await generate('--out', 'types', '--client', 'none')).code).toBe(0);
  expect(Object.keys(await filesIn('types'))).toEqual([join(folder, 'types/types.gen.ts')]);
});

it.each([
  [
    'a file that was not generated',
    ['--out', 'mine'],
    /were not generated and would be lost: \S*mine\/client\.gen\.ts/,
  ],
  [
    'an operation that is not there',
    ['--out', 'api', '--operations', 'get_pt'],
    /no operation get_pt, did you mean get_pet\?/,
  ],
  ['a contract without a folder', [], /needs --out <folder>/],
  ['another kind of client', ['--out', 'api', '--client', 'axios'], /--client has to be fetch or none/],
])('refuses %s', async (_name, options, want) => {
  await cp(join(folder, 'openapi.yaml'), join(folder, 'mine/client.gen.ts'));
  const run = await generate(...options);
  expect([run.code, run.output]).toEqual([2, expect.stringMatching(want)]);
});
