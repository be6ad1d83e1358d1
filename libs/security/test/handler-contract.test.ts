import { createHmac, randomUUID } from 'node:crypto';
import type { AuthenticationResult, HttpRequest, SecurityHandler } from '@brrt/router-core/ports';
import { createWebhookSecret } from '@brrt/router-core/webhooks';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSecurity, hashPassword, SecurityConfigError } from '../src/index.ts';
import { givenConfig, givenContract, givenOperation, givenRequest, schemes } from './given.ts';
import { boundToken, proofFor } from './given-proofs.ts';
import { k1, token } from './given-tokens.ts';
import { type Provider, startProvider } from './provider.ts';

const hoba = { ...schemes.Bearer, name: 'Hoba', scheme: 'hoba' } as const;

/** What a service may write itself: `Authorization: HOBA <user>.<hmac>`. */
function createHobaHandler(scheme: SecurityHandler['scheme']): SecurityHandler {
  const sign = (user: string): string => createHmac('sha256', 'shared').update(user).digest('base64url');
  return {
    scheme,
    authenticate({ headers: { authorization = '' } }, scopes): AuthenticationResult {
      const [, user, signature] = /^hoba ([\w-]+)\.([\w-]+)$/i.exec(authorization) ?? [];
      if (user === undefined) return { outcome: 'absent' };
      if (signature !== sign(user)) return { outcome: 'rejected', reason: 'signature' };
      const principal = { scheme: scheme.name, subject: user, scopes: ['read'], claims: {} };
      const missing = scopes.filter((scope) => scope !== 'read');
      return missing.length > 0
        ? { outcome: 'insufficient-scope', principal, missing }
        : { outcome: 'authenticated', principal };
    },
    challenge: () => 'HOBA realm="Hoba"',
  };
}

let provider: Provider;
let unreachable: Provider;
beforeAll(async () => {
  [provider, unreachable] = await Promise.all([startProvider(), startProvider()]);
  provider.json('/introspect', { active: true, sub: 'ada', scope: 'read' });
  provider.answers.set('/verify', ({ headers }, response) => {
    response.writeHead(headers['x-api-key'] === 'remote-key' ? 200 : 401).end();
  });
  provider.json('/keys', { keys: [k1] });
  for (const path of ['/keys', '/introspect', '/verify']) unreachable.json(path, {}, 500);
});
afterAll(() => Promise.all([provider.close(), unreachable.close()]));

const rules = {
  iss: undefined,
  aud: undefined,
  audClaim: 'aud',
  leewaySecs: 5,
  cacheTtlSecs: 300,
  algorithms: ['RS256'],
  typ: undefined,
} as const;
const sha256 = ['2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b']; // of 'secret'
const hash = await hashPassword('secret');

type Config = Parameters<typeof givenConfig>[0];
interface Subject {
  /** The configuration against this provider. */
  readonly config: (url: string) => Config;
  readonly scheme: 'ApiKey' | 'QueryKey' | 'CookieKey' | 'Bearer' | 'Basic' | 'Webhook' | 'Hoba';
  readonly good: () => HttpRequest;
  readonly bad: () => HttpRequest;
  /** Somebody else is asked, who may be out of reach. */
  readonly asks?: boolean;
}

const authorization = (value: string) => () => givenRequest({ Authorization: value });
const apiKeys = { sha256, headerName: undefined, scopes: ['read'] };
const remote = (url: string) => ({
  verifyUrl: `${url}/verify`,
  timeoutMs: 500,
  headerName: undefined,
  cacheTtlSecs: 60,
  scopes: ['read'],
});
const basic = (text: string) => authorization(`Basic ${Buffer.from(text).toString('base64')}`);
const proven = (): HttpRequest => {
  const bound = boundToken({ scope: 'read' });
  const proof = proofFor(bound, { claims: { htu: 'https://api.example/' } });
  return givenRequest({ Host: 'api.example', Authorization: `DPoP ${bound}`, DPoP: proof });
};
const introspection = (url: string) => ({
  url: `${url}/introspect`,
  issuer: undefined,
  clientId: 'api',
  clientSecret: 'secret',
  iss: undefined,
  aud: undefined,
  timeoutMs: 500,
  cacheTtlSecs: 30,
});

