import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desktop, launchBrowser, phone } from './support/browser.ts';
import { encodeSpans } from './support/otlp-json.ts';
import { profileTrace } from './support/sample-traffic.ts';
import { startSampleDashboard, type TestDashboard } from './support/start-dashboard.ts';
import { createVisits } from './support/visits.ts';

const browser = await launchBrowser();
const pages = createVisits(browser);
let dashboard: TestDashboard;

const visit = (path: string, size = desktop): Promise<Page> => pages.visit(dashboard.url, path, { size });

describe.skipIf(browser === undefined)('the shell in the browser', () => {
  beforeAll(async () => {
    dashboard = await startSampleDashboard();
  });
  afterAll(async () => {
    await pages.close();
    await dashboard?.close();
  });

  it('takes the token out of the address', async () => {
    const page = await visit('/traces?service=bff');
    expect(new URL(page.url()).search).toBe('?service=bff');
  });

  it('goes everywhere by keyboard, and says which keys there are', async () => {
    const page = await visit('/traces');
    await page.locator('a.trace-row').first().waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    await page.locator('.log-row').first().waitFor();
    await page.keyboard.press('?');
    const help = page.locator('dialog');
    await help.locator('h2', { hasText: 'Keys' }).waitFor();
    expect(await help.locator('h3').allTextContents()).toEqual(expect.arrayContaining(['Anywhere', 'Go', 'Logs']));
    await page.keyboard.press('Escape');
    await expect.poll(() => help.count()).toBe(0);
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.locator('a.trace-row', { hasText: '/profile' }).first().waitFor();
    await page.keyboard.press('e');
    await page.locator('a.trace-row.active', { hasText: '/profile' }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/traces/${profileTrace}`);
    await page.goBack();
    await page.waitForURL('**/traces');
    expect(pages.faults()).toEqual([]);
  });

  it.each([
    ['c', 'Console', '/console'],
    ['n', 'Metrics', '/metrics'],
    ['e', 'Errors', '/errors'],
    ['d', 'Docs', '/reference'],
  ])('goes by g %s to %s', async (key, title, path) => {
    const page = await visit('/traces');
    await page.keyboard.press('g');
    await page.keyboard.press(key);
    await expect.poll(() => page.title()).toBe(`${title} · BRRT`);
    expect(page.url().replace(new URL(page.url()).origin, '')).toBe(path);
  });

  it('finds views and traces in one box', async () => {
    const page = await visit('/logs');
    await page.keyboard.press('Control+k');
    const box = page.getByRole('combobox', { name: 'View, service, operation, trace' });
    await box.fill('profile');
    const place = page.locator('.palette-place', { hasText: 'GET /profile/{id}' });
    await place.waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/traces/${profileTrace}`);
  });

  it('changes its theme, and keeps it without a flash', async () => {
    const page = await visit('/traces');
    const scheme = (): Promise<string> => page.evaluate('getComputedStyle(document.documentElement).colorScheme');
    expect(await scheme()).toBe('light dark');
    await page.getByRole('button', { name: 'Theme: system' }).click();
    expect(await scheme()).toBe('dark');
    await page.reload();
    await page.getByRole('button', { name: 'Theme: dark' }).waitFor();
    expect(await scheme()).toBe('dark');
  });

  it('has all views within reach of a thumb', async () => {
    const page = await visit('/traces', phone);
    await page.getByRole('button', { name: 'More' }).click();
    await page.locator('dialog .drawer-places a', { hasText: 'Metrics' }).click();
    await page.waitForURL('**/metrics');
    await expect.poll(() => page.locator('dialog').count()).toBe(0);
  });

  it('takes in a file of OTLP JSON', async () => {
    const page = await visit('/traces');
    const text = JSON.stringify(
      encodeSpans([
        {
          service: 'petstore',
          traceId: 'f'.repeat(32),
          id: 1,
          name: 'from a file',
          kind: 'server',
          at: Date.now(),
          duration: 5,
        },
      ]),
    );
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'spans.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    await page.locator('.toast', { hasText: 'Imported spans.json' }).waitFor();
    await page.locator('a.trace-row', { hasText: 'from a file' }).waitFor();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'odd.json', mimeType: 'application/json', buffer: Buffer.from('{') });
    await page.locator('.toast.bad', { hasText: 'odd.json' }).waitFor();
  });

  it('says that it lost the dashboard', async () => {
    const page = await visit('/traces');
    await page.locator('.state-dot', { hasText: 'Live' }).waitFor();
    await dashboard.close();
    await page.locator('.state-dot', { hasText: 'Connection lost' }).waitFor();
  });
});
