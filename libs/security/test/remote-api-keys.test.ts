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

function handler(more: Partial<RemoteApiKeysConfig> = {}, scheme: SchemeName = 'ApiKey', others: object = {}) {
  const remote: RemoteApiKeysConfig = {
    verifyUrl: `${provider.url}/verify`,
    timeoutMs: 200,
    headerName: undefined,
    cacheTtlSecs: 60,
    scopes: ['read'],
    ...more,
  };
  const config = givenConfig({ security: { remoteApiKeys: { [scheme]: remote }, ...others } });
  const found = createSecurity(givenContract(scheme), config).handlers[scheme];
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
    const keys = handler();
    expect(await keys.authenticate(present('good'), [])).toEqual({ outcome: 'unavailable', retryAfterSeconds: 1 });
    if (before !== undefined) provider.answers.set('/verify', before);
    expect(await keys.authenticate(present('good'), [])).toMatchObject({ outcome: 'authenticated' });
  });

  it('are asked about only when no static key fits', async () => {
    const apiKeys = { ApiKey: { sha256: [sha256('mine').toString('hex')], headerName: undefined, scopes: [] } };
    expect(await handler({}, 'ApiKey', { apiKeys }).authenticate(present('mine'), [])).toMatchObject({
      outcome: 'authenticated',
    });
    expect(provider.asked).toEqual([]);
  });
});
