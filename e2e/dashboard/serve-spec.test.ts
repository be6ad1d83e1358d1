import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFreePort } from '../support/free-port.ts';
import { type RunningProgram, startProgram } from '../support/running-program.ts';
import { workspaceRoot } from '../support/workspace-copy.ts';
import { launchBrowser } from './support/browser.ts';
import { createVisits } from './support/visits.ts';

const browser = await launchBrowser();
const pages = createVisits(browser);
const contract = `openapi: 3.1.0
info:
  title: Pets
  version: '1'
  description: |
    Note: these pets are tame
paths:
  /pets:
    get:
      operationId: listPets
      responses: { '200': { description: All, content: { application/json: { example: [Rex] } } } }
    post:
      operationId: addPet
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } }
      responses:
        '201': { description: Added, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
components:
  schemas:
    Pet: { type: object, required: [name], properties: { name: { type: string, minLength: 1 } } }
`;

let folder = '';
let served: RunningProgram | undefined;
let address = '';
let url = '';

const visit = (path: string): Promise<Page> => pages.visit(url, path);

describe.skipIf(browser === undefined)('the dashboard of brrt serve <spec>', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'brrt-served-'));
    await writeFile(join(folder, 'pets.yaml'), contract);
    const port = await findFreePort();
    address = `http://127.0.0.1:${port}`;
    served = startProgram(
      process.execPath,
      [join(workspaceRoot, 'tools/generators/bin/brrt.cjs'), 'serve', 'pets.yaml', '--port', String(port)],
      {
        cwd: folder,
        env: {
          BRRT_DASHBOARD: 'on',
          BRRT_DASHBOARD_PORT: String(await findFreePort()),
          BRRT_OTLP_PORT: String(await findFreePort()),
          XDG_CACHE_HOME: folder,
        },
      },
    );
    await served.printed(/pets is ready/);
    url = /dashboard at (\S+)/.exec(served.output())?.[1] ?? '';
  });
  it('has the focus near what was used by keyboard, also where that is gone', async () => {
    const page = await visit('/console/pets/addPet');
    const press = async (name: string): Promise<void> => {
      await page.getByRole('button', { name, exact: true }).focus();
      await page.keyboard.press('Enter');
    };
    const focused = (name: string): Promise<void> =>
      page
        .locator(':focus')
        .and(page.getByRole('button', { name, exact: true }))
        .waitFor();
    await press('Header');
    await press('Remove header 1');
    await focused('Header');
    await page.keyboard.press('?');
    await focused('Close');
    await page.keyboard.press('Escape');
    await focused('Header');
  });

  afterAll(async () => {
    await pages.close();
    await served?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  it('shows the one service with its address', async () => {
    const page = await visit('/');
    const card = page.locator('[data-service=pets]');
    await card.getByText('Ready', { exact: true }).waitFor();
    expect(await card.getByRole('link', { name: address }).getAttribute('href')).toBe(address);
    expect(await page.locator('.service-card').count()).toBe(1);
    expect(pages.faults()).toEqual([]);
  });

  it('lists the operations, calls one, and has its trace and its numbers', async () => {
    const page = await visit('/console/pets');
    await page.locator('.operation').first().waitFor();
    expect(await page.locator('.operation').allTextContents()).toEqual([
      expect.stringMatching(/^GET\/pets/),
      expect.stringMatching(/^POST\/pets/),
    ]);
    await page.locator('.operation', { hasText: /^POST\/pets/ }).click();
    await page.locator('[data-pointer="body/name"] input').fill('Ida');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.locator('.result-status', { hasText: '201' }).waitFor();
    expect(await page.locator('.check.good').count()).toBe(2);
    const traceId = await page.locator('.mini-waterfall a.mono').textContent();
    const views = page.getByRole('navigation', { name: 'Views' });
    await views.getByRole('link', { name: 'Traces' }).click();
    await page.locator('a.trace-row', { hasText: 'POST /pets' }).click();
    await page.waitForURL(`**/traces/${traceId}`);
    await views.getByRole('link', { name: 'Metrics' }).click();
    const row = page.locator('tr', { hasText: 'addPet' }).first();
    await row.waitFor();
    expect(await row.locator('td').nth(2).textContent()).toBe('1');
    expect(pages.faults()).toEqual([]);
  });

  it('shows the contract: what looks like a key inside of a text is text', async () => {
    const page = await visit('/contract/pets?tab=text');
    const line = page.locator('.text-line', { hasText: 'these pets are tame' });
    await line.waitFor();
    expect(await line.locator('code span').evaluateAll((parts) => parts.map(({ className }) => className))).toEqual([
      'yaml-string',
    ]);
    expect(pages.faults()).toEqual([]);
  });
});
