import { createHash, createHmac, generateKeyPairSync } from 'node:crypto';
import type { IntrospectionConfig, JwksConfig } from '@brrt/router-core/config';
import type { AuthenticationResult, SecurityHandler } from '@brrt/router-core/ports';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { canonicalUrl } from '../src/dpop/canonical-url.ts';
import { createMemoryReplayStore } from '../src/dpop/replay-store.ts';
import { verifyProof } from '../src/dpop/verify-proof.ts';
import { createSecurity, type ReplayStore, SecurityConfigError } from '../src/index.ts';
import { givenConfig, givenContract, givenRequest } from './given.ts';
import { boundToken, holder, proofFor, thief, thumbprint } from './given-proofs.ts';
import { type Issuer, inSeconds, k1, startIssuer, token } from './given-tokens.ts';
import { type Provider, startProvider } from './provider.ts';

let issuer: Issuer;
let provider: Provider;
beforeAll(async () => {
  [issuer, provider] = await Promise.all([startIssuer(), startProvider()]);
  issuer.serve(k1);
});
afterAll(() => Promise.all([issuer.close(), provider.close()]));
afterEach(() => void vi.useRealTimers());

interface Given extends Partial<JwksConfig> {
  readonly replayStore?: ReplayStore;
  readonly externalUrl?: string | undefined;
}

function handlerWith(given: Given = {}): SecurityHandler {
  const { replayStore, externalUrl, ...jwks } = { externalUrl: 'https://api.example', ...given };
  const config = givenConfig({ security: { jwks: { Bearer: issuer.jwks(jwks) } } });
  const extras = replayStore === undefined ? {} : { replayStore };
  const { Bearer } = createSecurity(
    givenContract('Bearer'),
    { ...config, http: { ...config.http, externalUrl } },
    extras,
  ).handlers;
  if (Bearer === undefined) throw new TypeError('no handler');
  return Bearer;
}

interface Sent {
  readonly authorization: string;
  readonly proof?: string | readonly string[] | undefined;
  readonly method?: string;
  readonly path?: string;
  readonly host?: string;
}

async function send(
  handler: SecurityHandler,
  { authorization, proof, method = 'GET', path = '/orders', host = 'internal:8080' }: Sent,
): Promise<AuthenticationResult> {
  const headers = { Host: host, Authorization: authorization, ...(proof !== undefined && { DPoP: proof }) };
  return handler.authenticate(givenRequest(headers, { method, path, target: `${path}?a=b`, query: 'a=b' }), []);
}

const verdict = (result: AuthenticationResult): string =>
  result.outcome === 'rejected' ? result.reason : result.outcome;

