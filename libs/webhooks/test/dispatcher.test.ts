import { setTimeout as wait } from 'node:timers/promises';
import { defaultConfig, type WebhookConfig } from '@brrt/router-core/config';
import type { FinishedWebhookAttempt, WebhookAttempt, WebhookObserver } from '@brrt/router-core/ports';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Dispatcher } from '../src/delivery/dispatcher.ts';
import { createEndpoints } from '../src/webhook-endpoints.ts';
import { type Outbox, openSqlite, secretOfTests } from './outbox.ts';
import { type ReceivedMessage, type Receiver, startReceiver } from './receiver.ts';

let outbox: Outbox;
let receiver: Receiver;
let running: Dispatcher[];
let logged: unknown[];
beforeEach(async () => {
  outbox = await openSqlite();
  receiver = await startReceiver();
  await outbox.endpoint('a', receiver.url);
  running = [];
  logged = [];
});
afterEach(async () => {
  await Promise.all(running.map((dispatcher) => dispatcher.stop()));
  await receiver[Symbol.asyncDispose]();
  await outbox[Symbol.asyncDispose]();
});

const quick: WebhookConfig = { ...defaultConfig().webhooks, retrySecs: [1, 1], pollMs: 20, allowLoopback: true };

function start(more: Partial<WebhookConfig> = {}, observer?: WebhookObserver): Dispatcher {
  const note = (...line: unknown[]): void => void logged.push(line);
  const log = { debug: () => undefined, info: note, warn: note, error: note };
  const dispatcher = new Dispatcher({ store: outbox.store, config: { ...quick, ...more }, observer, log });
  running.push(dispatcher);
  dispatcher.start();
  return dispatcher;
}

async function settled(count = 1) {
  for (;;) {
    const all = await outbox.store.list({ limit: 100 });
    if (all.filter(({ state }) => state !== 'pending').length >= count) return all;
    await wait(10);
  }
}

async function attempted(id: string, count: number) {
  for (;;) {
    const record = (await outbox.store.list({ limit: 100 })).find((each) => each.id === id);
    if (record !== undefined && record.attempts.length >= count) return record;
    await wait(10);
  }
}

function verify({ headers, body }: ReceivedMessage, secret = secretOfTests): unknown {
  return new Webhook(secret).verify(body, headers as Record<string, string>);
}

const body = Buffer.from('{"order":"o1"}');

