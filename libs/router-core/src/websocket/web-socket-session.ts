import type { HttpError } from '../errors/http-error.ts';
import { InternalError, ResponseValidationError } from '../errors/pipeline-errors.ts';
import { RequestAbortedError, RequestValidationError } from '../errors/request-errors.ts';
import { toHttpError } from '../errors/to-http-error.ts';
import type {
  WebSocketActivity,
  WebSocketChannel,
  WebSocketClose,
  WebSocketConnection,
  WebSocketEnd,
  WebSocketListener,
} from '../ports/web-socket.ts';
import { breachReason } from './close-reason.ts';
import type { CompiledWebSocket } from './compile-web-socket.ts';
import { type ChannelOwner, MessageChannel } from './message-channel.ts';
import type { MessageFault } from './message-codec.ts';

/** The exchange that a WebSocket belongs to, as far as it concerns it. */
export interface SessionExchange {
  /** Failed, which its signal says too. */
  broken(error: HttpError): void;
  clientGone(): void;
  draining(): void;
}

export interface SessionParts {
  readonly compiled: CompiledWebSocket;
  readonly subprotocol: string | undefined;
  readonly exchange: SessionExchange;
  /** The handler. */
  readonly run: (channel: WebSocketChannel) => unknown;
  /** The handler failed when nobody was there any more to be told. */
  readonly failedLate: (error: unknown) => void;
}

/** One open WebSocket of the service, from the handshake to the last event. */
export class WebSocketSession implements WebSocketListener, WebSocketActivity, ChannelOwner {
  end: WebSocketActivity['end'] = undefined;
  readonly #parts: SessionParts;
  readonly #connection: WebSocketConnection;
  readonly #channel: MessageChannel;
  /** Who decided that it ends, when it is decided. */
  #by: WebSocketEnd | undefined = undefined;
  /** What this side said or would have said. */
  #own: WebSocketClose | undefined = undefined;

  constructor(connection: WebSocketConnection, parts: SessionParts) {
    const { compiled, subprotocol = '' } = parts;
    this.#parts = parts;
    this.#connection = connection;
    this.#channel = new MessageChannel(connection, {
      protocol: subprotocol,
      incoming: compiled.receives,
      outgoing: compiled.sends,
      owner: this,
      maxQueuedBytes: compiled.maxMessageBytes,
      maxWaitingBytes: compiled.maxWaitingBytes,
    });
    compiled.opened();
  }

  get received(): number {
    return this.#channel.received;
  }

  get sent(): number {
    return this.#channel.sent;
  }

  /** Runs the handler; its end is that of the connection. */
  start(): void {
    void this.#run();
  }

  async #run(): Promise<void> {
    try {
      await this.#parts.run(this.#channel);
      this.#finish('handler', 1000);
    } catch (error) {
      this.#failed(error);
    }
  }

  message(data: Buffer, isBinary: boolean): void {
    this.#channel.push(data, isBinary);
  }

  broken(error: HttpError, code: number): void {
    if (this.#by !== undefined) return;
    this.#by = 'refused';
    this.#own = { code, reason: '' };
    this.#parts.exchange.broken(error);
    this.#channel.finish();
  }

  closed(close: WebSocketClose, wasClean: boolean): void {
    this.#by ??= wasClean ? 'client' : 'lost';
    this.end = { ...(this.#own ?? close), by: this.#by };
    this.#parts.compiled.closed();
    this.#channel.end(this.end);
    this.#parts.exchange.clientGone();
  }

  dead(): void {
    this.#cut('dead');
  }

  beat(now: number): void {
    const { idleMilliseconds } = this.#parts.compiled;
    if (now - this.#channel.lastAt >= idleMilliseconds) this.#finish('idle', 1001, 'idle');
  }

  /** The service stops, or another one takes its place. */
  drain(): void {
    this.#finish('draining', 1001, 'draining');
    this.#parts.exchange.draining();
  }

  refused(fault: MessageFault): void {
    const violations = fault.violations.map((violation) => ({ in: 'message' as const, ...violation }));
    this.#parts.exchange.broken(new RequestValidationError(violations));
    this.#finish('refused', fault.code, breachReason(fault));
  }

  misspoken({ violations }: MessageFault): Error {
    const error = new ResponseValidationError(101, violations);
    this.#parts.exchange.broken(error);
    this.#finish('failed', 1011, error.code);
    return error;
  }

  overflowed(): void {
    this.#cut('slow');
  }

  closing(code: number, reason: string): void {
    this.#finish('handler', code, reason);
  }

  closedError(): Error {
    return new RequestAbortedError();
  }

  #failed(thrown: unknown): void {
    if (this.#by !== undefined) {
      if (!isConsequence(thrown)) this.#parts.failedLate(thrown);
      return;
    }
    const error = toHttpError(thrown);
    this.#parts.exchange.broken(error);
    // A problem of the client has a code that it may know; of ours it learns nothing.
    if (error.status < 500) this.#finish('failed', 1008, error.code);
    else this.#finish('failed', 1011, new InternalError(error).code);
  }

  #finish(by: WebSocketEnd, code: number, reason = ''): void {
    if (this.#by !== undefined) return;
    this.#by = by;
    this.#own = { code, reason };
    this.#channel.finish();
    this.#connection.close(code, reason);
  }

  #cut(by: WebSocketEnd): void {
    this.#by ??= by;
    this.#own ??= { code: 1006, reason: '' };
    this.#channel.finish();
    this.#connection.terminate();
  }
}

/** What a handler throws because its connection is over: no fault of its own. */
function isConsequence(error: unknown): boolean {
  if (error instanceof RequestAbortedError || error instanceof ResponseValidationError) return true;
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'OverloadedError');
}
