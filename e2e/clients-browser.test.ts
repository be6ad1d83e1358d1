import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { dirname, join } from 'node:path';
import { readConfig } from '@brrt/router-core/config';
import { loadServiceModel } from '@brrt/service-model';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPetstoreService } from '../apps/petstore/src/service.ts';
import { clientFiles } from '../tools/generators/src/emit/reconcile-clients.ts';
import { launchBrowser } from './dashboard/support/browser.ts';
import { findFreePort } from './support/free-port.ts';

const workspace = join(import.meta.dirname, '..');

/** Everything that a page does with the client, by name; what it gives back goes through JSON. */
const script = `
import { ContractBreachError, createFetchClient, expectStatus } from '@brrt/fetch-client';
import * as pets from './src/generated/clients/petstore.gen.ts';
import * as checks from './src/generated/clients/petstore/checks.gen.ts';

const { store, liar } = document.documentElement.dataset;
const options = {
  credentials: { ApiKeyHeader: 'petstore-header-key-6f1d0c94', BearerAuth: 'petstore-bearer-token-e5a7192b' },
  checks,
  places: () => import('./src/generated/clients/petstore/places.gen.ts'),
  retry: false,
};
const client = createFetchClient({ baseUrl: store, ...options });

globalThis.scenarios = {
  async list() {
    const { status, headers, body } = await pets.listPets(client, { query: { limit: 2, tags: ['good-dog', 'small'] } });
    return { status, headers, isList: Array.isArray(body.pets ?? body) };
  },
  async problem() {
    const { status, contentType, body } = await pets.getPet(client, { path: { id: 999999 } });
    return { status, contentType, code: body.code };
  },
  async upload() {
    const file = new File(['octets of a page'], 'page.bin', { type: 'application/octet-stream' });
    const { headers, body } = expectStatus(await pets.uploadFile(client, { body: { file, metadata: { from: 'page' } } }), 201);
    const answer = expectStatus(await pets.downloadFile(client, { path: { id: body.id } }), 200);
    return { location: headers.Location === body.location, text: await answer.body.text() };
  },
  async events() {
    const controller = new AbortController();
    const answer = expectStatus(await pets.streamEvents(client, { query: { follow: true } }, { signal: controller.signal }), 200);
    const created = await pets.addPet(client, { body: JSON.parse(document.documentElement.dataset.pet) });
    for await (const event of answer.body) {
      if (!JSON.stringify(event).includes('Chromium')) continue;
      controller.abort();
      return { status: created.status, hasId: typeof event.id === 'string', event: event.event };
    }
  },
  async breach() {
    try {
      await pets.getUser(createFetchClient({ baseUrl: liar, ...options }), { path: { user_id: '7d1c1a5e-5a0b-4a8e-9f62-0f2f6e0f7a11' } });
    } catch (error) {
      return { isBreach: error instanceof ContractBreachError, pointers: error.breaches.map(({ pointer }) => pointer), text: error.message };
    }
  },
  async redirect() {
    const client = createFetchClient({ baseUrl: liar + '/moved', ...options });
    return pets.getPet(client, { path: { id: 1 } }).then(() => 'followed', ({ code, cause }) => [code, cause.message]);
  },
  async cookie() {
    return pets.streamEvents(createFetchClient({ baseUrl: store, credentials: { ApiKeyCookie: 'k' } })).then(() => 'sent', String);
  },
};
`;

let folder = '';
let browser: Browser | undefined;
let page: Page;
const faults: string[] = [];
const opened: { close(): unknown }[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  if (browser === undefined) return;
  const files = await bundlePage();
  const port = await findFreePort();
  const origin = `http://127.0.0.1:${port}`;
  const store = await startStore(origin);
  const liar = await serve(await findFreePort(), (request, response) => {
    response.setHeader('access-control-allow-origin', origin).setHeader('access-control-allow-headers', 'x-api-key');
    if (request.method === 'OPTIONS') return response.writeHead(204).end();
    if (request.url?.startsWith('/moved')) return response.writeHead(302, { location: `${store}/pets/1` }).end();
    return response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"secret"}');
  });
  const policy = `default-src 'none'; script-src 'self'; connect-src ${store} ${liar.url}; require-trusted-types-for 'script'`;
  await serve(port, (request, response) => {
    const text = files[request.url ?? ''];
    if (request.url === '/') {
      response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy });
      return response.end(
        `<!doctype html><html data-store="${store}" data-liar="${liar.url}" data-pet='${pet}'><script type="module" src="/page.js"></script>`,
      );
    }
    return text === undefined
      ? response.writeHead(404).end()
      : response.writeHead(200, { 'content-type': 'text/javascript' }).end(text);
  });
  page = await browser.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => /Content Security|Trusted/i.test(message.text()) && faults.push(message.text()));
  await page.goto(origin);
  await page.waitForFunction('globalThis.scenarios !== undefined');
});

