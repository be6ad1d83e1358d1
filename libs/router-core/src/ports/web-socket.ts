import type { HttpError } from '../errors/http-error.ts';

/** How a WebSocket ended: a code of RFC 6455 §7.4 (1006 where none was sent) and what was said with it. */
export interface WebSocketClose {
  readonly code: number;
  readonly reason: string;
}

/**
 * Both directions of a WebSocket as one side has them. Reading it gives the messages of the other side, decoded and checked, in
 * order; it ends when the connection does. Whoever does not read holds the other side back.
 */
export interface WebSocketChannel<Received = unknown, Sent = unknown> extends AsyncIterable<Received> {
  /** The subprotocol that both sides agreed on; '' where none is spoken of. */
  readonly protocol: string;
  /** How it ended, when it has. Never rejects. */
  readonly closed: Promise<WebSocketClose>;
  /**
   * Checks and sends one message; octets go out as a binary message. Resolves when the system has taken it: whoever waits is no
   * faster than the other side. Rejects when the message breaks the contract, and when the connection is closed; who does not
   * wait need not catch that.
   */
  send(message: Sent): Promise<void>;
  /** Says goodbye, after what was sent. Default 1000; at most 123 octets of `reason` are sent. */
  close(code?: number, reason?: string): void;
}

/** Serves one connection. When it returns, the connection is closed; what it throws closes it with 1011, or 1008 for problems of clients. */
export type WebSocketHandler<Request, Channel, Context> = (
  request: Request,
  context: Context,
  socket: Channel,
) => void | Promise<void>;

/** Who or what ended a WebSocket. */
export type WebSocketEnd =
  /** The client said goodbye. */
  | 'client'
  /** The connection broke. */
  | 'lost'
  /** The handler returned or said goodbye. */
  | 'handler'
  /** The handler threw, or sent what the contract does not allow. */
  | 'failed'
  /** The client sent what the contract, a limit or RFC 6455 does not allow. */
  | 'refused'
  /** No sign of life. */
  | 'dead'
  /** No message for too long. */
  | 'idle'
  /** The client does not read what is sent to it. */
  | 'slow'
  | 'draining';

/** What has gone over the WebSocket of an exchange. */
export interface WebSocketActivity {
  /** Messages, control frames apart. */
  readonly received: number;
  readonly sent: number;
  /** Undefined while it is open. */
  readonly end: (WebSocketClose & { readonly by: WebSocketEnd }) | undefined;
}

/** What the client of a handshake wants (RFC 6455 §4.1). */
export interface WebSocketOffer {
  /** In the order of its preference. */
  readonly subprotocols: readonly string[];
  /** Why it cannot be opened, whatever the operation says. */
  readonly fault: HttpError | undefined;
}

/** A request whose connection is to become a WebSocket. */
export interface WebSocketAcceptance {
  readonly subprotocol: string | undefined;
  readonly maxMessageBytes: number;
  /** The handshake is complete. */
  open(connection: WebSocketConnection): WebSocketListener;
}

/** An open WebSocket that knows nothing of what its messages mean. */
export interface WebSocketConnection {
  /** Octets that were sent and that the system has not taken yet. */
  readonly waitingBytes: number;
  /** Calls back when the system has taken the message, or cannot any more. */
  send(data: string | Uint8Array, taken: (error?: unknown) => void): void;
  close(code: number, reason: string): void;
  /** Without a word. */
  terminate(): void;
  /** Reads no further until `resume`. */
  pause(): void;
  resume(): void;
}

/** What happens on a connection, as its service hears it. */
export interface WebSocketListener {
  /** All that comes is listened to from now on. */
  start(): void;
  message(data: Buffer, isBinary: boolean): void;
  /** The client broke RFC 6455 or a limit; `closed` follows. */
  broken(error: HttpError, code: number): void;
  /** The last event. */
  closed(close: WebSocketClose, wasClean: boolean): void;
  /** No sign of life for two beats. */
  dead(): void;
  /** Asked with every beat. */
  beat(now: number): void;
  /** Its connection has lived long enough. */
  drain(): void;
}
