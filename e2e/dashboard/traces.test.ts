import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './support/browser.ts';
import { encodeSpans, spanIdOf, traceIdOf } from './support/otlp-json.ts';
import { bigTrace, orphanTrace, profileTrace, refusedTrace } from './support/sample-traffic.ts';
import { startSampleDashboard, type TestDashboard } from './support/start-dashboard.ts';
import { createVisits } from './support/visits.ts';

const browser = await launchBrowser();
const pages = createVisits(browser);
let dashboard: TestDashboard;

const visit = (path: string): Promise<Page> => pages.visit(dashboard.url, path);

describe.skipIf(browser === undefined)('traces in the browser', () => {
  beforeAll(async () => {
    dashboard = await startSampleDashboard();
  });
  afterAll(async () => {
    await pages.close();
    await dashboard?.close();
  });

  it('lists them newest first, and opens one', async () => {
    const page = await visit('/traces');
    const rows = page.locator('.trace-list a.trace-row');
    await rows.first().waitFor();
    expect(await rows.first().textContent()).toMatch(/petstore POST \/pets.*400/);
    expect(await rows.nth(1).textContent()).toMatch(/bff GET \/profile\/\{id\}.*15.*502.*5 failed/);
    await rows.nth(1).click();
    await page.waitForURL(`**/traces/${profileTrace}`);
    expect(await page.locator('h1').textContent()).toBe('GET /profile/{id}');
    expect(pages.faults()).toEqual([]);
  });

  it('filters by what is typed, with names and values offered, and keeps the filter in the address', async () => {
    const page = await visit('/traces');
    await page.locator('.trace-row').nth(5).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('status:err');
    await page.locator('[role=option]', { hasText: 'status:error' }).click();
    await page.waitForURL('**/traces?status=error');
    await expect.poll(() => page.locator('.trace-list a.trace-row').count()).toBe(1);
    await page.keyboard.type('http.route:');
    await page.locator('[role=option]').first().waitFor();
    await page.reload();
    await page.locator('.trace-list a.trace-row').first().waitFor();
    expect(await page.locator('[data-search]').inputValue()).toMatch(/^status:error/);
    expect(await page.locator('button[aria-pressed=true]', { hasText: 'Errors only' }).count()).toBe(1);
  });

  it('says what to do where nothing is found', async () => {
    const page = await visit('/traces?text=nothing-has-this');
    await page.locator('.empty', { hasText: 'No trace is found by these filters' }).waitFor();
    await page.locator('.empty button').click();
    await page.locator('.trace-list a.trace-row').first().waitFor();
  });

  it('shows new ones at once, and counts them while it is paused', async () => {
    const page = await visit('/traces');
    await page.locator('.trace-row').first().waitFor();
    await page.keyboard.press('p');
    await page.locator('button[aria-pressed=true]', { hasText: 'Paused' }).waitFor();
    const fresh = {
      service: 'petstore',
      traceId: traceIdOf(70),
      id: 7000,
      name: 'GET /fresh',
      kind: 'server',
      at: Date.now(),
      duration: 3,
    } as const;
    await dashboard.send('traces', encodeSpans([fresh, { ...fresh, traceId: traceIdOf(71), id: 7001 }]));
    await page.locator('.fresh-button', { hasText: '2 new traces' }).waitFor();
    expect(await page.locator('a.trace-row', { hasText: '/fresh' }).count()).toBe(0);
    await page.locator('.fresh-button').click();
    await expect.poll(() => page.locator('a.trace-row', { hasText: '/fresh' }).count()).toBe(2);
    await dashboard.send('traces', encodeSpans([{ ...fresh, traceId: traceIdOf(72), id: 7002 }]));
    await expect.poll(() => page.locator('a.trace-row', { hasText: '/fresh' }).count()).toBe(3);
  });

  it('draws the waterfall: tree, callee without spans, failures; folds and goes from error to error by keyboard', async () => {
    const page = await visit(`/traces/${profileTrace}`);
    const lines = page.locator('.waterfall-line');
    await lines.nth(16).waitFor();
    // 15 spans, and three callees that send none: two databases and a registry.
    expect(await lines.count()).toBe(18);
    expect(await page.locator('.waterfall-line .bar.callee').count()).toBe(3);
    expect(await lines.nth(5).getAttribute('aria-level')).toBe('4');
    expect(await page.locator('.waterfall-line .critical').count()).toBeGreaterThan(5);
    await page.keyboard.press('e');
    await page.keyboard.press('e');
    await page.waitForURL(`**?span=${spanIdOf(9)}`);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => lines.count()).toBe(11);
    await page.keyboard.press('e');
    await page.waitForURL(`**?span=${spanIdOf(10)}`);
    await expect.poll(() => lines.count()).toBe(18);
    await page.keyboard.press('Escape');
    await page.waitForURL(`**/traces/${profileTrace}`);
  });

  it('shows a span: what broke the contract, attributes by group, logs, raw', async () => {
    const page = await visit(`/traces/${refusedTrace}?span=${spanIdOf(101)}`);
    const detail = page.locator('aside.detail');
    await detail.locator('h2').waitFor();
    expect(await detail.locator('.violations li').allTextContents()).toEqual([
      'minLengthbody/name',
      'uniqueItemsbody/tags/3',
    ]);
    expect(await detail.locator('.attribute-groups h3').allTextContents()).toEqual([
      'Contract',
      'HTTP',
      'Error',
      'Network',
    ]);
    await detail.locator('[role=tab]', { hasText: 'Logs' }).click();
    expect(await detail.locator('.log-text').textContent()).toBe(
      'POST /pets 400 the request breaks the contract in 2 places',
    );
    await detail.locator('[role=tab]', { hasText: 'Raw' }).click();
    expect(await detail.locator('.json').textContent()).toContain('"spanId": "b7ad000000000065"');
    expect(pages.faults()).toEqual([]);
  });

  it('finds spans within, and zooms by dragging over the map and by keys', async () => {
    const page = await visit(`/traces/${profileTrace}`);
    await page.locator('.waterfall-line').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('select');
    expect(await page.locator('.find-count').textContent()).toBe('2 found');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**span=${spanIdOf(8)}`);
    await page.keyboard.press('Escape');
    const area = await page.locator('.minimap-area').boundingBox();
    if (area === null) throw new TypeError('the map has no box');
    await page.mouse.move(area.x + area.width * 0.25, area.y + 10);
    await page.mouse.down();
    await page.mouse.move(area.x + area.width * 0.5, area.y + 10);
    await page.mouse.up();
    const label = page.locator('.minimap canvas');
    await expect.poll(() => label.getAttribute('aria-label')).toMatch(/^Shown: 103 ms to 206 ms of 412 ms$/);
    await page.locator('.waterfall').focus();
    await page.keyboard.press('0');
    await expect.poll(() => label.getAttribute('aria-label')).toMatch(/^Shown: 0 ms to 412 ms/);
  });

  it('merges spans that come late, and marks those whose parent is missing', async () => {
    const page = await visit(`/traces/${orphanTrace}`);
    await page.locator('.mark', { hasText: 'no parent' }).waitFor();
    expect(await page.locator('.mark', { hasText: 'late' }).count()).toBe(1);
    await dashboard.send(
      'traces',
      encodeSpans([
        {
          service: 'worker',
          traceId: orphanTrace,
          id: 299,
          name: 'receive',
          kind: 'server',
          at: Date.now() - 8100,
          duration: 400,
        },
      ]),
    );
    await expect.poll(() => page.locator('.waterfall-line').count()).toBe(3);
    expect(await page.locator('.mark', { hasText: 'no parent' }).count()).toBe(0);
    expect(await page.locator('h1').textContent()).toBe('receive');
  });

  it('scrolls through 10,000 spans with few rows in the document', async () => {
    await dashboard.send('traces', encodeSpans(bigTrace(Date.now(), 10_000)));
    const page = await visit(`/traces/${traceIdOf(9)}`);
    await page.locator('.waterfall-line').first().waitFor();
    expect(await page.locator('.trace-facts').textContent()).toContain('10,000 spans');
    const frames = await page.evaluate<{ readonly slowest: number; readonly median: number; readonly long: number }>(
      scrollThrough,
    );
    console.log(
      `10,000 spans: ${frames.median.toFixed(1)} ms per frame, slowest ${frames.slowest.toFixed(0)} ms, ${frames.long} tasks over 50 ms`,
    );
    const rows = await page.locator('.waterfall-line').count();
    expect(rows).toBeGreaterThan(15);
    expect(rows).toBeLessThan(70);
    await page.locator('.waterfall').focus();
    await page.keyboard.press('e');
    await page.waitForURL(`**?span=${spanIdOf(500_501)}`);
    await page.locator('.waterfall-line.selected').waitFor();
    expect(pages.faults()).toEqual([]);
  });
});

/** In the page: from the first row to the last in 120 frames. */
const scrollThrough = `(async () => {
  const list = document.querySelector('.waterfall');
  let long = 0;
  new PerformanceObserver((entries) => { long += entries.getEntries().length; }).observe({ entryTypes: ['longtask'] });
  const times = [];
  let last = performance.now();
  for (let frame = 1; frame <= 120; frame += 1) {
    list.scrollTop = (list.scrollHeight * frame) / 120;
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    times.push(now - last);
    last = now;
  }
  times.sort((one, other) => one - other);
  return { slowest: times.at(-1), median: times[60], long };
})()`;
