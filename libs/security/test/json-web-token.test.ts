import { createHmac, createSign } from 'node:crypto';
import type { JwksConfig } from '@brrt/router-core/config';
import { exportSPKI } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  ec,
  encode,
  good,
  type Issuer,
  inSeconds,
  issuer,
  jwk,
  k1,
  k2,
  next,
  rsa,
  send,
  startIssuer,
  token,
  weak,
} from './given-tokens.ts';

let origin: Issuer;

beforeAll(async () => {
  origin = await startIssuer();
});
afterAll(() => origin.close());
beforeEach(() => {
  origin.fetches = 0;
  origin.serve(k1);
});

// The last of 342 base64url characters carries two bits: the character after it in the alphabet decodes to the same octets.
const after = (character = '') => String.fromCharCode(character.charCodeAt(0) + 1);

const outcomeOf = async (value: string, more: Partial<JwksConfig> = {}) => {
  const result = await send(origin.handler(more), value);
  return result.outcome === 'rejected' ? result.reason : result.outcome;
};

describe('a token', () => {
  it('is accepted with its subject, scopes and claims, which have no prototype', async () => {
    const result = await send(origin.handler(), token({ payload: { ...good(), roles: { admin: true } } }), [
      'orders:read',
    ]);
    expect(result).toMatchObject({
      outcome: 'authenticated',
      principal: { scheme: 'Bearer', subject: 'ada', scopes: ['orders:read', 'orders:write'] },
    });
    const claims: Readonly<Record<string, unknown>> = result.outcome === 'authenticated' ? result.principal.claims : {};
    expect(Object.getPrototypeOf(claims)).toBeNull();
    expect(Object.getPrototypeOf(claims.roles)).toBeNull();
  });

  it.each([
    ['audience in a list', { aud: ['other', 'api'] }],
    ['expiry within the leeway', { exp: inSeconds(-3) }],
    ['a sane nbf and iat', { nbf: inSeconds(-1), iat: inSeconds(3) }],
    ['no subject', { sub: undefined }],
    ['a client instead of a subject', { sub: undefined, client_id: 'batch' }],
  ])('is accepted with %s', async (_name, claims) => {
    expect(await outcomeOf(token({ payload: { ...good(), ...claims } }))).toBe('authenticated');
  });

  it.each([
    ['is signed with elliptic curves', { alg: 'ES256', kid: 'e1' }],
    ['names an ordinary type', { alg: 'ES256', kid: 'e1', typ: 'application/at+jwt' }],
  ])('is accepted when it %s', async (_name, header) => {
    origin.serve(k1, jwk(ec.publicKey, { kid: 'e1' }));
    const input = `${encode(header)}.${encode(good())}`;
    const signature = createSign('sha256').update(input).sign({ key: ec.privateKey, dsaEncoding: 'ieee-p1363' });
    expect(await outcomeOf(`${input}.${signature.toString('base64url')}`)).toBe('authenticated');
  });

  it('is accepted without a key id where there is one key, refused where there are more', async () => {
    const value = token({ header: { alg: 'RS256' } });
    expect(await outcomeOf(value)).toBe('authenticated');
    origin.serve(k1, jwk(ec.publicKey, { kid: 'e1' }));
    expect(await outcomeOf(value)).toBe('unknown_key');
  });

  it.each([
    ['expired', { exp: inSeconds(-10) }, 'expired'],
    ['no exp', { exp: undefined }, 'claims'],
    ['a subject that is a number', { sub: 7 }, 'claims'],
    ['a subject that is an object', { sub: { name: 'ada' } }, 'claims'],
    ['exp as a string', { exp: String(inSeconds(60)) }, 'claims'],
    ['exp null', { exp: null }, 'claims'],
    ['exp −1', { exp: -1 }, 'expired'],
    ['nbf in the future', { nbf: inSeconds(60) }, 'not_yet_valid'],
    ['nbf as a text', { nbf: 'now' }, 'claims'],
    ['iat in the future', { iat: inSeconds(60) }, 'not_yet_valid'],
    ['iat as a fraction', { iat: 1.5 }, 'claims'],
    ['another audience', { aud: 'other' }, 'audience'],
    ['no audience', { aud: undefined }, 'audience'],
    ['an issuer without its last slash', { iss: 'https://issuer.example' }, 'issuer'],
    ['no issuer', { iss: undefined }, 'issuer'],
  ])('is refused with %s', async (_name, claims, reason) => {
    expect(await outcomeOf(token({ payload: { ...good(), ...claims } }))).toBe(reason);
  });

  it.each([
    ['exp 1e400', `{"iss":"${issuer}","aud":"api","exp":1e400}`, 'claims'],
    ['a claim twice', `{"sub":"ada","sub":"root","iss":"${issuer}","aud":"api","exp":${inSeconds(60)}}`, 'malformed'],
    [
      'a claim twice, once escaped',
      `{"sub":"ada","s\\u0075b":"root","iss":"${issuer}","aud":"api","exp":${inSeconds(60)}}`,
      'malformed',
    ],
    [
      'a nested claim twice',
      `{"act":[{"a":1,"a":2}],"iss":"${issuer}","aud":"api","exp":${inSeconds(60)}}`,
      'malformed',
    ],
    ['a list for claims', '[]', 'malformed'],
    ['a text for claims', '"claims"', 'malformed'],
    ['claims that are not JSON', '{', 'malformed'],
  ])('is refused with %s', async (_name, payload, reason) => {
    expect(await outcomeOf(token({ payload }))).toBe(reason);
  });

  it('may have colons and quotes in its claims, and one that is called __proto__', async () => {
    const payload = `{"name":"a:\\"b\\":c","__proto__":{"admin":true},"iss":"${issuer}","aud":"api","exp":${inSeconds(60)}}`;
    const result = await send(origin.handler(), token({ payload }));
    expect(result.outcome).toBe('authenticated');
    expect(result).not.toHaveProperty('principal.claims.admin');
  });

  it.each([
    ['alg none', { alg: 'none' }],
    ['alg nOnE', { alg: 'nOnE' }],
    ['no alg', { kid: 'k1' }],
    ['alg as a list', { alg: ['RS256'] }],
    ['an algorithm that is not allowed', { alg: 'RS512', kid: 'k1' }],
  ])('is refused with %s', async (_name, header) => {
    expect(await outcomeOf(token({ header }))).toBe('algorithm');
  });

  it('is refused when it is signed with HMAC and the public key', async () => {
    const input = `${encode({ alg: 'HS256', kid: 'k1' })}.${encode(good())}`;
    const pem = await exportSPKI(rsa.publicKey);
    expect(await outcomeOf(`${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`)).toBe(
      'algorithm',
    );
  });

  it.each([
    ['a key of its own', { jwk: k2 }, 'signature'],
    ['an address for keys', { jku: 'http://127.0.0.1:1/' }, 'signature'],
    ['a certificate', { x5c: ['MII'], x5u: 'http://127.0.0.1:1/' }, 'signature'],
    ['an unencoded payload', { b64: false }, 'malformed'],
    ['an extension nobody knows', { crit: ['exp'], exp: 1 }, 'algorithm'],
    ['another type', { typ: 'logout+jwt' }, 'type'],
    ['a number for a type', { typ: 1 }, 'type'],
    ['a number for a key id', { kid: 7 }, 'malformed'],
    ['a path for a key id', { kid: '../../etc/passwd' }, 'unknown_key'],
    ['SQL for a key id', { kid: "' OR 1=1--" }, 'unknown_key'],
  ])('is refused with %s', async (_name, more, reason) => {
    expect(await outcomeOf(token({ header: { alg: 'RS256', kid: 'k1', ...more }, key: next.privateKey }))).toBe(reason);
    expect(origin.fetches).toBeLessThanOrEqual(1);
  });

  it.each([
    ['without its signature', (value: string) => value.slice(0, value.lastIndexOf('.') + 1), 'malformed'],
    ['of two parts', (value: string) => value.slice(0, value.lastIndexOf('.')), 'malformed'],
    ['of five parts', (value: string) => `${value}.a.b`, 'malformed'],
    ['with padding', (value: string) => `${value}==`, 'malformed'],
    ['with a space', (value: string) => value.replace('.', ' .'), 'malformed'],
    ['with a signature of another length', (value: string) => `${value}A`, 'signature'],
    ['with unused bits set', (value: string) => value.slice(0, -1) + after(value.at(-1)), 'malformed'],
    [
      'with a changed payload',
      (value: string) => value.replace(/\.[^.]+\./, `.${encode({ ...good(), sub: 'root' })}.`),
      'signature',
    ],
    ['beyond 8 KiB', (value: string) => value + 'A'.repeat(8_192), 'too_long'],
  ])('is refused %s', async (_name, change, reason) => {
    expect(await outcomeOf(change(token()))).toBe(reason);
  });

  it.each([
    ['encryption', jwk(rsa.publicKey, { kid: 'k1', use: 'enc' })],
    ['another algorithm', jwk(rsa.publicKey, { kid: 'k1', alg: 'RS512' })],
  ])('is refused when its key is for %s', async (_name, key) => {
    origin.serve(key);
    expect(await outcomeOf(token())).toBe('unknown_key');
  });

  it('is refused when its key has 1024 bits', async () => {
    origin.serve(jwk(weak.publicKey, { kid: 'k1' }));
    expect(await outcomeOf(token({ key: weak.privateKey }))).toBe('unknown_key');
  });

  it('is refused when two keys have its key id', async () => {
    origin.serve(k1, { ...k2, kid: 'k1' });
    expect(await outcomeOf(token())).toBe('unknown_key');
  });

  it('needs the type that the configuration asks for', async () => {
    const accessToken = token({ header: { alg: 'RS256', kid: 'k1', typ: 'at+jwt' } });
    expect(await outcomeOf(accessToken, { typ: 'at+jwt' })).toBe('authenticated');
    expect(await outcomeOf(token({ header: { alg: 'RS256', kid: 'k1', typ: 'JWT' } }), { typ: 'at+jwt' })).toBe('type');
  });

  it('of any issuer and audience is accepted when none is configured', async () => {
    const value = token({ payload: { exp: inSeconds(60) } });
    expect(await outcomeOf(value, { iss: undefined, aud: undefined })).toBe('authenticated');
  });
});

describe('scopes', () => {
  it.each([
    ['a string', { scope: 'orders:read  orders:write' }, 'authenticated'],
    ['a list', { scope: undefined, scp: ['orders:read', 'orders:write', 7] }, 'authenticated'],
    ['a string in scp', { scope: undefined, scp: 'orders:write orders:read' }, 'authenticated'],
    ['one of two', { scope: 'orders:read' }, 'insufficient-scope'],
    ['a longer name', { scope: 'orders:readx orders:write' }, 'insufficient-scope'],
    ['another case', { scope: 'Orders:read orders:write' }, 'insufficient-scope'],
    ['tabs between', { scope: 'orders:read\torders:write' }, 'insufficient-scope'],
    ['a list in scope', { scope: ['orders:read', 'orders:write'] }, 'insufficient-scope'],
    ['no scopes', { scope: undefined }, 'insufficient-scope'],
  ])('as %s', async (_name, claims, outcome) => {
    const value = token({ payload: { ...good(), ...claims } });
    expect((await send(origin.handler(), value, ['orders:read', 'orders:write'])).outcome).toBe(outcome);
  });
});
