import type { IncomingMessage, ServerResponse } from 'node:http';
import { PayloadTooLargeError, RequestAbortedError } from '../errors/request-errors.ts';
import { Later } from '../ports/later.ts';
import { type BodyCollector, LazyMessage } from './lazy-message.ts';

/** Beyond this many octets after a refusal the client is not listened to any longer. */
const maximumDiscarded = 64 * 1024 * 1024;

/** Where a body comes from. */
export interface BodyOrigin {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * What was refused is thrown away as it comes, so that a client still sending can read its 413 instead of a reset. Of one that
 * says it will send more than that the connection ends with the answer.
 */
export function refuseRest({ response }: BodyOrigin, announced: number): void {
  if (announced > maximumDiscarded) response.shouldKeepAlive = false;
}

/** One that does not stop is cut off. */
export function discardRest({ message }: BodyOrigin, seen: number): void {
  if (seen > maximumDiscarded) message.socket.destroy();
}

/** A body that is wanted as one piece, while it arrives. */
export class WholeBody implements BodyCollector {
  readonly #origin: BodyOrigin;
  readonly #limit: number;
  readonly #body = new Later<Buffer>();
  #first: Buffer | undefined = undefined;
  #more: Buffer[] | undefined = undefined;
  #size = 0;

  constructor(origin: BodyOrigin, limit: number) {
    this.#origin = origin;
    this.#limit = limit;
  }

  /** Rejects with a PayloadTooLargeError as soon as that is known, and a RequestAbortedError. Called once. */
  read(): Later<Buffer> {
    const { message } = this.#origin;
    if (message instanceof LazyMessage && message.collect(this)) return this.#body;
    message.on('data', (chunk: Buffer) => this.data(chunk));
    message.on('end', () => this.end());
    message.on('error', () => this.aborted());
    message.on('close', () => {
      if (!message.complete) this.aborted();
    });
    return this.#body;
  }

  data(chunk: Buffer): void {
    const before = this.#size;
    this.#size += chunk.length;
    if (before > this.#limit) discardRest(this.#origin, this.#size);
    else if (this.#size > this.#limit) {
      refuseRest(this.#origin, this.#size);
      this.#fail(new PayloadTooLargeError(this.#limit));
    } else if (this.#first === undefined) this.#first = chunk;
    else if (this.#more === undefined) this.#more = [this.#first, chunk];
    else this.#more.push(chunk);
  }

  /** Most bodies fit one chunk, which is then handed on as it is. */
  end(): void {
    if (this.#size > this.#limit) return;
    const more = this.#more;
    this.#body.keep(more === undefined ? (this.#first ?? Buffer.alloc(0)) : Buffer.concat(more, this.#size));
  }

  aborted(): void {
    this.#fail(new RequestAbortedError());
  }

  /** When this turn is over: the connection is in the midst of something, which may be its end. */
  #fail(error: Error): void {
    process.nextTick(() => this.#body.fail(error));
  }
}
