import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FlatHeaders } from '../ports/http-message.ts';
import type { WebSocketAcceptance } from '../ports/web-socket.ts';
import { closeLater } from './close-later.ts';

/** What is told of a connection that became a WebSocket. */
export interface UpgradeEvents {
  /** The handshake is complete. */
  upgraded(): void;
  /** The connection is gone; also when the client had left before it could be upgraded. */
  ended(): void;
}

/** Completes a handshake on its socket. */
export type Upgrader = (
  handshake: HandshakeResponse,
  acceptance: WebSocketAcceptance,
  rest: UpgradeEvents & { readonly headers: FlatHeaders },
) => void;

export interface Handshake {
  readonly message: IncomingMessage;
  readonly socket: Socket;
  /** What came behind the request already. */
  readonly head: Buffer;
  readonly upgrade: Upgrader;
}

/**
 * The response to a handshake, whose socket has no parser any more: an answer is the last one on it, or the socket becomes a
 * WebSocket.
 */
export class HandshakeResponse extends ServerResponse {
  readonly handshake: Handshake;

  constructor(handshake: Handshake) {
    super(handshake.message);
    this.handshake = handshake;
    this.shouldKeepAlive = false;
    const { socket } = handshake;
    this.assignSocket(socket);
    this.once('finish', () => {
      this.detachSocket(socket);
      socket.end();
      // Unread octets would turn the end into a reset, which takes the answer away.
      socket.resume();
      closeLater(socket);
    });
  }

  switchProtocols(headers: FlatHeaders, acceptance: WebSocketAcceptance, events: UpgradeEvents): void {
    const { socket, upgrade } = this.handshake;
    this.detachSocket(socket);
    upgrade(this, acceptance, { ...events, headers });
  }
}
