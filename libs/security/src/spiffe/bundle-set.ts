import type { X509Certificate } from 'node:crypto';
import type { JWK } from 'jose';

/** What proves identities of one trust domain. */
export interface TrustBundle {
  readonly x509: readonly X509Certificate[];
  readonly jwt: readonly JWK[];
}

/** Whoever says what the bundles of some domains are, each time all of them; undefined: says nothing of that kind. */
export interface BundleUpdate {
  readonly x509?: ReadonlyMap<string, readonly X509Certificate[]>;
  readonly jwt?: ReadonlyMap<string, readonly JWK[]>;
}

const none: TrustBundle = { x509: [], jwt: [] };

/**
 * The bundles of all trust domains, each for itself: nothing in the bundle of one domain proves an identity of another.
 * A domain that is federated by configuration has the bundle of its endpoint, whatever others say of it.
 */
export class BundleSet {
  readonly #federated: ReadonlySet<string>;
  readonly #told = new Map<string, TrustBundle>();
  readonly #fetched = new Map<string, TrustBundle>();
  #revision = 0;

  constructor(federated: readonly string[]) {
    this.#federated = new Set(federated);
  }

  /** Changes with the bundles: what was judged before has to be judged again. */
  get revision(): number {
    return this.#revision;
  }

  /** Of a domain that nobody speaks of the bundle is empty: nothing is believed. */
  bundleOf(trustDomain: string): TrustBundle {
    const bundles = this.#federated.has(trustDomain) ? this.#fetched : this.#told;
    return bundles.get(trustDomain) ?? none;
  }

  get roots(): readonly X509Certificate[] {
    const told = [...this.#told.keys()].filter((domain) => !this.#federated.has(domain));
    return [...told, ...this.#federated].flatMap((domain) => this.bundleOf(domain).x509);
  }

  /** The local authority spoke: domains that it does not name any more are gone. */
  tell({ x509, jwt }: BundleUpdate): void {
    const domains = new Set([...this.#told.keys(), ...(x509?.keys() ?? []), ...(jwt?.keys() ?? [])]);
    for (const domain of domains) {
      const before = this.#told.get(domain) ?? none;
      const bundle = {
        x509: x509 === undefined ? before.x509 : (x509.get(domain) ?? []),
        jwt: jwt === undefined ? before.jwt : (jwt.get(domain) ?? []),
      };
      if (bundle.x509.length + bundle.jwt.length === 0) this.#told.delete(domain);
      else this.#told.set(domain, bundle);
    }
    this.#revision++;
  }

  /** The endpoint of a federated domain spoke. */
  fetched(trustDomain: string, bundle: TrustBundle): void {
    this.#fetched.set(trustDomain, bundle);
    this.#revision++;
  }
}
