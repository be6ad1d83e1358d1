import { readFileSync } from 'node:fs';
import { checkServerIdentity, createSecureContext, type DetailedPeerCertificate, type PeerCertificate } from 'node:tls';
import type { ClientTlsConfig } from '@brrt/router-core/config';
import type { ClientIdentity, ClientTlsMaterial } from '@brrt/router-core/ports';
import { Pool } from 'undici';

/** What a service has to show, and how often that is looked at. */
export interface SecurePoolOptions {
  readonly origin: string;
  readonly pool: Pool.Options;
  readonly connectTimeout: number;
  readonly tls: ClientTlsConfig;
  readonly identity: ClientIdentity;
}

const nothing: ClientTlsMaterial = { cert: undefined, key: undefined, ca: [], refuse: undefined };

/** A pool of connections that all show what is shown now: with new certificates, and after a time, there is a new pool. */
export class SecurePool {
  readonly #options: SecurePoolOptions;
  #pool: Pool;
  #material: ClientTlsMaterial;
  #until: number;

  constructor(options: SecurePoolOptions) {
    this.#options = options;
    this.#material = options.identity.current() ?? nothing;
    this.#pool = this.#open();
    this.#until = this.#nextEnd();
  }

  /** For one call. */
  get dispatcher(): Pool {
    const material = this.#options.identity.current() ?? nothing;
    if (material === this.#material && Date.now() < this.#until) return this.#pool;
    const before = this.#pool;
    this.#material = material;
    this.#pool = this.#open();
    this.#until = this.#nextEnd();
    // Calls under way end first. They have errors of their own.
    before.close().catch(() => undefined);
    return this.#pool;
  }

  /** For a connection of its own, outside of the pool. */
  connect(): SecureConnect {
    return secureConnect(this.#options.identity.current() ?? nothing, this.#options.tls);
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  #nextEnd(): number {
    return Date.now() + this.#options.tls.maxConnectionAgeSecs * 1000;
  }

  #open(): Pool {
    const { origin, pool, connectTimeout, tls } = this.#options;
    // Node does not look at the name of a server whose session is resumed.
    const connect = { timeout: connectTimeout, maxCachedSessions: 0, ...secureConnect(this.#material, tls) };
    return new Pool(origin, { ...pool, connect });
  }
}

/** What Node's TLS is told of both sides. */
export interface SecureConnect {
  readonly minVersion: 'TLSv1.2';
  readonly cert?: string;
  readonly key?: string;
  readonly ca?: string[];
  readonly servername?: string;
  readonly checkServerIdentity: (name: string, server: PeerCertificate) => Error | undefined;
}

function secureConnect({ cert, key, ca, refuse }: ClientTlsMaterial, tls: ClientTlsConfig): SecureConnect {
  return {
    minVersion: 'TLSv1.2',
    ...(cert === undefined || key === undefined ? {} : { cert, key }),
    ...(ca === undefined ? {} : { ca: [...ca] }),
    ...(tls.serverName === undefined ? {} : { servername: tls.serverName }),
    checkServerIdentity: refuse === undefined ? checkServerIdentity : (_, server) => check(server, refuse, tls),
  };
}

function check(
  server: PeerCertificate,
  refuse: NonNullable<ClientTlsMaterial['refuse']>,
  { spiffeIds }: ClientTlsConfig,
): Error | undefined {
  // Node asks with the whole chain; its types speak of the leaf alone.
  const reason = refuse(chainOf(server as DetailedPeerCertificate), spiffeIds);
  return reason === undefined ? undefined : new ServerIdentityError(reason);
}

/** The called service is not who it has to be. Never leaves this library: callers get an `UpstreamUnavailableError`. */
class ServerIdentityError extends Error {
  override readonly name = 'ServerIdentityError';
  readonly code = 'ERR_SERVER_IDENTITY';
  constructor(reason: string) {
    super(`The certificate of the called service is not accepted: ${reason}`);
  }
}

function chainOf(leaf: DetailedPeerCertificate): readonly Buffer[] {
  const chain = [leaf.raw];
  for (let at = leaf; at.issuerCertificate !== undefined && at.issuerCertificate !== at; at = at.issuerCertificate) {
    chain.push(at.issuerCertificate.raw);
  }
  return chain;
}

/**
 * Certificate, key and roots from files that are read again; what cannot be read, or does not belong together, leaves what was read
 * before.
 * @throws what Node says of files that cannot be used in the beginning
 */
export function createFileIdentity({ certFile, keyFile, caFile, reloadSecs }: ClientTlsConfig): ClientIdentity {
  let material = readFiles();
  let readAt = Date.now();
  function readFiles(): ClientTlsMaterial {
    const read = (file: string | undefined): string | undefined => file && readFileSync(file, 'utf8');
    const [cert, key, ca] = [read(certFile), read(keyFile), read(caFile)];
    createSecureContext({ cert, key, ca });
    return { cert, key, ca: ca === undefined ? undefined : [ca], refuse: undefined };
  }
  return {
    current() {
      if (Date.now() - readAt < reloadSecs * 1000) return material;
      readAt = Date.now();
      try {
        const next = readFiles();
        if (JSON.stringify(next) !== JSON.stringify(material)) material = next;
      } catch {
        // Files that are being replaced are there at the next look.
      }
      return material;
    },
  };
}