afterAll(async () => {
  await browser?.close();
  for (const each of opened) await each.close();
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
});

const pet = JSON.stringify({
  name: 'Chromium',
  breed: 'Beagle',
  age: 3,
  vaccinated: true,
  tags: ['from-page'],
  color: 'brown',
  ownerId: null,
});

async function bundlePage(): Promise<Readonly<Record<string, string>>> {
  mkdirSync(join(workspace, 'tmp'), { recursive: true });
  folder = mkdtempSync(join(workspace, 'tmp/browser-'));
  const model = await loadServiceModel(join(workspace, 'apps/petstore/openapi.yaml'));
  for (const { path, text } of clientFiles(model, { service: 'petstore', operations: 'all', runtime: 'fetch' })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  writeFileSync(join(folder, 'page.ts'), script);
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'page.ts')],
    outdir: join(folder, 'dist'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
  });
  return Object.fromEntries(outputFiles.map(({ path, text }) => [path.slice(join(folder, 'dist').length), text]));
}

async function startStore(origin: string): Promise<string> {
  const directory = join(workspace, 'apps/petstore/src');
  const config = await readConfig({ directory, env: { LOG_LEVEL: 'silent' } });
  const cors = { ...config.cors, origins: [origin] };
  const service = await createPetstoreService({
    ...config,
    cors,
    database: { file: ':memory:', url: undefined },
  } as typeof config);
  opened.push(service);
  return (await service.listen({ port: await findFreePort(), host: '127.0.0.1' })).url;
}

type Answerer = (
  request: { readonly url?: string | undefined; readonly method?: string | undefined },
  response: import('node:http').ServerResponse,
) => unknown;

async function serve(port: number, answer: Answerer): Promise<{ readonly url: string }> {
  const server: Server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  opened.push({ close: () => server.closeAllConnections() ?? server.close() });
  return { url: `http://127.0.0.1:${port}` };
}

describe('a page in Chromium, under a strict policy, from another origin than the pet store', () => {
  beforeEach((context) => context.skip(browser === undefined));
  const run = (name: string): Promise<unknown> => page.evaluate(`scenarios.${name}()`);

  it.each([
    [
      'reads a list and headers that CORS exposes',
      'list',
      { status: 200, headers: { 'X-Total-Count': expect.any(Number) }, isList: true },
    ],
    [
      'is told a problem, typed',
      'problem',
      { status: 404, contentType: 'application/problem+json', code: expect.any(String) },
    ],
    ['sends a file and reads it again', 'upload', { location: true, text: 'octets of a page' }],
    [
      'follows events until it has what it waits for',
      'events',
      { status: 201, hasId: true, event: expect.any(String) },
    ],
    [
      'goes with an API key nowhere else',
      'redirect',
      ['ERR_CALL_FAILED', 'The answer is a redirect, which is not followed with an API key'],
    ],
    ['refuses to send cookies that are the browser’s', 'cookie', expect.stringContaining('TypeError')],
  ])('%s', async (_what, name, want) => {
    expect(await run(name)).toEqual(want);
  });

  it('is told where an answer breaks the contract, and nothing of its values', async () => {
    const told = await run('breach');
    expect(told).toMatchObject({ isBreach: true, pointers: expect.arrayContaining(['/id']) });
    expect(JSON.stringify(told)).not.toContain('secret');
  });

  it('never came into conflict with its policy', () => {
    expect(faults).toEqual([]);
  });
});
