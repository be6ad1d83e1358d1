import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { PayloadTooLargeError, RequestAbortedError } from '../errors/request-errors.ts';
import type { BodySource } from '../ports/http-message.ts';
import { LazyMessage } from './lazy-message.ts';

/** Beyond this many octets after a refusal the client is not listened to any longer. */
const maximumDiscarded = 64 * 1024 * 1024;

/** A client that sends its body when it is asked to (RFC 9110 §10.1.1), and whether its connection lives on then. */
export interface WaitingClient {
  readonly keepsAlive: boolean;
}

/** The body of a `node:http` message. `100 Continue` goes out when somebody begins to read, not before (RFC 9110 §10.1.1). */
export class NodeBody implements BodySource {
  readonly #message: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #waiting: WaitingClient | undefined;

  constructor(message: IncomingMessage, response: ServerResponse, waiting: WaitingClient | undefined) {
    this.#message = message;
    this.#response = response;
    this.#waiting = waiting;
  }

  get present(): boolean {
    const { headers } = this.#message;
    const length = headers['content-length'];
    return headers['transfer-encoding'] !== undefined || (length !== undefined && Number(length) > 0);
  }

  get length(): number | undefined {
    const length = this.#message.headers['content-length'];
    return length === undefined ? undefined : Number(length);
  }

  read(limit: number): Promise<Buffer> {
    const declared = this.length ?? 0;
    if (declared > limit) {
      this.#refuse(declared);
      // Nothing is collected: Node reads on until the end of the message.
      return Promise.reject(new PayloadTooLargeError(limit));
    }
    this.#continue();
    return new Promise((resolve, reject) => this.#collect(limit, resolve, reject));
  }

  stream(): Readable {
    this.#continue();
    return this.#message;
  }

  discard(): void {
    const message = this.#message;
    if (message.readableEnded || message.destroyed) return;
    let size = 0;
    message.on('error', () => undefined);
    message.on('data', (chunk: Buffer) => {
      size += chunk.length;
      this.#discard(size);
    });
  }

  #collect(limit: number, resolve: (body: Buffer) => void, reject: (error: Error) => void): void {
    const message = this.#message;
    let first: Buffer | undefined;
    let more: Buffer[] | undefined;
    let size = 0;
    const data = (chunk: Buffer): void => {
      const before = size;
      size += chunk.length;
      if (before > limit) this.#discard(size);
      else if (size > limit) {
        this.#refuse(size);
        reject(new PayloadTooLargeError(limit));
      } else if (first === undefined) first = chunk;
      else if (more === undefined) more = [first, chunk];
      else more.push(chunk);
    };
    // Most bodies fit one chunk, which is then handed on as it is.
    const end = (): void => resolve(more === undefined ? (first ?? Buffer.alloc(0)) : Buffer.concat(more, size));
    const aborted = (): void => reject(new RequestAbortedError());
    if (message instanceof LazyMessage && message.collect({ data, end, aborted })) return;
    message.on('data', data);
    message.on('end', end);
    message.on('error', aborted);
    message.on('close', () => {
      if (!message.complete) aborted();
    });
  }

  /**
   * The rest is thrown away as it comes, so that a client still sending can read its 413 instead of a reset;
   * one that does not stop is cut off.
   */
  #refuse(seen: number): void {
    if (seen > maximumDiscarded) this.#response.shouldKeepAlive = false;
  }

  #discard(seen: number): void {
    if (seen > maximumDiscarded) this.#message.socket.destroy();
  }

  #continue(): void {
    const response = this.#response;
    if (this.#waiting === undefined || response.headersSent) return;
    response.writeContinue();
    response.shouldKeepAlive = this.#waiting.keepsAlive;
  }
}
