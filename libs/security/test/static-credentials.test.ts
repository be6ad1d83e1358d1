import type { SecurityHandler } from '@brrt/router-core/ports';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSecurity, hashPassword } from '../src/index.ts';
import { sha256 } from '../src/schemes/digest.ts';
import { verifyPassword } from '../src/schemes/password-hash.ts';
import { givenConfig, givenContract, givenRequest, type SchemeName } from './given.ts';

const development = {
  key: undefined,
  token: undefined,
  username: undefined,
  password: undefined,
  subject: 'dev',
  scopes: ['a'],
};

function handlerFor(scheme: SchemeName, security: object): SecurityHandler {
  const handler = createSecurity(givenContract(scheme), givenConfig({ security })).handlers[scheme];
  if (handler === undefined) throw new TypeError(`no handler for ${scheme}`);
  return handler;
}

function apiKeys(scheme: SchemeName, more: object = {}) {
  const digests = ['first-key', 'second-key'].map((key) => sha256(key).toString('hex'));
  return { apiKeys: { [scheme]: { sha256: digests, headerName: undefined, scopes: [], ...more } } };
}

describe('API keys', () => {
  it.each([
    ['absent when the header is not there', {}, { outcome: 'absent' }],
    ['accepted', { 'X-API-Key': 'first-key' }, { outcome: 'authenticated', principal: { subject: 'ApiKey:0' } }],
    [
      'accepted beside others, for rotation',
      { 'x-api-key': 'second-key' },
      { outcome: 'authenticated', principal: { subject: 'ApiKey:1' } },
    ],
    ['refused when wrong', { 'X-API-Key': 'third-key' }, { outcome: 'rejected', reason: 'unknown_credential' }],
    [
      'refused when only the beginning is right',
      { 'X-API-Key': 'first' },
      { outcome: 'rejected', reason: 'unknown_credential' },
    ],
    ['refused when empty', { 'X-API-Key': '' }, { outcome: 'rejected', reason: 'malformed' }],
    ['refused when it is 1 MB', { 'X-API-Key': 'k'.repeat(1_000_000) }, { outcome: 'rejected', reason: 'too_long' }],
    [
      'refused when sent twice',
      { 'X-API-Key': ['first-key', 'first-key'] },
      { outcome: 'rejected', reason: 'repeated' },
    ],
  ])('in a header are %s', async (_name, headers, want) => {
    const handler = handlerFor('ApiKey', apiKeys('ApiKey'));
    expect(await handler.authenticate(givenRequest(headers), [])).toMatchObject(want);
  });

  it('are read from the header that the configuration names', async () => {
    const handler = handlerFor('ApiKey', apiKeys('ApiKey', { headerName: 'X-Other' }));
    expect(await handler.authenticate(givenRequest({ 'X-Other': 'first-key' }), [])).toMatchObject({
      outcome: 'authenticated',
    });
    expect(await handler.authenticate(givenRequest({ 'X-API-Key': 'first-key' }), [])).toEqual({ outcome: 'absent' });
  });

  it.each([
    ['accepted', 'limit=1&api+key=first-key', { outcome: 'authenticated' }],
    ['decoded', 'api%20key=first%2Dkey', { outcome: 'authenticated' }],
    ['absent', 'limit=1&api%20', { outcome: 'absent' }],
    ['refused when empty', 'api+key', { outcome: 'rejected', reason: 'malformed' }],
    ['refused when it cannot be decoded', 'api+key=%zz', { outcome: 'rejected', reason: 'malformed' }],
    ['refused when repeated', 'api+key=first-key&api+key=x', { outcome: 'rejected', reason: 'repeated' }],
  ])('in the query are %s', async (_name, query, want) => {
    const handler = handlerFor('QueryKey', apiKeys('QueryKey'));
    expect(await handler.authenticate(givenRequest({}, { query }), [])).toMatchObject(want);
  });

  it.each([
    ['accepted', 'a=b; session=first-key', { outcome: 'authenticated' }],
    ['taken out of their quotes', 'session="first-key"', { outcome: 'authenticated' }],
    ['absent', 'mysession=first-key; session', { outcome: 'absent' }],
    ['refused when repeated', 'session=first-key; session=other', { outcome: 'rejected', reason: 'repeated' }],
  ])('in a cookie are %s', async (_name, cookie, want) => {
    const handler = handlerFor('CookieKey', apiKeys('CookieKey'));
    expect(await handler.authenticate(givenRequest({ Cookie: cookie }), [])).toMatchObject(want);
    expect(await handler.authenticate(givenRequest(), [])).toEqual({ outcome: 'absent' });
  });

  it('have the roles that the configuration gives them', async () => {
    const handler = handlerFor('ApiKey', apiKeys('ApiKey', { scopes: ['admin'] }));
    const request = givenRequest({ 'X-API-Key': 'first-key' });
    expect(await handler.authenticate(request, ['admin'])).toMatchObject({ outcome: 'authenticated' });
    expect(await handler.authenticate(request, ['admin', 'root'])).toMatchObject({
      outcome: 'insufficient-scope',
      missing: ['root'],
    });
  });

  it('of development name their subject and scopes', async () => {
    const handler = handlerFor('ApiKey', { development: { ApiKey: { ...development, key: 'dev-key' } } });
    expect(await handler.authenticate(givenRequest({ 'X-API-Key': 'dev-key' }), ['a'])).toMatchObject({
      outcome: 'authenticated',
      principal: { scheme: 'ApiKey', subject: 'dev', scopes: ['a'], claims: { sub: 'dev' } },
    });
  });

  it.each([
    ['ApiKey', 'ApiKey realm="ApiKey", in="header", name="X-API-Key"'],
    ['QueryKey', 'ApiKey realm="QueryKey", in="query", name="api key"'],
    ['CookieKey', 'ApiKey realm="CookieKey", in="cookie", name="session"'],
  ] as const)('challenge with where the key belongs: %s', (scheme, want) => {
    expect(handlerFor(scheme, apiKeys(scheme)).challenge([], undefined)).toBe(want);
  });
});

