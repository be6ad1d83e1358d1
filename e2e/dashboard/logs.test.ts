import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './support/browser.ts';
import { encodeLogs, spanIdOf } from './support/otlp-json.ts';
import { profileTrace } from './support/sample-traffic.ts';
import { startSampleDashboard, type TestDashboard } from './support/start-dashboard.ts';
import { createVisits } from './support/visits.ts';

const browser = await launchBrowser();
const pages = createVisits(browser);
let dashboard: TestDashboard;

async function visit(path: string): Promise<Page> {
  const page = await pages.visit(dashboard.url, path);
  await page.locator('.log-row').first().waitFor();
  return page;
}

describe.skipIf(browser === undefined)('logs in the browser', () => {
  beforeAll(async () => {
    dashboard = await startSampleDashboard();
  });
  afterAll(async () => {
    await pages.close();
    await dashboard?.close();
  });

  it('filters by severity and text, and keeps both in the address', async () => {
    const page = await visit('/logs');
    await page.getByLabel('Least severity').selectOption('error');
    await page.waitForURL('**/logs?severity=error');
    await expect.poll(() => page.locator('.log-row').count()).toBe(2);
    await page.keyboard.press('/');
    await page.locator('[data-search]').fill('severity:error registry');
    await expect.poll(() => page.locator('.log-row').count()).toBe(1);
    await page.reload();
    await expect.poll(() => page.locator('.log-row').count()).toBe(1);
  });

  it('shows escape sequences of terminals and markup as nothing but text', async () => {
    await dashboard.send(
      'logs',
      encodeLogs([
        {
          service: 'evil',
          at: Date.now(),
          severity: 'info',
          body: '\u001b[31mred\u001b[0m <img src=x onerror="document.title=1"> \u202eturned',
        },
      ]),
    );
    const page = await visit('/logs?service=evil');
    expect(await page.locator('.log-body').textContent()).toBe(
      'red <img src=x onerror="document.title=1"> <U+202E>turned',
    );
    expect(await page.locator('.log-row img').count()).toBe(0);
    await page.locator('.log-row').click();
    await page.locator('aside.detail pre').waitFor();
    expect(await page.locator('aside.detail pre').textContent()).toContain('<img src=x');
    expect(pages.faults()).toEqual([]);
  });

  it('goes on live, stands still while it is paused, and leads to the trace', async () => {
    const page = await visit('/logs?service=petstore');
    const before = await page.locator('.log-row').first().textContent();
    await page.locator('button', { hasText: 'Pause' }).click();
    const log = { service: 'petstore', severity: 'info', body: 'came later', at: Date.now() + 1000 } as const;
    await dashboard.send('logs', encodeLogs([log, { ...log, service: 'bff' }]));
    await page.locator('.fresh-button', { hasText: '1 new record' }).waitFor();
    expect(await page.locator('.log-row').first().textContent()).toBe(before);
    await page.locator('button', { hasText: 'Paused' }).click();
    await page.locator('.log-row', { hasText: 'came later' }).waitFor();
    await page.locator('.log-row', { hasText: 'slow query' }).locator('a').click();
    await page.waitForURL(`**/traces/${profileTrace}?span=${spanIdOf(13)}`);
    await page.locator('.waterfall-line.selected').waitFor();
  });

  it('brings the records of a request together, oldest first', async () => {
    const page = await visit(`/logs?traceId=${profileTrace}`);
    await page.locator('button', { hasText: 'By request' }).click();
    await page.waitForURL('**group=request');
    expect(await page.locator('.log-body').allTextContents()).toEqual([
      'request received',
      'GET /users/7 200 55 ms',
      'slow query: 96 ms',
      'registry did not answer: socket hang up ⏎',
      'GET /profile/7 502 412 ms',
    ]);
  });

  it('keeps few rows in the document, and downloads what is shown', async () => {
    const many = Array.from(
      { length: 1500 },
      (_none, at) => ({ service: 'busy', at: Date.now() + at, severity: 'debug', body: `line ${at}` }) as const,
    );
    await dashboard.send('logs', encodeLogs(many));
    const page = await visit('/logs?service=busy');
    expect(await page.locator('.log-row').count()).toBeLessThan(80);
    await page.locator('.log-list').focus();
    const goToEnd = async () => {
      await page.keyboard.press('End');
      return page.locator('.log-rate .note').textContent();
    };
    await expect.poll(goToEnd, { timeout: 20_000 }).toContain('1,500 records');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('button[aria-label^="Download"]').click(),
    ]);
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(1500);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ service: 'busy', body: 'line 1499' });
  });
});
