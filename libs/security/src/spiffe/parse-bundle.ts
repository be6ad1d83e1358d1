import { X509Certificate } from 'node:crypto';
import type { JWK } from 'jose';
import { readExtensions } from '../tls/read-extensions.ts';
import type { TrustBundle } from './bundle-set.ts';

/** A bundle document (SPIFFE Trust Domain and Bundle §4). */
export interface BundleDocument extends TrustBundle {
  readonly sequence: number | undefined;
  readonly refreshHintSecs: number | undefined;
}

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const keyTypes = ['RSA', 'EC'];

/** Reads a bundle; undefined when it is no JSON Web Key Set. Entries of unknown use or kind are left out (§4.2.2). */
export function parseBundle(text: string): BundleDocument | undefined {
  const document = parseObject(text);
  const keys: unknown = document?.keys;
  if (document === undefined || !Array.isArray(keys)) return undefined;
  const entries = keys.filter(isEntry);
  return {
    x509: entries.flatMap((entry) => (entry.use === 'x509-svid' ? rootOf(entry) : [])),
    jwt: entries.filter(({ use, kid }) => use === 'jwt-svid' && typeof kid === 'string' && kid !== ''),
    sequence: wholeNumber(document.spiffe_sequence),
    refreshHintSecs: wholeNumber(document.spiffe_refresh_hint),
  };
}

// §4.2.3: one certificate, the first; an entry with a `kid` is not for certificates.
function rootOf({ x5c, kid }: JWK): readonly X509Certificate[] {
  const [first] = Array.isArray(x5c) ? x5c : [];
  if (typeof first !== 'string' || kid !== undefined) return [];
  try {
    const certificate = new X509Certificate(Buffer.from(first, 'base64'));
    return readExtensions(certificate.raw)?.isCa === true ? [certificate] : [];
  } catch {
    return [];
  }
}

function isEntry(key: unknown): key is JWK {
  if (typeof key !== 'object' || key === null || !('kty' in key)) return false;
  return keyTypes.some((each) => each === key.kty) && !privateMembers.some((member) => Object.hasOwn(key, member));
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function wholeNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
