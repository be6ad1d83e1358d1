import { setTimeout as wait } from 'node:timers/promises';
import type { ClientTokenConfig } from '@brrt/router-core/config';
import type { Exchange } from '@brrt/router-core/ports';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAnyClient, methodOf } from './call.ts';
import { exchangeOf } from './exchange.ts';
import { startUpstream, type Upstream } from './upstream.ts';

let server: Upstream;
let service: Upstream;
/** What the token endpoint answers, and the service. */
let issued: { status: number; body: string; after: number };
let serviceStatus: number;
let count: number;

beforeAll(async () => {
  server = await startUpstream(async (_request, response) => {
    await wait(issued.after);
    count += 1;
    response.writeHead(issued.status).end(issued.body.replace('COUNT', String(count)));
  });
  service = await startUpstream((_request, response) => void response.writeHead(serviceStatus).end());
});
afterAll(() => Promise.all([server[Symbol.asyncDispose](), service[Symbol.asyncDispose]()]));
beforeEach(() => {
  issued = { status: 200, body: '{"access_token":"token-COUNT","token_type":"bearer","expires_in":600}', after: 0 };
  serviceStatus = 204;
  count = 0;
  for (const { arrived } of [server, service]) (arrived as unknown[]).length = 0;
});
afterEach(() => void vi.useRealTimers());

const config = (more: Partial<ClientTokenConfig> = {}): ClientTokenConfig => ({
  grant: 'client_credentials',
  tokenUrl: `${server.url}/token`,
  clientId: 'bff',
  clientSecret: 'p:ä ss',
  scopes: ['orders:read', 'orders:write'],
  audience: 'orders',
  timeoutMs: 10_000,
  ...more,
});

async function clientWith(more: Partial<ClientTokenConfig> = {}) {
  const tokens = { OAuth: config(more) };
  const client = await createAnyClient('security', { baseUrl: service.url, tokens }, ['oauth']);
  return {
    call: async (exchange: Exchange = exchangeOf()) => methodOf(client.bind(exchange), 'oauth')(),
    [Symbol.asyncDispose]: () => client.close(),
  };
}

/** On behalf of a caller who showed this. */
const callerWith = (authorization: string | undefined, isKnown = true): Exchange => {
  const principal = isKnown ? { scheme: 'Bearer', subject: 'ada', scopes: [], claims: {} } : undefined;
  const request = { headers: { authorization } } as unknown as Exchange['request']; // no more of it is read
  return Object.assign(exchangeOf(), { principal, request });
};

const shown = () => service.arrived.map(({ headers }) => headers.authorization);
const form = (index = 0) => Object.fromEntries(new URLSearchParams(server.arrived[index]?.body.toString()));

