import { type ClientTlsConfig, defaultResilience } from '@brrt/router-core/config';
import type { BindableClient, ClientIdentity, Exchange } from '@brrt/router-core/ports';
import { type Dispatcher, Pool } from 'undici';
import { parseBaseUrl } from './base-url.ts';
import { ClientConfigurationError } from './client-configuration-error.ts';
import type { ClientDefinition, ClientOptions, ClientRequest, ClientResponse } from './client-options.ts';
import { type CompiledCall, compileCall } from './compile-call.ts';
import { type Resilience, Upstream } from './resilience/upstream.ts';
import { createFileIdentity, SecurePool } from './secure-pool.ts';
import { sendCall } from './send-call.ts';
import { createTokenSource, tokenRequestOf } from './token-source.ts';
import { createUpstreamCheck } from './upstream-check.ts';

const defaultTimeoutMilliseconds = 5_000;
type Method = (request?: ClientRequest) => Promise<ClientResponse>;

/**
 * Makes a client of the operations in `definition.contract`: one method per `Operation.name`, over pooled connections.
 * `Client` is the interface that was generated for the same operations.
 * @throws ClientConfigurationError for a certificate that nobody has and operations that the credentials do not open,
 * and TypeError for a base URL or timeout that cannot be used
 */
export function createClient<Client>(definition: ClientDefinition, options: ClientOptions): BindableClient<Client> {
  const { service, contract } = definition;
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
  checkOperations(definition, resilience);
  const calls = contract.operations.map((operation) =>
    compileCall(operation, base, { definition, options, tokens, timeoutMilliseconds, resilience }),
  );
  const { connections } = resilience;
  const calling = createPool(
    { service, origin: base.origin, connectTimeout: timeoutMilliseconds, connections },
    options,
  );
  const upstream = new Upstream(calling, resilience);
  return {
    bind: compileBinding<Client>(calls, upstream),
    readiness: createUpstreamCheck(service, base.origin, upstream),
    close: () => calling.close(),
  };
}

function checkOperations({ service, contract }: ClientDefinition, { operations }: Resilience): void {
  const known = contract.operations.map(({ name }) => name);
  const unknown = Object.keys(operations).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const message = `clients.${service}.operations.${unknown}: this client has no such operation; it has ${known.join(', ')}`;
  throw new ClientConfigurationError(service, message);
}

interface Calling {
  /** For the next call. */
  readonly dispatcher: Dispatcher;
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
  if (dispatcher !== undefined) return { dispatcher, close: async () => undefined };
  // Time is kept per call; only a connection attempt outlives its call, so it has a limit of its own.
  const pool = { connections, headersTimeout: 0, bodyTimeout: 0 };
  if (tls === undefined) {
    const plain = new Pool(origin, { ...pool, connectTimeout });
    return { dispatcher: plain, close: () => plain.close() };
  }
  const shown = tls.svid ? providedIdentity(identity, service) : identityFromFiles(tls, service);
  return new SecurePool({ origin, pool, connectTimeout, tls, identity: shown });
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

/** Methods are made when they are first read, so that binding costs one object whatever the number of operations. */
function compileBinding<Client>(calls: readonly CompiledCall[], upstream: Upstream): (exchange: Exchange) => Client {
  class BoundClient {
    readonly #exchange: Exchange;
    constructor(exchange: Exchange) {
      this.#exchange = exchange;
    }
    static method(client: BoundClient, call: CompiledCall): Method {
      return (request = {}) => sendCall({ call, exchange: client.#exchange, upstream }, request);
    }
  }
  for (const call of calls) {
    Object.defineProperty(BoundClient.prototype, call.names.operation, {
      enumerable: true,
      get(this: BoundClient) {
        return BoundClient.method(this, call);
      },
    });
  }
  // The cast: the interface was generated from the operations that the methods are made of.
  return (exchange) => new BoundClient(exchange) as Client;
}