const subjects: readonly (readonly [name: string, subject: Subject])[] = [
  [
    'a key in a header',
    {
      scheme: 'ApiKey',
      config: () => ({ security: { apiKeys: { ApiKey: apiKeys } } }),
      good: () => givenRequest({ 'X-API-Key': 'secret' }),
      bad: () => givenRequest({ 'X-API-Key': 'other' }),
    },
  ],
  [
    'a key in the query',
    {
      scheme: 'QueryKey',
      config: () => ({ security: { apiKeys: { QueryKey: apiKeys } } }),
      good: () => givenRequest({}, { query: 'api+key=secret' }),
      bad: () => givenRequest({}, { query: 'api+key=other' }),
    },
  ],
  [
    'a key in a cookie',
    {
      scheme: 'CookieKey',
      config: () => ({ security: { apiKeys: { CookieKey: apiKeys } } }),
      good: () => givenRequest({ Cookie: 'session=secret' }),
      bad: () => givenRequest({ Cookie: 'session=other' }),
    },
  ],
  [
    'a key that a service knows',
    {
      scheme: 'ApiKey',
      asks: true,
      config: (url) => ({ security: { remoteApiKeys: { ApiKey: remote(url) } } }),
      good: () => givenRequest({ 'X-API-Key': 'remote-key' }),
      bad: () => givenRequest({ 'X-API-Key': 'other' }),
    },
  ],
  [
    'a signed token',
    {
      scheme: 'Bearer',
      asks: true,
      config: (url) => ({ security: { jwks: { Bearer: { ...rules, jwksUrl: `${url}/keys` } } } }),
      good: () => authorization(`Bearer ${token({ payload: { sub: 'ada', scope: 'read', exp: 4_102_444_800 } })}`)(),
      bad: () => authorization(`Bearer ${token()}x`)(),
    },
  ],
  [
    'a token with a proof',
    {
      scheme: 'Bearer',
      asks: true,
      config: (url) => ({ security: { jwks: { Bearer: { ...rules, dpop: 'allowed', jwksUrl: `${url}/keys` } } } }),
      good: proven,
      bad: () => givenRequest({ Authorization: `DPoP ${boundToken()}` }),
    },
  ],
  [
    'an opaque token',
    {
      scheme: 'Bearer',
      asks: true,
      config: (url) => ({ security: { introspection: { Bearer: introspection(url) } } }),
      good: authorization('Bearer opaque'),
      bad: authorization('Bearer '),
    },
  ],
  [
    'a password',
    {
      scheme: 'Basic',
      config: () => ({ security: { basic: { Basic: { users: { ada: hash }, scopes: ['read'] } } } }),
      good: basic('ada:secret'),
      bad: basic('ada:other'),
    },
  ],
  [
    'a signed webhook',
    {
      scheme: 'Webhook',
      config: () => ({
        security: {
          webhookSignatures: { Webhook: { secrets: [webhookSecret], toleranceSecs: 300, scopes: ['read'] } },
        },
      }),
      good: () => signedRequest('{}'),
      bad: () => signedRequest('{"other":true}'),
    },
  ],
  [
    'a signed webhook, in development',
    {
      scheme: 'Webhook',
      config: () => ({
        security: { development: { Webhook: { ...none, webhookSecret, subject: 'sender', scopes: ['read'] } } },
      }),
      good: () => signedRequest('{}'),
      bad: () => signedRequest('{"other":true}'),
    },
  ],
  [
    "a scheme of the service's own",
    {
      scheme: 'Hoba',
      config: () => ({}),
      good: () => authorization(`HOBA ada.${createHmac('sha256', 'shared').update('ada').digest('base64url')}`)(),
      bad: authorization('HOBA ada.x'),
    },
  ],
];

const webhookSecret = createWebhookSecret();
const none = { key: undefined, token: undefined, username: undefined, password: undefined };

/** Signed for the body `{}`, each with an id of its own. */
function signedRequest(body: string): HttpRequest {
  const id = `msg_${randomUUID()}`;
  const at = new Date();
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(webhookSecret).sign(id, at, '{}'),
  };
  const octets = Buffer.from(body);
  const source = { present: true, length: octets.length, read: async () => octets };
  return givenRequest(headers, { body: { ...givenRequest().body, ...source } });
}

