import { setTimeout as wait } from 'node:timers/promises';
import type { IntrospectionConfig } from '@brrt/router-core/config';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSecurity } from '../src/index.ts';
import { givenConfig, givenContract, givenRequest } from './given.ts';
import { inSeconds, send, token } from './given-tokens.ts';
import { type Provider, startProvider } from './provider.ts';

let provider: Provider;

beforeEach(async () => {
  provider = await startProvider();
});
afterEach(async () => {
  vi.useRealTimers();
  await provider.close();
});

function handler(more: Partial<IntrospectionConfig> = {}) {
  const introspection: IntrospectionConfig = {
    url: `${provider.url}/introspect`,
    issuer: undefined,
    clientId: 'my api',
    clientSecret: 'p:w/d',
    iss: undefined,
    aud: undefined,
    timeoutMs: 30_000,
    cacheTtlSecs: 30,
    ...more,
  };
  const config = givenConfig({ security: { introspection: { Bearer: introspection } } });
  const found = createSecurity(givenContract('Bearer'), config).handlers.Bearer;
  if (found === undefined) throw new TypeError('no handler');
  return found;
}

const active = (more: object = {}) => ({ active: true, sub: 'ada', scope: 'a b', ...more });
const questions = () => provider.asked.filter(({ path }) => path === '/introspect');

describe('readiness of introspection', () => {
  it.each([
    ['a refusal of a question without a token', 401, undefined],
    ['a page to sign in at', 302, undefined],
    ['an outage', 503, 'answered 503'],
  ])('is decided by whether somebody answers: %s', async (_name, status, want) => {
    provider.json('/introspect', {}, status);
    const { readiness } = handler();
    const failure = await readiness?.check(AbortSignal.timeout(5_000)).catch((error: unknown) => String(error));
    expect(failure).toEqual(want === undefined ? undefined : expect.stringContaining(want));
  });
});

