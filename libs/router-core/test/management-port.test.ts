import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { Service } from '../src/index.ts';
import { freePort } from './free-port.ts';
import { createTestService, key, readProblem } from './test-service.ts';

const host = '127.0.0.1';
const started: Service[] = [];

afterEach(async () => {
  for (const service of started.splice(0)) await service.close();
});

async function start(handlers: object = {}) {
  const port = await freePort();
  const service = createTestService(handlers, { config: { http: {}, management: { port, host } } });
  started.push(service);
  const { url } = await service.listen({ port: 0, host });
  return { service, url, management: `http://${host}:${port}` };
}

const endpoints = ['/health', '/livez', '/ready', '/readyz', '/openapi.json', '/openapi.yaml'];

it('moves every built-in endpoint, and nothing else', async () => {
  const { url, management } = await start();
  for (const path of endpoints) {
    expect([path, (await fetch(management + path)).status]).toEqual([path, 200]);
    const moved = await fetch(url + path);
    expect([path, moved.status, (await readProblem(moved)).code]).toEqual([path, 404, 'ERR_NOT_FOUND']);
  }
  const headers = { ...key, 'content-type': 'application/json' };
  const operation = await fetch(`${management}/v1/things`, { method: 'POST', headers, body: '{}' });
  expect([operation.status, (await readProblem(operation)).code]).toEqual([404, 'ERR_NOT_FOUND']);
  expect((await fetch(`${management}/livez`, { method: 'POST' })).status).toBe(405);
});

it('still answers them without a socket', async () => {
  const { service } = await start();
  expect((await service.fetch('/ready')).status).toBe(200);
});

it('says that the service drains for as long as it does, and is the last to go', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const { promise: asked, resolve: arrived } = Promise.withResolvers<void>();
  const handlers = {
    async addThing() {
      arrived();
      await held;
      return { status: 201, body: { id: 1, name: 'a' } };
    },
  };
  const { service, url, management } = await start(handlers);
  const headers = { ...key, 'content-type': 'application/json' };
  const answer = fetch(`${url}/v1/things`, { method: 'POST', headers, body: '{"name":"a"}' });
  await asked;
  const closed = service.close();
  const ready = await fetch(`${management}/ready`);
  expect([ready.status, (await fetch(`${management}/livez`)).status]).toEqual([503, 200]);
  await ready.body?.cancel();
  release();
  expect((await answer).status).toBe(201);
  await closed;
  await expect(fetch(`${management}/livez`)).rejects.toThrow();
});

it('names the port that is taken', async () => {
  const port = await freePort();
  const other = createServer().listen(port, host);
  await once(other, 'listening');
  const service = createTestService({}, { config: { http: {}, management: { port, host } } });
  await expect(service.run({ port: 0, host })).rejects.toThrow(`port ${port} is taken`);
  other.close();
});

it('names the host that there is not', async () => {
  const management = { port: await freePort(), host: 'nowhere.invalid' };
  const service = createTestService({}, { config: { http: {}, management } });
  const reason = await service.run({ port: 0, host }).catch(({ message }: Error) => message);
  expect(reason).toContain(`nowhere.invalid:${management.port}`);
  expect(reason).toContain('`management.port` or `management.host`');
});
