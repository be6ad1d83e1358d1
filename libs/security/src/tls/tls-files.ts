import type { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { TlsConfig } from '@brrt/router-core/config';
import type { TlsMaterial } from '@brrt/router-core/ports';
import type { SecurityConfigProblem } from '../security-config-error.ts';
import { certificatesIn, type TrustStore } from './trust-store.ts';

/** Roots of one scheme: where they are kept, and the files they come from. */
export interface FileTrust {
  readonly store: TrustStore;
  readonly files: readonly string[];
}

/** The files of a listener as they were when they last went together. */
export class TlsFiles {
  readonly #config: TlsConfig | undefined;
  readonly #trusts: readonly FileTrust[];
  #texts = '';
  #failed = '';
  #material: TlsMaterial = { cert: '', key: '', ca: [] };

  constructor(config: TlsConfig | undefined, trusts: readonly FileTrust[]) {
    this.#config = config;
    this.#trusts = trusts;
  }

  /** Another object after each change. */
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
    // Files are compared by their content: a mounted secret changes by a link to another folder.
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
    if (certFile !== '' && !isUsable(material)) {
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
