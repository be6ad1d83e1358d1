import type { AuthenticationResult, Principal } from '@brrt/router-core/ports';
import type { Undecided } from '../upstream/create-inquiry.ts';
import type { Rejection } from './credential.ts';

/** The caller is known: are all required scopes there? Exact and case-sensitive (RFC 6749 §3.3). */
export function grant(principal: Principal, required: readonly string[]): AuthenticationResult {
  for (const scope of required) {
    if (principal.scopes.includes(scope)) continue;
    const missing = required.filter((each) => !principal.scopes.includes(each));
    return { outcome: 'insufficient-scope', principal, missing };
  }
  return { outcome: 'authenticated', principal };
}

export function rejected(reason: Rejection): AuthenticationResult {
  return { outcome: 'rejected', reason };
}

/** Whether the credential is good is not known. */
export function undecided(answer: Undecided): AuthenticationResult {
  const { retryAfterSeconds } = answer;
  if (answer.verdict === 'unavailable') return { outcome: 'unavailable', retryAfterSeconds };
  return { outcome: 'throttled', retryAfterSeconds, headers: answer.headers };
}

export const absent: AuthenticationResult = { outcome: 'absent' };

/** A principal whose claims are no more than its subject. */
export function plainPrincipal(scheme: string, subject: string, scopes: readonly string[]): Principal {
  const claims: Record<string, unknown> = Object.create(null);
  claims.sub = subject;
  return { scheme, subject, scopes, claims };
}