describe('a development token', () => {
  const handler = handlerFor('Bearer', { development: { Bearer: { ...development, token: 'dev-token' } } });

  it.each([
    ['accepted', 'Bearer dev-token', { outcome: 'authenticated', principal: { subject: 'dev' } }],
    ['accepted in any case of the scheme', 'bEARER dev-token', { outcome: 'authenticated' }],
    ['absent with another scheme', 'Token dev-token', { outcome: 'absent' }],
    ['absent with a scheme that begins the same', 'Bearerx dev-token', { outcome: 'absent' }],
    ['refused without a token', 'Bearer', { outcome: 'rejected', reason: 'malformed' }],
    ['refused with an empty one', 'Bearer  ', { outcome: 'rejected', reason: 'malformed' }],
    ['refused when wrong', 'Bearer dev', { outcome: 'rejected', reason: 'unknown_credential' }],
  ])('is %s', async (_name, authorization, want) => {
    expect(await handler.authenticate(givenRequest({ Authorization: authorization }), [])).toMatchObject(want);
  });

  it('is refused beside a second Authorization header', async () => {
    const request = givenRequest({ Authorization: ['Bearer dev-token', 'Bearer x'] });
    expect(await handler.authenticate(request, [])).toEqual({ outcome: 'rejected', reason: 'repeated' });
  });

  it.each([
    ['nothing but the realm without a token', undefined, 'Bearer realm="Bearer"'],
    ['nothing but the realm for an absent token', { outcome: 'absent' }, 'Bearer realm="Bearer"'],
    ['invalid_token', { outcome: 'rejected', reason: 'expired' }, 'Bearer realm="Bearer", error="invalid_token"'],
  ] as const)('is asked for with %s', (_name, failure, want) => {
    expect(handler.challenge(['a', 'b'], failure)).toBe(want);
  });

  it('of too few scopes is told all scopes that are needed (RFC 6750 §3.1)', async () => {
    const failure = await handler.authenticate(givenRequest({ Authorization: 'Bearer dev-token' }), ['a', 'b']);
    expect(failure).toMatchObject({ outcome: 'insufficient-scope', missing: ['b'] });
    expect(handler.challenge(['a', 'b'], failure)).toBe(
      'Bearer realm="Bearer", error="insufficient_scope", scope="a b"',
    );
  });
});

