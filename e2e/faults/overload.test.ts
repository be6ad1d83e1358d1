import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServerProcess, startServer, stopServer } from '../../bench/measure.ts';
import type { Offer, Outcome } from '../../bench/offer-load.ts';
import { readExposition } from '../support/exposition.ts';

// `npm run bench:overload` measures what is only counted here.
let server: ServerProcess;
beforeAll(async () => {
  server = await startServer('overload');
});
afterAll(() => stopServer(server));

async function offer(target: string, load: Partial<Offer>): Promise<Outcome> {
  const offered = { port: server.port, target, connections: 400, perSecond: undefined, seconds: 3, settleSeconds: 0 };
  const child = fork(new URL('../../bench/offer-load.ts', import.meta.url), [JSON.stringify({ ...offered, ...load })]);
  const [outcome] = (await once(child, 'message')) as [Outcome];
  child.kill();
  return outcome;
}

async function countRefused(): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`http://127.0.0.1:${server.port}/metrics`)).text();
  const shed = readExposition(text, 'prometheus').find(({ name }) => name === 'brrt_requests_shed_total');
  return new Map(shed?.samples.map(({ labels, value }) => [labels.get('reason') ?? '', value]));
}

describe.each([
  // Requests of a millisecond: no machine does so many.
  ['/work', 'event_loop', 4_000],
  // Ten at once, of five milliseconds.
  ['/wait', 'concurrency', 6_000],
])('a service without configuration that is asked for far more of %s than it can do', (target, reason, perSecond) => {
  it('answers what it can and refuses the rest; whoever looks after it is answered', async () => {
    // What it usually takes is known before.
    await offer(target, { connections: 8, seconds: 2 });
    let isOver = false;
    const looked: number[] = [];
    const looking = (async () => {
      for (; !isOver; await wait(200)) {
        for (const path of ['/health', '/ready', '/metrics'])
          looked.push((await fetch(`http://127.0.0.1:${server.port}${path}`)).status);
      }
    })();
    const outcome = await offer(target, { connections: 2_000, perSecond, seconds: 6 });
    isOver = true;
    await looking;
    expect(outcome.firstFailure).toBeUndefined();
    expect(outcome.accepted).toBeGreaterThan(0);
    expect(outcome.refused).toBeGreaterThan(0);
    expect(new Set(looked)).toEqual(new Set([200]));
    expect((await countRefused()).get(reason)).toBeGreaterThan(0);
  });

  it('refuses nothing any more when it has caught up', async () => {
    await expect
      .poll(async () => (await offer(target, { perSecond: 20, seconds: 1, connections: 8 })).refused, {
        timeout: 30_000,
      })
      .toBe(0);
  });
});

it('answers a thousand clients at once, each of them each time', async () => {
  const outcome = await offer('/light', { connections: 1_000, seconds: 3 });
  expect([outcome.failures, outcome.firstFailure]).toEqual([0, undefined]);
  expect(outcome.accepted).toBeGreaterThan(0);
});
