import type { MutualTlsConfig, TlsConfig } from '@brrt/router-core/config';
import type { TlsIdentity, TlsMaterial } from '@brrt/router-core/ports';
import type { SecurityConfigProblem } from '../security-config-error.ts';
import type { Spiffe } from '../spiffe/create-spiffe.ts';
import { type FileTrust, TlsFiles } from './tls-files.ts';
import { TrustStore } from './trust-store.ts';

/** The listener's side of TLS, and the roots of each scheme that looks at client certificates. */
export interface TlsSetup {
  readonly identity: TlsIdentity | undefined;
  /** Undefined where nothing says whom the scheme believes. */
  trustOf(scheme: string): TrustStore | undefined;
  readonly problems: readonly SecurityConfigProblem[];
}

/** The schemes with client certificates that a contract requires, as far as they are configured. */
export interface CertificateSchemes {
  readonly mutualTls: Readonly<Record<string, MutualTlsConfig>>;
  /** Names of those that X.509-SVIDs open. */
  readonly svids: readonly string[];
}

export interface TlsParts {
  readonly config: TlsConfig | undefined;
  readonly schemes: CertificateSchemes;
  readonly spiffe: Spiffe | undefined;
}

export function createTls({ config, schemes, spiffe }: TlsParts): TlsSetup {
  const { mutualTls, svids } = schemes;
  const trusts = new Map<string, FileTrust>();
  const problems: SecurityConfigProblem[] = [];
  const own = config?.caFile === undefined ? [] : [config.caFile];
  for (const [name, { trust }] of Object.entries(mutualTls)) {
    const files = trust.length > 0 ? trust : own;
    if (files.length > 0) trusts.set(name, { store: new TrustStore(), files });
    else problems.push({ subject: `security.mutual_tls.${name}`, message: 'needs trust, or tls.ca_file' });
  }
  const direct = Object.keys(mutualTls).filter((name) => mutualTls[name]?.forwarded === undefined);
  const subjects = [
    ...direct.map((name) => `security.mutual_tls.${name}`),
    ...svids.map((name) => `security.spiffe.schemes.${name}`),
  ];
  problems.push(...subjects.flatMap((subject) => missingListener(subject, config)));
  if (config?.svid === true && spiffe === undefined)
    problems.push({ subject: 'tls.svid', message: 'needs security.spiffe' });
  const files = new TlsFiles(config, [...trusts.values()]);
  problems.push(...[files.tryRead() ?? []].flat());
  const wantsCertificates = subjects.length > 0;
  return {
    identity: config === undefined ? undefined : createIdentity(config, { files, spiffe, wantsCertificates }),
    trustOf: (scheme) => trusts.get(scheme)?.store,
    problems,
  };
}

function missingListener(subject: string, config: TlsConfig | undefined): readonly SecurityConfigProblem[] {
  if (config === undefined) {
    const message = subject.includes('mutual_tls') ? 'needs tls, or forwarded' : 'needs tls, with svid: true or files';
    return [{ subject, message }];
  }
  return config.clientAuth === 'none' ? [{ subject, message: 'needs tls.client_auth: request or require' }] : [];
}

interface IdentityParts {
  readonly files: TlsFiles;
  readonly spiffe: Spiffe | undefined;
  readonly wantsCertificates: boolean;
}

function createIdentity(config: TlsConfig, { files, spiffe, wantsCertificates }: IdentityParts): TlsIdentity {
  let looking: NodeJS.Timeout | undefined;
  let unfollow = (): void => undefined;
  return {
    clientAuth: config.clientAuth ?? (wantsCertificates ? 'request' : 'none'),
    minVersion: config.minVersion === '1.3' ? 'TLSv1.3' : 'TLSv1.2',
    maxConnectionAgeMs: config.maxConnectionAgeSecs * 1000,
    async start(watcher) {
      const tell = (): void => watcher.changed(materialOf(config, files, spiffe));
      await spiffe?.start((error) => watcher.failed(error));
      unfollow = spiffe?.state.follow(tell) ?? unfollow;
      looking = setInterval(() => {
        const before = files.material;
        const failure = files.tryRead();
        if (failure !== undefined) watcher.failed(`${failure.subject}: ${failure.message}`);
        else if (files.material !== before) tell();
      }, config.reloadSecs * 1000).unref();
      return materialOf(config, files, spiffe);
    },
    stop() {
      clearInterval(looking);
      unfollow();
      spiffe?.stop();
    },
  };
}

function materialOf({ svid }: TlsConfig, { material }: TlsFiles, spiffe: Spiffe | undefined): TlsMaterial {
  if (spiffe === undefined) return material;
  const { cert = '', key = '' } = svid ? (spiffe.state.svid ?? {}) : material;
  return { cert, key, ca: [...material.ca, ...spiffe.state.bundles.roots.map((root) => root.toString())] };
}
