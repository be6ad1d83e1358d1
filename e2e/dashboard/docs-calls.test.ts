import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createService, type Service } from '@brrt/router-core';
import { loadContract } from '@brrt/router-core/host';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './support/browser.ts';

const browser: Browser | undefined = await launchBrowser();
const responses = { '200': { description: 'Pets' } };
const elsewhere = [{ url: 'https://pets.example/v2' }];
const others = { '/owners': { get: { operationId: 'owners', responses } }, '/shops': { get: { responses } } };
const contracts = {
  'OpenAPI 3.1': {
    openapi: '3.1.0',
    info: { title: 'Pets', version: '1' },
    servers: elsewhere,
    paths: { '/pets': { get: { operationId: 'list', responses } } },
  },
  'a path': {
    openapi: '3.1.0',
    info: { title: 'Pets', version: '1' },
    servers: [{ url: 'https://api.example/v1' }],
    paths: { ...others, '/pets': { servers: elsewhere, get: { operationId: 'list', responses } } },
  },
  'an operation': {
    openapi: '3.2.0',
    info: { title: 'Pets', version: '1' },
    paths: { ...others, '/pets': { $ref: '#/components/pathItems/Pets' } },
    components: { pathItems: { Pets: { get: { operationId: 'list', servers: elsewhere, responses } } } },
  },
  'Swagger 2.0': {
    swagger: '2.0',
    info: { title: 'Pets', version: '1' },
    host: 'pets.example',
    basePath: '/v2',
    schemes: ['https'],
    paths: { '/pets': { get: { operationId: 'list', responses } } },
  },
};
const viewers = {
  scalar: async (page: Page, path: string) => {
    await page.getByRole('button', { name: `Test Request (get ${path})` }).click();
    await page.getByRole('button', { name: /^Send Request/ }).click();
  },
  swagger: async (page: Page, path: string) => {
    await page.locator('.opblock-summary', { hasText: path }).click();
    await page.getByRole('button', { name: 'Try it out' }).click();
    await page.getByRole('button', { name: 'Execute' }).click();
  },
};

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brrt-docs-calls-'));
});

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

async function open(docs: keyof typeof viewers, version: keyof typeof contracts): Promise<Service> {
  const file = join(folder, 'openapi.json');
  await writeFile(file, JSON.stringify(contracts[version]));
  const contract = await loadContract({ service: 'pets', file: pathToFileURL(file) });
  return createService({
    contract,
    handlers: { list: () => ({ status: 200 }), owners: () => ({ status: 200 }) },
    config: { http: {}, docs },
  });
}

describe.skipIf(browser === undefined)('calls from /docs', () => {
  it.each([
    ['scalar', 'OpenAPI 3.1', ['/v2/pets']],
    ['scalar', 'Swagger 2.0', ['/v2/pets']],
    ['scalar', 'a path', ['/v2/pets', '/v1/owners']],
    ['scalar', 'an operation', ['/v2/pets', '/owners']],
    ['swagger', 'OpenAPI 3.1', ['/v2/pets']],
    ['swagger', 'Swagger 2.0', ['/v2/pets']],
    ['swagger', 'a path', ['/v2/pets', '/v1/owners']],
    ['swagger', 'an operation', ['/v2/pets', '/owners']],
  ] as const)(
    'of %s go to the service that shows the page, whatever %s names as servers',
    async (docs, version, calls) => {
      const service = await open(docs, version);
      const { port } = await service.listen({ port: 0, host: '127.0.0.1' });
      const page = await (browser as Browser).newPage(); // it is there, or this is skipped
      for (const path of calls) {
        await page.goto(`http://127.0.0.1:${port}/docs`);
        const answered = page.waitForResponse((response) => response.url() === `http://127.0.0.1:${port}${path}`);
        await Promise.all([answered, viewers[docs](page, path.replace(/^\/v\d/, ''))]);
        expect((await answered).status()).toBe(200);
      }
      await page.close();
      await service.close();
    },
  );

  it.each([
    ['the contract as it is', 'OpenAPI 3.1', 1],
    ['none where the page shows it with other servers', 'a path', 0],
  ] as const)('Scalar offers to download %s', async (_what, version, want) => {
    const service = await open('scalar', version);
    const { port } = await service.listen({ port: 0, host: '127.0.0.1' });
    const page = await (browser as Browser).newPage(); // it is there, or this is skipped
    await page.goto(`http://127.0.0.1:${port}/docs`);
    await page
      .getByRole('button', { name: /^Test Request/ })
      .first()
      .waitFor();
    const asJson = page.getByRole('button', { name: 'Download OpenAPI Document as JSON' });
    expect(await asJson.count()).toBe(want);
    if (want === 1) {
      const [file] = await Promise.all([page.waitForEvent('download'), asJson.click()]);
      expect(JSON.parse(await readFile(await file.path(), 'utf8'))).toEqual(contracts[version]);
    }
    await page.close();
    await service.close();
  });
});
