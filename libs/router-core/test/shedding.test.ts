import { afterEach, describe, expect, it } from 'vitest';
import type { Exchange, Service } from '../src/index.ts';
import { createTestService, readProblem } from './test-service.ts';

const started: Service[] = [];
afterEach(async () => {
  for (const service of started.splice(0)) await service.close();
});

async function start(...parameters: Parameters<typeof createTestService>): Promise<string> {
  const service = createTestService(...parameters);
  started.push(service);
  return (await service.listen({ port: 0, host: '127.0.0.1' })).url;
}

const fine = () => ({ status: 200, body: 'ok' });

describe('a service with enough to do', () => {
  it('refuses further requests before it looks at them, and takes them when there is room again', async () => {
    const release = Promise.withResolvers<void>();
    const reasons: unknown[] = [];
    let isFirst = true;
    const open = async () => {
      if (isFirst) await release.promise;
      return fine();
    };
    const onEnd = ({ error }: Exchange): void => {
      if (error !== undefined) reasons.push([error.code, 'reason' in error ? error.reason : undefined]);
    };
    const url = await start({ open }, { config: { http: { maxActiveRequests: 2 } }, hooks: [{ onEnd }] });
    const busy = [fetch(`${url}/v1/open`), fetch(`${url}/v1/open`)];
    await expect.poll(async () => (await fetch(`${url}/v1/open`)).status).toBe(503);
    const refused = await fetch(`${url}/v1/things`, { method: 'POST', body: 'no credentials, no JSON' });
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toMatch(/^[1-5]$/);
    expect(await readProblem(refused)).toMatchObject({ code: 'ERR_OVERLOADED', type: 'urn:brrt:problem:overloaded' });
    for (const path of ['/livez', '/ready', '/openapi.json']) expect((await fetch(url + path)).status).toBe(200);
    isFirst = false;
    release.resolve();
    expect((await Promise.all(busy)).map(({ status }) => status)).toEqual([200, 200]);
    await expect.poll(async () => (await fetch(`${url}/v1/open`)).status).toBe(200);
    expect(new Set(reasons.map(String))).toEqual(new Set(['ERR_OVERLOADED,capacity']));
  });

  it('H02 refuses requests while a handler holds the event loop, says so, and takes them again', async () => {
    const told: string[] = [];
    const ignore = (): void => undefined;
    const log = { debug: ignore, info: ignore, error: ignore, warn: (message: unknown) => told.push(String(message)) };
    const open = () => {
      for (const end = performance.now() + 400; performance.now() < end; );
      return fine();
    };
    const url = await start(
      { open, listThings: fine },
      { config: { http: { maxEventLoopDelayMs: 100 } }, logger: { service: log, forExchange: () => log } },
    );
    await expect
      .poll(
        async () => {
          await fetch(`${url}/v1/open`);
          expect((await fetch(`${url}/livez`)).status).toBe(200);
          return (await fetch(`${url}/v1/open`)).status;
        },
        { timeout: 15_000, interval: 0 },
      )
      .toBe(503);
    expect(told[0]).toMatch(/^The event loop is late by \d+ ms: requests are refused with 503$/);
    await expect.poll(async () => (await fetch(`${url}/v1/nowhere`)).status).toBe(404);
    await expect.poll(() => told.at(-1), { timeout: 5_000 }).toMatch(/in time again/);
    expect((await fetch(`${url}/v1/open`)).status).toBe(200);
  });
});
