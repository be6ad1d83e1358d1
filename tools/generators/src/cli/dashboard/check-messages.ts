import type { WebSocketCheck } from '@brrt/dashboard';
import { compileMessages } from '@brrt/router-core/websocket';
import type { Operation } from '@brrt/service-model';
import type { LoadedContract } from './loaded-contract.ts';

/** Holds the messages of a WebSocket against the contract; undefined: the operation is none. */
export function compileWebSocketCheck(
  operation: Operation,
  { model, schemas }: Pick<LoadedContract, 'model' | 'schemas'>,
): WebSocketCheck | undefined {
  if (operation.webSocket === undefined) return undefined;
  const context = { contract: model, schemas };
  const codecs = {
    receive: compileMessages(operation, 'receive', context),
    send: compileMessages(operation, 'send', context),
  };
  return {
    subprotocols: operation.webSocket.subprotocols,
    check(way, octets, isBinary) {
      const decoded = codecs[way].decode(octets, isBinary);
      return 'fault' in decoded ? decoded.fault.violations.map((each) => ({ in: 'message', ...each })) : [];
    },
  };
}
