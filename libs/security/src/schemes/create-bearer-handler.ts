import type { DevelopmentCredential } from '@brrt/router-core/config';
import type { AuthenticationResult, HttpRequest, Principal, SecurityHandler } from '@brrt/router-core/ports';
import { BoundedCache } from '../bounded-cache.ts';
import type { BindingCheck, PresentedToken } from '../dpop/create-binding-check.ts';
import type { Claims } from '../jwt/parse-claims.ts';
import { scopesOf } from '../jwt/scopes-of.ts';
import type { TokenOutcome, TokenVerifier } from '../tokens/token-verifier.ts';
import { authorizationCredential, type Credential, queryCredential } from './credential.ts';
import { indexOfDigest, sha256 } from './digest.ts';
import { absent, grant, plainPrincipal, rejected, undecided } from './grant.ts';
import { schemeCheck } from './scheme-check.ts';

const maxRemembered = 1_000;

export interface BearerOptions {
  readonly scheme: SecurityHandler['scheme'];
  /** The first that takes a token decides. */
  readonly verifiers: readonly TokenVerifier[];
  readonly checkBinding: BindingCheck;
  readonly challenge: SecurityHandler['challenge'];
  readonly development: DevelopmentCredential | undefined;
}

/** Access tokens, read from `Authorization` only: bearer (RFC 6750), or bound to a key (RFC 9449); in development a static one too. */
export function createBearerHandler(options: BearerOptions): SecurityHandler {
  const { scheme, verifiers, checkBinding, challenge, development } = options;
  const developer = development?.token === undefined ? [] : [sha256(development.token)];
  const verified = new BoundedCache<Principal>(maxRemembered);
  const readiness = schemeCheck(
    scheme.name,
    verifiers.flatMap((verifier) => verifier.check?.bind(verifier) ?? []),
  );
  const judgeWhere = (isDeclared: boolean): Judge => ({
    authenticate(request, scopes): AuthenticationResult | Promise<AuthenticationResult> {
      const { as, credential } = readToken(request);
      if (credential.found === 'nothing') return absent;
      if (credential.found === 'unusable') return rejected(credential.reason);
      // RFC 6750 §2: one method per request; what stands before us may have looked at the other.
      if (!isDeclared && queryCredential(request, 'access_token').found !== 'nothing') return { outcome: 'ambiguous' };
      const token = credential.value;
      const digest = sha256(token);
      if (development !== undefined && indexOfDigest(developer, digest) >= 0) {
        return grant(plainPrincipal(scheme.name, development.subject, development.scopes), scopes);
      }
      const presented: PresentedToken = { request, scopes, token, as };
      const key = digest.toString('base64');
      const known = verified.get(key);
      if (known !== undefined) return checkBinding(known, presented);
      const verifier = verifiers.find((each) => each.takes(token));
      if (verifier === undefined) return rejected(verifiers.length === 0 ? 'unknown_credential' : 'malformed');
      return verifier.verify(token, request).then((outcome) => settle({ outcome, key, presented }));
    },
  });
  const lenient: SecurityHandler = { scheme, challenge, readiness, ...judgeWhere(true) };
  const strict: SecurityHandler = {
    scheme,
    challenge,
    readiness,
    ...judgeWhere(false),
    forOperation: ({ parameters }) => (parameters.some(isAccessToken) ? lenient : strict),
  };
  return strict;

  function settle({ outcome, key, presented }: Settlement): AuthenticationResult | Promise<AuthenticationResult> {
    if (outcome.verdict === 'invalid') return rejected(outcome.reason);
    if (outcome.verdict !== 'valid') return undecided(outcome);
    const { claims, until } = outcome;
    const principal: Principal = { scheme: scheme.name, subject: subjectOf(claims), scopes: scopesOf(claims), claims };
    verified.set(key, principal, until);
    return checkBinding(principal, presented);
  }
}

type Judge = Pick<SecurityHandler, 'authenticate'>;

/** An operation that declares it means something of its own by it. */
function isAccessToken({ in: place, name }: { readonly in: string; readonly name: string }): boolean {
  return place === 'query' && name === 'access_token';
}

interface Settlement {
  readonly outcome: TokenOutcome;
  /** Under which the verified token is remembered: its digest. */
  readonly key: string;
  readonly presented: PresentedToken;
}

function readToken(request: HttpRequest): { readonly as: PresentedToken['as']; readonly credential: Credential } {
  const bearer = authorizationCredential(request, 'bearer');
  if (bearer.found !== 'nothing') return { as: 'bearer', credential: bearer };
  return { as: 'dpop', credential: authorizationCredential(request, 'dpop') };
}

/** `sub`, for tokens of a client itself its id (RFC 9068 §2.2), '' when the token names nobody. */
function subjectOf({ sub, client_id: clientId }: Claims): string {
  if (typeof sub === 'string') return sub;
  return typeof clientId === 'string' ? clientId : '';
}
