import type { ClientFramingError } from '../errors/pipeline-errors.ts';
import type { HttpRequest, HttpResponse, TextResponse } from '../ports/http-message.ts';
import type { Awaitable } from '../ports/later.ts';

/** Whoever answers requests, called once per step; `Exchange` is what it keeps of one request in between. */
export interface Answerer<Exchange> {
  begin(request: HttpRequest): Exchange;
  answer(exchange: Exchange): Awaitable<HttpResponse>;
  /** The message is not one that two readers understand alike. */
  refuse(exchange: Exchange, fault: ClientFramingError): TextResponse;
  /** The client went away while the answer was being made. */
  clientGone(exchange: Exchange): void;
  /** Whether a handshake for this path (RFC 6455) may take the connection over; all others are requests like any. */
  speaksWebSocket(path: string): boolean;
  /** The connection has become a WebSocket; `ended` follows when it is closed. */
  upgraded(exchange: Exchange): void;
  /** The response is a stream and begins. */
  streaming(exchange: Exchange): void;
  /** Node refused to write the response; the client gets a bare 500. */
  unwritable(exchange: Exchange, error: unknown): void;
  /** Nothing more will be written; called once. */
  ended(exchange: Exchange, delivered: boolean): void;
  /** The source of a stream failed after the header was sent; `ended` follows. The client sees the body as truncated. */
  broken(exchange: Exchange, failure: unknown): void;
  /** True: every response says `Connection: close`. */
  readonly isDraining: boolean;
  /** Milliseconds after which a client that takes nothing of what waits for it is cut off; 0: never. */
  readonly sendTimeoutMs: number;
  /** A message that never became a request. */
  clientError(code: string, status: number): void;
  /** Some operation is a WebSocket. */
  readonly hasWebSockets: boolean;
  /** New certificates cannot be used; those before stay in use. */
  certificatesUnusable(error: unknown): void;
}

/** Who answers the next request. */
export interface Answering<Exchange> {
  answerer: Answerer<Exchange>;
}