describe('a delivery', () => {
  it('arrives as it was written, signed as the reference library wants it', async () => {
    await outbox.delivery('msg_1', {
      body,
      headers: ['content-type', 'application/json', 'x-a', '1'],
      query: '?page=2',
    });
    start();
    const [record] = await settled();
    const [message] = receiver.received;
    expect(record).toMatchObject({ state: 'delivered', attemptCount: 1, attempts: [{ status: 204 }] });
    expect(message).toMatchObject({ method: 'POST', url: '/hook?page=2', body: '{"order":"o1"}' });
    expect(message?.headers).toMatchObject({ 'webhook-id': 'msg_1', 'content-type': 'application/json', 'x-a': '1' });
    expect(message && verify(message)).toEqual({ order: 'o1' });
    expect(receiver.received).toHaveLength(1);
  });

  it.each([
    ['an error over there', 500, {}],
    ['an address that is unknown over there', 404, {}],
    ['a redirection, which is not followed', 302, { location: '/elsewhere' }],
    ['too many', 429, { 'retry-after': '1' }],
  ])('is sent again after %s, by the same id and a later time', async (_name, status, headers) => {
    receiver.answer((response, count) => response.writeHead(count === 1 ? status : 200, headers).end('why\n not'));
    await outbox.delivery('msg_1', { body });
    start();
    const [record] = await settled();
    expect(record).toMatchObject({ state: 'delivered', attempts: [{ status, answer: 'why  not' }, { status: 200 }] });
    // Of a success nothing is kept.
    expect(record?.attempts[1]).not.toHaveProperty('answer');
    expect(receiver.received.map(({ url }) => url)).toEqual(['/hook', '/hook']);
    const [first, second] = receiver.received.map((message) => message.headers);
    expect(second?.['webhook-id']).toBe(first?.['webhook-id']);
    expect(Number(second?.['webhook-timestamp'])).toBeGreaterThan(Number(first?.['webhook-timestamp']));
    for (const message of receiver.received) verify(message);
  });

  it.each([
    ['says nothing in time', () => undefined, /no complete answer within 200 ms/],
    [
      'never ends its answer',
      (response) => void response.writeHead(200).write('x'),
      /no complete answer within 200 ms/,
    ],
    ['breaks the connection', (response) => void response.destroy(), /^(UND_ERR_SOCKET|ECONNRESET)$/],
  ] satisfies [string, Parameters<Receiver['answer']>[0], RegExp][])(
    'to somebody who %s is tried again',
    async (_name, how, error) => {
      receiver.answer(how);
      await outbox.delivery('msg_1', { body });
      start({ timeoutMs: 200 });
      const record = await attempted('msg_1', 1);
      expect(record.state).toBe('pending');
      expect(record.attempts[0]?.error).toMatch(error);
    },
  );

  it('is read no further than a little, however much is answered', async () => {
    receiver.answer((response) => {
      response.writeHead(500).on('error', () => undefined);
      const more = (): void =>
        void (
          response.destroyed || (response.write('x'.repeat(65_536)) ? setImmediate(more) : response.once('drain', more))
        );
      more();
    });
    await outbox.delivery('msg_1', { body });
    start();
    const record = await attempted('msg_1', 1);
    expect(record.attempts[0]).toMatchObject({ status: 500, answer: 'x'.repeat(200) });
  });

  it('is dead when its schedule is over, and is sent again when somebody says so', async () => {
    receiver.answer((response, count) => response.writeHead(count <= 3 ? 500 : 200).end());
    await outbox.delivery('msg_1', { body });
    const dispatcher = start();
    expect((await settled())[0]).toMatchObject({ state: 'dead', attemptCount: 3 });
    expect(logged).toMatchObject([[{ webhookId: 'msg_1', attempt: 3, status: 500 }, 'webhook given up']]);
    expect(await outbox.store.replay('msg_1', Date.now())).toBe(true);
    dispatcher.wake();
    await receiver.until(4);
    expect((await settled())[0]).toMatchObject({ state: 'delivered', attempts: [{}, {}, {}, { status: 200 }] });
  });

  it('ends its endpoint where that is gone', async () => {
    receiver.answer((response) => response.writeHead(410).end());
    await outbox.delivery('msg_1', { body });
    start();
    await settled();
    await outbox.delivery('msg_2', { body });
    expect(await outbox.store.list({ limit: 5 })).toMatchObject([{ state: 'dead', isEndpointDisabled: true }]);
    expect(receiver.received).toHaveLength(1);
  });

  it('never goes where it must not', async () => {
    await outbox.delivery('msg_1', { body });
    start({ allowLoopback: false });
    expect((await settled())[0]).toMatchObject({ state: 'dead', attempts: [{ error: 'refused: It is not https' }] });
    expect(receiver.received).toEqual([]);
  });

  it('is signed with both secrets while one takes the place of the other', async () => {
    const endpoints = createEndpoints(outbox.store, quick, 'sqlite');
    const fresh = await endpoints.rotateSecret('a');
    await outbox.delivery('msg_1', { body });
    start();
    await settled();
    const [message] = receiver.received;
    if (message === undefined || fresh === undefined) throw new TypeError('nothing came');
    expect([verify(message), verify(message, fresh)]).toEqual([{ order: 'o1' }, { order: 'o1' }]);
    await endpoints.rotateSecret('a', 0);
    await outbox.delivery('msg_2', { body });
    await settled(2);
    expect(() => verify(receiver.received[1] ?? message)).toThrow('No matching signature found');
  });
});

describe('several at once', () => {
  it('share one endpoint within its bound, and no endpoint waits for another', async () => {
    const slow = await startReceiver();
    let [now, most] = [0, 0];
    slow.answer((response) => {
      most = Math.max(most, ++now);
      setTimeout(() => {
        now--;
        response.writeHead(200).end();
      }, 50);
    });
    await outbox.endpoint('slow', slow.url);
    for (let index = 0; index < 12; index++) await outbox.delivery(`msg_slow${index}`, { endpointId: 'slow' });
    await outbox.delivery('msg_a', { now: 5_000 });
    start({ concurrencyPerEndpoint: 2 });
    await receiver.until(1);
    expect(slow.received.length).toBeLessThan(12);
    await settled(13);
    expect([most, slow.received.length]).toEqual([2, 12]);
    await slow[Symbol.asyncDispose]();
  });

  it('are no more than one process may have under way, wherever they go', async () => {
    let [now, most] = [0, 0];
    receiver.answer((response) => {
      most = Math.max(most, ++now);
      setTimeout(() => {
        now--;
        response.writeHead(200).end();
      }, 50);
    });
    for (let index = 0; index < 8; index++) {
      await outbox.endpoint(`e${index}`, receiver.url);
      await outbox.delivery(`msg_${index}`, { endpointId: `e${index}` });
    }
    start({ concurrency: 3 });
    await settled(8);
    expect([most, receiver.received.length]).toEqual([3, 8]);
  });

  it('an endpoint that is busy is left alone for as long as it says', async () => {
    const other = await startReceiver();
    await outbox.endpoint('other', other.url);
    receiver.answer((response) => response.writeHead(503, { 'retry-after': '60' }).end());
    await outbox.delivery('msg_0');
    start({ retrySecs: [60] });
    await attempted('msg_0', 1);
    for (let index = 1; index < 4; index++) await outbox.delivery(`msg_${index}`);
    await outbox.delivery('msg_other', { endpointId: 'other', now: 9_000 });
    await settled();
    expect([receiver.received.length, other.received.length]).toEqual([1, 1]);
    await other[Symbol.asyncDispose]();
  });

  it('processes send each message once between them', async () => {
    for (let index = 0; index < 60; index++) await outbox.delivery(`msg_${index}`, { body });
    for (let index = 0; index < 3; index++) start({ concurrency: 5 });
    await settled(60);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([60, 60]);
  });
});

