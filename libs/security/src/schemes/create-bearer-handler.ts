import type { DevelopmentCredential } from '@brrt/router-core/config';
import type { AuthenticationResult, Principal, SecurityHandler } from '@brrt/router-core/ports';
import { BoundedCache } from '../bounded-cache.ts';
import type { Claims } from '../jwt/parse-claims.ts';
import { scopesOf } from '../jwt/scopes-of.ts';
import type { TokenOutcome, TokenVerifier } from '../tokens/token-verifier.ts';
import { bearerChallenge } from './challenge.ts';
import { authorizationCredential } from './credential.ts';
import { indexOfDigest, sha256 } from './digest.ts';
import { absent, grant, plainPrincipal, rejected } from './grant.ts';

const maxRemembered = 1_000;

export interface BearerOptions {
  readonly scheme: SecurityHandler['scheme'];
  /** The first that takes a token decides. */
  readonly verifiers: readonly TokenVerifier[];
  readonly development: DevelopmentCredential | undefined;
}

/** Bearer tokens (RFC 6750), read from `Authorization` only; in development a static one too. */
export function createBearerHandler({ scheme, verifiers, development }: BearerOptions): SecurityHandler {
  const developer = development?.token === undefined ? [] : [sha256(development.token)];
  const verified = new BoundedCache<Principal>(maxRemembered);
  return {
    scheme,
    authenticate: (request, scopes): AuthenticationResult | Promise<AuthenticationResult> => {
      const credential = authorizationCredential(request, 'bearer');
      if (credential.found === 'nothing') return absent;
      if (credential.found === 'unusable') return rejected(credential.reason);
      const token = credential.value;
      const digest = sha256(token);
      if (development !== undefined && indexOfDigest(developer, digest) >= 0) {
        return grant(plainPrincipal(scheme.name, development.subject, development.scopes), scopes);
      }
      const key = digest.toString('base64');
      const known = verified.get(key);
      if (known !== undefined) return grant(known, scopes);
      const verifier = verifiers.find((each) => each.takes(token));
      if (verifier === undefined) return rejected(verifiers.length === 0 ? 'unknown_credential' : 'malformed');
      return verifier.verify(token).then((outcome) => settle({ outcome, key, scopes }));
    },
    challenge: (scopes, failure) => bearerChallenge(scheme.name, scopes, failure),
  };

  function settle({ outcome, key, scopes }: Settlement): AuthenticationResult {
    if (outcome.verdict === 'invalid') return rejected(outcome.reason);
    if (outcome.verdict === 'unavailable')
      return { outcome: 'unavailable', retryAfterSeconds: outcome.retryAfterSeconds };
    const { claims, until } = outcome;
    const principal: Principal = { scheme: scheme.name, subject: subjectOf(claims), scopes: scopesOf(claims), claims };
    verified.set(key, principal, until);
    return grant(principal, scopes);
  }
}

interface Settlement {
  readonly outcome: TokenOutcome;
  /** Under which the verified token is remembered: its digest. */
  readonly key: string;
  readonly scopes: readonly string[];
}

/** `sub`, for tokens of a client itself its id (RFC 9068 §2.2), '' when the token names nobody. */
function subjectOf({ sub, client_id: clientId }: Claims): string {
  if (typeof sub === 'string') return sub;
  return typeof clientId === 'string' ? clientId : '';
}
