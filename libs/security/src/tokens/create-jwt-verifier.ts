import type { JwksConfig, OidcConfig, TokenRules } from '@brrt/router-core/config';
import { discoverIssuer, discoveryUrl, type IssuerMetadata } from '../jwt/discover-issuer.ts';
import { fetchKeySet } from '../jwt/fetch-key-set.ts';
import { KeySet, type KeySetSnapshot } from '../jwt/key-set.ts';
import { isCompactToken, verifyToken } from '../jwt/verify-token.ts';
import { UpstreamError } from '../upstream/fetch-json.ts';
import { RefreshedValue } from '../upstream/refreshed-value.ts';
import type { TokenOutcome, TokenVerifier } from './token-verifier.ts';

const rememberMs = 60_000;
const metadataMaxAgeMs = 3_600_000;

/** JSON Web Tokens over a key set whose address is configured. */
export function createJwksVerifier(config: JwksConfig): TokenVerifier {
  const maxAgeMs = config.cacheTtlSecs * 1000;
  const keySet = new KeySet({ maxAgeMs, fetch: () => fetchKeySet(config.jwksUrl) });
  return createVerifier({ keySet, maxAgeMs, rules: () => config });
}

/** JSON Web Tokens of an issuer that says itself where its keys are (OpenID Connect Discovery 1.0). */
export function createOidcVerifier(config: OidcConfig, openIdConnectUrl: string | undefined): TokenVerifier {
  const { issuer } = config;
  const url = issuer === undefined ? (openIdConnectUrl ?? '') : discoveryUrl(issuer);
  const metadata = new RefreshedValue<IssuerMetadata>({
    maxAgeMs: metadataMaxAgeMs,
    fetch: () => discoverIssuer(url, issuer),
  });
  const maxAgeMs = config.cacheTtlSecs * 1000;
  const keySet = new KeySet({
    maxAgeMs,
    fetch: async () => {
      const found = await metadata.current();
      if (found === undefined) throw new UpstreamError(`${url} cannot be had`);
      return fetchKeySet(found.value.jwksUri);
    },
  });
  // A key set was fetched, so there is metadata.
  return createVerifier({ keySet, maxAgeMs, rules: () => ({ ...config, iss: metadata.latest?.value.issuer ?? '' }) });
}

interface VerifierParts {
  readonly keySet: KeySet;
  readonly maxAgeMs: number;
  /** Asked for once there are keys. */
  readonly rules: () => TokenRules;
}

function createVerifier({ keySet, maxAgeMs, rules }: VerifierParts): TokenVerifier {
  const unavailable = (): TokenOutcome => ({ verdict: 'unavailable', retryAfterSeconds: keySet.retryAfterSeconds });
  return {
    takes: isCompactToken,
    check: () => keySet.check(),
    async verify(token) {
      const startedAt = Date.now();
      const keys = await keySet.current();
      if (keys === undefined) return unavailable();
      const outcome = await judge(token, keys);
      const isUnknownKey = outcome.verdict === 'invalid' && outcome.reason === 'unknown_key';
      // A key id nobody knows may be one that was introduced since (rotation), unless the set was fetched just now.
      if (!isUnknownKey || keys.fetchedAt >= startedAt) return outcome;
      const newer = await keySet.newerThan(keys);
      if (newer === undefined) return unavailable();
      return newer === keys ? outcome : judge(token, newer);
    },
  };

  async function judge(token: string, { value, fetchedAt }: KeySetSnapshot): Promise<TokenOutcome> {
    const verdict = await verifyToken(token, value, rules());
    if (verdict.verdict === 'invalid') return verdict;
    // Not longer than the key set, so that a key taken out of it ends its tokens.
    const until = Math.min(Number(verdict.claims.exp) * 1000, Date.now() + rememberMs, fetchedAt + maxAgeMs);
    return { ...verdict, until };
  }
}
