import { type DpopMode, signatureAlgorithms } from '@brrt/router-core/config';
import type { AuthenticationResult, SecurityHandler } from '@brrt/router-core/ports';
import { bearerChallenge, challenge } from '../schemes/challenge.ts';

const algs = signatureAlgorithms.join(' ');

/** Challenges of a scheme whose tokens may be bound: `Bearer`, `DPoP` (RFC 9449 §7.1), or both, as the configuration says. */
export function createTokenChallenge(realm: string, mode: DpopMode | undefined): SecurityHandler['challenge'] {
  return (scopes, failure) => {
    const bearer = bearerChallenge(realm, scopes, isAboutProof(failure) ? undefined : failure);
    if (mode === undefined && !isAboutProof(failure)) return bearer;
    const dpop = dpopChallenge(realm, scopes, failure);
    return mode === 'required' ? dpop : [bearer, dpop];
  };
}

function dpopChallenge(realm: string, scopes: readonly string[], failure: AuthenticationResult | undefined): string {
  if (failure?.outcome === 'insufficient-scope')
    return challenge('DPoP', { realm, error: 'insufficient_scope', scope: scopes.join(' '), algs });
  if (failure?.outcome !== 'rejected') return challenge('DPoP', { realm, algs });
  return challenge('DPoP', { realm, error: errorOf[failure.reason] ?? 'invalid_token', algs });
}

const errorOf: Readonly<Record<string, string>> = { proof: 'invalid_dpop_proof', proof_nonce: 'use_dpop_nonce' };

function isAboutProof(failure: AuthenticationResult | undefined): boolean {
  return failure?.outcome === 'rejected' && Object.hasOwn(errorOf, failure.reason);
}
