import type { ServerResponse } from 'node:http';
import type { RemoteApiKeysConfig } from '@brrt/router-core/config';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSecurity } from '../src/index.ts';
import { sha256 } from '../src/schemes/digest.ts';
import { givenConfig, givenContract, givenRequest, type SchemeName } from './given.ts';
import { type Provider, startProvider } from './provider.ts';

let provider: Provider;

beforeEach(async () => {
  provider = await startProvider();
  provider.answers.set('/verify', ({ headers }, response) => {
    const key = headers['x-api-key'] ?? headers['api-header'];
    response.writeHead(key === 'good' ? 204 : 401).end();
  });
});
afterEach(async () => {
  vi.useRealTimers();
  await provider.close();
});

function handler(
  more: Partial<RemoteApiKeysConfig> = {},
  scheme: SchemeName = 'ApiKey',
  others: object = {},
  http = givenConfig({}).http,
) {
  const remote: RemoteApiKeysConfig = {
    verifyUrl: `${provider.url}/verify`,
    timeoutMs: 30_000,
    headerName: undefined,
    cacheTtlSecs: 60,
    scopes: ['read'],
    ...more,
  };
  const config = givenConfig({ security: { remoteApiKeys: { [scheme]: remote }, ...others } });
  const found = createSecurity(givenContract(scheme), { ...config, http }).handlers[scheme];
  if (found === undefined) throw new TypeError('no handler');
  return found;
}

const present = (key: string) => givenRequest({ 'X-API-Key': key });

