import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defaultConfig } from '@brrt/router-core/config';
import { loadContract } from '@brrt/router-core/host';
import type { HttpRequest, Logger } from '@brrt/router-core/ports';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDeliveriesEndpoint } from '../src/deliveries-endpoint.ts';
import { createWebhooks } from '../src/index.ts';
import { type Outbox, openSqlite } from './outbox.ts';

let outbox: Outbox;
let wakes: number;
beforeEach(async () => {
  outbox = await openSqlite();
  wakes = 0;
  await outbox.endpoint('a');
  await outbox.delivery('msg_waits');
  await outbox.delivery('msg_dead');
  const claimed = await outbox.store.claim({ now: 2_000, leaseUntil: 9_000, limit: 5, freeOf: () => 5, except: [] });
  const attempt = { at: 2_000, milliseconds: 5, status: 500 };
  const dead = claimed.find(({ id }) => id === 'msg_dead');
  if (dead !== undefined) await outbox.store.settle(dead, { outcome: 'dead', attempt, at: 2_100 });
});
afterEach(() => outbox[Symbol.asyncDispose]());

const fromDashboard = { host: 'localhost:8080', 'x-brrt-dashboard': '1' };

async function ask(more: Partial<HttpRequest> = {}) {
  const endpoint = createDeliveriesEndpoint(outbox.store, () => wakes++);
  const request = { method: 'GET', query: '', remoteAddress: '127.0.0.1', headers: fromDashboard, ...more };
  // The cast: nothing else of a request is looked at.
  const { status, body } = await endpoint.respond(request as HttpRequest);
  return { status, body: JSON.parse(String(body)) };
}

describe('deliveries', () => {
  it.each([
    ['', ['msg_dead', 'msg_waits']],
    ['state=dead', ['msg_dead']],
    ['state=pending', ['msg_waits']],
    ['state=delivered', []],
  ])('asked for by "%s" are %j, without secrets', async (query, ids) => {
    const { status, body } = await ask({ query });
    expect([status, body.pending, body.dead]).toEqual([200, 1, 1]);
    expect(body.deliveries.map(({ id }: { readonly id: string }) => id)).toEqual(ids);
    expect(JSON.stringify(body)).not.toContain('whsec_');
  });

  it.each([
    ['msg_dead', 202, 1],
    ['msg_waits', 409, 0],
    ['nobody', 409, 0],
  ])('%s is sent again: %i', async (id, status, woken) => {
    expect((await ask({ method: 'POST', query: `replay=${id}` })).status).toBe(status);
    expect([wakes, (await outbox.store.state()).pending]).toEqual([woken, 1 + woken]);
  });

  it.each<readonly [string, Partial<HttpRequest>]>([
    ['another machine', { remoteAddress: '192.0.2.1' }],
    ['a page that found the address by another name', { headers: { ...fromDashboard, host: 'evil.example' } }],
    ['a page, which sends no header of its own', { headers: { host: fromDashboard.host } }],
    ['a proxy on this machine', { headers: { ...fromDashboard, 'x-forwarded-for': '192.0.2.1' } }],
  ])('are not for %s', async (_name, more) => {
    for (const method of ['GET', 'POST'])
      expect(await ask({ ...more, method, query: 'replay=msg_dead' })).toMatchObject({ status: 403, body: {} });
    expect([wakes, (await outbox.store.state()).dead]).toEqual([0, 1]);
  });
});

it.each([
  [false, ['/webhook-deliveries']],
  [true, []],
])('where production is %s the service has %j', async (production, paths) => {
  const file = pathToFileURL(join(import.meta.dirname, '../testdata/shop.yaml'));
  const silent = (): void => undefined;
  const log: Logger = { debug: silent, info: silent, warn: silent, error: silent };
  const { management } = createWebhooks({
    contract: await loadContract({ service: 'shop', file }),
    config: { ...defaultConfig(), production },
    database: outbox.database,
    kind: outbox.kind,
    logger: { service: log, forExchange: () => log },
  });
  expect(management.map(({ path }) => path)).toEqual(paths);
});
