import type { Claims } from './parse-claims.ts';

/** Granted scopes: `scope` as a space-delimited string (RFC 8693 §4.2, RFC 9068 §2.2.3), `scp` as an array or such a string. */
export function scopesOf(claims: Claims): readonly string[] {
  return [...namesIn(claims.scope, false), ...namesIn(claims.scp, true)];
}

function namesIn(claim: unknown, mayBeArray: boolean): readonly string[] {
  if (typeof claim === 'string') return claim.split(' ').filter((name) => name !== '');
  if (!mayBeArray || !Array.isArray(claim)) return [];
  return claim.filter((name) => typeof name === 'string');
}
