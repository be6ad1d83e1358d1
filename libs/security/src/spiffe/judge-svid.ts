import type { PeerCertificate } from '@brrt/router-core/ports';
import type { Rejection } from '../schemes/credential.ts';
import { type CertificateExtensions, readExtensions } from '../tls/read-extensions.ts';
import type { BundleSet } from './bundle-set.ts';
import { parseSpiffeId, type SpiffeId } from './spiffe-id.ts';

// RFC 5280 §4.2.1.12
const [serverAuth, clientAuth] = ['2b06010505070301', '2b06010505070302'];
const rejectionOf: Readonly<Record<string, Rejection>> = {
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not_yet_valid',
  INVALID_PURPOSE: 'purpose',
};

/** Whom an X.509-SVID names (X509-SVID §5), when its path ends in the bundle of its own trust domain; else why not. */
export function judgeSvid({ leaf, issuers, failure }: PeerCertificate, bundles: BundleSet): SpiffeId | Rejection {
  if (failure !== undefined) return rejectionOf[failure] ?? 'untrusted';
  const id = readSvidId(leaf);
  if (typeof id === 'string') return id;
  const root = issuers.at(-1);
  if (root === undefined || !issuers.slice(0, -1).every((each) => maySign(each, id.trustDomain))) return 'untrusted';
  return bundles.bundleOf(id.trustDomain).x509.some(({ raw }) => raw.equals(root)) ? id : 'untrusted';
}

/** The ID in a leaf that keeps the rules for leaves (§4, §5.2); nothing is said about who issued it. */
export function readSvidId(leaf: Buffer): SpiffeId | Rejection {
  const extensions = readExtensions(leaf);
  const [uri, ...others] = extensions?.uris ?? [];
  if (extensions === undefined || uri === undefined || others.length > 0) return 'malformed';
  const id = parseSpiffeId(uri);
  if (id === undefined || id.segments.length === 0) return 'malformed';
  return isLeaf(extensions) ? id : 'purpose';
}

function isLeaf({ isCa, keyUsage, extendedKeyUsage: uses }: CertificateExtensions): boolean {
  if (isCa || keyUsage === undefined || !keyUsage.critical) return false;
  if (!keyUsage.digitalSignature || keyUsage.keyCertSign || keyUsage.crlSign) return false;
  return uses === undefined || (uses.includes(serverAuth) && uses.includes(clientAuth));
}

// §3.2, §4.3: what signs names no workload, and nobody of another domain.
function maySign(der: Buffer, trustDomain: string): boolean {
  const extensions = readExtensions(der);
  if (extensions?.isCa !== true || extensions.keyUsage?.keyCertSign !== true) return false;
  return extensions.uris.every((uri) => {
    const id = parseSpiffeId(uri);
    return id?.trustDomain === trustDomain && id.segments.length === 0;
  });
}
