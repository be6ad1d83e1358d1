import type { OidcConfig } from '@brrt/router-core/config';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSecurity, SecurityConfigError } from '../src/index.ts';
import { givenConfig, givenContract, givenOperation } from './given.ts';
import { good, send, token } from './given-tokens.ts';
import { type Provider, startProvider } from './provider.ts';

let provider: Provider;

beforeEach(async () => {
  provider = await startProvider();
});
afterEach(async () => {
  vi.useRealTimers();
  await provider.close();
});

const metadata = '/.well-known/openid-configuration';

function oidc(more: Partial<OidcConfig> = {}): OidcConfig {
  return {
    issuer: provider.url,
    aud: 'api',
    audClaim: 'aud',
    leewaySecs: 5,
    cacheTtlSecs: 300,
    algorithms: ['RS256'],
    typ: undefined,
    ...more,
  };
}

function handler(more: Partial<OidcConfig> = {}) {
  const config = givenConfig({ security: { oidc: { Bearer: oidc(more) } } });
  const found = createSecurity(givenContract('Bearer'), config).handlers.Bearer;
  if (found === undefined) throw new TypeError('no handler');
  return found;
}

const mine = (more: object = {}) => token({ payload: { ...good(), iss: provider.url, ...more } });

describe('an issuer found by discovery', () => {
  it('needs nothing but its name', async () => {
    const bearer = handler();
    expect(await send(bearer, mine(), ['orders:read'])).toMatchObject({
      outcome: 'authenticated',
      principal: { subject: 'ada' },
    });
    expect(await send(bearer, mine({ sub: 'bob' }))).toMatchObject({ outcome: 'authenticated' });
    expect(provider.asked.map(({ path }) => path)).toEqual([metadata, '/keys']);
  });

  it.each([
    ['the issuer of a token is another', { iss: 'https://issuer.example/' }, 'issuer'],
    ['the issuer of a token differs by a slash', { iss: 'slash' }, 'issuer'],
    ['a token is meant for others', { aud: 'other' }, 'audience'],
  ])('refuses when %s', async (_name, claims, reason) => {
    const payload = { ...claims, ...('iss' in claims && claims.iss === 'slash' ? { iss: `${provider.url}/` } : {}) };
    expect(await send(handler(), mine(payload))).toEqual({ outcome: 'rejected', reason });
  });

  it.each([
    [
      'a client id instead of an audience (Amazon Cognito)',
      'client_id',
      { aud: undefined, client_id: 'api' },
      'authenticated',
    ],
    ['an authorized party (Keycloak)', 'azp', { aud: 'account', azp: 'api' }, 'authenticated'],
    ['another client id', 'client_id', { aud: 'api', client_id: 'other' }, 'audience'],
    ['no client id', 'client_id', { aud: 'api' }, 'audience'],
  ] as const)('looks for %s', async (_name, audClaim, claims, want) => {
    const result = await send(handler({ audClaim }), mine(claims));
    expect(result.outcome === 'rejected' ? result.reason : result.outcome).toBe(want);
  });

  it.each([
    ['names another issuer', () => ({ issuer: 'https://issuer.example', jwks_uri: `${provider.url}/keys` })],
    ['names itself with a slash more', () => ({ issuer: `${provider.url}/`, jwks_uri: `${provider.url}/keys` })],
    ['names no key set', () => ({ issuer: provider.url })],
    ['names a key set that is not https', () => ({ issuer: provider.url, jwks_uri: 'http://keys.example/keys' })],
    ['names a key set with a password', () => ({ issuer: provider.url, jwks_uri: 'https://a:b@keys.example/keys' })],
    ['is a list', () => []],
  ])('is unavailable while its metadata %s', async (_name, body) => {
    provider.json(metadata, body());
    expect(await send(handler(), mine())).toMatchObject({ outcome: 'unavailable' });
  });

  it('is unavailable, not wrong, while it is out of reach, and asked ever more seldom', async () => {
    provider.json(metadata, {}, 500);
    const bearer = handler();
    const start = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: start });
    for (let second = 0; second < 60; second++) {
      vi.setSystemTime(start + second * 1000);
      expect(await send(bearer, mine())).toMatchObject({ outcome: 'unavailable' });
    }
    expect(provider.asked.length).toBeLessThanOrEqual(6);
  });

  it('is asked again for its metadata after an hour, and used when it cannot answer then', async () => {
    const bearer = handler();
    await send(bearer, mine());
    provider.json(metadata, {}, 500);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 3_600_000 });
    expect(await send(bearer, mine({ exp: Math.floor(Date.now() / 1000) + 60 }))).toMatchObject({
      outcome: 'authenticated',
    });
    expect(provider.asked.filter(({ path }) => path === metadata)).toHaveLength(2);
  });

  it('is that of the contract where the configuration names none', () => {
    const securitySchemes = {
      Oidc: {
        name: 'Oidc',
        type: 'openIdConnect',
        openIdConnectUrl: 'https://id.example/tenant/.well-known/openid-configuration',
        extensions: {},
        source: { file: 'openapi.yaml', line: 1, column: 1, pointer: '' },
      },
    } as const;
    const contract = {
      securitySchemes,
      operations: [givenOperation({ security: [[{ scheme: 'Oidc', scopes: [] }]] })],
    };
    const config = givenConfig({ security: { oidc: { Oidc: oidc({ issuer: undefined }) } } });
    expect(Object.keys(createSecurity(contract, config).handlers)).toEqual(['Oidc']);
  });

  it.each([
    ['Bearer', { issuer: undefined }, 'security.oidc.Bearer.issuer: is required for http bearer'],
    ['Oidc', { issuer: undefined }, "security.oidc.Oidc.issuer: is required: the contract's openIdConnectUrl is no"],
  ] as const)('has to be named for %s with %j', (scheme, more, want) => {
    const config = givenConfig({ security: { oidc: { [scheme]: oidc(more) } } });
    expect(() => createSecurity(givenContract(scheme), config)).toThrow(SecurityConfigError);
    expect(() => createSecurity(givenContract(scheme), config)).toThrow(want);
  });
});
