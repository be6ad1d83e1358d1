import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createViewerFiles, docsFileNames } from '../src/docs/index.ts';
import { loadContract } from '../src/host/live-host.ts';
import { docsBeside } from '../src/host/printed-host.ts';
import { createService, type Service } from '../src/index.ts';

let folder = '';
let service: Service | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brrt-docs-'));
});

afterAll(() => rm(folder, { recursive: true }));

afterEach(async () => {
  await service?.close();
  service = undefined;
});

interface Given {
  readonly docs?: 'scalar' | 'swagger' | false;
  readonly paths?: object;
  readonly title?: string;
}

async function open({ docs, paths = {}, title = 'Pets' }: Given): Promise<Service> {
  const file = join(folder, 'openapi.json');
  await writeFile(file, JSON.stringify({ openapi: '3.1.0', info: { title, version: '1' }, paths }));
  const contract = await loadContract({ service: 'pets', file: pathToFileURL(file) });
  const logged: string[] = [];
  const log = { debug() {}, info() {}, warn: (...said: unknown[]) => void logged.push(said.join(' ')), error() {} };
  service = createService({
    contract,
    handlers: {},
    logger: { service: log, forExchange: () => log },
    config: { http: {}, ...(docs !== undefined && { docs }) },
  });
  warnings = logged;
  return service;
}

let warnings: readonly string[] = [];

describe.each([
  ['scalar', ['scalar.js', 'start-scalar.js']],
  ['swagger', ['swagger-ui.js', 'start-swagger.js', 'swagger-ui.css']],
] as const)('GET /docs as %s', (docs, files) => {
  it('is a page of files of the service, and of nothing else', async () => {
    const pets = await open({ docs });
    const page = await pets.fetch('/docs');
    const html = await page.text();
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const named = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = '']) => url);
    expect(new Set(named)).toEqual(new Set(['data:,', 'openapi.json', ...files.map((name) => `docs/${name}`)]));
    expect(html).not.toMatch(/<script>|<style|\sstyle=|\son\w+=/);
    for (const name of files) {
      const file = await pets.fetch(`/docs/${name}`);
      expect([name, file.status]).toEqual([name, 200]);
      expect((await file.text()).length).toBeGreaterThan(100);
    }
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; /);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy.includes('unsafe-inline')).toBe(docs === 'scalar');
    expect(policy).not.toMatch(/https?:|unsafe-eval|\*/);
  });
});

it('names the paths of servers, wherever those are, for calls from the page', async () => {
  const servers = [{ url: 'https://pets.example/v2' }, { url: 'https://test.pets.example/v3/' }];
  const paths = { '/pets': { servers, get: { responses: { 204: { description: 'None' } } } } };
  const html = await (await (await open({ paths })).fetch('/docs')).text();
  expect(html).toContain('data-calls="{&#34;common&#34;:[&#34;/v2&#34;,&#34;/v3&#34;],&#34;own&#34;:{}}"');
});

it('names those of operations that have servers of their own apart', async () => {
  const get = { responses: { 204: { description: 'None' } } };
  const elsewhere = { ...get, servers: [{ url: 'https://pets.example/v2' }] };
  const paths = { '/a': { get: elsewhere, post: get }, '/b': { get } };
  const html = await (await (await open({ paths })).fetch('/docs')).text();
  const calls = { common: [''], own: { 'GET /a': ['/v2'] } };
  expect(html).toContain(`data-calls="${JSON.stringify(calls).replaceAll('"', '&#34;')}"`);
});

it('is Scalar unless it is said otherwise', async () => {
  expect(await (await (await open({})).fetch('/docs')).text()).toContain('docs/scalar.js');
});

it('is not there with `docs: false`', async () => {
  const pets = await open({ docs: false });
  for (const path of ['/docs', '/docs/scalar.js', '/docs/start-scalar.js'])
    expect((await pets.fetch(path)).status).toBe(404);
});

it('has no file beyond its own', async () => {
  const pets = await open({ docs: 'swagger' });
  for (const path of ['/docs/scalar.js', '/docs/..%2Fopenapi.json', '/docs/', '/docs/package.json'])
    expect([path, (await pets.fetch(path)).status]).toEqual([path, 404]);
});

