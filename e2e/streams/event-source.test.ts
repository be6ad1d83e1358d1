import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Service } from '@brrt/router-core';
import { readConfig } from '@brrt/router-core/config';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPetstoreService } from '../../apps/petstore/src/service.ts';
import { launchBrowser } from '../dashboard/support/browser.ts';
import { findFreePort } from '../support/free-port.ts';
import { workspaceRoot } from '../support/workspace-copy.ts';

const browser: Browser | undefined = await launchBrowser();
const sessionKey = 'petstore-session-key-30c9f4d7';
const queryKey = 'petstore-query-key-b82e57a1';

const frontend = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>');
});
let origin = '';
let folder = '';
let port = 0;
let service: Service;
let context: BrowserContext;
let page: Page;

/** A pet store whose database outlives it. */
async function startPetstore(maxDurationMs = 0): Promise<Service> {
  const config = await readConfig({
    directory: join(workspaceRoot, 'apps/petstore/src'),
    env: { LOG_LEVEL: 'silent' },
  });
  const { http, cors } = config;
  const started = await createPetstoreService({
    ...config,
    http: { ...http, streams: { ...http.streams, maxDurationMs } },
    cors: { ...cors, origins: [origin] },
    database: { file: join(folder, 'pets.sqlite'), url: undefined },
  });
  await started.listen({ port, host: '127.0.0.1' });
  return started;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brrt-streams-'));
  const frontendPort = await findFreePort();
  origin = `http://localhost:${frontendPort}`;
  await once(frontend.listen(frontendPort, '127.0.0.1'), 'listening');
});

afterAll(async () => {
  await browser?.close();
  frontend.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  port = await findFreePort();
  if (browser === undefined) return;
  context = await browser.newContext();
  page = await context.newPage();
  await page.goto(`${origin}/`);
});

afterEach(async () => {
  await context?.close();
  await service.close();
});

async function follow(query: string, withCredentials: boolean): Promise<void> {
  await page.evaluate(
    ([url, credentials]) => {
      const source = new EventSource(url, { withCredentials: credentials });
      const seen: string[] = [];
      Object.assign(globalThis, { seen });
      source.addEventListener('open', () => seen.push('open'));
      source.addEventListener('error', () => seen.push(source.readyState === EventSource.CLOSED ? 'failed' : 'again'));
      source.addEventListener('pet.created', (event) => {
        if (event instanceof MessageEvent) seen.push(JSON.parse(event.data).name);
      });
    },
    [`http://localhost:${port}/events?follow=true${query}`, withCredentials] as const,
  );
}

const seen = (): Promise<readonly string[]> => page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);

async function addPet(name: string): Promise<void> {
  const headers = { 'x-api-key': 'petstore-header-key-6f1d0c94', 'content-type': 'application/json' };
  const body = JSON.stringify({ name });
  const { status } = await fetch(`http://127.0.0.1:${port}/pets`, { method: 'POST', headers, body });
  expect(status).toBe(201);
}

const pets = async (): Promise<readonly string[]> => (await seen()).filter((each) => each.startsWith('New'));

describe.skipIf(browser === undefined)('an EventSource on a page of another origin', () => {
  it('follows with a key in the query, and takes up where it was cut when the service is started anew', async () => {
    service = await startPetstore();
    await follow(`&api_key=${queryKey}`, false);
    await expect.poll(seen).toContain('open');
    await addPet('New Anna');
    await expect.poll(pets).toEqual(['New Anna']);
    await service.close();
    await expect.poll(seen, { timeout: 10_000 }).toContain('again');
    service = await startPetstore();
    await addPet('New Bert');
    await expect.poll(pets, { timeout: 20_000 }).toEqual(['New Anna', 'New Bert']);
    await addPet('New Cleo');
    await expect.poll(pets).toEqual(['New Anna', 'New Bert', 'New Cleo']);
  });

  it('follows with a cookie, and comes back when the service ends the stream', async () => {
    service = await startPetstore(1_000);
    await context.addCookies([{ name: 'session', value: sessionKey, domain: 'localhost', path: '/' }]);
    await follow('', true);
    await expect.poll(seen).toContain('open');
    await expect.poll(seen, { timeout: 10_000 }).toContain('again');
    await addPet('New Dora');
    await expect.poll(async () => (await pets()).at(-1), { timeout: 20_000 }).toBe('New Dora');
    const told = await pets();
    expect(new Set(told).size).toBe(told.length);
  });

  it('fails for good without a credential', async () => {
    service = await startPetstore();
    await follow('', true);
    await expect.poll(seen).toEqual(['failed']);
  });
});
