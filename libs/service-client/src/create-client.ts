import type { BindableClient, Exchange } from '@brrt/router-core/ports';
import { Pool } from 'undici';
import { parseBaseUrl } from './base-url.ts';
import type { ClientDefinition, ClientOptions, ClientRequest, ClientResponse } from './client-options.ts';
import { type CompiledCall, compileCall } from './compile-call.ts';
import { type Connection, sendCall } from './send-call.ts';

const defaultTimeoutMilliseconds = 5_000;
// Of one service, one call at a time on each.
const maximumConnections = 128;

type Method = (request?: ClientRequest) => Promise<ClientResponse>;

/**
 * Makes a client of the operations in `definition.contract`: one method per `Operation.name`, over pooled connections.
 * `Client` is the interface that was generated for the same operations.
 * @throws TypeError for a base URL or timeout that cannot be used, and for operations that the credentials do not open
 */
export function createClient<Client>(definition: ClientDefinition, options: ClientOptions): BindableClient<Client> {
  const { service, contract } = definition;
  const base = parseBaseUrl(options.baseUrl, service);
  const timeoutMilliseconds = options.timeoutMilliseconds ?? defaultTimeoutMilliseconds;
  if (!(timeoutMilliseconds >= 1 && timeoutMilliseconds < 2 ** 31)) {
    throw new TypeError(`The timeout of ${service} has to be from 1 ms to 2^31 - 1 ms`);
  }
  const calls = contract.operations.map((operation) => compileCall(operation, base, { definition, options }));
  const pool = options.dispatcher === undefined ? createPool(base.origin, timeoutMilliseconds) : undefined;
  // The cast: without a dispatcher of the caller's there is a pool.
  const dispatcher = options.dispatcher ?? (pool as Pool);
  return {
    bind: compileBinding<Client>(calls, { dispatcher, timeoutMilliseconds }),
    close: async () => pool?.close(),
  };
}

// Time is kept per call; only a connection attempt outlives its call, so it has a limit of its own.
function createPool(origin: string, connectTimeout: number): Pool {
  return new Pool(origin, { connections: maximumConnections, headersTimeout: 0, bodyTimeout: 0, connectTimeout });
}

/** Methods are made when they are first read, so that binding costs one object whatever the number of operations. */
function compileBinding<Client>(
  calls: readonly CompiledCall[],
  connection: Connection,
): (exchange: Exchange) => Client {
  class BoundClient {
    readonly #exchange: Exchange;
    constructor(exchange: Exchange) {
      this.#exchange = exchange;
    }
    static method(client: BoundClient, call: CompiledCall): Method {
      return (request = {}) => sendCall({ call, exchange: client.#exchange }, request, connection);
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