it('sends files compressed to who takes that, and plain to others', async () => {
  const pets = await open({ docs: 'swagger' });
  const given = await pets.fetch('/docs/swagger-ui.css', { headers: { 'accept-encoding': 'br, gzip' } });
  expect([given.headers.get('content-encoding'), given.headers.get('vary')]).toEqual(['gzip', 'accept-encoding']);
  const plain = await pets.fetch('/docs/swagger-ui.css', { headers: { 'accept-encoding': 'gzip;q=0' } });
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(gunzipSync(Buffer.from(await given.arrayBuffer())).toString()).toBe(await plain.text());
});

it.each(['*', 'x-gzip', 'br;q=1, gzip;q=0.5'])('sends what %s accepts compressed', async (accepted) => {
  const pets = await open({ docs: 'swagger' });
  const given = await pets.fetch('/docs/swagger-ui.css', { headers: { 'accept-encoding': accepted } });
  expect(given.headers.get('content-encoding')).toBe('gzip');
  await given.body?.cancel();
});

it('lets the title of a contract be text', async () => {
  const page = await (await open({ title: '</title><script>alert(1)</script>' })).fetch('/docs');
  expect(await page.text()).not.toContain('<script>');
});

it.each([
  ['/docs', ['The contract declares /docs itself: it wins over the built-in endpoint']],
  ['/docs/{id}', ['The contract declares /docs itself: it wins over the built-in endpoint']],
])('leaves %s to a contract that has it', async (path, want) => {
  const parameters = path.includes('{') ? [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }] : [];
  const operation = { operationId: 'docs', parameters, responses: { 204: { description: 'None' } } };
  const pets = await open({ paths: { [path]: { get: operation } } });
  expect(warnings).toEqual(want);
  expect((await pets.fetch(path.replace('{id}', 'scalar.js'))).status).toBe(204);
});

describe('in a build', () => {
  it('says of a file that it has not what it says of any other', async () => {
    const file = join(folder, 'openapi.json');
    await writeFile(file, JSON.stringify({ openapi: '3.1.0', info: { title: 'Pets', version: '1' }, paths: {} }));
    const contract = await loadContract({ service: 'pets', file: pathToFileURL(file) });
    const docs = docsBeside(pathToFileURL(join(folder, 'main.mjs')).href);
    service = createService({ contract: { ...contract, docs }, handlers: {} });
    const answer = await service.fetch('/docs/scalar.js');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    expect(await answer.json()).toMatchObject({ code: 'ERR_NOT_FOUND' });
  });

  it('has the files that lie beside it', async () => {
    const files = docsBeside(pathToFileURL(join(folder, 'main.mjs')).href);
    expect(await files.read('scalar.js')).toBeUndefined();
    const made = createViewerFiles(1);
    for (const name of docsFileNames) expect((await made.read(name))?.length).toBeGreaterThan(1_000);
    const licenses = gunzipSync((await made.read('LICENSES.txt')) ?? Buffer.of()).toString();
    expect(licenses).toMatch(/Apache License[\s\S]*SmartBear/);
    expect(licenses).toMatch(/MIT License|Permission is hereby granted/);
    const script = gunzipSync((await made.read('swagger-ui.js')) ?? Buffer.of()).toString();
    expect(script).not.toContain('sourceMappingURL');
  });
});

describe('GET /dashboard', () => {
  afterEach(() => {
    delete process.env.BRRT_DASHBOARD_URL;
    process.env.NODE_ENV = 'test';
  });

  it.each([
    ['leads to the dashboard that the process was told of', 'http://127.0.0.1:4000', 'development', 303],
    ['leads to no other machine', 'http://attacker.example:4000', 'development', 404],
    ['leads nowhere in production', 'http://127.0.0.1:4000', 'production', 404],
    ['leads nowhere without a dashboard', '', 'development', 404],
  ])('%s', async (_name, url, mode, status) => {
    process.env.BRRT_DASHBOARD_URL = url;
    process.env.NODE_ENV = mode;
    const answer = await (await open({})).fetch('/dashboard');
    expect([answer.status, answer.headers.get('location')]).toEqual([
      status,
      status === 303 ? 'http://127.0.0.1:4000/' : null,
    ]);
  });
});
