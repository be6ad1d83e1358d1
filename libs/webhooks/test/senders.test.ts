import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defaultConfig } from '@brrt/router-core/config';
import { createContract, loadContract } from '@brrt/router-core/host';
import type { Contract, Logger } from '@brrt/router-core/ports';
import { createPrintedSchemas, type PrintedModule, printSchemas } from '@brrt/router-core/schema';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type CallbackSender,
  createWebhooks,
  TargetRefusedError,
  WebhookSecretError,
  type WebhookSender,
  type Webhooks,
  WebhookValidationError,
} from '../src/index.ts';
import { type Outbox, openSqlite } from './outbox.ts';
import { type Receiver, startReceiver } from './receiver.ts';

interface Order {
  readonly query?: { readonly page?: unknown };
  readonly headers?: { readonly 'X-Tags'?: readonly string[] };
  readonly body?: unknown;
  readonly contentType?: string;
}
interface Asked {
  readonly path: { readonly id: number };
  readonly body?: { readonly callbackUrl?: unknown };
}
interface Senders {
  readonly webhooks: { readonly orderPlaced: WebhookSender<Order> };
  readonly callbacks: {
    readonly startJob: {
      readonly done: CallbackSender<{ readonly body: unknown }, Asked, { readonly status: number }>;
      readonly many: Readonly<Record<string, CallbackSender<object, Asked, { readonly status: number }>>>;
    };
  };
}

const file = pathToFileURL(join(import.meta.dirname, '../testdata/shop.yaml'));
const live = await loadContract({ service: 'shop', file });

/** The contract as a build has it. */
async function printedContract(): Promise<Contract> {
  const text = printSchemas({ service: live.model }, import.meta.resolve('@brrt/router-core/host-runtime'));
  const module: PrintedModule = await import(`data:text/javascript,${encodeURIComponent(text)}`);
  return { ...createContract(live.model), schemas: createPrintedSchemas(module, 'service', live.model) };
}

const silent = (): void => undefined;
const log: Logger = { debug: silent, info: silent, warn: silent, error: silent };

describe.each([
  ['read in development', async () => live],
  ['printed by a build', printedContract],
])('senders of a contract %s', (_name, contractOf) => {
  let outbox: Outbox;
  let receiver: Receiver;
  let webhooks: Webhooks<Senders>;
  let endpoint: string;
  beforeEach(async () => {
    outbox = await openSqlite();
    receiver = await startReceiver();
    webhooks = createWebhooks<Senders>({
      contract: await contractOf(),
      config: { production: false, webhooks: { ...defaultConfig().webhooks, pollMs: 20, allowLoopback: true } },
      database: outbox.database,
      kind: 'sqlite',
      logger: { service: log, forExchange: () => log },
    });
    const created = webhooks.endpoints.create(receiver.url);
    await outbox.run(created.statement);
    endpoint = created.id;
    webhooks.start();
  });
  afterEach(async () => {
    await webhooks.stop();
    await receiver[Symbol.asyncDispose]();
    await outbox[Symbol.asyncDispose]();
  });

  const send = (request: Order) =>
    webhooks.senders.webhooks.orderPlaced.send(request, { to: endpoint, in: outbox.database });

  it('write parameters and body as the contract says', async () => {
    const id = await send({ query: { page: 2 }, headers: { 'X-Tags': ['a', 'b'] }, body: { order: 'ö1', total: 3 } });
    await receiver.until(1);
    expect(receiver.received[0]).toMatchObject({
      method: 'POST',
      url: '/hook?page=2',
      body: '{"order":"ö1","total":3}',
    });
    expect(receiver.received[0]?.headers).toMatchObject({
      ...{ 'webhook-id': id, 'x-tags': 'a,b', 'content-type': 'application/json' },
    });
  });

  it('send the media type that is asked for', async () => {
    await send({ body: 'plain', contentType: 'text/plain' });
    await send({ body: Buffer.from([1, 2]), contentType: 'application/octet-stream' });
    await receiver.until(2);
    expect(receiver.received.map(({ headers }) => headers['content-type']).sort()).toEqual([
      ...['application/octet-stream', 'text/plain'],
    ]);
  });

  it.each([
    ['a body that lacks something', { body: {} }, 'body/order (required)'],
    ['no body', {}, 'body (required)'],
    ['what only comes in', { body: { order: 'a', secret: 'x' } }, 'body/secret'],
    ['a parameter of another type', { query: { page: 0 }, body: { order: 'a' } }, 'query/page (minimum)'],
  ])('store nothing of %s', async (_what, request, place) => {
    const refused = await send(request).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(WebhookValidationError);
    expect(String((refused as WebhookValidationError).cause)).toContain(place);
    expect(await outbox.store.list({ limit: 5 })).toEqual([]);
  });

  it.each([
    [{ body: { order: 'a' }, contentType: 'application/xml' }, 'orderPlaced has no body application/xml'],
    [{ body: new Blob(['x']).stream(), contentType: 'application/octet-stream' }, 'has to be in memory'],
  ])('cannot be told to send %j', async (request, reason) => {
    await expect(send(request)).rejects.toThrow(reason);
  });

  it('send callbacks to where the request says', async () => {
    const { done } = webhooks.senders.callbacks.startJob;
    const url = done.url({ request: { path: { id: 7 }, body: { callbackUrl: receiver.url } } });
    expect(url).toBe(`${receiver.url}?job=7`);
    const { id, statement } = webhooks.endpoints.create(url ?? '');
    await outbox.run(statement);
    const prepared = done.prepare({ body: { state: 'done' } }, id);
    expect(receiver.received).toEqual([]);
    await outbox.run(prepared.statement);
    await receiver.until(1);
    expect(receiver.received[0]).toMatchObject({ url: '/hook?job=7', body: '{"state":"done"}' });
  });

  it('have a name for each request where a name of the contract stands for several', () => {
    const { many } = webhooks.senders.callbacks.startJob;
    const key = 'DELETE https://example.com/{$request.path.id}';
    expect(Object.keys(many)).toEqual(
      [key.replace('DELETE', 'POST'), key].sort((one) => (one.startsWith('D') ? 1 : -1)),
    );
    expect(many[key]?.url({ request: { path: { id: 1 } } })).toBe('https://example.com/1');
  });

  it('know no place where the request names none', () => {
    const { done } = webhooks.senders.callbacks.startJob;
    expect(done.url({ request: { path: { id: 7 }, body: {} } })).toBeUndefined();
    expect(() => done.url({ request: { path: { id: 7 }, body: { callbackUrl: {} } } })).toThrow(TypeError);
  });

  it('are given no endpoint that must not be called', () => {
    expect(() => webhooks.endpoints.create('https://169.254.169.254/latest')).toThrow(TargetRefusedError);
    for (const secret of ['short', 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4='])
      expect(() => webhooks.endpoints.create(receiver.url, secret)).toThrow(WebhookSecretError);
    expect(webhooks.endpoints.create(receiver.url).secret).not.toBe(webhooks.endpoints.create(receiver.url).secret);
  });
});
