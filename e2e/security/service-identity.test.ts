import { createService, type HandlerContext, type HandlerRegistry, type HandlerRequest } from '@brrt/router-core';
import type { ClientTokenConfig } from '@brrt/router-core/config';
import { createContract } from '@brrt/router-core/host';
import { clientSchemas, createClient } from '@brrt/service-client';
import { readServiceModelText } from '@brrt/service-model';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { good, token } from '../../libs/security/test/given-tokens.ts';
import { contract } from './contract.ts';
import { openWorld, type World } from './world.ts';

/** The called service, which takes only tokens of the provider. */
let orders: World;
beforeAll(async () => {
  orders = await openWorld();
});
afterAll(() => orders[Symbol.asyncDispose]());

const issued = (scope: string): object => ({
  access_token: token({ payload: { ...good(), sub: 'bff', scope } }),
  token_type: 'Bearer',
  expires_in: 600,
});
beforeEach(() => orders.provider.json('/token', issued('orders:read orders:write')));

type Client = { readonly readScoped: () => Promise<{ readonly status: number }> };

/** A BFF with one operation, which calls the orders in its own name. */
async function openBff(more: Partial<ClientTokenConfig> = {}) {
  const { model: called } = await readServiceModelText({ text: JSON.stringify(contract), file: 'orders.yaml' });
  const own = {
    openapi: '3.1.0',
    info: { title: 'BFF', version: '1' },
    paths: { '/shop': { get: { operationId: 'shop', responses: { '204': { description: 'Done' } } } } },
  };
  const { model } = await readServiceModelText({ text: JSON.stringify(own), file: 'bff.yaml' });
  if (called === undefined || model === undefined) throw new TypeError('A contract of the test cannot be read');
  const subset = { ...called, operations: called.operations.filter(({ name }) => name === 'readScoped') };
  const OAuth: ClientTokenConfig = {
    grant: 'client_credentials',
    tokenUrl: `${orders.provider.url}/token`,
    clientId: 'bff',
    clientSecret: 'secret-of-the-bff',
    scopes: [],
    audience: undefined,
    timeoutMs: 300,
    ...more,
  };
  const client = createClient<Client>(
    { service: 'orders', contract: subset, schemas: clientSchemas('orders', subset) },
    { baseUrl: orders.url, tokens: { OAuth } },
  );
  const handlers = {
    shop: async (_request: HandlerRequest, { clients }: HandlerContext<unknown, { readonly orders: Client }>) => ({
      status: (await clients.orders.readScoped()).status,
    }),
  };
  return createService({
    contract: createContract(model),
    handlers: handlers as unknown as HandlerRegistry<HandlerContext<unknown, { readonly orders: Client }>>, // of the contract above
    clients: { orders: client },
  });
}

async function answerOf(more: Partial<ClientTokenConfig> = {}): Promise<readonly [number, unknown]> {
  const bff = await openBff(more);
  try {
    const response = await bff.fetch('/shop');
    const text = await response.text();
    return [response.status, text === '' ? undefined : JSON.parse(text).code];
  } finally {
    await bff.close();
  }
}

describe('a service that calls another in its own name', () => {
  it('is let in with a token of its own', async () => {
    expect(await answerOf()).toEqual([204, undefined]);
    expect(orders.handled).toContain('readScoped');
  });

  it('answers 503 while the authorization server is out of order', async () => {
    orders.provider.json('/token', {}, 500);
    expect(await answerOf()).toEqual([503, 'ERR_UPSTREAM_CREDENTIALS']);
  });

  it('answers 502 when it is refused a token, and when its caller has none to exchange', async () => {
    orders.provider.json('/token', { error: 'invalid_client' }, 401);
    expect(await answerOf()).toEqual([502, 'ERR_UPSTREAM_CREDENTIALS']);
    expect(await answerOf({ grant: 'token_exchange' })).toEqual([502, 'ERR_UPSTREAM_CREDENTIALS']);
  });
});