it('what was delivered and what is dead is forgotten after a time of its own', async () => {
  const now = Date.now();
  const ago = (seconds: number) => now - seconds * 1_000;
  const ended = [
    ['delivered', 50],
    ['delivered', 150],
    ['dead', 150],
    ['dead', 350],
  ] as const;
  for (const [outcome, seconds] of ended) {
    await outbox.delivery(`${outcome}_${seconds}`);
    const [claimed] = await outbox.store.claim({ now, leaseUntil: now, limit: 1, freeOf: () => 1, except: [] });
    const attempt = { at: ago(seconds), milliseconds: 1 };
    if (claimed !== undefined) await outbox.store.settle(claimed, { outcome, attempt, at: ago(seconds) });
  }
  const left = async () => (await outbox.store.list({ limit: 5 })).map(({ id }) => id).sort();
  expect(await left()).toHaveLength(4);
  start({ keepDeliveredSecs: 100, keepDeadSecs: 300 });
  await expect.poll(left).toEqual(['dead_150', 'delivered_50']);
});

describe('a dispatcher that stops', () => {
  it('takes no more and finishes what it has begun', async () => {
    receiver.answer((response) => void setTimeout(() => response.writeHead(200).end(), 150));
    for (let index = 0; index < 9; index++) await outbox.delivery(`msg_${index}`);
    const dispatcher = start({ concurrencyPerEndpoint: 3 });
    await receiver.until(3);
    await dispatcher.stop();
    const all = await outbox.store.list({ limit: 20 });
    expect(all.filter(({ state }) => state === 'delivered')).toHaveLength(3);
    expect(receiver.received).toHaveLength(3);
  });

  it('cuts off what takes too long, for the next one to send', async () => {
    receiver.answer((response, count) => void (count > 1 && response.writeHead(200).end()));
    await outbox.delivery('msg_1');
    const dispatcher = start({ drainMs: 50 });
    await receiver.until(1);
    await dispatcher.stop();
    expect(await outbox.store.list({ limit: 5 })).toMatchObject([{ state: 'pending', attemptCount: 1 }]);
    start();
    expect((await settled())[0]).toMatchObject({ state: 'delivered', attemptCount: 2 });
    const [first, second] = receiver.received.map(({ headers }) => Number(headers['webhook-timestamp']));
    expect(second).toBeGreaterThan(first ?? Number.NaN);
  });
});

it('whoever observes sees attempts and what waits, and nothing of what is sent', async () => {
  receiver.answer((response, count) => response.writeHead(count === 1 ? 500 : 200).end());
  const seen: [WebhookAttempt, FinishedWebhookAttempt][] = [];
  const queues: unknown[] = [];
  const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  await outbox.delivery('msg_1', { body, traceparent });
  start(
    {},
    {
      enqueued: () => undefined,
      attempt: (attempt) => ({
        traceparent: `${attempt.traceparent}`,
        end: (finished) => void seen.push([attempt, finished]),
      }),
      queue: (state) => void queues.push(state),
    },
  );
  await settled();
  expect(seen).toMatchObject([
    [
      { webhook: 'orderPlaced', attempt: 1, origin: new URL(receiver.url).origin },
      { outcome: 'retry', status: 500 },
    ],
    [
      { attempt: 2, traceparent },
      { outcome: 'delivered', status: 200 },
    ],
  ]);
  expect(receiver.received[0]?.headers.traceparent).toBe(traceparent);
  expect(queues[0]).toMatchObject({ pending: 1, dead: 0 });
  expect(JSON.stringify([seen, queues, logged])).not.toContain('order":"');
});
