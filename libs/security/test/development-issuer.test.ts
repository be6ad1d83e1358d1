import { createSign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSecurity } from '../src/index.ts';
import { givenConfig, givenContract } from './given.ts';
import { ec, encode, inSeconds, jwk, next, send } from './given-tokens.ts';

const place = Symbol.for('brrt.developmentIssuer');
let keys: readonly object[] = [];
beforeEach(() => {
  keys = [jwk(ec.publicKey, { kid: 'd1', alg: 'ES256' })];
  Object.defineProperty(globalThis, place, { value: { keys: () => keys }, configurable: true });
});
afterEach(() => Reflect.deleteProperty(globalThis, place));

const claims = () => ({ iss: 'urn:brrt:development', sub: 'ada', scope: 'read write', exp: inSeconds(60) });

function mint(more: object = {}, header: object = {}): string {
  const input = `${encode({ alg: 'ES256', typ: 'at+jwt', kid: 'd1', ...header })}.${encode({ ...claims(), ...more })}`;
  const signature = createSign('sha256').update(input).sign({ key: ec.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

async function outcomeOf(token: string, opensBearer = true): Promise<string> {
  const opened = {
    key: undefined,
    username: undefined,
    password: undefined,
    token: 'static',
    subject: 'a',
    scopes: [],
  };
  const development = opensBearer ? { Bearer: opened } : {};
  const jwks = {
    jwksUrl: 'http://127.0.0.1:9/',
    iss: 'https://issuer.example/',
    aud: 'api',
    audClaim: 'aud' as const,
    leewaySecs: 5,
    cacheTtlSecs: 300,
    algorithms: ['ES256' as const],
    typ: undefined,
  };
  const config = givenConfig({ security: { development, jwks: { Bearer: jwks } } });
  const handler = createSecurity(givenContract('Bearer'), config).handlers.Bearer;
  if (handler === undefined) throw new TypeError('no handler');
  const result = await send(handler, token, ['read']);
  return result.outcome === 'rejected' ? result.reason : result.outcome;
}

describe('a token of the issuer of development', () => {
  it('is taken where development opens the scheme', async () => {
    expect(await outcomeOf(mint())).toBe('authenticated');
    expect(await outcomeOf(mint({ scope: '' }))).toBe('insufficient-scope');
  });

  it.each<[string, () => string, string]>([
    ['is over', () => mint({ exp: inSeconds(-60) }), 'expired'],
    ['has no end', () => mint({ exp: undefined }), 'claims'],
    ['is of another type', () => mint({}, { typ: 'JWT' }), 'type'],
    ['names another algorithm', () => mint({}, { alg: 'HS256' }), 'algorithm'],
    ['names another key', () => mint({}, { kid: 'd2' }), 'unknown_key'],
    ['was changed', () => `${mint().slice(0, -8)}AAAAAAAA`, 'signature'],
  ])('is refused when it %s', async (_name, token, want) => expect(await outcomeOf(token())).toBe(want));

  it('is refused before there are keys, and after other ones came', async () => {
    keys = [];
    expect(await outcomeOf(mint())).toBe('unknown_key');
    keys = [jwk(next.publicKey, { kid: 'd1' })];
    expect(await outcomeOf(mint())).not.toBe('authenticated');
  });

  it('is that of anybody for a scheme that development does not open: its own issuer is asked', async () => {
    expect(await outcomeOf(mint(), false)).toBe('unavailable');
  });

  it('does not exist where nobody runs the app for development', async () => {
    Reflect.deleteProperty(globalThis, place);
    expect(await outcomeOf(mint())).toBe('unavailable');
  });
});
