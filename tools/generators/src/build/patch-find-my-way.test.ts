import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patchFindMyWay, patchFindMyWayFile } from './patch-find-my-way.ts';

// Runs every route table against every target, in the order given, and prints what was found as JSON.
const program = `
const createRouter = require('find-my-way');
const header = { name: 'tenant', storage: () => new Map(), deriveConstraint: (req) => req.headers.tenant, mustMatchWhenDerived: true };
const tables = {
  plain: { options: {}, routes: [
    ['GET', '/'], ['GET', '/pets'], ['POST', '/pets'], ['GET', '/pets/:petId'], ['GET', '/pets/findByStatus'], ['GET', '/pets/:petId/toys/:toyId'],
    ['GET', '/petstore'], ['GET', '/a-prefix-longer-than-sixteen/:id'], ['GET', '/a/:b/c/:d/e/:f'], ['GET', '/:a/:b/:c/:d/:e/:f/:g'],
    ['GET', '/items/:id(^\\\\d+$)'], ['GET', '/items/:name'], ['GET', '/at/:hour(^\\\\d{2})h:minute(^\\\\d{2})m'], ['GET', '/files/*'], ['GET', '/x/:__proto__'],
  ] },
  folded: { options: { caseSensitive: false, ignoreTrailingSlash: true, ignoreDuplicateSlashes: true }, routes: [['GET', '/Pets/:petId'], ['GET', '/pets']] },
  constrained: { options: { constraints: { tenant: header } }, routes: [
    ['GET', '/v', {}], ['GET', '/v', { version: '1.2.0' }], ['GET', '/v', { version: '2.0.0', host: 'a.example' }],
    ['GET', '/h', { host: 'a.example' }], ['GET', '/h', { host: /b\\\\.example$/ }], ['GET', '/t', { tenant: 'red' }], ['GET', '/t/:id', {}],
  ] },
};
const targets = ['/', '/pets', '/pets?x=1', '/pets/', '/pets/1', '/pets/findByStatus', '/pets/findBy', '/pets/a%2Fb', '/pets/%zz', '/pets/1/toys/2', '/petstore',
  '/petsto', '/a-prefix-longer-than-sixteen/9', '/a-prefix-longer-than-sixteeN/9', '/a/1/c/2/e/3', '/1/2/3/4/5/6/7', '/items/12', '/items/ab',
  '/at/10h20m', '/at/1h2m', '/files/a/b%20c', '/x/y', '//pets', '/PETS/1/', '/v', '/h', '/t', '/t/1', '', '/' + 'p'.repeat(200)];
const headers = [{}, { 'accept-version': '1.x' }, { 'accept-version': '2.0.0', host: 'a.example' }, { host: 'b.example' }, { tenant: 'red' }, { tenant: 'blue' }];
const found = [];
for (const [name, { options, routes }] of Object.entries(tables)) {
  for (const compiled of [false, true]) {
    const router = createRouter(options);
    for (const [method, path, constraints] of routes) router.on(method, path, { constraints }, () => path + JSON.stringify(constraints), { path });
    if (compiled) router.compile();
    for (const target of targets) for (const sent of headers) for (const method of ['GET', 'POST', 'PUT']) {
      const request = { method, url: target, headers: sent };
      const match = router.find(method, target, router.constrainer.deriveConstraints(request));
      const routed = router.lookup(request, { end: () => undefined });
      found.push([name, compiled, method, target, sent, match && [match.handler(), Object.entries(match.params), match.searchParams, match.store], routed]);
    }
  }
}
console.log(JSON.stringify(found));
`;

const execute = promisify(execFile);
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brrt-find-my-way-'));
});

afterAll(() => rm(folder, { recursive: true }));

describe('the patched router', () => {
  it('finds what the original finds, over a table of routes and targets', async () => {
    const original = await run(await bundle('original.cjs', []), []);
    const patched = await run(await bundle('patched.cjs', [patchFindMyWay]), [
      '--disallow-code-generation-from-strings',
    ]);
    expect(original.length).toBeGreaterThan(3000);
    expect(original.filter((row) => row[5] !== null).length).toBeGreaterThan(300);
    expect(patched).toEqual(original);
  });

  it('is needed: the original does not run where code from strings is forbidden', async () => {
    const file = await bundle('unpatched.cjs', []);
    await expect(run(file, ['--disallow-code-generation-from-strings'])).rejects.toThrow(
      'Code generation from strings',
    );
  });
});

describe('a find-my-way of another release', () => {
  it.each([
    ['lacks the text', 'module.exports = {}'],
    [
      'has the text twice',
      "\n    const lines = [\"'use strict'\", 'return {']\nnew Function( // eslint-disable-line\n".repeat(2),
    ],
    [
      'has another function at its end',
      "\n    const lines = [\"'use strict'\", 'return {']\nx // eslint-disable-line\n",
    ],
  ])('stops the build when it %s', (_name, source) => {
    expect(() => patchFindMyWayFile('/node_modules/find-my-way/lib/constrainer.js', source)).toThrow(
      'lib/constrainer.js is not the text of find-my-way 9.10.1',
    );
  });
});

async function bundle(name: string, plugins: Parameters<typeof build>[0]['plugins'] & object): Promise<string> {
  const file = join(folder, name);
  const resolveDir = createRequire(import.meta.url).resolve('@brrt/router-core/ports');
  await build({
    stdin: { contents: program, resolveDir: join(resolveDir, '..') },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: file,
    plugins,
    logLevel: 'silent',
  });
  await writeFile(join(folder, 'package.json'), '{}');
  return file;
}

async function run(file: string, flags: readonly string[]): Promise<readonly (readonly unknown[])[]> {
  const { stdout } = await execute(process.execPath, [...flags, file], { maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout);
}
