import type { Readable } from 'node:stream';
import { PayloadTooLargeError } from '../errors/request-errors.ts';
import type { BodySource } from '../ports/http-message.ts';
import { type BodyOrigin, discardRest, refuseRest, WholeBody } from './whole-body.ts';

/** A client that sends its body when it is asked to (RFC 9110 §10.1.1), and whether its connection lives on then. */
export interface WaitingClient {
  readonly keepsAlive: boolean;
}

/** The body of a `node:http` message. `100 Continue` goes out when somebody begins to read, not before (RFC 9110 §10.1.1). */
export class NodeBody implements BodySource {
  readonly #origin: BodyOrigin;
  readonly #waiting: WaitingClient | undefined;

  constructor(origin: BodyOrigin, waiting: WaitingClient | undefined) {
    this.#origin = origin;
    this.#waiting = waiting;
  }

  get present(): boolean {
    const { headers } = this.#origin.message;
    const length = headers['content-length'];
    return headers['transfer-encoding'] !== undefined || (length !== undefined && Number(length) > 0);
  }

  get length(): number | undefined {
    const length = this.#origin.message.headers['content-length'];
    return length === undefined ? undefined : Number(length);
  }

  read(limit: number): PromiseLike<Buffer> {
    const declared = this.length ?? 0;
    if (declared > limit) {
      refuseRest(this.#origin, declared);
      // Nothing is collected: Node reads on until the end of the message.
      return Promise.reject(new PayloadTooLargeError(limit));
    }
    this.#continue();
    return new WholeBody(this.#origin, limit).read();
  }

  stream(): Readable {
    this.#continue();
    return this.#origin.message;
  }

  discard(): void {
    const { message } = this.#origin;
    if (message.readableEnded || message.destroyed) return;
    let size = 0;
    message.on('error', () => undefined);
    message.on('data', (chunk: Buffer) => {
      size += chunk.length;
      discardRest(this.#origin, size);
    });
  }

  #continue(): void {
    const { response } = this.#origin;
    if (this.#waiting === undefined || response.headersSent) return;
    response.writeContinue();
    response.shouldKeepAlive = this.#waiting.keepsAlive;
  }
}
