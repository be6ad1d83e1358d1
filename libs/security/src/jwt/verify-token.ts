import type { TokenRules } from '@brrt/router-core/config';
import { errors, type JWTVerifyOptions, jwtVerify } from 'jose';
import type { Rejection } from '../schemes/credential.ts';
import type { KeySetContent } from './key-set.ts';
import { type Claims, parseClaims } from './parse-claims.ts';

export type TokenVerdict =
  | { readonly verdict: 'valid'; readonly claims: Claims }
  | { readonly verdict: 'invalid'; readonly reason: Rejection };

// Compact serialisation (RFC 7515 §7.1) and nothing more: three parts, none empty, no padding.
const shape = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

/** Whether a token has the form of a signed JSON Web Token; all others are opaque. */
export function isCompactToken(token: string): boolean {
  return shape.test(token);
}

const ordinaryTypes = ['jwt', 'at+jwt'];

const rejectionOf: Readonly<Record<string, Rejection>> = {
  ERR_JOSE_ALG_NOT_ALLOWED: 'algorithm',
  ERR_JOSE_NOT_SUPPORTED: 'algorithm',
  ERR_JWKS_NO_MATCHING_KEY: 'unknown_key',
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: 'unknown_key',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'signature',
  ERR_JWT_EXPIRED: 'expired',
};

const rejectionOfClaim: Readonly<Record<string, Rejection>> = {
  iss: 'issuer',
  aud: 'audience',
  nbf: 'not_yet_valid',
  typ: 'type',
};

/**
 * Verifies a JSON Web Token (RFC 7519) after RFC 8725: algorithms from the configuration only, never from the token; `iss` and
 * `aud` exact where configured; `exp` required. Also closes what jose leaves open: non-canonical base64url, members named
 * twice, `b64`, numbers that are no time, a missing `kid` where there is more than one key.
 */
export async function verifyToken(token: string, keys: KeySetContent, rules: TokenRules): Promise<TokenVerdict> {
  if (!shape.test(token)) return invalid('malformed');
  const [headerPart = '', payloadPart = '', signaturePart = ''] = token.split('.');
  const header = parseClaims(headerPart);
  const claims = parseClaims(payloadPart);
  if (header === undefined || claims === undefined || !isCanonical(signaturePart)) return invalid('malformed');
  const early = headerRejection(header, keys, rules) ?? claimRejection(claims, rules.leewaySecs);
  if (early !== undefined) return invalid(early);
  try {
    await jwtVerify(token, keys.resolve, optionsFor(rules));
    return isMeantForUs(claims, rules) ? { verdict: 'valid', claims } : invalid('audience');
  } catch (error) {
    return invalid(toRejection(error));
  }
}

function optionsFor({ algorithms, leewaySecs, iss, aud, audClaim, typ }: TokenRules): JWTVerifyOptions {
  return {
    algorithms: [...algorithms],
    clockTolerance: leewaySecs,
    requiredClaims: ['exp'],
    ...(iss === undefined ? {} : { issuer: iss }),
    ...(aud === undefined || audClaim !== 'aud' ? {} : { audience: aud }),
    ...(typ === undefined ? {} : { typ }),
  };
}

// jose has looked at `aud`; the other claims are one text.
function isMeantForUs(claims: Claims, { aud, audClaim }: TokenRules): boolean {
  return aud === undefined || audClaim === 'aud' || claims[audClaim] === aud;
}

function headerRejection(header: Claims, keys: KeySetContent, rules: TokenRules): Rejection | undefined {
  const { alg, kid, typ } = header;
  if (typeof alg !== 'string' || !rules.algorithms.some((each) => each === alg)) return 'algorithm';
  // RFC 7797: nobody signs tokens with an unencoded payload.
  if (Object.hasOwn(header, 'b64')) return 'malformed';
  if (kid !== undefined && typeof kid !== 'string') return 'malformed';
  if (kid === undefined && keys.keys.length > 1) return 'unknown_key';
  if (rules.typ !== undefined || typ === undefined) return undefined;
  // RFC 8725 §3.11: a token made for something else, such as `logout+jwt`, is no access token.
  const name = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : '';
  return ordinaryTypes.includes(name) ? undefined : 'type';
}

function claimRejection({ sub, exp, nbf, iat }: Claims, leewaySecs: number): Rejection | undefined {
  // RFC 7519 §4.1.2: of another type it names nobody, and all callers would be one.
  if (sub !== undefined && typeof sub !== 'string') return 'claims';
  if (!Number.isSafeInteger(exp)) return 'claims';
  if (nbf !== undefined && !Number.isSafeInteger(nbf)) return 'claims';
  if (iat === undefined) return undefined;
  if (typeof iat !== 'number' || !Number.isSafeInteger(iat)) return 'claims';
  return iat > Date.now() / 1000 + leewaySecs ? 'not_yet_valid' : undefined;
}

/** Base64url as an encoder writes it (RFC 4648 §3.5). */
export function isCanonical(part: string): boolean {
  return Buffer.from(part, 'base64url').toString('base64url') === part;
}

function toRejection(error: unknown): Rejection {
  if (error instanceof errors.JWTClaimValidationFailed) return rejectionOfClaim[error.claim] ?? 'claims';
  if (error instanceof errors.JOSEError) return rejectionOf[error.code] ?? 'malformed';
  // A key that cannot do what its set says, such as RSA with 1024 bits, is a TypeError in jose.
  return 'unknown_key';
}

function invalid(reason: Rejection): TokenVerdict {
  return { verdict: 'invalid', reason };
}
