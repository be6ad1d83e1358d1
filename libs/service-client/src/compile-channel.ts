import { compileMessages, type MessageCodec } from '@brrt/router-core/websocket';
import type { Operation } from '@brrt/service-model';
import type { ClientDefinition, ClientOptions } from './client-options.ts';

/** What goes over the WebSocket of an operation, from the side of the client. */
export interface CompiledChannel {
  /** What the service sends. */
  readonly incoming: MessageCodec;
  /** What the service receives. */
  readonly outgoing: MessageCodec;
  /** All that the contract knows: the service takes the first. */
  readonly subprotocols: readonly string[];
}

/** Undefined for an operation that is no WebSocket. What a client sends is always held against the contract. */
export function compileChannel(
  operation: Operation,
  { contract, schemas }: ClientDefinition,
  { validateResponses }: ClientOptions,
): CompiledChannel | undefined {
  if (operation.webSocket === undefined) return undefined;
  const checked = validateResponses === false ? undefined : schemas;
  return {
    incoming: compileMessages(operation, 'send', { contract, schemas: checked }),
    outgoing: compileMessages(operation, 'receive', { contract, schemas }),
    subprotocols: operation.webSocket.subprotocols,
  };
}
