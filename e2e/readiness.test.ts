import { afterEach, expect, it } from 'vitest';
import { hasPostgres, startPostgres } from '../apps/user-service/test/start-postgres.ts';
import { startApp } from './support/local-apps.ts';

const running: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop();
});

async function start(...given: Parameters<typeof startApp>) {
  const app = await startApp(...given);
  running.push(app.stop);
  return app;
}

async function readiness(url: string, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`${url}/ready`, { headers });
  const body = JSON.parse(await response.text());
  return { status: response.status, body };
}

async function checkMetrics(url: string): Promise<readonly string[]> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return text
    .split('\n')
    .filter((line) => line.startsWith('brrt_readiness_check_up{'))
    .toSorted();
}

it('the BFF is ready with both services, and says so check by check to who asks on this machine', async () => {
  const petstore = await start('petstore');
  const userService = await start('user-service', { PETSTORE_URL: petstore.url });
  const bff = await start('bff', { PETSTORE_URL: petstore.url, USER_SERVICE_URL: userService.url });
  const ok = { status: 'ok', required: false, durationMs: expect.any(Number), checkedAt: expect.stringMatching(/Z$/) };
  expect(await readiness(bff.url)).toEqual({
    status: 200,
    body: {
      status: 'ready',
      checks: [
        { name: 'client:petstore', ...ok, details: { circuit: 'closed' } },
        { name: 'client:user-service', ...ok, details: { circuit: 'closed' } },
      ],
    },
  });
  expect((await readiness(petstore.url)).body.checks).toEqual([{ name: 'database', ...ok, required: true }]);
});

it('the BFF without user-service stays ready and is degraded', async () => {
  const petstore = await start('petstore');
  const userService = await start('user-service', { PETSTORE_URL: petstore.url });
  await userService.stop();
  const bff = await start('bff', { PETSTORE_URL: petstore.url, USER_SERVICE_URL: userService.url });
  const { status, body } = await readiness(bff.url);
  expect([status, body.status]).toEqual([200, 'degraded']);
  expect(body.checks).toEqual([
    expect.objectContaining({ name: 'client:petstore', status: 'ok' }),
    expect.objectContaining({
      name: 'client:user-service',
      status: 'failing',
      required: false,
      reason: expect.stringContaining('ECONNREFUSED'),
    }),
  ]);
  expect(await checkMetrics(bff.url)).toEqual([
    'brrt_readiness_check_up{check="client:petstore",required="false"} 1',
    'brrt_readiness_check_up{check="client:user-service",required="false"} 0',
  ]);
});

it.each([
  ['for another name', { host: 'shop.example' }],
  ['through a proxy', { 'x-forwarded-for': '192.0.2.1' }],
  ['through a gateway', { via: '1.1 gateway' }],
])('who asks %s is told the state alone', async (_name, headers) => {
  const { url } = await start('petstore');
  // fetch does not let a caller choose the name.
  const { request } = await import('undici');
  const { statusCode, body } = await request(`${url}/ready`, { headers });
  expect([statusCode, await body.json()]).toEqual([200, { status: 'ready' }]);
});

it.runIf(hasPostgres())('user-service without its database is not ready', { timeout: 60_000 }, async () => {
  const postgres = await startPostgres();
  let isStopped = false;
  running.push(async () => isStopped || postgres.stop());
  const userService = await start('user-service', { DATABASE_URL: await postgres.createDatabase() });
  expect(await readiness(userService.url)).toMatchObject({
    status: 200,
    body: { status: expect.stringMatching(/^(?:ready|degraded)$/) },
  });
  isStopped = true;
  await postgres.stop();
  await expect.poll(async () => (await readiness(userService.url)).status, { timeout: 20_000 }).toBe(503);
  const { body } = await readiness(userService.url);
  expect(body).toMatchObject({ code: 'ERR_NOT_READY', detail: expect.stringMatching(/^Failing: database \(.+\)$/) });
  const told = await fetch(`${userService.url}/ready`, { headers: { via: '1.1 gateway' } });
  expect(JSON.parse(await told.text()).detail).toBe('The service is not ready');
  expect(await checkMetrics(userService.url)).toContain('brrt_readiness_check_up{check="database",required="true"} 0');
});
