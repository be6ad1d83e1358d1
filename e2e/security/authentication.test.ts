import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { boundToken, proofFor } from '../../libs/security/test/given-proofs.ts';
import { jwk, k1, k2, next, rsa, token, weak } from '../../libs/security/test/given-tokens.ts';
import { startProvider } from '../../libs/security/test/provider.ts';
import { credentialRows } from './credential-rows.ts';
import { type AuthenticationRow, lureRows, proofRows, scopeRows, tokenRows } from './token-rows.ts';
import { openWorld, type World } from './world.ts';

let world: World;
const lure = await startProvider();
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => Promise.all([world[Symbol.asyncDispose](), lure.close()]));
afterEach(() => void vi.useRealTimers());

/** Challenges as `fetch` joins them: each begins with its scheme. */
function challengesOf(response: Response): readonly string[] {
  return (response.headers.get('www-authenticate') ?? '').split(/, (?=(?:Bearer|DPoP|Basic|ApiKey) )/);
}

async function check({ request, headers, status, challenge, code }: AuthenticationRow): Promise<void> {
  world.handled.length = 0;
  const response = await world.ask(request, { headers });
  const text = await response.text();
  expect([response.status, text]).toEqual([status, status === 204 ? '' : expect.stringContaining('"code"')]);
  expect(world.handled).toHaveLength(status === 204 ? 1 : 0);
  if (status === 401) expect(challengesOf(response).length).toBeGreaterThan(0);
  if (challenge !== undefined) {
    const given = challengesOf(response);
    expect(given).toEqual(challenge.map((pattern) => expect.stringMatching(pattern)));
  }
  if (code !== undefined) expect(JSON.parse(text)).toMatchObject({ code });
}

describe.each([
  ['tokens', tokenRows],
  ['keys of attackers', lureRows(lure.url)],
  ['scopes', scopeRows],
  ['proofs', proofRows],
  ['keys and passwords', credentialRows],
])('hostile %s', (_what, rows) => {
  it.each(rows)('%s', (_name, row) => check(row));
});

it('C21 nobody was asked for the keys that attackers named', () => {
  expect(lure.asked).toEqual([]);
});

it('C54 a proof is taken once', async () => {
  const bound = boundToken();
  const proof = proofFor(bound, { claims: { htu: 'https://api.example/bearer' } });
  const headers = { authorization: `DPoP ${bound}`, dpop: proof };
  expect((await world.ask('GET /bearer', { headers })).status).toBe(204);
  expect((await world.ask('GET /bearer', { headers })).status).toBe(401);
});

const send = async ({ ask }: World, value: string, path = '/bearer'): Promise<number> =>
  (await ask(`GET ${path}`, { headers: { authorization: `Bearer ${value}` } })).status;

it('an address whose API keys were bad a hundred times is told to wait, and who was let in before goes on', async () => {
  await using own = await openWorld();
  own.provider.answers.set('/verify', ({ headers }, response) => {
    response.writeHead(headers['x-remote-key'] === 'good' ? 204 : 401).end();
  });
  const present = (key: string): Promise<Response> => own.ask('GET /remote-key', { headers: { 'x-remote-key': key } });
  expect((await present('good')).status).toBe(204);
  const answers: Response[] = [];
  for (let sent = 0; sent < 400 && answers.at(-1)?.status !== 429; sent += 10)
    answers.push(...(await Promise.all(Array.from({ length: 10 }, (_, each) => present(`bad-${sent + each}`)))));
  const last = answers.at(-1);
  expect(last?.headers.get('retry-after')).toBe('1');
  expect(await last?.json()).toMatchObject({ status: 429, code: 'ERR_RATE_LIMITED' });
  expect(own.provider.asked.length).toBeLessThan(300);
  expect((await present('good')).status).toBe(204);
});

describe('an identity provider', () => {
  it.each([
    ['a key for encryption', [{ ...k1, use: 'enc' }], rsa.privateKey, 401],
    ['a key for another algorithm', [{ ...k1, alg: 'PS256' }], rsa.privateKey, 401],
    ['a key of 1024 bits', [jwk(weak.publicKey, { kid: 'k1' })], weak.privateKey, 401],
    ['a private key', [jwk(rsa.privateKey, { kid: 'k1' })], rsa.privateKey, 503],
  ])('C24 that publishes %s lets nobody in by it', async (_name, keys, privateKey, status) => {
    await using own = await openWorld();
    own.provider.json('/keys', { keys });
    expect(await send(own, token({ key: privateKey }))).toBe(status);
  });

  it('C30 that fails is not asked for each of many unknown keys, and means 503', async () => {
    await using own = await openWorld();
    own.provider.json('/keys', {}, 500);
    const made = Array.from({ length: 200 }, (_, index) => token({ header: { alg: 'RS256', kid: `k${index}x` } }));
    const statuses = await Promise.all(made.map((each) => send(own, each)));
    expect(new Set(statuses)).toEqual(new Set([503]));
    const response = await own.ask('GET /bearer', { headers: { authorization: `Bearer ${token()}` } });
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(own.provider.asked.length).toBeLessThanOrEqual(6);
  });

  it('C31 that is down long after its keys were fetched stops nobody with a good token', async () => {
    await using own = await openWorld();
    expect(await send(own, token())).toBe(204);
    own.provider.json('/keys', {}, 500);
    vi.useFakeTimers({ now: Date.now() + 3_600_000, toFake: ['Date'] });
    expect(await send(own, token())).toBe(204);
  });

  it('C33 that takes a key out ends its tokens with the next refresh', async () => {
    await using own = await openWorld();
    const value = token();
    expect(await send(own, value)).toBe(204);
    own.provider.json('/keys', { keys: [k2] });
    vi.useFakeTimers({ now: Date.now() + 301_000, toFake: ['Date'] });
    expect(await send(own, value)).toBe(401);
  });

  it('C34 that has a new key is asked exactly once for it', async () => {
    await using own = await openWorld();
    expect(await send(own, token())).toBe(204);
    own.provider.json('/keys', { keys: [k1, k2] });
    const value = token({ header: { alg: 'RS256', kid: 'k2' }, key: next.privateKey });
    expect(await send(own, value)).toBe(204);
    expect(own.provider.asked.map(({ path }) => path)).toEqual(['/keys', '/keys']);
  });

  it.each([
    ['active in words', { active: 'true', aud: 'api' }, 401],
    ['active by a number', { active: 1 }, 401],
    ['active', { active: true, sub: 'ada' }, 204],
  ])('C40 that says of an opaque token %s', async (_name, answer, status) => {
    await using own = await openWorld();
    own.provider.json('/introspect', answer);
    expect(await send(own, 'opaque', '/opaque')).toBe(status);
  });

  it.each([
    ['a page', (own: World) => own.provider.answers.set('/introspect', (_, response) => response.end('<html>'))],
    ['an error', (own: World) => own.provider.json('/introspect', {}, 500)],
    ['nothing', (own: World) => own.provider.answers.set('/introspect', () => undefined)],
  ])('C40 that answers about an opaque token with %s', async (_name, arrange) => {
    await using own = await openWorld();
    arrange(own);
    expect(await send(own, 'opaque', '/opaque')).toBe(503);
  });
});
