import { X509Certificate } from 'node:crypto';
import type { SpiffeSchemeConfig } from '@brrt/router-core/config';
import {
  type AuthenticationResult,
  certificateThumbprint,
  type PeerCertificate,
  type Principal,
  type SecurityHandler,
} from '@brrt/router-core/ports';
import type { Rejection } from '../schemes/credential.ts';
import { absent, grant, plainPrincipal, rejected } from '../schemes/grant.ts';
import type { BundleSet } from './bundle-set.ts';
import { judgeSvid } from './judge-svid.ts';
import { matchesPattern, parseSpiffeIdPattern } from './spiffe-id.ts';

export interface SvidHandlerOptions {
  readonly scheme: SecurityHandler['scheme'];
  readonly config: SpiffeSchemeConfig;
  readonly bundles: BundleSet;
}

interface Judgement {
  readonly revision: number;
  readonly until: number;
  readonly verdict: Principal | Rejection;
}

/** X.509-SVIDs of connections, judged once per connection and state of the bundles. */
export function createSvidHandler({ scheme, config, bundles }: SvidHandlerOptions): SecurityHandler {
  const allowed = config.allow.flatMap((text) => parseSpiffeIdPattern(text) ?? []);
  const judged = new WeakMap<PeerCertificate, Judgement>();
  return {
    scheme,
    authenticate(request, scopes): AuthenticationResult {
      const peer = request.peerCertificate;
      if (peer === undefined) return absent;
      const known = judged.get(peer);
      const isCurrent = known?.revision === bundles.revision && Date.now() < known.until;
      const { verdict } = isCurrent ? known : judge(peer, certificateThumbprint(request) ?? '');
      return typeof verdict === 'string' ? rejected(verdict) : grant(verdict, scopes);
    },
    challenge: () => undefined,
  };

  function judge(peer: PeerCertificate, thumbprint: string): Judgement {
    const until = new X509Certificate(peer.leaf).validToDate.getTime();
    const verdict = until <= Date.now() ? 'expired' : toVerdict(peer, thumbprint);
    const judgement: Judgement = { revision: bundles.revision, until, verdict };
    judged.set(peer, judgement);
    return judgement;
  }

  function toVerdict(peer: PeerCertificate, thumbprint: string): Principal | Rejection {
    const id = judgeSvid(peer, bundles);
    if (typeof id === 'string') return id;
    if (!allowed.some((pattern) => matchesPattern(id, pattern))) return 'not_allowed';
    const principal = plainPrincipal(scheme.name, id.text, config.scopes);
    return { ...principal, claims: Object.assign(Object.create(null), principal.claims, { 'x5t#S256': thumbprint }) };
  }
}
