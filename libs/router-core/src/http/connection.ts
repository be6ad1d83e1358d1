import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ClientFramingError } from '../errors/pipeline-errors.ts';

/** A request whose answer is not there yet. */
export interface PendingRequest {
  /** The connection is closed. */
  clientGone(): void;
  /** Answers with the fault of its body, on the connection itself, and is counted with its status if `isCounted`. */
  fail(fault: ClientFramingError, isCounted: boolean): void;
}

/** What has been going on on a connection. */
export class Connection {
  #requests = 0;
  /** Answer to the last request that was taken. */
  #last: ServerResponse | undefined = undefined;
  /** The oldest first. */
  readonly #waiting: PendingRequest[] = [];
  /** The last request, while it waits for its answer. */
  pending: PendingRequest | undefined = undefined;
  /** Nothing that comes is listened to any more. */
  isRefused = false;
  /** Present: it speaks HTTP no more, and this ends it in order. */
  leave: (() => void) | undefined = undefined;

  /**
   * False for a request behind one whose answer closes the connection: it must not be processed (RFC 9112 §9.6), and its client
   * knows that it was not. The last of `limit` requests closes (0 is no limit), and the first of those that come while `isDraining`:
   * a client that always has the next one under way would never see the end.
   */
  takes(response: ServerResponse, limit: number, isDraining: boolean): boolean {
    if (this.isRefused || this.#last?.shouldKeepAlive === false) return false;
    this.#last = response;
    this.#requests++;
    if (isDraining || this.#requests === limit) response.shouldKeepAlive = false;
    return true;
  }

  /** Until its answer is there. */
  waitsFor(request: PendingRequest): void {
    this.#waiting.push(request);
    this.pending = request;
  }

  waitsNoMoreFor(request: PendingRequest): void {
    if (this.pending === request) this.pending = undefined;
    if (this.#waiting.at(-1) === request) this.#waiting.pop();
    else this.#waiting.splice(this.#waiting.indexOf(request), 1);
  }

  closed(): void {
    for (const request of this.#waiting) request.clientGone();
  }

  /** No other request was taken since. */
  isLast(response: ServerResponse): boolean {
    return response === this.#last;
  }

  /** Whether the message that came last has still to end. */
  get isInsideMessage(): boolean {
    return this.#last?.req.complete === false;
  }

  /** Calls back when all answers before are on their way, for they have to arrive first, or can arrive no more. */
  afterAnswers(next: () => void): void {
    const last = this.#last;
    if (last === undefined || last.writableFinished || last.destroyed) next();
    else last.once('close', next);
  }
}

const connection = Symbol('connection');

interface KnownSocket extends Socket {
  [connection]?: Connection;
}

export function connectionOf(socket: KnownSocket): Connection {
  const known = socket[connection];
  if (known !== undefined) return known;
  const made = new Connection();
  socket[connection] = made;
  socket.once('close', () => made.closed());
  return made;
}
