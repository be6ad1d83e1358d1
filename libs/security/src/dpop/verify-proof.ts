import { signatureAlgorithms } from '@brrt/router-core/config';
import { calculateJwkThumbprint, compactVerify, type JWK } from 'jose';
import { type Claims, parseClaims } from '../jwt/parse-claims.ts';
import { isCanonical, isCompactToken } from '../jwt/verify-token.ts';
import { sha256 } from '../schemes/digest.ts';
import { canonicalUrl } from './canonical-url.ts';
import type { ServerNonce } from './server-nonce.ts';

/** A proof is good for so long before and after its `iat`. */
const windowSeconds = 60;
const longestId = 256;

export interface ProvenRequest {
  readonly method: string;
  /** Spellings of the target that the proof may name, in canonical form. */
  readonly urls: readonly string[];
  readonly token: string;
  /** Present: the proof has to repeat a nonce of it. */
  readonly nonce: ServerNonce | undefined;
}

export type ProofVerdict =
  | {
      readonly verdict: 'valid';
      /** RFC 7638, of the key that signed. */
      readonly thumbprint: string;
      readonly id: string;
      /** After that the proof is refused for its age, in milliseconds since the epoch. */
      readonly until: number;
    }
  | { readonly verdict: 'invalid'; readonly reason: 'proof' | 'proof_nonce' };

/** A DPoP proof after RFC 9449 §4.3, steps 2 to 11; whether it was used before is for the caller to find out. */
export async function verifyProof(proof: string, request: ProvenRequest): Promise<ProofVerdict> {
  if (!isCompactToken(proof)) return invalid('proof');
  const [headerPart = '', payloadPart = '', signaturePart = ''] = proof.split('.');
  const header = parseClaims(headerPart);
  const claims = parseClaims(payloadPart);
  if (header === undefined || claims === undefined || !isCanonical(signaturePart)) return invalid('proof');
  const key = publicKeyOf(header);
  const { jti: id, iat } = claims;
  if (key === undefined || !isMeantFor(claims, request)) return invalid('proof');
  if (typeof id !== 'string' || id === '' || id.length > longestId) return invalid('proof');
  if (typeof iat !== 'number' || !Number.isSafeInteger(iat)) return invalid('proof');
  const isSigned = await isSignedBy(key, proof);
  if (!isSigned) return invalid('proof');
  if (request.nonce !== undefined && (typeof claims.nonce !== 'string' || !request.nonce.isFresh(claims.nonce)))
    return invalid('proof_nonce');
  if (Math.abs(Date.now() / 1000 - iat) > windowSeconds) return invalid('proof');
  return {
    verdict: 'valid',
    thumbprint: await calculateJwkThumbprint(key),
    id,
    until: (iat + windowSeconds + 1) * 1000,
  };
}

const publicTypes: readonly unknown[] = ['EC', 'OKP', 'RSA'];
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** The key in the header of a proof; undefined for a header that is none of a proof. */
function publicKeyOf({ typ, alg, jwk, ...others }: Claims): JWK | undefined {
  if (typ !== 'dpop+jwt' || !signatureAlgorithms.some((each) => each === alg)) return undefined;
  if (Object.hasOwn(others, 'crit') || Object.hasOwn(others, 'b64')) return undefined;
  if (typeof jwk !== 'object' || jwk === null) return undefined;
  // The cast: whether the members fit is found out by whoever imports the key.
  const key = { ...jwk } as JWK;
  if (!publicTypes.includes(key.kty) || privateMembers.some((member) => Object.hasOwn(key, member))) return undefined;
  return key;
}

function isMeantFor({ htm, htu, ath }: Claims, { method, urls, token }: ProvenRequest): boolean {
  if (htm !== method || typeof htu !== 'string') return false;
  const url = canonicalUrl(htu);
  return url !== undefined && urls.includes(url) && ath === sha256(token).toString('base64url');
}

async function isSignedBy(key: JWK, proof: string): Promise<boolean> {
  try {
    await compactVerify(proof, key, { algorithms: [...signatureAlgorithms] });
    return true;
  } catch {
    // Also a key that cannot do what it says, such as RSA with 1024 bits: a TypeError in jose.
    return false;
  }
}

function invalid(reason: 'proof' | 'proof_nonce'): ProofVerdict {
  return { verdict: 'invalid', reason };
}
