import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { givenRequest } from './given.ts';
import { good, type Issuer, inSeconds, jwk, k1, k2, next, rsa, send, startIssuer, token } from './given-tokens.ts';

let origin: Issuer;

beforeAll(async () => {
  origin = await startIssuer();
});
afterAll(() => origin.close());
beforeEach(() => {
  origin.fetches = 0;
  origin.serve(k1);
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the key set', () => {
  it('is fetched once for many, and what was verified is remembered', async () => {
    const handler = origin.handler();
    await Promise.all(
      [token(), token(), token({ payload: { ...good(), sub: 'bob' } })].map((each) => send(handler, each)),
    );
    const value = token();
    await send(handler, value);
    expect(handler.authenticate(givenRequest({ Authorization: `Bearer ${value}` }), ['orders:read'])).toMatchObject({
      outcome: 'authenticated',
    });
    expect(origin.fetches).toBe(1);
  });

  it('is fetched exactly once more when a key is new (rotation)', async () => {
    const handler = origin.handler();
    expect(await send(handler, token())).toMatchObject({ outcome: 'authenticated' });
    origin.serve(k1, k2);
    const rotated = [1, 2, 3].map((each) =>
      token({ header: { alg: 'RS256', kid: 'k2' }, payload: { ...good(), each }, key: next.privateKey }),
    );
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1_000 });
    const results = await Promise.all(rotated.map((each) => send(handler, each)));
    expect(results.map(({ outcome }) => outcome)).toEqual(['authenticated', 'authenticated', 'authenticated']);
    expect(origin.fetches).toBe(2);
  });

  it('ends the tokens of a key that was taken out, with its next refresh', async () => {
    const handler = origin.handler();
    const value = token();
    expect((await send(handler, value)).outcome).toBe('authenticated');
    origin.serve(k2);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 301_000 });
    expect(await send(handler, value)).toEqual({ outcome: 'rejected', reason: 'unknown_key' });
  });

  it('is refreshed in the background before it is too old', async () => {
    const handler = origin.handler();
    await send(handler, token());
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 250_000 });
    expect((await send(handler, token())).outcome).toBe('authenticated');
    await vi.waitFor(() => expect(origin.fetches).toBe(2));
  });

  it('is what readiness asks for, without asking the issuer every time', async () => {
    const { readiness } = origin.handler();
    const check = async () => {
      const failure = await readiness?.check(AbortSignal.timeout(5_000)).catch((error: unknown) => error);
      return failure === undefined ? 'holds' : String(failure);
    };
    expect(readiness).toMatchObject({ name: 'security:Bearer', degrades: true });
    origin.answer = { status: 500, body: '' };
    expect(await check()).toMatch(/answered 500$/);
    origin.serve(k1);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2_000 });
    expect(await check()).toBe('holds');
    const { fetches } = origin;
    expect(await check()).toBe('holds');
    expect(origin.fetches).toBe(fetches);
    // Keys that are too old are used all the same, and they are not fresh.
    origin.answer = { status: 503, body: '' };
    vi.setSystemTime(Date.now() + 3_600_000);
    expect(await check()).toMatch(/answered 503$/);
  });

  it('is used beyond its age while the issuer is out of reach, for a day', async () => {
    const handler = origin.handler();
    const longLived = token({ payload: { ...good(), exp: inSeconds(200_000) } });
    await send(handler, longLived);
    origin.answer = { status: 500, body: '' };
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
    expect((await send(handler, longLived)).outcome).toBe('authenticated');
    vi.setSystemTime(Date.now() + 24 * 3_600_000);
    expect((await send(handler, longLived)).outcome).toBe('unavailable');
  });

  it('that is too old is used at once while an issuer that is known to be away hangs', async () => {
    const handler = origin.handler();
    const longLived = () => token({ payload: { ...good(), exp: inSeconds(3_600) } });
    await send(handler, token());
    origin.answer = { status: 503, body: '' };
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 301_000 });
    expect((await send(handler, longLived())).outcome).toBe('authenticated');
    origin.answer = { status: 200, body: '', hangs: true };
    vi.setSystemTime(Date.now() + 2_000);
    const held = wait(2_000).then(() => 'held');
    expect(await Promise.race([send(handler, longLived()), held])).toMatchObject({ outcome: 'authenticated' });
    await vi.waitFor(() => expect(origin.fetches).toBe(3));
  });

  it('that hangs after it could not be had holds one request, not all', async () => {
    origin.answer = { status: 503, body: '' };
    const handler = origin.handler();
    expect((await send(handler, token())).outcome).toBe('unavailable');
    origin.answer = { status: 200, body: '', hangs: true };
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2_000 });
    void send(handler, token());
    const held = wait(2_000).then(() => 'held');
    expect(await Promise.race([send(handler, token()), held])).toEqual({
      outcome: 'unavailable',
      retryAfterSeconds: 1,
    });
    await vi.waitFor(() => expect(origin.fetches).toBe(2));
  });

  it('that cannot be had means unavailable, and few attempts', async () => {
    origin.answer = { status: 500, body: 'down' };
    const handler = origin.handler();
    const start = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: start });
    for (let second = 0; second < 60; second++) {
      vi.setSystemTime(start + second * 1000);
      const results = await Promise.all(
        [1, 2].map(() => send(handler, token({ header: { alg: 'RS256', kid: `k${second}` } }))),
      );
      for (const result of results) expect(result).toMatchObject({ outcome: 'unavailable' });
    }
    expect(origin.fetches).toBeLessThanOrEqual(6);
  });

  it('that fails for new keys means unavailable for those, not for known ones', async () => {
    const handler = origin.handler();
    const known = token();
    await send(handler, known);
    origin.answer = { status: 500, body: 'down' };
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1_000 });
    const results = [];
    for (let each = 0; each < 20; each++)
      results.push(await send(handler, token({ header: { alg: 'RS256', kid: `x${each}` } })));
    expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['unavailable']));
    expect(results[0]).toEqual({ outcome: 'unavailable', retryAfterSeconds: 1 });
    expect((await send(handler, known)).outcome).toBe('authenticated');
    expect(origin.fetches).toBe(2);
  });

  it('is not fetched without bound for made-up key ids, and again after a while', async () => {
    const handler = origin.handler();
    await send(handler, token());
    const start = Date.now() + 1_000;
    vi.useFakeTimers({ toFake: ['Date'], now: start });
    for (let each = 0; each < 50; each++) {
      vi.setSystemTime(start + each);
      const value = token({ header: { alg: 'RS256', kid: `x${each}` } });
      expect(await send(handler, value)).toEqual({ outcome: 'rejected', reason: 'unknown_key' });
    }
    expect(origin.fetches).toBe(5);
    vi.setSystemTime(start + 31_000);
    await send(handler, token({ header: { alg: 'RS256', kid: 'y' } }));
    expect(origin.fetches).toBe(6);
  });

  it.each([
    ['is no JSON', { status: 200, body: '<html>' }],
    ['is no key set', { status: 200, body: '{"keys":[1]}' }],
    ['is null', { status: 200, body: 'null' }],
    ['has too many keys', { status: 200, body: JSON.stringify({ keys: Array.from({ length: 51 }, () => k1) }) }],
    ['is too large', { status: 200, body: `{"keys":[],"x":"${'x'.repeat(262_144)}"}` }],
    ['publishes a private key', { status: 200, body: JSON.stringify({ keys: [jwk(rsa.privateKey, { kid: 'k1' })] }) }],
    ['is somewhere else', { status: 302, body: '', location: '/other' }],
    ['is gone', { status: 404, body: '' }],
  ])('that %s means unavailable', async (_name, given) => {
    origin.answer = given;
    expect((await send(origin.handler(), token())).outcome).toBe('unavailable');
  });

  it('of an issuer that does not listen means unavailable', async () => {
    const handler = origin.handler({ jwksUrl: 'http://127.0.0.1:1/jwks' });
    expect((await send(handler, token())).outcome).toBe('unavailable');
  });
});
