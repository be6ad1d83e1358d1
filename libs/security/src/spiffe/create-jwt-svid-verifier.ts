import { setTimeout as wait } from 'node:timers/promises';
import type { SignatureAlgorithm, SpiffeSchemeConfig, TokenRules } from '@brrt/router-core/config';
import { createLocalJWKSet, type JWK } from 'jose';
import type { KeySetContent } from '../jwt/key-set.ts';
import { parseClaims } from '../jwt/parse-claims.ts';
import { isCompactToken, verifyToken } from '../jwt/verify-token.ts';
import type { Rejection } from '../schemes/credential.ts';
import type { TokenOutcome, TokenVerifier } from '../tokens/token-verifier.ts';
import { UpstreamError } from '../upstream/fetch-json.ts';
import type { Spiffe } from './create-spiffe.ts';
import { matchesPattern, parseSpiffeId, parseSpiffeIdPattern, type SpiffeId } from './spiffe-id.ts';

const rememberMs = 60_000;
const patienceMs = 2_000;
// JWT-SVID §2.1, §2.3
const algorithms: readonly SignatureAlgorithm[] = [
  ...(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'] as const),
];
const headerNames = ['alg', 'kid', 'typ'];
const types: readonly unknown[] = [undefined, 'JWT', 'JOSE'];

/** JWT-SVIDs, each verified with the bundle of the trust domain in its `sub` and no other. */
export function createJwtSvidVerifier({ allow, audience }: SpiffeSchemeConfig, spiffe: Spiffe): TokenVerifier {
  const patterns = allow.flatMap((text) => parseSpiffeIdPattern(text) ?? []);
  const rules: TokenRules = {
    iss: undefined,
    aud: audience,
    audClaim: 'aud',
    leewaySecs: 30,
    algorithms,
    typ: undefined,
  };
  const keySets = new WeakMap<readonly JWK[], KeySetContent>();
  return {
    takes: isCompactToken,
    async check() {
      if (!(await isReady(spiffe))) throw new UpstreamError('There are no trust bundles yet');
    },
    async verify(token) {
      const claimed = readClaimed(token);
      if (typeof claimed === 'string') return { verdict: 'invalid', reason: claimed };
      const { id } = claimed;
      if (!(await isReady(spiffe))) return { verdict: 'unavailable', retryAfterSeconds: 1 };
      const { jwt } = spiffe.state.bundles.bundleOf(id.trustDomain);
      if (jwt.length === 0) return { verdict: 'invalid', reason: 'untrusted' };
      return judge(token, claimed, keySetOf(jwt));
    },
  };

  async function judge(token: string, { id, typ }: Claimed, keys: KeySetContent): Promise<TokenOutcome> {
    const verdict = await verifyToken(token, keys, typ === 'JOSE' ? { ...rules, typ } : rules);
    if (verdict.verdict === 'invalid') return verdict;
    if (!patterns.some((pattern) => matchesPattern(id, pattern))) return { verdict: 'invalid', reason: 'not_allowed' };
    return { ...verdict, until: Math.min(Number(verdict.claims.exp) * 1000, Date.now() + rememberMs) };
  }

  function keySetOf(jwt: readonly JWK[]): KeySetContent {
    const known = keySets.get(jwt);
    if (known !== undefined) return known;
    // To jose `use` is `sig` or the key is for something else; the bundle was read by its own rules.
    const keys = jwt.map(({ use: _, ...key }) => key);
    const content = { keys, resolve: createLocalJWKSet({ keys }) };
    keySets.set(jwt, content);
    return content;
  }
}

/** Whether there are bundles, or will be in a moment. */
async function isReady(spiffe: Spiffe): Promise<boolean> {
  const started = spiffe.start(() => undefined).then(() => true);
  return Promise.race([started, wait(patienceMs, false, { ref: false })]).catch(() => false);
}

interface Claimed {
  readonly id: SpiffeId;
  readonly typ: unknown;
}

/** Whom the token claims to be of; nothing is verified yet. */
function readClaimed(token: string): Claimed | Rejection {
  const [header, payload] = token.split('.').map(parseClaims);
  if (header === undefined || payload === undefined) return 'malformed';
  if (!Object.keys(header).every((name) => headerNames.includes(name))) return 'malformed';
  if (!types.includes(header.typ)) return 'type';
  if (typeof header.kid !== 'string') return 'unknown_key';
  const id = typeof payload.sub === 'string' ? parseSpiffeId(payload.sub) : undefined;
  return id === undefined || id.segments.length === 0 ? 'claims' : { id, typ: header.typ };
}