describe('basic', async () => {
  afterEach(() => void vi.useRealTimers());

  // The vectors of RFC 7617 §2 and §2.1, with cheap hashes.
  const cheap = '$scrypt$ln=1,r=8,p=1$c2FsdHNhbHRzYWx0c2FsdA$';
  const users = {
    Aladdin: await hashPassword('open sesame'),
    test: await hashPassword('123£'),
    a: await hashPassword('b:c'),
  };
  const handler = handlerFor('Basic', { basic: { Basic: { users, scopes: ['r'] } } });
  const basic = (text: string) => givenRequest({ Authorization: `Basic ${Buffer.from(text).toString('base64')}` });

  it.each([
    ['the vector of RFC 7617 §2', 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==', 'Aladdin'],
    ['the vector of RFC 7617 §2.1', 'basic dGVzdDoxMjPCow==', 'test'],
    ['a password with a colon', `Basic ${Buffer.from('a:b:c').toString('base64')}`, 'a'],
  ])('accepts %s', async (_name, authorization, subject) => {
    const want = { outcome: 'authenticated', principal: { subject, scopes: ['r'] } };
    const request = givenRequest({ Authorization: authorization });
    expect(await handler.authenticate(request, [])).toMatchObject(want);
    expect(handler.authenticate(request, ['r'])).toMatchObject(want);
  });

  it.each([
    ['no colon', basic('Aladdin')],
    ['a control character', basic('Aladdin:open\u0000sesame')],
    ['what is not base64', givenRequest({ Authorization: 'Basic ???' })],
    ['what is not UTF-8', givenRequest({ Authorization: 'Basic /zp4' })],
    ['nothing', givenRequest({ Authorization: 'Basic ' })],
  ])('refuses %s', async (_name, request) => {
    expect(await handler.authenticate(request, [])).toEqual({ outcome: 'rejected', reason: 'malformed' });
  });

  it.each([
    ['a wrong password', 'Aladdin:open'],
    ['an unknown user', 'Jafar:open sesame'],
    ['a user by the name of a property', 'constructor:x'],
  ])('refuses %s', async (_name, text) => {
    expect(await handler.authenticate(basic(text), [])).toEqual({ outcome: 'rejected', reason: 'unknown_credential' });
  });

  it('answers 503 instead of hashing without bound', async () => {
    const outcomes = await Promise.all([1, 2, 3, 4].map((each) => handler.authenticate(basic(`Aladdin:${each}`), [])));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['rejected', 'rejected', 'rejected', 'unavailable']);
  });

  it('hashes nothing more for an address that guessed twenty times, but for who was let in before, and for others', async () => {
    const known = { ...users, guessed: `${cheap}${'A'.repeat(43)}` };
    const own = handlerFor('Basic', { basic: { Basic: { users: known, scopes: ['r'] } } });
    const guess = (each: number) => own.authenticate(basic(`guessed:${each}`), []);
    expect(await own.authenticate(basic('a:b:c'), [])).toMatchObject({ outcome: 'authenticated' });
    await Promise.all(Array.from({ length: 20 }, () => guess(0)));
    for (let each = 1; each < 20; each++) expect(await guess(each)).toMatchObject({ outcome: 'rejected' });
    expect(await guess(99)).toEqual({
      outcome: 'throttled',
      retryAfterSeconds: 1,
      headers: ['ratelimit-policy', '"refused-credentials";q=20;w=20', 'ratelimit', '"refused-credentials";r=0;t=1'],
    });
    const elsewhere = { ...basic('test:123£'), remoteAddress: '192.0.2.9' };
    expect(await own.authenticate(elsewhere, [])).toMatchObject({ outcome: 'authenticated' });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    expect(await own.authenticate(basic('a:b:c'), [])).toMatchObject({ outcome: 'authenticated' });
  });

  it('hashes the same credentials once for all that wait', async () => {
    const own = handlerFor('Basic', { basic: { Basic: { users, scopes: ['r'] } } });
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => own.authenticate(basic('a:b:c'), [])));
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['authenticated']));
  });

  it('takes the credentials of development, and only those when nothing else is configured', async () => {
    const own = handlerFor('Basic', { development: { Basic: { ...development, username: 'u', password: 'p' } } });
    expect(await own.authenticate(basic('u:p'), [])).toMatchObject({
      outcome: 'authenticated',
      principal: { subject: 'dev' },
    });
    expect(await own.authenticate(basic('u:q'), [])).toMatchObject({ outcome: 'rejected' });
    expect(await own.authenticate(givenRequest(), [])).toEqual({ outcome: 'absent' });
  });

  it('challenges with the character set (RFC 7617 §2.1)', () => {
    expect(handler.challenge([], undefined)).toBe('Basic realm="Basic", charset="UTF-8"');
  });

  it('refuses stored hashes that are none', async () => {
    expect(await verifyPassword('x', 'plain')).toBe(false);
    expect(await verifyPassword('x', `${cheap}${'A'.repeat(43)}`)).toBe(false);
  });
});
