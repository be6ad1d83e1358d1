import { channel } from 'node:diagnostics_channel';
import { OutgoingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { LazyMessage } from './lazy-message.ts';

type Listener = (...given: readonly unknown[]) => void;

/** What Node calls on a response, as far as it is answered differently here. */
interface NodeResponse {
  on(event: string | symbol, listener: Listener): this;
  emit(event: string | symbol, ...given: readonly unknown[]): boolean;
  listenerCount(event: string | symbol): number;
}

/** `instanceof` takes it for a `ServerResponse`; nothing of one has been made. */
const Unmade = function Unmade() {} as unknown as new () => NodeResponse; // a class would have to call its parent
Unmade.prototype = ServerResponse.prototype;

/** Who listens to it wants to see each response made. */
const created = channel('http.server.response.created');

const isWatched = Symbol('isWatched');

/** What Node and this file keep with a connection. */
interface HttpSocket extends Socket {
  _httpMessage?: unknown;
  [isWatched]?: true;
}

/**
 * A response that writes one string to its socket and is done, as most do. Asked for anything else, it first becomes the
 * response that Node would have made. `createServer` documents the option that this class is for; the fields that begin with a
 * line are those that Node writes.
 */
export class LazyResponse extends Unmade {
  readonly req: LazyMessage;
  shouldKeepAlive = true;
  statusCode = 200;
  finished = false;
  destroyed = false;
  _closed = false;
  _last = false;
  _keepAliveTimeout = 0;
  _maxRequestsPerSocket: number | undefined = undefined;
  _onPendingData: Listener | undefined = undefined;
  readonly #options: unknown;
  /** It has become what Node would have made. */
  isMade = false;
  #socket: HttpSocket | undefined = undefined;
  /** Of Node: makes the connection ready for its next request. */
  #onFinish: Listener | undefined = undefined;
  #isFinished = false;

  constructor(req: LazyMessage, options: unknown) {
    super();
    this.req = req;
    this.#options = options;
    if (created.hasSubscribers) this.#become();
  }

  /** Whether a whole response may be written at once: not where it waits for the answers before it, or for a client that does not read. */
  get isReady(): boolean {
    const socket = this.#socket;
    return socket?.writable === true && socket.writableLength === 0 && !this.isMade && !this.finished;
  }

  /** A whole response, head and body. Only where `isReady`. */
  writeWhole(text: string, encoding: 'latin1' | 'utf8'): void {
    const socket = this.#socket;
    if (socket === undefined) return;
    this.finished = true;
    socket.write(text, encoding);
    if (socket.writableLength > 0) socket.write('', () => this.#finish());
    else if (this.req.readableEnded && this.listenerCount('finish') === 0) this.#finish();
    // Its message ends with what the parser has in its hands, or the rest of it has to be thrown away.
    else process.nextTick(() => this.#finish());
  }

  get headersSent(): boolean {
    return this.finished;
  }

  get writableEnded(): boolean {
    return this.finished;
  }

  get writableFinished(): boolean {
    return this.#isFinished;
  }

  get writableLength(): number {
    return this.#socket?.writableLength ?? 0;
  }

  get socket(): Socket | null {
    return this.#socket ?? null;
  }

  override on(event: string | symbol, listener: Listener): this {
    if (event !== 'finish' || this.#onFinish !== undefined) return super.on(event, listener);
    this.#onFinish = listener;
    return this;
  }

  setTimeout(milliseconds: number, listener?: Listener): this {
    const socket = this.#socket;
    if (socket === undefined) this.#become().setTimeout(milliseconds, listener);
    else {
      if (listener !== undefined) this.on('timeout', listener);
      socket.setTimeout(milliseconds);
    }
    return this;
  }

  assignSocket(socket: HttpSocket): void {
    socket._httpMessage = this;
    if (socket[isWatched] === undefined) {
      socket[isWatched] = true;
      socket.on('close', closeResponse);
    }
    this.#socket = socket;
    this.emit('socket', socket);
  }

  detachSocket(socket: HttpSocket): void {
    socket._httpMessage = null;
    this.#socket = undefined;
  }

  #finish(): void {
    if (this.#isFinished || this.destroyed) return;
    this.#isFinished = true;
    // The parser loses sight of it now.
    if (this.req.readableEnded) this.req.complete = true;
    this.#onFinish?.();
    this.emit('finish');
  }

  /** From now on it is a response of Node, in the state that it would be in. */
  #become(): ServerResponse {
    const made = this as unknown as ServerResponse; // from the next line on
    if (this.isMade) return made;
    this.isMade = true;
    const own = { ...this };
    Object.setPrototypeOf(this, ServerResponse.prototype);
    Reflect.apply(ServerResponse, this, [this.req, this.#options]);
    Object.assign(this, own);
    if (this.#socket !== undefined) Object.assign(this, { socket: this.#socket });
    // What was written is finished here.
    if (this.finished) Object.assign(this, { _header: ' ', _headerSent: true });
    else if (this.#onFinish !== undefined) made.on('finish', this.#onFinish);
    return made;
  }

  /** Whatever else a response of Node can do, it does as one. */
  static {
    const later = LazyResponse.prototype;
    for (const prototype of [ServerResponse.prototype, OutgoingMessage.prototype]) {
      for (const [key, { value, get }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
        if (Object.hasOwn(later, key)) continue;
        if (typeof value === 'function') Object.defineProperty(later, key, methodOf(key));
        else if (get !== undefined) Object.defineProperty(later, key, accessorOf(key));
      }
    }
    function methodOf(key: string): PropertyDescriptor {
      return {
        configurable: true,
        writable: true,
        value(this: LazyResponse, ...given: readonly unknown[]) {
          return Reflect.apply(Reflect.get(this.#become(), key), this, given);
        },
      };
    }
    function accessorOf(key: string): PropertyDescriptor {
      return {
        configurable: true,
        get(this: LazyResponse) {
          return Reflect.get(this.#become(), key);
        },
        set(this: LazyResponse, value: unknown) {
          Reflect.set(this.#become(), key, value);
        },
      };
    }
  }
}

/** The client is gone: whoever makes the answer is told, as Node does it. */
function closeResponse(this: HttpSocket): void {
  const response = this._httpMessage as Pick<LazyResponse, 'destroyed' | '_closed' | 'emit'> | null | undefined;
  if (!response || response._closed) return;
  response.destroyed = true;
  response._closed = true;
  response.emit('close');
}
