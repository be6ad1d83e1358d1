import { type ClientTlsConfig, defaultResilience } from '@brrt/router-core/config';
import type { ClientIdentity, ReadinessCheck, UpstreamState } from '@brrt/router-core/ports';
import { type Dispatcher, Pool } from 'undici';
import { type BaseUrl, parseBaseUrl } from './base-url.ts';
import { ClientConfigurationError } from './client-configuration-error.ts';
import type { ClientOptions } from './client-options.ts';
import { type Resilience, Upstream } from './resilience/upstream.ts';
import { createFileIdentity, type SecureConnect, SecurePool } from './secure-pool.ts';
import { createTokenSource, type TokenSource, tokenRequestOf } from './token-source.ts';
import { createUpstreamCheck } from './upstream-check.ts';

/** A called service, and everything that its calls share. */
export interface ConnectedUpstream {
  readonly base: BaseUrl;
  /** By security scheme. */
  readonly tokens: Readonly<Record<string, TokenSource>>;
  readonly timeoutMilliseconds: number;
  readonly resilience: Resilience;
  readonly upstream: Upstream;
  /** The same as those see it who observe it. */
  readonly state: UpstreamState;
  readonly readiness: ReadinessCheck;
  /** Undefined where the caller's own dispatcher makes connections. */
  readonly connect: Connect | undefined;
  close(): Promise<void>;
}

interface SharedUpstream {
  readonly connected: ConnectedUpstream;
  readonly identity: ClientIdentity | undefined;
  users: number;
}

/** By entry of the configuration: one service has one breaker, whoever calls it. */
const shared = new WeakMap<object, SharedUpstream>();

/**
 * What is made of the same entry of the configuration shares connections, retry budget and breaker; the last one closes them.
 * @throws ClientConfigurationError for certificates and tokens that nobody has
 * @throws TypeError for a base URL or timeout that cannot be used
 */
export function connectUpstream(service: string, options: ClientOptions): ConnectedUpstream {
  const { entry, identity } = options;
  const known = entry && shared.get(entry);
  if (entry === undefined || (known !== undefined && known.identity !== identity)) return open(service, options);
  const each: SharedUpstream = known ?? { connected: open(service, options), identity, users: 0 };
  shared.set(entry, each);
  each.users += 1;
  return {
    ...each.connected,
    async close() {
      each.users -= 1;
      if (each.users > 0) return;
      shared.delete(entry);
      await each.connected.close();
    },
  };
}

const defaultTimeoutMilliseconds = 5_000;

function open(service: string, options: ClientOptions): ConnectedUpstream {
  const base = parseBaseUrl(options.baseUrl, service);
  const timeoutMilliseconds = options.timeoutMilliseconds ?? defaultTimeoutMilliseconds;
  if (!(timeoutMilliseconds >= 1 && timeoutMilliseconds < 2 ** 31)) {
    throw new TypeError(`The timeout of ${service} has to be from 1 ms to 2^31 - 1 ms`);
  }
  const tokens = Object.fromEntries(
    Object.entries(options.tokens ?? {}).map(([scheme, config]) => {
      const request = tokenRequestOf(config, options.identity);
      if (request === undefined) throw new ClientConfigurationError(service, missingTokens(service, scheme));
      return [scheme, createTokenSource(config, request)];
    }),
  );
  const resilience = options.resilience ?? defaultResilience;
  const { connections } = resilience;
  const calling = createPool(
    { service, origin: base.origin, connectTimeout: timeoutMilliseconds, connections },
    options,
  );
  const upstream = new Upstream(calling, resilience);
  return {
    base,
    tokens,
    timeoutMilliseconds,
    resilience,
    upstream,
    state: {
      service,
      get circuit() {
        return upstream.circuit;
      },
    },
    readiness: createUpstreamCheck(service, base.origin, upstream),
    connect: calling.connect,
    close: () => calling.close(),
  };
}

/** What a connection outside of the pool is told of both sides. */
export type Connect = () => Partial<SecureConnect>;

interface Calling {
  /** For the next call. */
  readonly dispatcher: Dispatcher;
  /** Undefined: a dispatcher of the caller's own decides how connections are made. */
  readonly connect: Connect | undefined;
  close(): Promise<void>;
}

interface Called {
  readonly service: string;
  readonly origin: string;
  readonly connectTimeout: number;
  readonly connections: number;
}

/** @throws ClientConfigurationError for an SVID that nobody provides and for a certificate that cannot be read */
function createPool(
  { service, origin, connectTimeout, connections }: Called,
  { dispatcher, tls, identity }: ClientOptions,
): Calling {
  if (dispatcher !== undefined) return { dispatcher, connect: undefined, close: async () => undefined };
  // Time is kept per call; only a connection attempt outlives its call, so it has a limit of its own.
  const pool = { connections, headersTimeout: 0, bodyTimeout: 0 };
  if (tls === undefined) {
    const plain = new Pool(origin, { ...pool, connectTimeout });
    return { dispatcher: plain, connect: () => ({}), close: () => plain.close() };
  }
  const shown = tls.svid ? providedIdentity(identity, service) : identityFromFiles(tls, service);
  const secure = new SecurePool({ origin, pool, connectTimeout, tls, identity: shown });
  return {
    get dispatcher() {
      return secure.dispatcher;
    },
    connect: () => secure.connect(),
    close: () => secure.close(),
  };
}

function providedIdentity(identity: ClientIdentity | undefined, service: string): ClientIdentity {
  if (identity !== undefined) return identity;
  const message =
    `clients.${service}.tls shows an SVID that nobody provides: it needs security.spiffe and, where src/service.ts connects ${service}, ` +
    '`security.clientIdentity` as second argument, after `config`';
  throw new ClientConfigurationError(service, message);
}

function missingTokens(service: string, scheme: string): string {
  return (
    `clients.${service}.tokens.${scheme} wants JWT-SVIDs that nobody provides: they need security.spiffe.socket and, where ` +
    `src/service.ts connects ${service}, \`security.clientIdentity\` as second argument, after \`config\``
  );
}

function identityFromFiles(tls: ClientTlsConfig, service: string): ClientIdentity {
  try {
    return createFileIdentity(tls);
  } catch (cause) {
    // Node's error names the file.
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ClientConfigurationError(service, `clients.${service}.tls cannot be used: ${reason}`, { cause });
  }
}
