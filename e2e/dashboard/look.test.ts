import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ErrorGroup, LogRecord, TraceSummary } from '../../libs/dashboard/src/index.ts';
import { ada, bffKey, petstoreKey } from '../support/mixed-traffic.ts';
import { findBarriers } from './support/accessibility.ts';
import { desktop, launchBrowser, openPage, phone } from './support/browser.ts';
import { startWorkspace, type TestWorkspace } from './support/start-workspace.ts';

const browser = await launchBrowser();
const images = join(import.meta.dirname, '../../docs/images');
const isUpdating = process.env.UPDATE_SCREENSHOTS === '1';
const looks = [
  { name: 'light', theme: 'light', size: desktop },
  { name: 'dark', theme: 'dark', size: desktop },
  { name: 'light-phone', theme: 'light', size: phone },
  { name: 'dark-phone', theme: 'dark', size: phone },
] as const;

type Look = (typeof looks)[number]['name'];

interface ViewRow {
  readonly path: string;
  /** What is there once the view is. */
  readonly shows: string;
  /** A button to press first, and what comes of it. */
  readonly press?: readonly [name: string, shows: string];
  /** Kept as `docs/images/<name>-<look>.png` with `UPDATE_SCREENSHOTS=1`. */
  readonly image?: { readonly name: string; readonly looks: readonly Look[] };
}

const views: readonly ViewRow[] = [
  { path: '/', shows: '.service-card', image: { name: 'services', looks: ['light', 'dark-phone'] } },
  { path: '/traces', shows: 'a.trace-row', image: { name: 'traces', looks: ['light'] } },
  { path: '/traces/<trace>', shows: '.waterfall-line', image: { name: 'trace', looks: ['dark', 'light-phone'] } },
  { path: '/traces/<trace>?span=<span>', shows: 'aside.detail h2' },
  { path: '/logs', shows: '.log-row', image: { name: 'logs', looks: ['dark'] } },
  { path: '/logs?record=<record>', shows: 'aside.detail' },
  { path: '/metrics', shows: 'canvas', image: { name: 'metrics', looks: ['light'] } },
  { path: '/errors', shows: 'tbody tr', image: { name: 'errors', looks: ['dark'] } },
  { path: '/errors/<error>', shows: 'aside' },
  { path: '/map', shows: '.map-node', image: { name: 'map', looks: ['light'] } },
  { path: '/contract/petstore', shows: 'h1' },
  { path: '/mocks', shows: 'h1' },
  { path: '/webhooks/petstore', shows: 'h1' },
  { path: '/console/petstore/add_pet', shows: 'button:text("Send")' },
  {
    path: '/console/bff/getDashboard',
    shows: 'button:text("Send")',
    press: ['Send', 'text=/^(?:200|400|401)/'],
    image: { name: 'console', looks: ['light'] },
  },
];

describe.skipIf(browser === undefined)('every view', () => {
  let workspace: TestWorkspace;
  let places: Readonly<Record<string, string>>;

  beforeAll(async () => {
    workspace = await startWorkspace();
    // Pictures want something to show over time.
    await callServices(workspace, isUpdating ? { rounds: 20, pause: 1000 } : { rounds: 8, pause: 0 });
    places = await vi.waitUntil(() => findPlaces(workspace.url), { timeout: 20_000, interval: 200 });
  });
  afterAll(async () => {
    await browser?.close();
    await workspace?.[Symbol.asyncDispose]();
  });

  it.for(views.flatMap((view) => looks.map((look) => ({ ...view, look, title: `${view.path} ${look.name}` }))))(
    '$title is without barriers, errors and requests to others',
    async (view) => {
      const path = view.path.replace(/<(\w+)>/g, (_all, name: string) => places[name] ?? '');
      const { page, faults, close } = await openPage(browser as NonNullable<typeof browser>, {
        url: workspace.url,
        path,
        theme: view.look.theme,
        size: view.look.size,
      });
      await page.locator(view.shows).first().waitFor();
      if (view.press !== undefined) {
        await page.getByRole('button', { name: view.press[0], exact: true }).click();
        await page.locator(view.press[1]).first().waitFor();
      }
      // Charts and forms come a moment after the head of their view.
      await page.waitForTimeout(300);
      if (isUpdating && view.image?.looks.includes(view.look.name) === true) {
        await mkdir(images, { recursive: true });
        await page.screenshot({ path: join(images, `${view.image.name}-${view.look.name}.png`) });
      }
      const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      const barriers = await findBarriers(page);
      await close();
      expect({ barriers, faults, overflow: Math.max(0, overflow) }).toEqual({ barriers: [], faults: [], overflow: 0 });
    },
  );

  it('is there at once', async () => {
    const { page, close } = await openPage(browser as NonNullable<typeof browser>, { url: workspace.url, path: '/' });
    const times = await page.evaluate<{ readonly paint: number; readonly size: number }>(`({
      paint: performance.getEntriesByName('first-contentful-paint')[0].startTime,
      size: performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js')).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
    })`);
    console.log(
      `first view: first paint after ${times.paint.toFixed(0)} ms, ${(times.size / 1000).toFixed(1)} kB of script on the wire`,
    );
    await close();
    expect(times.size).toBeLessThan(150_000);
  });
});

/** The trace of the BFF with most spans, the span that failed in it or its first, and an error. */
async function findPlaces(url: string): Promise<Readonly<Record<string, string>> | undefined> {
  const { origin, searchParams } = new URL(url);
  const ask = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${origin}${path}`, {
      headers: { authorization: `Bearer ${searchParams.get('token')}` },
    });
    return (await response.json()) as T;
  };
  const traces = await ask<readonly TraceSummary[]>('/api/traces');
  const longest = traces.toSorted((one, other) => other.spanCount - one.spanCount)[0];
  const error = (await ask<readonly ErrorGroup[]>('/api/errors'))[0];
  if (longest === undefined || error === undefined || longest.services.length < 3) return undefined;
  const { spans } = await ask<{ readonly spans: readonly { readonly spanId: string }[] }>(
    `/api/traces/${longest.traceId}`,
  );
  const records = await ask<readonly LogRecord[]>('/api/logs');
  // One whose fields can be folded.
  const record = records.find((each) => JSON.stringify(each).includes('[{'))?.sequence ?? '';
  return {
    record: String(record),
    trace: longest.traceId,
    span: spans[0]?.spanId ?? '',
    error: encodeURIComponent(error.id),
  };
}

/** Calls that succeed, that break the contract, and that are refused. */
async function callServices(
  { bff, petstore }: TestWorkspace,
  { rounds, pause }: { readonly rounds: number; readonly pause: number },
): Promise<void> {
  const own = { 'x-api-key': bffKey };
  const key = { 'x-api-key': petstoreKey };
  const call = async (url: string, init: RequestInit): Promise<void> =>
    void (await (await fetch(url, init)).arrayBuffer());
  for (let round = 0; round < rounds; round += 1) {
    await call(`${bff}/dashboard/${ada}`, { headers: own });
    await call(`${petstore}/pets?limit=${round + 1}`, { headers: key });
    const json = { ...key, 'content-type': 'application/json' };
    await call(`${petstore}/pets`, { method: 'POST', headers: json, body: '{"name":""}' });
    await call(`${bff}/dashboard/not-a-uuid`, { headers: own });
    await call(`${bff}/dashboard/${ada}`, round % 3 === 0 ? {} : { headers: own });
    await setTimeout(pause);
  }
}
