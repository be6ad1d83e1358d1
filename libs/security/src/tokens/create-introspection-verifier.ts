import type { IntrospectionConfig } from '@brrt/router-core/config';
import { BoundedCache } from '../bounded-cache.ts';
import { discoverIssuer, discoveryUrl, type IssuerMetadata } from '../jwt/discover-issuer.ts';
import { withoutPrototypes } from '../jwt/parse-claims.ts';
import type { Rejection } from '../schemes/credential.ts';
import { sha256 } from '../schemes/digest.ts';
import type { Inquiry } from '../upstream/create-inquiry.ts';
import { checkReachable, fetchObject, UpstreamError } from '../upstream/fetch-json.ts';
import { RefreshedValue } from '../upstream/refreshed-value.ts';
import type { TokenOutcome, TokenVerifier } from './token-verifier.ts';

const maxOctets = 65_536;
const metadataMaxAgeMs = 3_600_000;
const rememberInactiveMs = 5_000;
const maxInactive = 1_000;
const leewayMs = 5_000;

type Answer = Readonly<Record<string, unknown>>;

/**
 * Tokens of any form, each asked about at the authorization server (RFC 7662). Only `active: true` counts. A server that cannot
 * answer means unavailable, and is never remembered; an inactive token is, for five seconds. Questions about one token at a
 * time are asked once.
 */
export function createIntrospectionVerifier(config: IntrospectionConfig, inquire: Inquiry): TokenVerifier {
  const endpoint = endpointOf(config);
  const inactive = new BoundedCache<Rejection>(maxInactive);
  const asking = new Map<string, Promise<TokenOutcome>>();
  return {
    takes: () => true,
    check: async () => checkReachable(await endpoint()),
    verify(token, request) {
      const key = sha256(token).toString('base64');
      const reason = inactive.get(key);
      if (reason !== undefined) return Promise.resolve({ verdict: 'invalid', reason });
      const question = (): Promise<TokenOutcome> => ask(token, key);
      const running = asking.get(key) ?? inquire({ request, key }, question).finally(() => asking.delete(key));
      asking.set(key, running);
      return running;
    },
  };

  async function ask(token: string, key: string): Promise<TokenOutcome> {
    const outcome = judge(await introspect(await endpoint(), token, config), config);
    if (outcome.verdict === 'invalid') inactive.set(key, outcome.reason, Date.now() + rememberInactiveMs);
    return outcome;
  }
}

function endpointOf({ url, issuer }: IntrospectionConfig): () => Promise<string> {
  if (url !== undefined) return async () => url;
  const source = discoveryUrl(issuer ?? '');
  const metadata = new RefreshedValue<IssuerMetadata>({
    maxAgeMs: metadataMaxAgeMs,
    fetch: () => discoverIssuer(source, issuer),
  });
  return async () => {
    const found = (await metadata.current())?.value.introspectionEndpoint;
    if (found === undefined) throw new UpstreamError(`${source} names no introspection endpoint`);
    return found;
  };
}

// RFC 7662 §2.1; the credentials as RFC 6749 §2.3.1 wants them, form-encoded before they are joined.
function introspect(url: string, token: string, config: IntrospectionConfig): Promise<Answer> {
  const credentials = [config.clientId, config.clientSecret].map(formEncode).join(':');
  return fetchObject({
    url,
    timeoutMs: config.timeoutMs,
    maxOctets,
    headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
    form: new URLSearchParams({ token, token_type_hint: 'access_token' }),
  });
}

function formEncode(text: string): string {
  return new URLSearchParams({ _: text }).toString().slice(2);
}

function judge(answer: Answer, { iss, aud, cacheTtlSecs }: IntrospectionConfig): TokenOutcome {
  const reason = rejectionOf(answer, iss, aud);
  if (reason !== undefined) return { verdict: 'invalid', reason };
  const expiresAt = answer.exp === undefined ? Number.POSITIVE_INFINITY : Number(answer.exp) * 1000;
  const until = Math.min(expiresAt, Date.now() + cacheTtlSecs * 1000);
  return { verdict: 'valid', claims: withoutPrototypes(answer), until };
}

// RFC 7662 §2.2, §4: what the server says of the token is checked like the claims of a token that says it itself.
function rejectionOf(answer: Answer, iss: string | undefined, aud: string | undefined): Rejection | undefined {
  const { active, sub, exp, nbf, token_type: type } = answer;
  if (active !== true) return 'unknown_credential';
  if (sub !== undefined && typeof sub !== 'string') return 'claims';
  const now = Date.now();
  if (exp !== undefined && !Number.isSafeInteger(exp)) return 'claims';
  if (exp !== undefined && Number(exp) * 1000 <= now - leewayMs) return 'expired';
  if (nbf !== undefined && !Number.isSafeInteger(nbf)) return 'claims';
  if (nbf !== undefined && Number(nbf) * 1000 > now + leewayMs) return 'not_yet_valid';
  if (type !== undefined && !/^(bearer|access_token|dpop)$/i.test(String(type))) return 'type';
  if (iss !== undefined && answer.iss !== iss) return 'issuer';
  if (aud !== undefined && ![answer.aud].flat().includes(aud)) return 'audience';
  return undefined;
}