describe('a token that is bound to a key', () => {
  let handler: SecurityHandler;
  beforeEach(() => {
    handler = handlerWith();
  });

  it.each([
    ['with a proof', {}],
    ['with the scheme in any case', {}, 'dPoP'],
    ['with a query and a fragment in the address', { claims: { htu: 'https://api.example/orders?x=1#y' } }],
    ['with another spelling of the address', { claims: { htu: 'HTTPS://API.example:443/%6frders' } }],
    ['with a proof that is a little late', { claims: { iat: inSeconds(-55) } }],
    ['with a proof of a clock that is ahead', { claims: { iat: inSeconds(55) } }],
  ])('is taken %s', async (_name, parts, scheme = 'DPoP') => {
    const bound = boundToken();
    const result = await send(handler, { authorization: `${scheme} ${bound}`, proof: proofFor(bound, parts) });
    expect(result).toMatchObject({ outcome: 'authenticated', principal: { subject: 'ada' } });
  });

  const ed = generateKeyPairSync('ed25519');
  const small = generateKeyPairSync('rsa', { modulusLength: 1024 });
  it.each([
    ['typ JWT', { header: { typ: 'JWT' } }],
    ['no typ', { header: { typ: undefined } }],
    ['alg none', { header: { alg: 'none' }, sign: () => '' }],
    [
      'a shared secret',
      {
        header: { alg: 'HS256' },
        sign: (input: string) => createHmac('sha256', 'x').update(input).digest('base64url'),
      },
    ],
    ['a private key in its header', { header: { jwk: holder.privateKey.export({ format: 'jwk' }) } }],
    ['no key in its header', { header: { jwk: undefined } }],
    ['a symmetric key in its header', { header: { jwk: { kty: 'oct', k: 'AAAA' } } }],
    ['a text for a key', { header: { jwk: 'key' } }],
    ['the key of somebody else in its header', { header: { jwk: thief.publicKey.export({ format: 'jwk' }) } }],
    ['a key of another kind than its algorithm', { header: { jwk: ed.publicKey.export({ format: 'jwk' }) } }],
    ['a key that is too small', { header: { alg: 'RS256', jwk: small.publicKey.export({ format: 'jwk' }) } }],
    ['a critical extension', { header: { crit: ['b64'], b64: false } }],
    ['an unencoded payload', { header: { b64: true } }],
    ['another method', { claims: { htm: 'POST' } }],
    ['a method in lower case', { claims: { htm: 'get' } }],
    ['another path', { claims: { htu: 'https://api.example/order' } }],
    ['another host', { claims: { htu: 'https://api.example.evil/orders' } }],
    ['another scheme', { claims: { htu: 'http://api.example/orders' } }],
    ['the address behind the proxy', { claims: { htu: 'http://internal:8080/orders' } }],
    ['a user in the address', { claims: { htu: 'https://a:b@api.example/orders' } }],
    ['an address that is none', { claims: { htu: '/orders' } }],
    ['a list for an address', { claims: { htu: ['https://api.example/orders'] } }],
    ['no identifier', { claims: { jti: undefined } }],
    ['an empty identifier', { claims: { jti: '' } }],
    ['an endless identifier', { claims: { jti: 'j'.repeat(257) } }],
    ['ten minutes of age', { claims: { iat: inSeconds(-600) } }],
    ['a date to come', { claims: { iat: inSeconds(600) } }],
    ['a date in words', { claims: { iat: 'now' } }],
    ['no date', { claims: { iat: undefined } }],
    ['the hash of another token', { claims: { ath: 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo' } }],
    ['no hash of the token', { claims: { ath: undefined } }],
    ['a signature with one octet more', { sign: () => 'AAAA' }],
    ['no signature', { sign: () => '' }],
  ])('is refused with a proof of %s', async (_name, parts) => {
    const bound = boundToken();
    const result = await send(handler, { authorization: `DPoP ${bound}`, proof: proofFor(bound, parts) });
    expect(verdict(result)).toBe('proof');
  });

  it('is refused without a proof, with an empty one, and with two', async () => {
    const authorization = `DPoP ${boundToken()}`;
    const proof = () => proofFor(authorization.slice(5));
    for (const given of [undefined, '', 'x', [proof(), proof()]])
      expect(verdict(await send(handler, { authorization, proof: given }))).toBe('proof');
  });

  it('is refused with a proof by another key', async () => {
    const bound = boundToken();
    const proof = proofFor(bound, { keys: thief });
    expect(verdict(await send(handler, { authorization: `DPoP ${bound}`, proof }))).toBe('binding');
  });

  it('is refused with a proof that was used before, also for another call', async () => {
    const bound = boundToken();
    const sent = { authorization: `DPoP ${bound}`, proof: proofFor(bound) };
    expect(verdict(await send(handler, sent))).toBe('authenticated');
    expect(verdict(await send(handler, sent))).toBe('proof');
    expect(verdict(await send(handler, { ...sent, proof: proofFor(bound) }))).toBe('authenticated');
  });

  it.each([
    ['as a bearer token', (bound: string) => ({ authorization: `Bearer ${bound}` })],
    [
      'as a bearer token with a proof',
      (bound: string) => ({ authorization: `Bearer ${bound}`, proof: proofFor(bound) }),
    ],
  ])('is worth nothing %s', async (_name, sent) => {
    expect(verdict(await send(handler, sent(boundToken())))).toBe('binding');
  });

  it.each([
    ['by a certificate', { cnf: { 'x5t#S256': 'A'.repeat(43) } }],
    ['by something that nobody knows', { cnf: { kid: 'k' } }],
    ['in words', { cnf: 'key' }],
  ])('%s is worth nothing as a bearer token', async (_name, claims) => {
    expect(verdict(await send(handler, { authorization: `Bearer ${boundToken(claims)}` }))).toBe('binding');
  });

  it.each([
    ['is not bound', { cnf: undefined }],
    ['is bound to nothing', { cnf: null }],
    ['is bound to a certificate', { cnf: { 'x5t#S256': 'A'.repeat(43) } }],
    ['is bound to a certificate too', { cnf: { jkt: thumbprint(holder.publicKey), 'x5t#S256': 'A'.repeat(43) } }],
  ])('a token that %s is not taken with the scheme DPoP', async (_name, claims) => {
    const other = boundToken(claims);
    expect(verdict(await send(handler, { authorization: `DPoP ${other}`, proof: proofFor(other) }))).toBe('binding');
  });

  it('is judged before its proof: an expired one is expired', async () => {
    const old = boundToken({ exp: inSeconds(-600) });
    expect(verdict(await send(handler, { authorization: `DPoP ${old}`, proof: proofFor(old) }))).toBe('expired');
  });
});

describe('a token that is bound to a certificate', () => {
  const leaf = Buffer.from('the certificate of the client');
  const shown = createHash('sha256').update(leaf).digest('base64url');
  const peerCertificate = { leaf, issuers: [], failure: undefined };

  it.each([
    ['is taken with it', { 'x5t#S256': shown }, peerCertificate, 'authenticated'],
    [
      'is refused with another (RFC 8705 §3)',
      { 'x5t#S256': shown },
      { ...peerCertificate, leaf: Buffer.from('other') },
      'binding',
    ],
    ['is refused without one', { 'x5t#S256': shown }, undefined, 'binding'],
    ['is refused when it is bound to a key too', { 'x5t#S256': shown, jkt: 'k' }, peerCertificate, 'binding'],
    ['is refused when it is bound to more than is known', { 'x5t#S256': shown, kid: 'k' }, peerCertificate, 'binding'],
  ])('%s', async (_name, cnf, certificate, want) => {
    const request = givenRequest({ Authorization: `Bearer ${boundToken({ cnf })}` }, { peerCertificate: certificate });
    expect(verdict(await handlerWith().authenticate(request, []))).toBe(want);
  });
});

describe('the address in a proof', () => {
  it('is the host that the client names, where the configuration says no other', async () => {
    const handler = handlerWith({ externalUrl: undefined });
    const call = async (htu: string) => {
      const bound = boundToken();
      const proof = proofFor(bound, { claims: { htu } });
      return verdict(await send(handler, { authorization: `DPoP ${bound}`, proof, host: 'api.example' }));
    };
    expect(await call('https://api.example/orders')).toBe('authenticated');
    expect(await call('http://api.example/orders')).toBe('authenticated');
    expect(await call('https://evil.example/orders')).toBe('proof');
  });

  it('has what a proxy puts in front of the path', async () => {
    const handler = handlerWith({ externalUrl: 'https://shop.example/api' });
    const bound = boundToken();
    const proof = proofFor(bound, { claims: { htu: 'https://shop.example/api/orders' } });
    expect(verdict(await send(handler, { authorization: `DPoP ${bound}`, proof }))).toBe('authenticated');
  });

  it.each([
    ['HTTPS://Example.COM:443/%7euser/%2f?q#f', 'https://example.com/~user/%2F'],
    ['http://example.com:80', 'http://example.com/'],
    ['http://example.com:8080//a', 'http://example.com:8080//a'],
    ['ftp://example.com/', undefined],
    ['https://user@example.com/', undefined],
    ['example.com', undefined],
  ])('%s is compared as %s', (given, want) => expect(canonicalUrl(given)).toBe(want));
});

describe('proofs with nonces', () => {
  const secret = 'a secret of every process';
  const dpop = { dpop: 'allowed', dpopNonceSecret: secret } as const;
  const call = async (handler: SecurityHandler, nonce?: unknown) => {
    const bound = boundToken();
    const proof = proofFor(bound, { claims: { nonce } });
    return send(handler, { authorization: `DPoP ${bound}`, proof });
  };
  const nonceIn = (result: AuthenticationResult) =>
    result.outcome === 'rejected' && result.headers?.[0] === 'dpop-nonce' ? result.headers[1] : undefined;

  it('are asked for one, and taken with it by every process that knows the secret', async () => {
    const first = await call(handlerWith(dpop));
    expect(verdict(first)).toBe('proof_nonce');
    expect(verdict(await call(handlerWith(dpop), nonceIn(first)))).toBe('authenticated');
    expect(verdict(await call(handlerWith({ ...dpop, dpopNonceSecret: 'another' }), nonceIn(first)))).toBe(
      'proof_nonce',
    );
  });

  it('need a new one after some minutes', async () => {
    const handler = handlerWith(dpop);
    const nonce = nonceIn(await call(handler));
    vi.useFakeTimers({ now: Date.now() + 4 * 60_000, toFake: ['Date'] });
    expect(verdict(await call(handler, nonce))).toBe('authenticated');
    vi.setSystemTime(Date.now() + 2 * 60_000);
    expect(verdict(await call(handler, nonce))).toBe('proof_nonce');
  });

  it.each([['an old'], [''], [7]])('are refused with %j', async (nonce) => {
    expect(verdict(await call(handlerWith(dpop), nonce))).toBe('proof_nonce');
  });
});

describe('the memory of used proofs', () => {
  it('knows an identifier until it expires', async () => {
    vi.useFakeTimers({ now: 1_000_000, toFake: ['Date'] });
    const store = createMemoryReplayStore();
    expect(await store.note('a', 1_010_000)).toBe(true);
    expect(await store.note('a', 1_010_000)).toBe(false);
    vi.setSystemTime(1_010_000);
    expect(await store.note('a', 1_020_000)).toBe(true);
  });

  it('forgets what is expired to make room, and takes nothing when there is none', async () => {
    vi.useFakeTimers({ now: 1_000_000, toFake: ['Date'] });
    const store = createMemoryReplayStore(2);
    await store.note('a', 1_010_000);
    await store.note('b', 1_020_000);
    await expect(store.note('c', 1_020_000)).rejects.toThrow('2 proofs were used within their time');
    vi.setSystemTime(1_010_000);
    expect(await store.note('c', 1_030_000)).toBe(true);
    expect(await store.note('b', 1_030_000)).toBe(false);
  });

  it('finds what is expired behind what lasts longer', async () => {
    vi.useFakeTimers({ now: 1_000_000, toFake: ['Date'] });
    const store = createMemoryReplayStore(3);
    await store.note('webhook', 1_600_000);
    await store.note('a', 1_010_000);
    await store.note('b', 1_010_000);
    vi.setSystemTime(1_010_000);
    expect(await store.note('c', 1_020_000)).toBe(true);
    expect(await store.note('webhook', 1_700_000)).toBe(false);
  });

  it('may be one that processes share: what it cannot tell is 503, not yes', async () => {
    const noted: string[] = [];
    const call = async (note: ReplayStore['note']) => {
      const bound = boundToken();
      const result = await send(handlerWith({ replayStore: { note } }), {
        authorization: `DPoP ${bound}`,
        proof: proofFor(bound),
      });
      return verdict(result);
    };
    expect(await call((id) => noted.push(id) === 1)).toBe('authenticated');
    expect(await call(async () => false)).toBe('proof');
    expect(await call(() => Promise.reject(new TypeError('no answer')))).toBe('unavailable');
    expect(noted).toEqual([expect.stringMatching(/^[\w-]{43}$/)]);
  });
});

describe('the configuration', () => {
  const challenges = (mode: JwksConfig['dpop'], reason?: string) =>
    handlerWith({ dpop: mode }).challenge([], reason === undefined ? undefined : { outcome: 'rejected', reason });
  const algs = 'algs="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519"';

  it.each([
    ['offers bearer tokens', undefined, undefined, 'Bearer realm="Bearer"'],
    ['offers both', 'allowed', undefined, ['Bearer realm="Bearer"', `DPoP realm="Bearer", ${algs}`]],
    ['offers bound tokens only', 'required', undefined, `DPoP realm="Bearer", ${algs}`],
    [
      'says what is wrong with a proof, though it does not offer it',
      undefined,
      'proof',
      ['Bearer realm="Bearer"', `DPoP realm="Bearer", error="invalid_dpop_proof", ${algs}`],
    ],
    ['asks for a nonce', 'required', 'proof_nonce', `DPoP realm="Bearer", error="use_dpop_nonce", ${algs}`],
    ['says that a token is bound', undefined, 'binding', 'Bearer realm="Bearer", error="invalid_token"'],
    ['says that a token is bad', 'required', 'expired', `DPoP realm="Bearer", error="invalid_token", ${algs}`],
  ] as const)('%s', (_name, mode, reason, want) => expect(challenges(mode, reason)).toEqual(want));

  it('names all scopes of a bound token that has too few', () => {
    const failure = {
      outcome: 'insufficient-scope',
      principal: { scheme: 'Bearer', subject: 'a', scopes: [], claims: {} },
      missing: ['b'],
    } as const;
    expect(handlerWith({ dpop: 'required' }).challenge(['a', 'b'], failure)).toBe(
      `DPoP realm="Bearer", error="insufficient_scope", scope="a b", ${algs}`,
    );
  });

  it('that requires bound tokens takes no others', async () => {
    const handler = handlerWith({ dpop: 'required' });
    expect(verdict(await send(handler, { authorization: `Bearer ${token()}` }))).toBe('binding');
    const bound = boundToken();
    expect(verdict(await send(handler, { authorization: `DPoP ${bound}`, proof: proofFor(bound) }))).toBe(
      'authenticated',
    );
  });

  it('that requires bound tokens says where clients reach the service', () => {
    const config = givenConfig({ security: { jwks: { Bearer: issuer.jwks({ dpop: 'required' }) } } });
    expect(() => createSecurity(givenContract('Bearer'), config)).toThrow(SecurityConfigError);
    expect(() => createSecurity(givenContract('Bearer'), config)).toThrow(
      /http\.external_url: is required where Bearer/,
    );
  });

  it('of introspection binds opaque tokens to what the server says', async () => {
    const introspection: IntrospectionConfig = {
      url: `${provider.url}/introspect`,
      issuer: undefined,
      clientId: 'api',
      clientSecret: 'secret',
      iss: undefined,
      aud: undefined,
      timeoutMs: 1_000,
      cacheTtlSecs: 30,
    };
    const config = givenConfig({ security: { introspection: { Bearer: introspection } } });
    const http = { ...config.http, externalUrl: 'https://api.example' };
    const { Bearer } = createSecurity(givenContract('Bearer'), { ...config, http }).handlers;
    if (Bearer === undefined) throw new TypeError('no handler');
    const cnf = { jkt: thumbprint(holder.publicKey) };
    provider.json('/introspect', { active: true, sub: 'ada', token_type: 'DPoP', cnf });
    const proof = proofFor('opaque');
    expect(verdict(await send(Bearer, { authorization: 'DPoP opaque', proof }))).toBe('authenticated');
    expect(verdict(await send(Bearer, { authorization: 'Bearer opaque' }))).toBe('binding');
    provider.json('/introspect', { active: true, sub: 'ada', token_type: 'DPoP' });
    expect(verdict(await send(Bearer, { authorization: 'Bearer other' }))).toBe('binding');
  });
});

describe('RFC 9449', () => {
  // §7.1, figure 12, with the access token of figure 8 and its thumbprint.
  const proof =
    'eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9.2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA';
  const accessToken = 'Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU';
  const asked = {
    method: 'GET',
    urls: ['https://resource.example.org/protectedresource'],
    token: accessToken,
    nonce: undefined,
  };

  it('has an example that is valid when it was made', async () => {
    vi.useFakeTimers({ now: 1_562_262_618_000, toFake: ['Date'] });
    expect(await verifyProof(proof, asked)).toEqual({
      verdict: 'valid',
      thumbprint: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I',
      id: 'e1j3V_bKic8-LAEB',
      until: 1_562_262_679_000,
    });
  });

  it('has an example that is too old by now', async () => {
    expect(await verifyProof(proof, asked)).toEqual({ verdict: 'invalid', reason: 'proof' });
  });

  it('wants one place for a token: beside the header, none in the query (RFC 6750 §2)', async () => {
    const headers = { Authorization: `Bearer ${token()}` };
    const request = givenRequest(headers, { query: 'access_token=x', target: '/?access_token=x' });
    expect(await handlerWith().authenticate(request, [])).toEqual({ outcome: 'ambiguous' });
  });

  it('leaves a query parameter access_token to an operation that declares one', async () => {
    const request = givenRequest({ Authorization: `Bearer ${token()}` }, { query: 'access_token=x' });
    const outcomeOf = async (place: 'query' | 'header') =>
      (
        await handlerWith()
          .forOperation?.({ parameters: [{ name: 'access_token', in: place }] })
          .authenticate(request, [])
      )?.outcome;
    expect([await outcomeOf('query'), await outcomeOf('header')]).toEqual(['authenticated', 'ambiguous']);
  });
});
