import { X509Certificate } from 'node:crypto';

const block = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Roots that one scheme believes. They are replaced as a whole, while others hold on to the store. */
export class TrustStore {
  #roots: readonly X509Certificate[] = [];
  #known: ReadonlySet<string> = new Set();
  #revision = 0;

  get roots(): readonly X509Certificate[] {
    return this.#roots;
  }

  /** Changes with the roots: what was judged before has to be judged again. */
  get revision(): number {
    return this.#revision;
  }

  has(der: Buffer): boolean {
    return this.#known.has(der.toString('base64'));
  }

  replace(roots: readonly X509Certificate[]): void {
    this.#roots = roots;
    this.#known = new Set(roots.map(({ raw }) => raw.toString('base64')));
    this.#revision++;
  }
}

/** @throws Node's error for a block that is no certificate */
export function certificatesIn(pem: string): readonly X509Certificate[] {
  return (pem.match(block) ?? []).map((each) => new X509Certificate(each));
}
