import type { WebSocketChannel, WebSocketClose, WebSocketConnection } from '../ports/web-socket.ts';
import { fitReason } from './close-reason.ts';
import type { MessageCodec, MessageFault } from './message-codec.ts';

/** What the owner of a channel decides. */
export interface ChannelOwner {
  /** The other side sent what is not to be read; it hears no more of this side. */
  refused(fault: MessageFault): void;
  /** This side wanted to send what it must not; gives what `send` rejects with. */
  misspoken(fault: MessageFault): Error;
  /** More waits to be taken than is allowed. */
  overflowed(): void;
  /** This side says goodbye. */
  closing(code: number, reason: string): void;
  /** What `send` rejects with once nothing can be sent any more. */
  closedError(): Error;
}

export interface ChannelOptions {
  readonly protocol: string;
  readonly incoming: MessageCodec;
  readonly outgoing: MessageCodec;
  readonly owner: ChannelOwner;
  /** Messages that wait to be read; beyond one of the two the other side is held back. */
  readonly maxQueuedBytes: number;
  readonly maxWaitingBytes: number;
}

interface Queued {
  readonly value: unknown;
  readonly size: number;
}

const maxQueued = 16;
const finished: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** Two directions of checked messages over a connection; the same on both of its ends. */
export class MessageChannel implements WebSocketChannel {
  readonly closed: Promise<WebSocketClose>;
  received = 0;
  sent = 0;
  /** `performance.now()` of the last message, either way. */
  lastAt = performance.now();
  readonly #connection: WebSocketConnection;
  readonly #options: ChannelOptions;
  readonly #queue: Queued[] = [];
  #queuedBytes = 0;
  #isPaused = false;
  /** Nothing that comes or is sent counts any more. */
  #isOver = false;
  readonly #readers: PromiseWithResolvers<IteratorResult<unknown, undefined>>[] = [];
  /** What whoever reads is told when everything before was read; once. */
  #failure: Error | undefined = undefined;
  readonly #settle: (close: WebSocketClose) => void;

  constructor(connection: WebSocketConnection, options: ChannelOptions) {
    this.#connection = connection;
    this.#options = options;
    const { promise, resolve } = Promise.withResolvers<WebSocketClose>();
    this.closed = promise;
    this.#settle = resolve;
  }

  get protocol(): string {
    return this.#options.protocol;
  }

  send(message: unknown): Promise<void> {
    const taken = this.#send(message);
    // Who broadcasts does not wait: the owner has heard of it.
    taken.catch(() => undefined);
    return taken;
  }

  close(code = 1000, reason = ''): void {
    if (!isCloseCode(code)) throw new TypeError(`${code} is no code that a side may close with (RFC 6455 §7.4)`);
    if (!this.#isOver) this.#options.owner.closing(code, fitReason(reason));
  }

  [Symbol.asyncIterator](): AsyncIterator<unknown, undefined> {
    return {
      next: () => this.#next(),
      return: async () => finished,
    };
  }

  /** A message has come. */
  push(data: Buffer, isBinary: boolean): void {
    if (this.#isOver) return;
    this.lastAt = performance.now();
    const decoded = this.#options.incoming.decode(data, isBinary);
    if ('fault' in decoded) {
      this.#options.owner.refused(decoded.fault);
      return;
    }
    this.received++;
    const reader = this.#readers.shift();
    if (reader !== undefined) {
      reader.resolve({ done: false, value: decoded.value });
      return;
    }
    this.#queue.push({ value: decoded.value, size: data.length });
    this.#queuedBytes += data.length;
    if (!this.#isPaused && this.#isFull()) {
      this.#isPaused = true;
      this.#connection.pause();
    }
  }

  /** The closing handshake begins: what is queued can be read, then `failure` is thrown if there is one, and nothing more comes. */
  finish(failure?: Error): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#failure = failure;
    // The goodbye of the other side has to be seen.
    if (this.#isPaused) this.#connection.resume();
    for (const { resolve } of this.#readers.splice(0)) resolve(this.#endOfMessages());
  }

  /** The connection is gone. */
  end(close: WebSocketClose, failure?: Error): void {
    this.finish(failure);
    this.#settle(close);
  }

  async #send(message: unknown): Promise<void> {
    const { outgoing, owner, maxWaitingBytes } = this.#options;
    if (this.#isOver) throw owner.closedError();
    const encoded = outgoing.encode(message);
    if ('fault' in encoded) throw owner.misspoken(encoded.fault);
    if (this.#connection.waitingBytes > maxWaitingBytes) {
      owner.overflowed();
      throw owner.closedError();
    }
    this.sent++;
    this.lastAt = performance.now();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#connection.send(encoded.data, (error) => (error === undefined ? resolve() : reject(owner.closedError())));
    return promise;
  }

  #next(): Promise<IteratorResult<unknown, undefined>> {
    const first = this.#queue.shift();
    if (first !== undefined) {
      this.#queuedBytes -= first.size;
      if (this.#isPaused && !this.#isOver && !this.#isFull()) {
        this.#isPaused = false;
        this.#connection.resume();
      }
      return Promise.resolve({ done: false, value: first.value });
    }
    if (this.#isOver) return this.#endOfMessages();
    const reader = Promise.withResolvers<IteratorResult<unknown, undefined>>();
    this.#readers.push(reader);
    return reader.promise;
  }

  #endOfMessages(): Promise<IteratorResult<unknown, undefined>> {
    const failure = this.#failure;
    this.#failure = undefined;
    return failure === undefined ? Promise.resolve(finished) : Promise.reject(failure);
  }

  #isFull(): boolean {
    return this.#queue.length >= maxQueued || this.#queuedBytes >= this.#options.maxQueuedBytes;
  }
}

/** RFC 6455 §7.4.1, §7.4.2: those that may stand in a frame. */
function isCloseCode(code: number): boolean {
  if (code >= 3000 && code <= 4999) return Number.isInteger(code);
  return code >= 1000 && code <= 1014 && Number.isInteger(code) && ![1004, 1005, 1006].includes(code);
}
