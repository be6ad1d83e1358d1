import type { MessagesInfo, WebSocketInfo } from '@brrt/dashboard';
import { messagePlace } from '@brrt/router-core/schema';
import { messageMedia } from '@brrt/router-core/websocket';
import type { Operation } from '@brrt/service-model';
import { describeContent } from './describe-content.ts';
import type { LoadedContract } from './loaded-contract.ts';

/** What goes over the WebSocket of an operation; undefined: it is none. */
export function describeWebSocket(
  operation: Operation,
  contract: Pick<LoadedContract, 'model' | 'schemas'>,
): WebSocketInfo | undefined {
  const { webSocket } = operation;
  if (webSocket === undefined) return undefined;
  const messages = (way: 'receive' | 'send'): MessagesInfo => {
    const media = messageMedia(operation, way);
    const place = messagePlace(operation, way);
    return {
      ...(media !== undefined && { content: describeContent(media, contract, { bodyPlace: place, itemPlace: place }) }),
      binary: webSocket[way].binary,
    };
  };
  return { subprotocols: webSocket.subprotocols, receive: messages('receive'), send: messages('send') };
}
