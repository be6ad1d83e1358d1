import { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** Takes the octets of a body as the parser finds them. */
export interface BodyCollector {
  data(chunk: Buffer): void;
  end(): void;
  /** The message broke off before its end. */
  aborted(): void;
}

/** What Node calls on a message, as far as it is answered differently here. No documented names but the first three. */
interface NodeMessage {
  push(chunk: unknown, encoding?: BufferEncoding): boolean;
  destroy(error?: Error): this;
  readonly readableEnded: boolean;
  readonly signal: AbortSignal;
  _read(): void;
  _dumpAndCloseReadable(): void;
}

/** `instanceof` takes it for an `IncomingMessage`; nothing of one has been made. */
const Unmade = function Unmade() {} as unknown as new () => NodeMessage; // a class would have to call its parent
Unmade.prototype = IncomingMessage.prototype;

const noHeaders: readonly string[] = [];

/**
 * A message that is made a stream when somebody asks for one: most requests have no body, or one that is wanted as a whole and
 * is taken straight from the parser. `createServer` documents the option that this class is for. All that a stream does begins
 * with its state, and that is where the message becomes one.
 */
export class LazyMessage extends Unmade {
  readonly socket: Socket;
  /** All of it has arrived. */
  complete = false;
  aborted = false;
  rawHeaders = noHeaders;
  /** Node's sign that nothing has to be thrown away behind the answer. */
  _consuming = false;
  _dumped = false;
  /** It has become one. */
  isStream = false;
  #hasEnded = false;
  #collector: BodyCollector | undefined = undefined;

  constructor(socket: Socket) {
    super();
    this.socket = socket;
  }

  /** False when octets have arrived already: they have to be read as a stream then. */
  collect(collector: BodyCollector): boolean {
    if (this.isStream || this.readableEnded) return false;
    this.#collector = collector;
    return true;
  }

  override push(chunk: unknown, encoding?: BufferEncoding): boolean {
    const collector = this.#collector;
    if (chunk !== null) {
      if (collector === undefined) return super.push(chunk, encoding);
      collector.data(chunk as Buffer); // the parser has nothing else
      return true;
    }
    this.#collector = undefined;
    this.#hasEnded = true;
    if (!this.isStream) this._consuming = true;
    collector?.end();
    return this.isStream && super.push(null);
  }

  override destroy(error?: Error): this {
    const collector = this.#collector;
    this.#collector = undefined;
    super.destroy(error);
    collector?.aborted();
    return this;
  }

  /** Called for a request without a body: nothing of it is to come. */
  override _dumpAndCloseReadable(): void {
    if (this.isStream) super._dumpAndCloseReadable();
    this._dumped = true;
    this._consuming = true;
  }

  /** Called behind it, and by streams. */
  override _read(): void {
    if (this.isStream) super._read();
  }

  override get readableEnded(): boolean {
    return this.isStream ? super.readableEnded : this.#hasEnded || this._dumped;
  }

  override get signal(): AbortSignal {
    this.#become();
    return super.signal;
  }

  get _readableState(): unknown {
    this.#become();
    return Reflect.get(this, '_readableState');
  }

  set _readableState(value: unknown) {
    Object.defineProperty(this, '_readableState', { value, writable: true, enumerable: true, configurable: true });
  }

  #become(): void {
    if (this.isStream) return;
    this.isStream = true;
    const { _consuming, _dumped, ...own } = this;
    Reflect.apply(IncomingMessage, this, [this.socket]);
    Object.assign(this, own);
    if (_dumped) this._dumpAndCloseReadable();
    else if (this.#hasEnded) super.push(null);
  }

  /** Node 26 takes back what `signal` has registered, behind every answer. */
  static {
    const own = LazyMessage.prototype;
    for (const key of Object.getOwnPropertySymbols(IncomingMessage.prototype)) {
      if (key.description !== 'kDetachAbortSignal') continue;
      const detach: unknown = Reflect.get(IncomingMessage.prototype, key);
      const value = function detachLater(this: LazyMessage): void {
        if (this.isStream && typeof detach === 'function') Reflect.apply(detach, this, []);
      };
      Object.defineProperty(own, key, { value });
    }
  }
}
