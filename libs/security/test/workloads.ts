import type { Certificate, CertificateRequest } from './certificates.ts';
import { makeAuthority, makeCertificate, purposes } from './certificates.ts';

/** A trust domain with an authority of its own. */
export interface Domain {
  readonly name: string;
  readonly root: Certificate;
  /** An X.509-SVID; `more` breaks it. */
  svid(path: string, more?: CertificateRequest): Certificate;
}

export function makeDomain(name: string): Domain {
  const root = makeAuthority({ uris: [`spiffe://${name}`] });
  return { name, root, svid: (path, more) => makeSvid(root, `spiffe://${name}${path}`, more) };
}

export function makeSvid(issuer: Certificate | undefined, id: string, more: CertificateRequest = {}): Certificate {
  return makeCertificate({
    ...(issuer === undefined ? {} : { issuer }),
    uris: [id],
    isCa: false,
    keyUsage: [0],
    keyUsageCritical: true,
    purposes: [purposes.server, purposes.client],
    ...more,
  });
}

export const x509Entry = ({ der }: Certificate) => ({ kty: 'EC', use: 'x509-svid', x5c: [der.toString('base64')] });

export const bundleText = (keys: readonly object[], more: object = {}) => JSON.stringify({ keys, ...more });
