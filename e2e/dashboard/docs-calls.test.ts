import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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
const contracts = {
  'OpenAPI 3.1': {
    openapi: '3.1.0',
    info: { title: 'Pets', version: '1' },
    servers: [{ url: 'https://pets.example/v2' }],
    paths: { '/pets': { get: { operationId: 'list', responses } } },
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
  scalar: async (page: Page) => {
    await page
      .getByRole('button', { name: /^Test Request/ })
      .first()
      .click();
    await page.getByRole('button', { name: /^Send Request/ }).click();
  },
  swagger: async (page: Page) => {
    await page.locator('.opblock-summary').first().click();
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
  return createService({ contract, handlers: { list: () => ({ status: 200 }) }, config: { http: {}, docs } });
}

describe.skipIf(browser === undefined)('calls from /docs', () => {
  it.each([
    ['scalar', 'OpenAPI 3.1'],
    ['scalar', 'Swagger 2.0'],
    ['swagger', 'OpenAPI 3.1'],
    ['swagger', 'Swagger 2.0'],
  ] as const)('of %s go to the service that shows the page, whatever %s names as servers', async (docs, version) => {
    const service = await open(docs, version);
    const { port } = await service.listen({ port: 0, host: '127.0.0.1' });
    const page = await (browser as Browser).newPage(); // it is there, or this is skipped
    await page.goto(`http://127.0.0.1:${port}/docs`);
    const answered = page.waitForResponse((response) => response.url() === `http://127.0.0.1:${port}/v2/pets`);
    await Promise.all([answered, viewers[docs](page)]);
    expect((await answered).status()).toBe(200);
    await page.close();
    await service.close();
  });
});