describe('a token of the service itself', () => {
  it('is asked for as RFC 6749 §4.4 says, and sent with the call', async () => {
    await using client = await clientWith();
    await client.call();
    expect(shown()).toEqual(['Bearer token-1']);
    expect(form()).toEqual({
      grant_type: 'client_credentials',
      scope: 'orders:read orders:write',
      audience: 'orders',
    });
    // §2.3.1: id and secret are encoded as form values before they are joined.
    const { authorization = '' } = server.arrived[0]?.headers ?? {};
    expect(Buffer.from(authorization.slice(6), 'base64').toString()).toBe('bff:p%3A%C3%A4+ss');
  });

  it('is asked for once by calls at the same time, and not again while it lasts', async () => {
    issued.after = 20;
    await using client = await clientWith();
    await Promise.all([client.call(), client.call(), client.call()]);
    await client.call();
    expect(shown()).toEqual(Array(4).fill('Bearer token-1'));
    vi.useFakeTimers({ now: Date.now() + 595_000, toFake: ['Date'] });
    await client.call();
    expect(shown().at(-1)).toBe('Bearer token-2');
  });

  it('is asked for anew when the service does not take it any more', async () => {
    await using client = await clientWith();
    serviceStatus = 401;
    await client.call().catch(() => undefined);
    serviceStatus = 204;
    await client.call();
    expect(shown()).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it.each<[string, Partial<typeof issued> & { readonly timeoutMs?: number }, number, string]>([
    ['answers 400', { status: 400 }, 502, 'The authorization server gives this service no token for security'],
    ['answers 401', { status: 401 }, 502, 'The authorization server gives this service no token for security'],
    ['asks for patience', { status: 429 }, 503, 'The authorization server cannot be reached for a token for security'],
    ['answers 500', { status: 500 }, 503, 'The authorization server cannot be reached for a token for security'],
    ['answers with a page', { body: '<html>' }, 503, 'cannot be reached'],
    ['answers with a list', { body: '[]' }, 503, 'cannot be reached'],
    ['answers with null', { body: 'null' }, 503, 'cannot be reached'],
    ['gives no token', { body: '{"token_type":"Bearer"}' }, 503, 'cannot be reached'],
    ['gives a token of another type', { body: '{"access_token":"x","token_type":"mac"}' }, 503, 'cannot be reached'],
    [
      'gives a token with a line break',
      { body: '{"access_token":"x\\r\\nX-Admin: 1","token_type":"Bearer"}' },
      503,
      'cannot be reached',
    ],
    ['gives far too much', { body: `"${'x'.repeat(70_000)}"` }, 503, 'cannot be reached'],
    ['does not answer in time', { after: 400, timeoutMs: 100 }, 503, 'cannot be reached'],
  ])(
    'that cannot be had, since the server %s, is a problem of this service',
    async (_name, { timeoutMs = 10_000, ...answer }, status, message) => {
      Object.assign(issued, answer);
      await using client = await clientWith({ timeoutMs });
      await expect(client.call()).rejects.toMatchObject({
        status,
        code: 'ERR_UPSTREAM_CREDENTIALS',
        message: expect.stringContaining(message),
      });
      expect(service.arrived).toEqual([]);
      // The server is at its end with it before the next test begins.
      await vi.waitFor(() => expect(count).toBe(1));
    },
  );

  it('is tried again with the next call after a failure', async () => {
    await using client = await clientWith();
    issued.status = 500;
    await expect(client.call()).rejects.toMatchObject({ status: 503 });
    issued.status = 200;
    await client.call();
    expect(shown()).toEqual(['Bearer token-2']);
  });

  it('is remembered for a minute where nobody says how long it lasts', async () => {
    issued.body = '{"access_token":"token-COUNT","token_type":"Bearer"}';
    await using client = await clientWith({ scopes: [], audience: undefined });
    await client.call();
    await client.call();
    expect(form()).toEqual({ grant_type: 'client_credentials' });
    vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ['Date'] });
    await client.call();
    expect(shown()).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-2']);
  });

  it('is waited for no longer than the call', async () => {
    issued.after = 250;
    await using client = await clientWith();
    const aborted = new AbortController();
    const call = client.call(exchangeOf({ signal: aborted.signal }));
    aborted.abort(new TypeError('the client went away'));
    await expect(call).rejects.toThrow('the client went away');
    // The server is at its end with it before the next test begins.
    await vi.waitFor(() => expect(count).toBe(1));
  });
});

describe("a caller's token", () => {
  it('is exchanged as RFC 8693 says, once for each caller', async () => {
    await using client = await clientWith({ grant: 'token_exchange' });
    for (const token of ['of-ada', 'of-grace', 'of-ada']) await client.call(callerWith(`Bearer ${token}`));
    expect(shown()).toEqual(['Bearer token-1', 'Bearer token-2', 'Bearer token-1']);
    expect(form(1)).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: 'of-grace',
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      scope: 'orders:read orders:write',
      audience: 'orders',
    });
  });

  it.each([
    ['there is none', callerWith(undefined)],
    ['it is none of bearer', callerWith('Basic YTpi')],
    ['nobody has verified it', callerWith('Bearer made-up', false)],
  ])('is not exchanged where %s', async (_name, exchange) => {
    await using client = await clientWith({ grant: 'token_exchange' });
    await expect(client.call(exchange)).rejects.toMatchObject({
      status: 502,
      message: 'The caller has no token that could be exchanged for one for security',
    });
    expect(server.arrived).toEqual([]);
  });

  it('of many callers is not remembered without end', async () => {
    await using client = await clientWith({ grant: 'token_exchange' });
    for (let index = 0; index <= 1_000; index++) await client.call(callerWith(`Bearer t${index}`));
    await client.call(callerWith('Bearer t1'));
    expect(server.arrived).toHaveLength(1_001);
    await client.call(callerWith('Bearer t0'));
    expect(server.arrived).toHaveLength(1_002);
  });
});

it('a client is not made where tokens are for a scheme that takes none', async () => {
  const tokens = { QueryKey: config() };
  const made = createAnyClient('security', { baseUrl: service.url, tokens }, ['query']);
  await expect(made).rejects.toThrow('set clients.security.credentials or tokens');
});
