import { createHash } from 'node:crypto';
import type { HttpRequest } from './http-message.ts';

/** The certificate that a client showed in its TLS handshake. */
export interface PeerCertificate {
  /** DER. */
  readonly leaf: Buffer;
  /** DER of what the leaf was verified with, the root last; empty where it was not verified. */
  readonly issuers: readonly Buffer[];
  /** Why the path to a root of the listener does not hold, as OpenSSL names it; undefined when it does. */
  readonly failure: string | undefined;
}

/** What `cnf.x5t#S256` of a token has to be (RFC 8705 §3.1); undefined when the client showed no certificate. */
export function certificateThumbprint({ peerCertificate }: HttpRequest): string | undefined {
  if (peerCertificate === undefined) return undefined;
  return createHash('sha256').update(peerCertificate.leaf).digest('base64url');
}