describe('token introspection', () => {
  it('asks with the token in a form, as its own client, and believes what it is told', async () => {
    provider.json('/introspect', active());
    expect(await send(handler(), 'opaque/token+1', ['b'])).toMatchObject({
      outcome: 'authenticated',
      principal: { subject: 'ada', scopes: ['a', 'b'] },
    });
    const [question] = questions();
    expect(question).toMatchObject({
      method: 'POST',
      content: 'token=opaque%2Ftoken%2B1&token_type_hint=access_token',
      headers: { authorization: `Basic ${Buffer.from('my+api:p%3Aw%2Fd').toString('base64')}` },
    });
  });

  it('finds its endpoint by discovery', async () => {
    provider.json('/introspect', active());
    const bearer = handler({ url: undefined, issuer: provider.url });
    expect(await send(bearer, 'opaque')).toMatchObject({ outcome: 'authenticated' });
    provider.json('/.well-known/openid-configuration', { issuer: provider.url, jwks_uri: `${provider.url}/keys` });
    expect(await send(handler({ url: undefined, issuer: provider.url }), 'opaque')).toMatchObject({
      outcome: 'unavailable',
    });
  });

  it.each([
    ['not active', { active: false }, 'unknown_credential'],
    ['active in words', { active: 'true' }, 'unknown_credential'],
    ['active by a number', { active: 1 }, 'unknown_credential'],
    ['without a verdict', {}, 'unknown_credential'],
    ['expired', active({ exp: 1 }), 'expired'],
    ['with an expiry that is no time', active({ exp: 'never' }), 'claims'],
    ['with a subject that is no text', active({ sub: 7 }), 'claims'],
    ['not valid yet', active({ nbf: 32503680000 }), 'not_yet_valid'],
    ['of another type', active({ token_type: 'refresh_token' }), 'type'],
    ['of another issuer', active({ iss: 'x' }), 'issuer'],
    ['for somebody else', active({ iss: 'i', aud: ['x', 'y'] }), 'audience'],
  ])('refuses a token that is %s', async (_name, body, reason) => {
    provider.json('/introspect', body);
    expect(await send(handler({ iss: 'i', aud: 'api' }), 'opaque')).toEqual({ outcome: 'rejected', reason });
  });

  it.each([
    ['is not authorized there', () => provider.json('/introspect', {}, 401)],
    ['meets an error', () => provider.json('/introspect', {}, 500)],
    ['is given a page', () => provider.answers.set('/introspect', (_, response) => response.end('<html>'))],
    ['is given a list', () => provider.json('/introspect', [])],
    ['is given too much', () => provider.json('/introspect', active({ more: 'x'.repeat(70_000) }))],
    ['waits in vain', () => provider.answers.set('/introspect', () => undefined)],
    [
      'is sent elsewhere',
      () => provider.answers.set('/introspect', (_, response) => response.writeHead(302, { location: '/keys' }).end()),
    ],
  ])('that %s means unavailable, and is not remembered', async (_name, prepare) => {
    prepare();
    const bearer = handler({ timeoutMs: 500 });
    expect(await send(bearer, 'opaque')).toEqual({ outcome: 'unavailable', retryAfterSeconds: 1 });
    provider.json('/introspect', active());
    expect(await send(bearer, 'opaque')).toMatchObject({ outcome: 'authenticated' });
  });

  it('is asked once by many who come at the same time, and not again for a while', async () => {
    provider.answers.set('/introspect', (_, response) => {
      void wait(20).then(() => response.end(JSON.stringify(active())));
    });
    const bearer = handler();
    await Promise.all(Array.from({ length: 20 }, () => send(bearer, 'opaque')));
    await send(bearer, 'opaque');
    expect(questions()).toHaveLength(1);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31_000 });
    await send(bearer, 'opaque');
    expect(questions()).toHaveLength(2);
  });

  it('asks nothing more for an address that sent a hundred tokens that are none, and goes on for others', async () => {
    provider.answers.set('/introspect', ({ content }, response) => {
      response.end(JSON.stringify(content.includes('bad') ? { active: false } : active()));
    });
    const bearer = handler();
    const bad = Array.from({ length: 400 }, (_, index) => send(bearer, `bad-${index}`));
    expect((await Promise.all(bad)).at(-1)).toEqual({
      outcome: 'throttled',
      retryAfterSeconds: 1,
      headers: ['ratelimit-policy', '"refused-credentials";q=100;w=20', 'ratelimit', '"refused-credentials";r=0;t=1'],
    });
    expect(questions().length).toBeLessThan(300);
    const other = givenRequest({ Authorization: 'Bearer good' }, { remoteAddress: '2001:db8::1' });
    expect(await bearer.authenticate(other, [])).toMatchObject({ outcome: 'authenticated' });
  });

  it('asks nobody while nobody answers, but for one question a second', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    provider.json('/introspect', {}, 503);
    const bearer = handler();
    for (let each = 0; each < 50; each++)
      expect(await send(bearer, `opaque-${each}`)).toEqual({ outcome: 'unavailable', retryAfterSeconds: 1 });
    expect(questions()).toHaveLength(5);
    provider.json('/introspect', active());
    vi.advanceTimersByTime(1_001);
    expect(await send(bearer, 'opaque')).toMatchObject({ outcome: 'authenticated' });
    expect(await send(bearer, 'other')).toMatchObject({ outcome: 'authenticated' });
  });

  it('remembers a good token no longer than it lives, and a bad one for five seconds', async () => {
    provider.json('/introspect', active({ exp: inSeconds(10) }));
    const bearer = handler();
    await send(bearer, 'short');
    provider.json('/introspect', { active: false });
    await send(bearer, 'bad');
    await send(bearer, 'bad');
    expect(questions()).toHaveLength(2);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11_000 });
    expect((await send(bearer, 'short')).outcome).toBe('rejected');
    await send(bearer, 'bad');
    expect(questions()).toHaveLength(4);
  });

  it('keeps claims without a prototype', async () => {
    provider.answers.set('/introspect', (_, response) => {
      response.end('{"active":true,"sub":"ada","__proto__":{"scope":"admin"},"roles":{}}');
    });
    const result = await send(handler(), 'opaque', ['admin']);
    expect(result).toMatchObject({ outcome: 'insufficient-scope', missing: ['admin'] });
  });

  it('is left to opaque tokens where a key set judges the others', async () => {
    provider.json('/introspect', active());
    const jwks = {
      jwksUrl: `${provider.url}/keys`,
      iss: 'https://issuer.example/',
      aud: 'api',
      audClaim: 'aud',
      leewaySecs: 5,
      cacheTtlSecs: 300,
      algorithms: ['RS256'],
      typ: undefined,
    } as const;
    const introspection = {
      url: `${provider.url}/introspect`,
      issuer: undefined,
      clientId: 'a',
      clientSecret: 'b',
      iss: undefined,
      aud: undefined,
      timeoutMs: 500,
      cacheTtlSecs: 30,
    };
    const config = givenConfig({ security: { jwks: { Bearer: jwks }, introspection: { Bearer: introspection } } });
    const bearer = createSecurity(givenContract('Bearer'), config).handlers.Bearer;
    if (bearer === undefined) throw new TypeError('no handler');
    expect(await send(bearer, token())).toMatchObject({ outcome: 'authenticated' });
    expect(questions()).toHaveLength(0);
    expect(await send(bearer, 'opaque')).toMatchObject({ outcome: 'authenticated' });
    expect(questions()).toHaveLength(1);
  });
});
