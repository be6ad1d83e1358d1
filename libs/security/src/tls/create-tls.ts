import type { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { MutualTlsConfig, TlsConfig } from '@brrt/router-core/config';
import type { TlsIdentity, TlsMaterial, TlsWatcher } from '@brrt/router-core/ports';
import type { SecurityConfigProblem } from '../security-config-error.ts';
import { certificatesIn, TrustStore } from './trust-store.ts';

/** The listener's side of TLS, and the roots of each scheme that looks at client certificates. */
export interface TlsSetup {
  readonly identity: TlsIdentity | undefined;
  /** Undefined where nothing says whom the scheme believes. */
  trustOf(scheme: string): TrustStore | undefined;
  readonly problems: readonly SecurityConfigProblem[];
}

/** Whoever else contributes roots to the listener: a store and the files it is filled from. */
interface FileTrust {
  readonly store: TrustStore;
  readonly files: readonly string[];
}

/** @param schemes those with client certificates that the contract requires, as far as they are configured */
export function createTls(config: TlsConfig | undefined, schemes: Readonly<Record<string, MutualTlsConfig>>): TlsSetup {
  const trusts = new Map<string, FileTrust>();
  const problems: SecurityConfigProblem[] = [];
  for (const [name, { trust, forwarded }] of Object.entries(schemes)) {
    const subject = `security.mutual_tls.${name}`;
    const files = trust.length > 0 ? trust : [config?.caFile ?? []].flat();
    if (files.length === 0) problems.push({ subject, message: 'needs trust, or tls.ca_file' });
    else trusts.set(name, { store: new TrustStore(), files });
    if (forwarded === undefined && (config === undefined || config.clientAuth === 'none')) {
      const message = config === undefined ? 'needs tls, or forwarded' : 'needs tls.client_auth: request or require';
      problems.push({ subject, message });
    }
  }
  const reading = new TlsFiles(config, [...trusts.values()]);
  const failure = reading.tryRead();
  if (failure !== undefined) problems.push(failure);
  const wantsCertificates = Object.values(schemes).some(({ forwarded }) => forwarded === undefined);
  return {
    identity: config === undefined ? undefined : createIdentity(config, reading, wantsCertificates),
    trustOf: (scheme) => trusts.get(scheme)?.store,
    problems,
  };
}

function createIdentity(config: TlsConfig, files: TlsFiles, wantsCertificates: boolean): TlsIdentity {
  let looking: NodeJS.Timeout | undefined;
  return {
    clientAuth: config.clientAuth ?? (wantsCertificates ? 'request' : 'none'),
    minVersion: config.minVersion === '1.3' ? 'TLSv1.3' : 'TLSv1.2',
    maxConnectionAgeMs: config.maxConnectionAgeSecs * 1000,
    async start(watcher) {
      looking = setInterval(() => look(files, watcher), config.reloadSecs * 1000).unref();
      return files.material;
    },
    stop: () => clearInterval(looking),
  };
}

// Files are compared by their content: a mounted secret changes by a link to another folder.
function look(files: TlsFiles, watcher: TlsWatcher): void {
  const before = files.material;
  const failure = files.tryRead();
  if (failure !== undefined) watcher.failed(failure.message);
  else if (files.material !== before) watcher.changed(files.material);
}

/** The files of a listener as they were when they last went together. */
class TlsFiles {
  readonly #config: TlsConfig | undefined;
  readonly #trusts: readonly FileTrust[];
  #texts = '';
  #failed = '';
  #material: TlsMaterial = { cert: '', key: '', ca: [] };

  constructor(config: TlsConfig | undefined, trusts: readonly FileTrust[]) {
    this.#config = config;
    this.#trusts = trusts;
  }

  get material(): TlsMaterial {
    return this.#material;
  }

  /** Takes the files over when they can be used and have changed; else says why not, once for each state of the files. */
  tryRead(): SecurityConfigProblem | undefined {
    const texts = new Map<string, string>();
    for (const file of this.#files()) {
      const text = tryReadFile(file);
      if (text === undefined) return this.#fail(file, 'cannot be read');
      texts.set(file, text);
    }
    const all = JSON.stringify([...texts]);
    if (all === this.#texts || all === this.#failed) return undefined;
    for (const file of this.#rootFiles()) {
      if (rootsIn(texts.get(file)) === undefined) return this.#fail(file, 'has no certificate that can be read', all);
    }
    return this.#take(texts, all);
  }

  #take(texts: ReadonlyMap<string, string>, all: string): SecurityConfigProblem | undefined {
    const { certFile = '', keyFile = '' } = this.#config ?? {};
    const ca = this.#rootFiles().map((file) => texts.get(file) ?? '');
    const material = { cert: texts.get(certFile) ?? '', key: texts.get(keyFile) ?? '', ca };
    if (this.#config !== undefined && !isUsable(material)) {
      return this.#fail(certFile, `and ${keyFile} are no certificate and its key`, all);
    }
    this.#material = material;
    this.#texts = all;
    for (const { store, files } of this.#trusts) store.replace(files.flatMap((file) => rootsIn(texts.get(file)) ?? []));
    return undefined;
  }

  #fail(subject: string, message: string, state = subject): SecurityConfigProblem | undefined {
    if (this.#failed === state) return undefined;
    this.#failed = state;
    return { subject, message };
  }

  #rootFiles(): readonly string[] {
    const files = this.#trusts.flatMap((trust) => trust.files);
    return [...new Set([...files, ...[this.#config?.caFile ?? []].flat()])];
  }

  #files(): readonly string[] {
    const { certFile, keyFile } = this.#config ?? {};
    return [...[certFile ?? [], keyFile ?? []].flat(), ...this.#rootFiles()];
  }
}

function isUsable({ cert, key, ca }: TlsMaterial): boolean {
  try {
    createSecureContext({ cert, key, ca: [...ca] });
    return true;
  } catch {
    return false;
  }
}

function rootsIn(pem: string | undefined): readonly X509Certificate[] | undefined {
  try {
    const roots = certificatesIn(pem ?? '');
    return roots.length === 0 ? undefined : roots;
  } catch {
    return undefined;
  }
}

function tryReadFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
