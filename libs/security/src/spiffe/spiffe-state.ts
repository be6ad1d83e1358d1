import { createPrivateKey, type X509Certificate } from 'node:crypto';
import { BundleSet, type BundleUpdate } from './bundle-set.ts';
import { readSvidId } from './judge-svid.ts';
import type { SpiffeId } from './spiffe-id.ts';

/** What a workload shows: PEM, the leaf first. */
export interface X509Svid {
  readonly id: SpiffeId;
  readonly cert: string;
  readonly key: string;
}

/** Who this workload is and whom it believes. Feeds keep it current; listeners and clients follow it. */
export class SpiffeState {
  readonly bundles: BundleSet;
  readonly #listeners = new Set<() => void>();
  #svid: X509Svid | undefined;

  constructor(federated: readonly string[]) {
    this.bundles = new BundleSet(federated);
  }

  get svid(): X509Svid | undefined {
    return this.#svid;
  }

  update(bundles: BundleUpdate, svid?: X509Svid): void {
    if (svid !== undefined) this.#svid = svid;
    this.bundles.tell(bundles);
    this.changed();
  }

  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Called after each change; the returned function ends that. */
  follow(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** An SVID of certificate and key; undefined when they do not go together, or the leaf is none. */
export function toSvid(chain: readonly X509Certificate[], key: string): X509Svid | undefined {
  const [leaf] = chain;
  if (leaf === undefined) return undefined;
  const id = readSvidId(leaf.raw);
  try {
    if (typeof id === 'string' || !leaf.checkPrivateKey(createPrivateKey(key))) return undefined;
  } catch {
    return undefined;
  }
  return { id, cert: chain.map((each) => each.toString()).join(''), key };
}
