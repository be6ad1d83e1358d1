import type { Socket } from 'node:net';
import { type DetailedPeerCertificate, TLSSocket } from 'node:tls';
import type { PeerCertificate } from '../ports/peer-certificate.ts';

const known = new WeakMap<Socket, PeerCertificate>();

/** The client certificate of a connection, read from OpenSSL once. */
export function readPeerCertificate(socket: Socket): PeerCertificate | undefined {
  const certificate = known.get(socket);
  if (certificate !== undefined || !(socket instanceof TLSSocket)) return certificate;
  const leaf = socket.getPeerCertificate(true);
  // Node gives an empty object for a client without certificate, null after the connection.
  if (leaf?.raw === undefined) return undefined;
  const failure = socket.authorized ? undefined : codeOf(socket.authorizationError);
  const read: PeerCertificate = { leaf: leaf.raw, issuers: failure === undefined ? issuersOf(leaf) : [], failure };
  known.set(socket, read);
  return read;
}

// A root names itself as its issuer.
function issuersOf(leaf: DetailedPeerCertificate): readonly Buffer[] {
  const issuers: Buffer[] = [];
  for (let at = leaf; at.issuerCertificate !== undefined && at.issuerCertificate !== at; at = at.issuerCertificate) {
    issuers.push(at.issuerCertificate.raw);
  }
  return issuers.length === 0 ? [leaf.raw] : issuers;
}

// Declared as an Error, given as the code alone.
function codeOf(error: unknown): string {
  if (typeof error === 'string') return error;
  return error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
}
