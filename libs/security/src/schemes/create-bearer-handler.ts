import type { DevelopmentCredential, JwksConfig } from '@brrt/router-core/config';
import type { AuthenticationResult, Principal, SecurityHandler } from '@brrt/router-core/ports';
import { BoundedCache } from '../bounded-cache.ts';
import { KeySet, type KeySetSnapshot } from '../jwt/key-set.ts';
import type { Claims } from '../jwt/parse-claims.ts';
import { scopesOf } from '../jwt/scopes-of.ts';
import { type TokenVerdict, verifyToken } from '../jwt/verify-token.ts';
import { bearerChallenge } from './challenge.ts';
import { authorizationCredential } from './credential.ts';
import { indexOfDigest, sha256 } from './digest.ts';
import { absent, grant, plainPrincipal, rejected } from './grant.ts';

const rememberMs = 60_000;
const maxRemembered = 1_000;

export interface BearerOptions {
  readonly scheme: SecurityHandler['scheme'];
  readonly jwks: JwksConfig | undefined;
  readonly development: DevelopmentCredential | undefined;
}

/** Bearer tokens (RFC 6750), read from `Authorization` only: JSON Web Tokens by key set, and a static one in development. */
export function createBearerHandler({ scheme, jwks, development }: BearerOptions): SecurityHandler {
  const verifier = jwks === undefined ? undefined : createVerifier(scheme.name, jwks);
  const developer = development?.token === undefined ? [] : [sha256(development.token)];
  return {
    scheme,
    authenticate: (request, scopes): AuthenticationResult | Promise<AuthenticationResult> => {
      const credential = authorizationCredential(request, 'bearer');
      if (credential.found === 'nothing') return absent;
      if (credential.found === 'unusable') return rejected(credential.reason);
      const digest = sha256(credential.value);
      if (development !== undefined && indexOfDigest(developer, digest) >= 0) {
        return grant(plainPrincipal(scheme.name, development.subject, development.scopes), scopes);
      }
      if (verifier === undefined) return rejected('unknown_credential');
      const key = digest.toString('base64');
      const known = verifier.verified.get(key);
      return known === undefined ? verifier.verify({ token: credential.value, key, scopes }) : grant(known, scopes);
    },
    challenge: (scopes, failure) => bearerChallenge(scheme.name, scopes, failure),
  };
}

interface Presented {
  readonly token: string;
  /** Under which the verified token is remembered: its digest. */
  readonly key: string;
  readonly scopes: readonly string[];
}

interface Verifier {
  readonly verified: BoundedCache<Principal>;
  verify(presented: Presented): Promise<AuthenticationResult>;
}

function createVerifier(scheme: string, config: JwksConfig): Verifier {
  const maxAgeMs = config.cacheTtlSecs * 1000;
  const keySet = new KeySet({ url: config.jwksUrl, maxAgeMs });
  const verified = new BoundedCache<Principal>(maxRemembered);

  async function verify({ token, key, scopes }: Presented): Promise<AuthenticationResult> {
    const startedAt = Date.now();
    const keys = await keySet.current();
    if (keys === undefined) return { outcome: 'unavailable', retryAfterSeconds: keySet.retryAfterSeconds };
    let verdict = await verifyToken(token, keys, config);
    let used: KeySetSnapshot = keys;
    // A key id nobody knows may be one that was introduced since (rotation), unless the set was fetched just now.
    if (verdict.verdict === 'invalid' && verdict.reason === 'unknown_key' && keys.fetchedAt < startedAt) {
      const newer = await keySet.newerThan(keys);
      if (newer === undefined) return { outcome: 'unavailable', retryAfterSeconds: keySet.retryAfterSeconds };
      if (newer !== keys) verdict = await verifyToken(token, newer, config);
      used = newer;
    }
    return settle({ verdict, key, scopes, freshUntil: used.fetchedAt + maxAgeMs });
  }

  function settle({ verdict, key, scopes, freshUntil }: Settlement): AuthenticationResult {
    if (verdict.verdict === 'invalid') return rejected(verdict.reason);
    const { claims } = verdict;
    const principal: Principal = { scheme, subject: subjectOf(claims), scopes: scopesOf(claims), claims };
    // Not longer than the key set, so that a key taken out of it ends its tokens.
    const expiresAt = Math.min(Number(claims.exp) * 1000, Date.now() + rememberMs, freshUntil);
    verified.set(key, principal, expiresAt);
    return grant(principal, scopes);
  }

  return { verified, verify };
}

interface Settlement extends Pick<Presented, 'key' | 'scopes'> {
  readonly verdict: TokenVerdict;
  readonly freshUntil: number;
}

/** `sub`, for tokens of a client itself its id (RFC 9068 §2.2), '' when the token names nobody. */
function subjectOf({ sub, client_id: clientId }: Claims): string {
  if (typeof sub === 'string') return sub;
  return typeof clientId === 'string' ? clientId : '';
}
