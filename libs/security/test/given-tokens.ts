import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { JwksConfig } from '@brrt/router-core/config';
import type { AuthenticationResult, SecurityHandler } from '@brrt/router-core/ports';
import { createSecurity } from '../src/index.ts';
import { givenConfig, givenContract, givenRequest, type Origin, startOrigin } from './given.ts';

export const issuer = 'https://issuer.example/';
export const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const next = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
export const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });

export const jwk = (key: KeyObject, more: object) => ({ ...key.export({ format: 'jwk' }), use: 'sig', ...more });
export const k1 = jwk(rsa.publicKey, { kid: 'k1', alg: 'RS256' });
export const k2 = jwk(next.publicKey, { kid: 'k2' });

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly location?: string;
  /** There is no answer. */
  readonly hangs?: true;
}

/** A real HTTP server that publishes a key set. */
export interface Issuer extends Origin {
  answer: Answer;
  fetches: number;
  serve(...keys: readonly object[]): void;
  jwks(more?: Partial<JwksConfig>): JwksConfig;
  handler(more?: Partial<JwksConfig>): SecurityHandler;
}

export async function startIssuer(): Promise<Issuer> {
  const origin = await startOrigin((_request, response) => {
    given.fetches++;
    const { status, body, location, hangs } = given.answer;
    if (hangs) return;
    const headers = location === undefined ? {} : { location };
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  });
  const given: Issuer = {
    ...origin,
    answer: { status: 500, body: '' },
    fetches: 0,
    serve: (...keys) => {
      given.answer = { status: 200, body: JSON.stringify({ keys }) };
    },
    jwks: (more) => ({
      jwksUrl: `${origin.url}/jwks`,
      iss: issuer,
      aud: 'api',
      audClaim: 'aud',
      leewaySecs: 5,
      cacheTtlSecs: 300,
      algorithms: ['RS256', 'PS256', 'ES256'],
      typ: undefined,
      ...more,
    }),
    handler: (more) => {
      const config = givenConfig({ security: { jwks: { Bearer: given.jwks(more) } } });
      const handler = createSecurity(givenContract('Bearer'), config).handlers.Bearer;
      if (handler === undefined) throw new TypeError('no handler');
      return handler;
    },
  };
  return given;
}

export const encode = (value: string | object) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
export const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
export const good = () => ({
  sub: 'ada',
  iss: issuer,
  aud: 'api',
  exp: inSeconds(600),
  scope: 'orders:read orders:write',
});

export interface TokenParts {
  readonly header?: string | object;
  readonly payload?: string | object;
  readonly key?: KeyObject;
}

export function token({
  header = { alg: 'RS256', kid: 'k1' },
  payload = good(),
  key = rsa.privateKey,
}: TokenParts = {}): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${createSign('sha256').update(input).sign(key).toString('base64url')}`;
}

export async function send(
  handler: SecurityHandler,
  value: string,
  scopes: readonly string[] = [],
): Promise<AuthenticationResult> {
  return handler.authenticate(givenRequest({ Authorization: `Bearer ${value}` }), scopes);
}
