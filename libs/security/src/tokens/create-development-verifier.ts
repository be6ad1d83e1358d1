import type { TokenRules } from '@brrt/router-core/config';
import { createLocalJWKSet, type JWK } from 'jose';
import { parseClaims } from '../jwt/parse-claims.ts';
import { isCompactToken, verifyToken } from '../jwt/verify-token.ts';
import type { TokenVerifier } from './token-verifier.ts';

/** The keys of the issuer of whoever runs this app for development, told over the channel to it. */
interface DevelopmentIssuer {
  readonly keys: () => readonly JWK[];
}

/** Where the runner of `brrt serve` puts it, before the app is loaded. */
const place = Symbol.for('brrt.developmentIssuer');
const rules: TokenRules = {
  iss: 'urn:brrt:development',
  aud: undefined,
  audClaim: 'aud',
  leewaySecs: 5,
  algorithms: ['ES256'],
  typ: 'at+jwt',
};
const rememberMs = 10_000;

/**
 * Takes tokens that the developer dashboard mints, for a scheme that `config.development.yaml` opens: production reads no such file.
 * Undefined: nobody runs this app for development, so there is no such issuer.
 */
export function createDevelopmentVerifier(): TokenVerifier | undefined {
  const issuer = (globalThis as { readonly [place]?: DevelopmentIssuer })[place];
  if (issuer === undefined) return undefined;
  return {
    takes: (token) => isCompactToken(token) && parseClaims(token.split('.')[1] ?? '')?.iss === rules.iss,
    async verify(token) {
      const keys = [...issuer.keys()];
      const outcome = await verifyToken(token, { keys, resolve: createLocalJWKSet({ keys }) }, rules);
      return outcome.verdict === 'invalid' ? outcome : { ...outcome, until: Date.now() + rememberMs };
    },
  };
}