const securitySchemes = { ...schemes, Hoba: hoba };
const contractOf = (scheme: Subject['scheme']) => ({
  operations: [givenOperation({ security: [[{ scheme, scopes: [] }]] })],
  securitySchemes,
});

function handlerOf({ scheme, config }: Subject, url: string): SecurityHandler {
  const custom = scheme === 'Hoba' ? { Hoba: createHobaHandler } : {};
  const handler = createSecurity(contractOf(scheme), givenConfig(config(url)), { custom }).handlers[scheme];
  if (handler === undefined) throw new TypeError('no handler');
  return handler;
}

// RFC 9110 §11.6.1: a scheme, then parameters that are tokens with quoted values.
const challengeGrammar = /^[!#$%&'*+.^_`|~\w-]+( [\w-]+="(?:[^"\\]|\\.)*"(, [\w-]+="(?:[^"\\]|\\.)*")*)?$/;

describe.each(subjects)('%s', (_name, subject) => {
  let handler: SecurityHandler;
  beforeAll(() => {
    handler = handlerOf(subject, provider.url);
  });

  it('is absent where there is none, and where another scheme is used', async () => {
    expect(await handler.authenticate(givenRequest(), [])).toEqual({ outcome: 'absent' });
    expect(await handler.authenticate(givenRequest({ Authorization: 'Negotiate x' }), [])).toEqual({
      outcome: 'absent',
    });
  });

  it('is accepted, and names a caller of its scheme', async () => {
    const result = await handler.authenticate(subject.good(), ['read'].slice(subject.asks === true ? 1 : 0));
    expect(result).toMatchObject({
      outcome: 'authenticated',
      principal: { scheme: subject.scheme, subject: expect.any(String) },
    });
  });

  it('is rejected for a reason of the closed set', async () => {
    const result = await handler.authenticate(subject.bad(), []);
    expect(result).toMatchObject({ outcome: 'rejected', reason: expect.stringMatching(/^[a-z_]+$/) });
  });

  it('lacks a scope that nobody gave', async () => {
    const result = await handler.authenticate(subject.good(), ['admin']);
    expect(result).toMatchObject({ outcome: 'insufficient-scope', missing: ['admin'] });
  });

  it.runIf(subject.asks === true)('is neither good nor bad while nobody can tell', async () => {
    const result = await handlerOf(subject, unreachable.url).authenticate(subject.good(), []);
    expect(result).toMatchObject({ outcome: 'unavailable', retryAfterSeconds: expect.any(Number) });
  });

  it('is asked for by challenges that can be parsed, whatever happened', async () => {
    const failures = [undefined, { outcome: 'absent' }, { outcome: 'rejected', reason: 'expired' }] as const;
    const lacking = await handler.authenticate(subject.good(), ['a"b', 'ü']);
    for (const failure of [...failures, lacking])
      for (const challenge of [handler.challenge(['a"b', 'ü'], failure) ?? []].flat())
        expect(challenge).toMatch(challengeGrammar);
  });
});

describe('a handler of a service', () => {
  it('stands in the place of what is built in', () => {
    const own = createHobaHandler(schemes.ApiKey);
    const { handlers } = createSecurity(givenContract('ApiKey'), givenConfig({}), { custom: { ApiKey: () => own } });
    expect(handlers.ApiKey).toBe(own);
  });

  it.each([
    [
      'for a scheme that the contract lacks',
      { Hobba: createHobaHandler },
      {},
      /Hobba: has a handler of the service, and the contract has no such/,
    ],
    [
      'beside configuration that would do nothing',
      { ApiKey: createHobaHandler },
      { apiKeys: { ApiKey: apiKeys } },
      /security\.api_keys\.ApiKey: stands beside a handler/,
    ],
  ])('is refused %s', (_name, custom, security, message) => {
    const create = () => createSecurity(givenContract('ApiKey'), givenConfig({ security }), { custom });
    expect(create).toThrow(SecurityConfigError);
    expect(create).toThrow(message);
  });
});
