import type { WebSocket } from 'ws';
import type { WebSocketConnection } from '../ports/web-socket.ts';

/** A WebSocket of `ws`, on either side, as channels see it. */
export function toConnection(webSocket: WebSocket): WebSocketConnection {
  return {
    get waitingBytes() {
      return webSocket.bufferedAmount;
    },
    send(data, taken) {
      webSocket.send(data, (error) => taken(error ?? undefined));
    },
    close: (code, reason) => webSocket.close(code, reason),
    terminate: () => webSocket.terminate(),
    pause: () => webSocket.pause(),
    resume: () => webSocket.resume(),
  };
}
