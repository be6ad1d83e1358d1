import { X509Certificate } from 'node:crypto';
import type { ForwardedCertificateConfig } from '@brrt/router-core/config';
import { createPeerList, type HttpRequest } from '@brrt/router-core/ports';
import { headerCredential } from '../schemes/credential.ts';

const maxChain = 10;
// RFC 8941 §3.3.5: a byte sequence.
const byteSequence = /^:([A-Za-z0-9+/]+={0,2}):$/;

export type ForwardedCertificate =
  | { readonly found: 'nothing' }
  | { readonly found: 'unusable' }
  | { readonly found: 'certificate'; readonly path: readonly [X509Certificate, ...X509Certificate[]] };

/** Reads `Client-Cert` and `Client-Cert-Chain` (RFC 9440) of requests that come from a configured peer, and of no others. */
export function createForwardedReader({
  peers,
  header,
}: ForwardedCertificateConfig): (request: HttpRequest) => ForwardedCertificate {
  const isTrusted = createPeerList(peers);
  return (request) => {
    if (!isTrusted(request.remoteAddress)) return { found: 'nothing' };
    const sent = headerCredential(request, header);
    return sent.found === 'value' ? readPath(sent.value, headerCredential(request, `${header}-chain`)) : sent;
  };
}

function readPath(leaf: string, chain: ReturnType<typeof headerCredential>): ForwardedCertificate {
  if (chain.found === 'unusable') return { found: 'unusable' };
  const others = chain.found === 'value' ? chain.value.split(',') : [];
  if (others.length > maxChain) return { found: 'unusable' };
  const [first, ...more] = [leaf, ...others].map(decode);
  if (first === undefined || !more.every((each) => each !== undefined)) return { found: 'unusable' };
  return { found: 'certificate', path: [first, ...more] };
}

function decode(text: string): X509Certificate | undefined {
  const base64 = byteSequence.exec(text.trim())?.[1];
  try {
    return base64 === undefined ? undefined : new X509Certificate(Buffer.from(base64, 'base64'));
  } catch {
    return undefined;
  }
}

/** Whether the first certificate leads to one of the roots, over the others, with every one valid now. */
export function leadsTo(path: readonly X509Certificate[], roots: readonly X509Certificate[]): boolean {
  const now = Date.now();
  let [at, ...rest] = path;
  while (at !== undefined && isCurrent(at, now)) {
    const subject = at;
    if (roots.some((root) => isCurrent(root, now) && hasIssued(root, subject))) return true;
    const issuer = rest.find((each) => hasIssued(each, subject));
    rest = rest.filter((each) => each !== issuer);
    at = issuer;
  }
  return false;
}

function hasIssued(issuer: X509Certificate, subject: X509Certificate): boolean {
  return issuer.ca && subject.checkIssued(issuer) && subject.verify(issuer.publicKey);
}

function isCurrent({ validFromDate, validToDate }: X509Certificate, now: number): boolean {
  return validFromDate.getTime() <= now && now < validToDate.getTime();
}
