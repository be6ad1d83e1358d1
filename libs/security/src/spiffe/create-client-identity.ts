import type { ClientIdentity, ClientTlsMaterial } from '@brrt/router-core/ports';
import type { Spiffe } from './create-spiffe.ts';
import { fetchJwtSvid } from './fetch-jwt-svid.ts';
import { judgeSvid } from './judge-svid.ts';
import { matchesPattern, parseSpiffeIdPattern } from './spiffe-id.ts';

/** The SVIDs of this service for the calls it makes; those it calls by X.509-SVID have to show one that is allowed. */
export function createClientIdentity(spiffe: Spiffe): ClientIdentity {
  const { state, tokens } = spiffe;
  const { bundles } = state;
  let material: ClientTlsMaterial | undefined;
  let revision = -1;
  const refuse = (chain: readonly Buffer[], allowed: readonly string[]): string | undefined => {
    const [leaf, ...issuers] = chain;
    if (leaf === undefined) return 'malformed';
    const id = judgeSvid({ leaf, issuers, failure: undefined }, bundles);
    if (typeof id === 'string') return id;
    const isAllowed = allowed.some((text) => {
      const pattern = parseSpiffeIdPattern(text);
      return pattern !== undefined && matchesPattern(id, pattern);
    });
    return isAllowed ? undefined : 'not_allowed';
  };
  return {
    fetchToken: tokens === undefined ? undefined : (request) => fetchJwtSvid(tokens, request),
    current() {
      const { svid } = state;
      if (svid === undefined) {
        // Who listens without TLS has not started it. A failure shows in the calls, which find no identity.
        spiffe.start(() => undefined).catch(() => undefined);
        return undefined;
      }
      if (material === undefined || revision !== bundles.revision) {
        revision = bundles.revision;
        material = { cert: svid.cert, key: svid.key, ca: bundles.roots.map((root) => root.toString()), refuse };
      }
      return material;
    },
  };
}
