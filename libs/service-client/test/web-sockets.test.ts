import { createService, type HandlerContext, type Service, type WebSocketChannel } from '@brrt/router-core';
import type { ClientTokenConfig } from '@brrt/router-core/config';
import { loadContract } from '@brrt/router-core/host';
import type { FinishedCall, SecurityHandler } from '@brrt/router-core/ports';
import type { SecurityScheme } from '@brrt/service-model';
import { afterEach, expect, it } from 'vitest';
import { createClient } from '../src/create-client.ts';
import { exchangeOf, type GivenExchange } from './exchange.ts';
import { startUpstream } from './upstream.ts';

const contract = await loadContract({ service: 'live', file: new URL('../testdata/live.yaml', import.meta.url) });
const { model } = contract;

interface LiveClient {
  watchOrder(request: { readonly path: { readonly id: number } }): Promise<WebSocketChannel>;
}

type Serve = (request: unknown, context: HandlerContext, socket: WebSocketChannel) => unknown;

const services: Service[] = [];
afterEach(async () => {
  for (const service of services.splice(0)) await service.close();
});

const login: SecurityHandler = {
  scheme: model.securitySchemes.Login as SecurityScheme, // it is in the contract
  authenticate: () => ({ outcome: 'absent' }),
  challenge: () => 'Bearer',
};

const key: SecurityHandler = {
  scheme: model.securitySchemes.Key as SecurityScheme, // it is in the contract
  authenticate: ({ query }) =>
    query.includes('key=good')
      ? { outcome: 'authenticated', principal: { scheme: 'Key', subject: 'client', scopes: [], claims: {} } }
      : { outcome: 'rejected', reason: 'unknown' },
  challenge: () => 'ApiKey',
};

async function start(watchOrder: Serve, validateResponses = true): Promise<string> {
  const handlers = {
    watchOrder: watchOrder as (request: never, context: HandlerContext, socket: never) => Promise<void>,
  };
  const config = { http: { validateResponses } };
  const service = createService({ contract, handlers, security: { Key: key, Login: login }, config });
  services.push(service);
  return (await service.listen({ port: 0, host: '127.0.0.1' })).url;
}

async function open(baseUrl: string, given: GivenExchange = {}, secret = 'good'): Promise<WebSocketChannel> {
  const { schemas } = contract;
  const definition = { service: 'live', contract: model, schemas };
  const client = createClient<LiveClient>(definition, { baseUrl, credentials: { Key: secret } });
  try {
    return await client.bind(exchangeOf(given)).watchOrder({ path: { id: 7 } });
  } finally {
    await client.close();
  }
}

async function read(channel: WebSocketChannel): Promise<unknown[]> {
  const messages: unknown[] = [];
  for await (const message of channel) messages.push(message);
  return messages;
}

it('opens a channel with credentials, trace, request id and subprotocol, and ends with it', async () => {
  const seen: unknown[] = [];
  const finished: FinishedCall[] = [];
  const url = await start(async (request, { requestId, principal }, socket) => {
    seen.push((request as { readonly path: unknown }).path, requestId, principal?.subject, socket.protocol);
    for await (const message of socket) {
      const { quantity } = message as { readonly quantity: number };
      await socket.send({ state: `${quantity}` });
      if (quantity === 2) return;
    }
  });
  const channel = await open(url, { finished });
  await channel.send({ quantity: 1 });
  await channel.send({ quantity: 2 });
  expect(await read(channel)).toEqual([{ state: '1' }, { state: '2' }]);
  expect(await channel.closed).toEqual({ code: 1000, reason: '' });
  expect(seen).toEqual([{ id: 7 }, exchangeOf().requestId, 'client', 'orders.v1']);
  expect(finished).toMatchObject([{ operation: 'watchOrder', route: '/orders/{id}/live', status: 101 }]);
  await expect(channel.send({ quantity: 3 })).rejects.toMatchObject({ code: 'ERR_UPSTREAM' });
});

it('sends nothing that breaks the contract, and goes on', async () => {
  const url = await start(async (_request, _context, socket) => {
    for await (const _ of socket) await socket.send({ state: 'open' });
  });
  const channel = await open(url);
  await expect(channel.send({ quantity: 0 })).rejects.toThrow(
    new TypeError('A message to live.watchOrder breaks its contract: minimum at /quantity'),
  );
  await channel.send({ quantity: 1 });
  for await (const message of channel) {
    expect(message).toEqual({ state: 'open' });
    break;
  }
  channel.close();
  expect(await channel.closed).toMatchObject({ code: 1000 });
});

it('throws what the service says against its contract to whoever reads', async () => {
  const url = await start(async (_request, _context, socket) => {
    await socket.send({ state: 'open' });
    await socket.send({ state: 7 });
    await socket.closed;
  }, false);
  const channel = await open(url);
  const messages: unknown[] = [];
  const reading = (async () => {
    for await (const message of channel) messages.push(message);
  })();
  await expect(reading).rejects.toMatchObject({ name: 'UpstreamContractError', breaches: [{ pointer: '/state' }] });
  expect(messages).toEqual([{ state: 'open' }]);
  expect(await channel.closed).toMatchObject({ code: 1008 });
});

it('throws when the service fails', async () => {
  const url = await start(() => {
    throw new TypeError('secret');
  });
  const channel = await open(url);
  await expect(read(channel)).rejects.toMatchObject({ name: 'UpstreamUnavailableError', code: 'ERR_UPSTREAM' });
  expect(await channel.closed).toEqual({ code: 1011, reason: 'ERR_INTERNAL' });
});

it.each([
  ['refuses the credentials', async () => open(await start(() => undefined), {}, 'bad'), { answered: 401 }],
  ['is not there', () => open('http://127.0.0.1:9'), { code: 'ERR_UPSTREAM', answered: undefined }],
])('fails where the service %s', async (_name, opening, want) => {
  await expect(opening()).rejects.toMatchObject({ name: 'UpstreamUnavailableError', ...want });
});

it('ends with the exchange', async () => {
  const controller = new AbortController();
  const closed = Promise.withResolvers<unknown>();
  const url = await start(async (_request, _context, socket) => closed.resolve(await socket.closed));
  const channel = await open(url, { signal: controller.signal });
  controller.abort();
  expect(await closed.promise).toMatchObject({ code: 1001 });
  await expect(read(channel)).resolves.toEqual([]);
});

it('cannot be opened in time where the token for it does not come in time', async () => {
  await using issuer = await startUpstream(() => undefined);
  const config: ClientTokenConfig = {
    ...{ grant: 'client_credentials' as const, tokenUrl: issuer.url, clientId: 'a', clientSecret: 'b' },
    ...{ scopes: [], audience: undefined, timeoutMs: 5_000 },
  };
  const definition = { service: 'live', contract: model, schemas: contract.schemas };
  const given = { baseUrl: 'http://127.0.0.1:9', tokens: { Login: config }, timeoutMilliseconds: 50 };
  const client = createClient<LiveClient>(definition, given);
  const before = performance.now();
  const opening = client.bind(exchangeOf()).watchOrder({ path: { id: 7 } });
  await expect(opening).rejects.toMatchObject({ name: 'UpstreamTimeoutError' });
  expect(performance.now() - before).toBeLessThan(2_000);
  await client.close();
});
