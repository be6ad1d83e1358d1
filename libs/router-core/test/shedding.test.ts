import { setTimeout as wait } from 'node:timers/promises';
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

  it('H02 refuses what waits too long for the event loop, says so, and takes everything again', async () => {
    const told: string[] = [];
    const reasons = new Set<unknown>();
    const ignore = (): void => undefined;
    const log = { debug: ignore, info: ignore, error: ignore, warn: (message: unknown) => told.push(String(message)) };
    const open = () => {
      for (const end = performance.now() + 10; performance.now() < end; );
      return fine();
    };
    const onEnd = ({ error }: Exchange): void =>
      void (error !== undefined && 'reason' in error && reasons.add(error.reason));
    const url = await start(
      { open },
      {
        config: { http: { maxEventLoopDelayMs: 20 } },
        logger: { service: log, forExchange: () => log },
        hooks: [{ onEnd }],
      },
    );
    const burst = () => Promise.all(Array.from({ length: 60 }, async () => (await fetch(`${url}/v1/open`)).status));
    const probed: number[] = [];
    await expect
      .poll(
        async () => {
          const [statuses, { status }] = await Promise.all([burst(), fetch(`${url}/livez`)]);
          probed.push(status);
          expect(statuses.filter((one) => one !== 200 && one !== 503)).toEqual([]);
          return statuses.includes(503) && statuses.includes(200);
        },
        { timeout: 15_000, interval: 0 },
      )
      .toBe(true);
    expect(new Set(probed)).toEqual(new Set([200]));
    expect(reasons).toEqual(new Set(['event_loop']));
    expect(told[0]).toMatch(/^The event loop is late by \d+ ms: requests are refused with 503$/);
    await expect.poll(() => told.at(-1), { timeout: 10_000 }).toMatch(/in time again/);
    expect((await fetch(`${url}/v1/open`)).status).toBe(200);
  });

  it('takes as many requests of an operation at once as it does in time, and all when there are few again', async () => {
    const reasons = new Set<unknown>();
    const onEnd = ({ error }: Exchange): void =>
      void (error !== undefined && 'reason' in error && reasons.add(error.reason));
    const waiting: (() => void)[] = [];
    let free = 2;
    // Two at once, as a small pool of connections.
    const open = async () => {
      if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
      else free--;
      await wait(2);
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
      return fine();
    };
    const url = await start({ open }, { config: { http: { maxEventLoopDelayMs: 0 } }, hooks: [{ onEnd }] });
    const ask = async (atOnce: number) =>
      Promise.all(Array.from({ length: atOnce }, async () => (await fetch(`${url}/v1/open`)).status));
    for (let round = 0; round < 100; round++) expect(await ask(2)).toEqual([200, 200]);
    await expect
      .poll(async () => (await ask(400)).filter((status) => status === 503).length, { timeout: 15_000, interval: 0 })
      .toBeGreaterThan(100);
    expect(reasons).toEqual(new Set(['concurrency']));
    await expect.poll(async () => new Set(await ask(30)), { timeout: 5_000 }).toEqual(new Set([200]));
  });

  it('takes as many as come where that is switched off', async () => {
    const release = Promise.withResolvers<void>();
    const open = () => release.promise.then(fine);
    const http = { adaptiveConcurrency: false, maxEventLoopDelayMs: 0 };
    const url = await start({ open }, { config: { http } });
    const asked = Array.from({ length: 500 }, async () => (await fetch(`${url}/v1/open`)).status);
    await wait(300);
    release.resolve();
    expect(new Set(await Promise.all(asked))).toEqual(new Set([200]));
  });
});
