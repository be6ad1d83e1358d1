import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { Service } from '@brrt/router-core';
import { type ClientConfig, readConfig } from '@brrt/router-core/config';
import { afterEach, expect, it } from 'vitest';
import { createBffService } from '../apps/bff/src/service.ts';
import { findFreePort } from './support/free-port.ts';
import { ada, bffKey } from './support/mixed-traffic.ts';

const running: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop();
});

/** A service that answers as a test wants. */
async function startStandIn(answer: RequestListener) {
  const arrived: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    arrived.push(request.url);
    answer(request, response);
  });
  const port = await findFreePort();
  await once(server.listen(port, '127.0.0.1'), 'listening');
  running.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${port}`, arrived };
}

type Called = Partial<Pick<ClientConfig, 'operations' | 'breaker' | 'retry'>>;

/** The BFF on a port, before a pet store that answers so. */
async function startBff(
  petstore: string,
  called: Called,
): Promise<{ readonly url: string; readonly service: Service }> {
  const env = { LOG_LEVEL: 'silent', PETSTORE_URL: petstore, USER_SERVICE_URL: petstore };
  const directory = new URL('../apps/bff/src', import.meta.url).pathname;
  const config = await readConfig({ directory, env });
  const changed = Object.entries(config.clients).map(([name, client]) => [
    name,
    name === 'petstore' ? { ...client, ...called } : client,
  ]);
  const service = await createBffService({ ...config, clients: Object.fromEntries(changed) });
  const { url } = await service.listen({ port: await findFreePort(), host: '127.0.0.1' });
  running.push(() => service.close());
  return { url, service };
}

const ask = (url: string) => fetch(`${url}/dashboard/${ada}`, { headers: { 'x-api-key': bffKey } });

/** Lines of `/metrics` about calls of the pet store, without those of durations. */
async function scrape(url: string): Promise<readonly string[]> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return text.split('\n').filter((line) => /^brrt_client_.*"petstore"/.test(line) && !line.endsWith(' 0'));
}

const nothing = { timeoutMs: undefined, retry: undefined, hedgeAfterMs: undefined };
const bodies: Readonly<Record<string, unknown>> = {
  '': {
    ...{ id: ada, name: 'Ada', email: 'ada@example.com', role: 'admin', bio: null },
    ...{ createdAt: '2024-01-10T09:00:00.000Z', updatedAt: '2024-01-10T09:00:00.000Z' },
  },
  '/pets': { items: [] },
  '/orders': { orders: [], total: 0 },
  '/recommendations': { userId: ada, recommendations: [] },
};

/** Answers of the pet store wait until this many dashboards were asked for. */
function fineAfter(dashboards: number): RequestListener {
  const waiting: (() => void)[] = [];
  let users = 0;
  return ({ url = '' }, response) => {
    const part = url.replace(/\?.*/, '').replace(`/users/${ada}`, '');
    const kept = part === '/recommendations' ? { 'cache-control': 'max-age=60' } : {};
    if (part === '') users += 1;
    waiting.push(() =>
      response.writeHead(200, { 'content-type': 'application/json', ...kept }).end(JSON.stringify(bodies[part])),
    );
    if (users >= dashboards) for (const answer of waiting.splice(0)) answer();
  };
}

it('metrics say what was cached and what was coalesced', async () => {
  const petstore = await startStandIn(fineAfter(10));
  const operations = {
    getUserRecommendations: { ...nothing, cache: true, coalesce: true },
    listUserOrders: { ...nothing, cache: undefined, coalesce: true },
  };
  const { url } = await startBff(petstore.url, { operations });
  const answers = await Promise.all(Array.from({ length: 10 }, () => ask(url)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect((await ask(url)).status).toBe(200);
  expect(await scrape(url)).toEqual([
    'brrt_client_cache_total{service_peer_name="petstore",outcome="hit"} 1',
    'brrt_client_cache_total{service_peer_name="petstore",outcome="miss"} 1',
    'brrt_client_coalesced_total{service_peer_name="petstore"} 18',
    'brrt_client_circuit_state{service_peer_name="petstore",state="closed"} 1',
  ]);
  const asked = petstore.arrived.filter((target) => /orders|recommendations/.test(target ?? ''));
  expect(asked).toHaveLength(3);
});

it('metrics and /ready say that a service is left alone, and what that saved', async () => {
  const fine = fineAfter(0);
  const petstore = await startStandIn((request, response) => {
    if (/orders|recommendations/.test(request.url ?? '')) response.writeHead(503).end();
    else if (request.url === '/livez') response.end();
    else fine(request, response);
  });
  const retry = { enabled: true, attempts: 1, baseMs: 1, maxMs: 1, budgetPercent: 1 };
  const breaker = { enabled: true, failurePercent: 50, windowMs: 10_000, minimumCalls: 60, openMs: 60_000 };
  const { url } = await startBff(petstore.url, { retry, breaker });
  for (let index = 0; index < 100; index++) expect([502, 503]).toContain((await ask(url)).status);
  const lines = await scrape(url);
  expect(lines).toContain('brrt_client_circuit_state{service_peer_name="petstore",state="open"} 1');
  expect(lines).toContainEqual(expect.stringMatching(/resends_total\{.*outcome="retried"\} [1-9]/));
  expect(lines).toContainEqual(expect.stringMatching(/resends_total\{.*outcome="budget_exhausted"\} [1-9]/));
  expect(lines).toContainEqual(expect.stringMatching(/refused_total\{.*reason="circuit_open"\} [1-9]/));
  const ready = await fetch(`${url}/ready`);
  expect([ready.status, await ready.json()]).toMatchObject([
    200,
    { status: 'ready', checks: [{ name: 'client:petstore', status: 'ok', details: { circuit: 'open' } }, {}] },
  ]);
});
