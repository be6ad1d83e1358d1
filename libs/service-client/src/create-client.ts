import { defaultResilience } from '@brrt/router-core/config';
import type { BindableClient, Exchange, WebSocketChannel } from '@brrt/router-core/ports';
import { ClientConfigurationError } from './client-configuration-error.ts';
import type { ClientDefinition, ClientOptions, ClientRequest, ClientResponse } from './client-options.ts';
import { type CompiledCall, compileCall } from './compile-call.ts';
import { type ConnectedUpstream, connectUpstream } from './connect-upstream.ts';
import { openWebSocket } from './open-web-socket.ts';
import type { Resilience } from './resilience/upstream.ts';
import { sendCall } from './send-call.ts';
import { sendResuming } from './send-resuming.ts';

type Method = (request?: ClientRequest) => Promise<ClientResponse | WebSocketChannel>;

/**
 * Makes a client of the operations in `definition.contract`: one method per `Operation.name`, over pooled connections.
 * `Client` is the interface that was generated for the same operations.
 * @throws ClientConfigurationError for a certificate that nobody has and operations that the credentials do not open,
 * and TypeError for a base URL or timeout that cannot be used
 */
export function createClient<Client>(definition: ClientDefinition, options: ClientOptions): BindableClient<Client> {
  const { service, contract } = definition;
  checkOperations(definition, options.resilience ?? defaultResilience);
  const connected = connectUpstream(service, options);
  const { base, tokens, resilience, timeoutMilliseconds, state, readiness, close } = connected;
  const calls = contract.operations.map((operation) =>
    compileCall(operation, base, { definition, options, tokens, timeoutMilliseconds, resilience }),
  );
  return { upstream: state, bind: compileBinding<Client>(calls, connected), readiness, close };
}

function checkOperations({ service, contract }: ClientDefinition, { operations }: Resilience): void {
  const known = contract.operations.map(({ name }) => name);
  const unknown = Object.keys(operations).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const message = `clients.${service}.operations.${unknown}: this client has no such operation; it has ${known.join(', ')}`;
  throw new ClientConfigurationError(service, message);
}

/** Methods are made when they are first read, so that binding costs one object whatever the number of operations. */
function compileBinding<Client>(
  calls: readonly CompiledCall[],
  { upstream, connect }: Pick<ConnectedUpstream, 'upstream' | 'connect'>,
): (exchange: Exchange) => Client {
  class BoundClient {
    readonly #exchange: Exchange;
    constructor(exchange: Exchange) {
      this.#exchange = exchange;
    }
    static method(client: BoundClient, call: CompiledCall): Method {
      return (request = {}) => {
        const calling = { call, exchange: client.#exchange, upstream };
        if (call.webSocket !== undefined)
          return openWebSocket({ ...calling, channel: call.webSocket, connect }, request);
        return request.resume === true ? sendResuming(calling, request) : sendCall(calling, request);
      };
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
