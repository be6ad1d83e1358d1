import type { AuthenticationResult } from '@brrt/router-core/ports';

/** A challenge of `WWW-Authenticate` (RFC 9110 §11.6.1) with every parameter as a quoted string. */
export function challenge(scheme: string, parameters: Readonly<Record<string, string>>): string {
  const list = Object.entries(parameters).map(([name, value]) => `${name}=${quoted(value)}`);
  return `${scheme} ${list.join(', ')}`;
}

/** RFC 6750 §3: `error` only when a token was sent; `scope` lists all that the operation needs. */
export function bearerChallenge(
  realm: string,
  scopes: readonly string[],
  failure: AuthenticationResult | undefined,
): string {
  if (failure?.outcome === 'rejected') return challenge('Bearer', { realm, error: 'invalid_token' });
  if (failure?.outcome !== 'insufficient-scope') return challenge('Bearer', { realm });
  return challenge('Bearer', { realm, error: 'insufficient_scope', scope: scopes.join(' ') });
}

// RFC 9110 §5.6.4; what a header cannot carry is left out.
function quoted(text: string): string {
  return `"${text.replaceAll(/[^\x20-\x7e]/g, '').replaceAll(/["\\]/g, '\\$&')}"`;
}
