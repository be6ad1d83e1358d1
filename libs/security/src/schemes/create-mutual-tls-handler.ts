import { createHash, X509Certificate } from 'node:crypto';
import type { MutualTlsConfig } from '@brrt/router-core/config';
import type {
  AuthenticationResult,
  HttpRequest,
  PeerCertificate,
  Principal,
  SecurityHandler,
} from '@brrt/router-core/ports';
import { createForwardedReader, leadsTo } from '../tls/forwarded-certificate.ts';
import { readExtensions } from '../tls/read-extensions.ts';
import type { TrustStore } from '../tls/trust-store.ts';
import type { Rejection } from './credential.ts';
import { absent, grant, rejected } from './grant.ts';

// RFC 5280 §4.2.1.12: `id-kp-clientAuth`. Like OpenSSL, nobody takes `anyExtendedKeyUsage` for it.
const clientAuth = '2b06010505070302';
const rejectionOf: Readonly<Record<string, Rejection>> = {
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not_yet_valid',
  INVALID_PURPOSE: 'purpose',
};

export interface MutualTlsOptions {
  readonly scheme: SecurityHandler['scheme'];
  readonly config: MutualTlsConfig;
  readonly trust: TrustStore;
}

interface Judgement {
  readonly revision: number;
  readonly until: number;
  readonly verdict: Principal | Rejection;
}

/** Client certificates: of the connection, or as a proxy reports them. What one connection shows is judged once per set of roots. */
export function createMutualTlsHandler({ scheme, config, trust }: MutualTlsOptions): SecurityHandler {
  const judged = new WeakMap<PeerCertificate, Judgement>();
  const readForwarded = config.forwarded === undefined ? undefined : createForwardedReader(config.forwarded);
  return {
    scheme,
    authenticate(request, scopes): AuthenticationResult {
      const verdict = readForwarded === undefined ? judgePeer(request) : judgeForwarded(request, readForwarded);
      if (verdict === undefined) return absent;
      return typeof verdict === 'string' ? rejected(verdict) : grant(verdict, scopes);
    },
    challenge: () => undefined,
  };

  function judgePeer({ peerCertificate: peer }: HttpRequest): Principal | Rejection | undefined {
    if (peer === undefined) return undefined;
    const known = judged.get(peer);
    if (known?.revision === trust.revision && Date.now() < known.until) return known.verdict;
    const certificate = new X509Certificate(peer.leaf);
    const isTrusted = peer.failure === undefined && trust.has(peer.issuers.at(-1) ?? Buffer.alloc(0));
    const verdict = isTrusted ? toVerdict(certificate) : (rejectionOf[peer.failure ?? ''] ?? 'untrusted');
    judged.set(peer, { revision: trust.revision, until: certificate.validToDate.getTime(), verdict });
    return verdict;
  }

  function judgeForwarded(
    request: HttpRequest,
    read: ReturnType<typeof createForwardedReader>,
  ): Principal | Rejection | undefined {
    const forwarded = read(request);
    if (forwarded.found === 'nothing') return undefined;
    if (forwarded.found === 'unusable') return 'malformed';
    return leadsTo(forwarded.path, trust.roots) ? toVerdict(forwarded.path[0]) : 'untrusted';
  }

  function toVerdict(certificate: X509Certificate): Principal | Rejection {
    if (certificate.validToDate.getTime() <= Date.now()) return 'expired';
    const extensions = readExtensions(certificate.raw);
    if (extensions === undefined) return 'malformed';
    const { extendedKeyUsage, dnsNames, uris } = extensions;
    if (extendedKeyUsage?.includes(clientAuth) === false) return 'purpose';
    const subject = subjectFor({ dn: distinguishedName(certificate), dnsNames, uris }, config);
    return subject === undefined ? 'not_allowed' : toPrincipal(certificate, subject);
  }

  function toPrincipal(certificate: X509Certificate, subject: string): Principal {
    const claims: Record<string, unknown> = Object.create(null);
    claims.sub = subject;
    claims.subject_dn = distinguishedName(certificate);
    claims['x5t#S256'] = createHash('sha256').update(certificate.raw).digest('base64url');
    return { scheme: scheme.name, subject, scopes: config.scopes, claims };
  }
}

interface CertificateNames {
  readonly dn: string;
  readonly dnsNames: readonly string[];
  readonly uris: readonly string[];
}

/** The name that lets the certificate in. */
function subjectFor({ dn, dnsNames, uris }: CertificateNames, config: MutualTlsConfig): string | undefined {
  const { subjects, dnsNames: allowedNames, spiffeIds } = config;
  if (subjects.length + allowedNames.length + spiffeIds.length === 0) return dn;
  if (subjects.includes(dn)) return dn;
  // A SPIFFE certificate has one URI; with another beside it nobody can tell which is meant.
  const [id] = uris.length === 1 ? uris : [];
  if (id !== undefined && spiffeIds.includes(id)) return id;
  return dnsNames.find((name) => allowedNames.includes(name.toLowerCase()));
}

// Node writes one relative name a line, escaped as RFC 4514 §2.4 wants, in the order of the certificate; §2.1 turns it round.
function distinguishedName({ subject }: X509Certificate): string {
  return (subject ?? '').split('\n').reverse().join(',');
}