describe('API keys that a service knows', () => {
  it('are asked about with the header they came in', async () => {
    expect(await handler().authenticate(present('good'), ['read'])).toMatchObject({
      outcome: 'authenticated',
      principal: { scopes: ['read'], subject: `ApiKey:${sha256('good').toString('hex').slice(0, 16)}` },
    });
    expect(provider.asked).toMatchObject([{ method: 'GET', path: '/verify', headers: { 'x-api-key': 'good' } }]);
    expect(await handler().authenticate(present('bad'), [])).toEqual({
      outcome: 'rejected',
      reason: 'unknown_credential',
    });
  });

  it('have no scopes beyond the configured ones', async () => {
    expect(await handler().authenticate(present('good'), ['write'])).toMatchObject({ outcome: 'insufficient-scope' });
  });

  it('may come in another header, and from the query', async () => {
    const other = handler({ headerName: 'Api-Header' });
    expect(await other.authenticate(givenRequest({ 'Api-Header': 'good' }), [])).toMatchObject({
      outcome: 'authenticated',
    });
    const query = handler({}, 'QueryKey');
    provider.answers.set('/verify', (_, response) => response.writeHead(200).end());
    expect(await query.authenticate(givenRequest({}, { query: 'api%20key=%0d%0aevil:1' }), [])).toMatchObject({
      outcome: 'rejected',
    });
  });

  it('are not asked about again within the time to live; bad ones are after five seconds', async () => {
    const keys = handler();
    for (const key of ['good', 'good', 'bad', 'bad']) await keys.authenticate(present(key), []);
    expect(provider.asked).toHaveLength(2);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 6_000 });
    for (const key of ['good', 'bad']) await keys.authenticate(present(key), []);
    expect(provider.asked).toHaveLength(3);
    vi.setSystemTime(Date.now() + 60_000);
    await keys.authenticate(present('good'), []);
    expect(provider.asked).toHaveLength(4);
  });

  it.each([
    ['does not answer in time', () => provider.answers.set('/verify', () => undefined)],
    ['meets an error', () => provider.answers.set('/verify', (_, response) => response.writeHead(500).end())],
    [
      'is sent elsewhere',
      () => provider.answers.set('/verify', (_, response) => response.writeHead(302, { location: '/' }).end()),
    ],
    ['asks for patience', () => provider.answers.set('/verify', (_, response) => response.writeHead(429).end())],
  ])('mean unavailable when the service %s, and that is never remembered', async (_name, prepare) => {
    const before = provider.answers.get('/verify');
    prepare();
    const keys = handler({ timeoutMs: 500 });
    expect(await keys.authenticate(present('good'), [])).toEqual({ outcome: 'unavailable', retryAfterSeconds: 1 });
    if (before !== undefined) provider.answers.set('/verify', before);
    expect(await keys.authenticate(present('good'), [])).toMatchObject({ outcome: 'authenticated' });
  });

  it('of an address whose keys were bad a hundred times are not asked about for a while; those of others are', async () => {
    const keys = handler();
    const attempts = Array.from({ length: 400 }, (_, index) => keys.authenticate(present(`bad-${index}`), []));
    expect((await Promise.all(attempts)).at(-1)).toEqual({
      outcome: 'throttled',
      retryAfterSeconds: 1,
      headers: ['ratelimit-policy', '"refused-credentials";q=100;w=20', 'ratelimit', '"refused-credentials";r=0;t=1'],
    });
    expect(provider.asked.length).toBeLessThan(300);
    const elsewhere = givenRequest({ 'X-API-Key': 'good' }, { remoteAddress: '192.0.2.9' });
    expect(await keys.authenticate(elsewhere, [])).toMatchObject({ outcome: 'authenticated' });
  });

  it('are asked about again in spite of what others of the same address tried, when they were good before', async () => {
    const keys = handler();
    expect(await keys.authenticate(present('good'), [])).toMatchObject({ outcome: 'authenticated' });
    const attempts = Array.from({ length: 300 }, (_, index) => keys.authenticate(present(`bad-${index}`), []));
    expect((await Promise.all(attempts)).at(-1)).toMatchObject({ outcome: 'throttled' });
    expect(await keys.authenticate(present('good'), [])).toMatchObject({ outcome: 'authenticated' });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    const before = provider.asked.length;
    expect(await keys.authenticate(present('good'), [])).toMatchObject({ outcome: 'authenticated' });
    expect(provider.asked).toHaveLength(before + 1);
  });

  it('behind a trusted proxy are counted for the address that it names', async () => {
    const http = { ...givenConfig({}).http, trustedProxies: ['192.0.2.1'] };
    const keys = handler({}, 'ApiKey', {}, http);
    const from = (address: string, key: string) =>
      keys.authenticate(givenRequest({ 'X-API-Key': key, 'X-Forwarded-For': `10.0.0.1, ${address}` }), []);
    const attempts = Array.from({ length: 300 }, (_, index) => from('203.0.113.1', `bad-${index}`));
    expect((await Promise.all(attempts)).at(-1)).toMatchObject({ outcome: 'throttled' });
    expect(await from('203.0.113.2', 'good')).toMatchObject({ outcome: 'authenticated' });
  });

  it('are asked about a hundred at a time, and no more wait than can be answered soon', async () => {
    let open = 0;
    let most = 0;
    provider.answers.set('/verify', (_, response) => {
      most = Math.max(most, ++open);
      setTimeout(() => {
        open--;
        response.writeHead(204).end();
      }, 20);
    });
    const keys = handler();
    const requests = Array.from({ length: 600 }, (_, index) => present(`good-${index}`));
    const outcomes = await Promise.all(requests.map((request) => keys.authenticate(request, [])));
    expect(most).toBeLessThanOrEqual(100);
    expect(outcomes.filter(({ outcome }) => outcome === 'authenticated')).toHaveLength(500);
    expect(outcomes.at(-1)).toEqual({ outcome: 'unavailable', retryAfterSeconds: 1 });
  });

  it.each([
    ['does not answer', () => undefined],
    ['is overloaded', (_: unknown, response: ServerResponse) => response.writeHead(503).end()],
    ['closes the connection', (_: unknown, response: ServerResponse) => response.destroy()],
  ])('are asked about once a second, and found unavailable, while the service %s', async (_name, answer) => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const before = provider.answers.get('/verify');
    provider.answers.set('/verify', answer);
    const keys = handler({ timeoutMs: 500 });
    for (let each = 0; each < 120; each++)
      expect(await keys.authenticate(present(`key-${each}`), [])).toEqual({
        outcome: 'unavailable',
        retryAfterSeconds: 1,
      });
    expect(provider.asked).toHaveLength(5);
    vi.advanceTimersByTime(1_001);
    for (const key of ['a', 'b', 'c']) await keys.authenticate(present(key), []);
    expect(provider.asked).toHaveLength(6);
    if (before !== undefined) provider.answers.set('/verify', before);
    vi.advanceTimersByTime(1_001);
    // Nobody's address has to answer for the outage.
    expect(await keys.authenticate(present('bad'), [])).toMatchObject({ outcome: 'rejected' });
    expect(await keys.authenticate(present('good'), [])).toMatchObject({ outcome: 'authenticated' });
  });

  it('that the service answers with an error of its own do not keep others from being asked about', async () => {
    provider.answers.set('/verify', ({ headers }, response) => {
      response.writeHead(headers['x-api-key'] === 'good' ? 204 : 500).end();
    });
    const keys = handler();
    for (let each = 0; each < 20; each++) await keys.authenticate(present(`poison-${each}`), []);
    expect(await keys.authenticate(present('good'), [])).toMatchObject({ outcome: 'authenticated' });
  });

  it.each([
    ['is out of reach', 503, / answered 503$/],
    ['closes the connection', undefined, / cannot be fetched$/],
  ])('name no query of the address in readiness when the service %s', async (_name, status, want) => {
    provider.answers.set('/verify?token=secret-of-the-api', (_, response) => {
      if (status === undefined) response.destroy();
      else response.writeHead(status).end();
    });
    const { readiness } = handler({ verifyUrl: `${provider.url}/verify?token=secret-of-the-api` });
    const failure = await readiness?.check(AbortSignal.timeout(5_000)).catch((error: unknown) => String(error));
    expect(failure).toMatch(want);
    expect(failure).toContain(`${provider.url}/verify `);
  });

  it('are asked about only when no static key fits', async () => {
    const apiKeys = { ApiKey: { sha256: [sha256('mine').toString('hex')], headerName: undefined, scopes: [] } };
    expect(await handler({}, 'ApiKey', { apiKeys }).authenticate(present('mine'), [])).toMatchObject({
      outcome: 'authenticated',
    });
    expect(provider.asked).toEqual([]);
  });
});
