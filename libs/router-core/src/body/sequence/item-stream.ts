import { Readable } from 'node:stream';
import type { WriterKey } from '../../channel/shared-item.ts';
import { Subscription } from '../../channel/subscription.ts';
import { HttpError } from '../../errors/http-error.ts';
import { InternalError, OverloadedError } from '../../errors/pipeline-errors.ts';
import { CheckedItems } from './check-response-items.ts';

/** How items stand in a body, one behind the other. */
export interface ItemFormat {
  /** @throws TypeError for an item that the format cannot carry */
  frame(item: unknown): string;
  /** Stands for no item; undefined: the format has no room for that. */
  readonly heartbeat?: string;
  /** Asks the client to come back after so long; undefined: its clients do not come back by themselves. */
  readonly retry?: (milliseconds: number) => string;
  /** Tells whoever looks why the body breaks off, and programs nothing; undefined: the format has no room for that. */
  readonly comment?: (text: string) => string;
}

type Items = Iterable<unknown> | AsyncIterable<unknown>;
type Result = IteratorResult<unknown, unknown>;

// Of a client that does not read, so much is held beside what is on its connection.
const highWaterMark = 16_384;

/**
 * Items on their way out: each is asked for when the connection takes it, checked and framed. Fails with what the source, the check or
 * the format fails with. Destroyed, it closes its source.
 */
export class ItemStream extends Readable {
  readonly #format: ItemFormat;
  readonly #items: Items;
  readonly #check: CheckedItems | undefined;
  /** The same for all streams that check and frame alike. */
  readonly #key: WriterKey;
  #iterator: Iterator<unknown> | AsyncIterator<unknown> | undefined = undefined;
  #index = 0;
  /** The connection takes more, and the source has not given it yet. */
  #isAsked = false;
  #isEnded = false;
  #isRetired = false;
  #heartbeat: NodeJS.Timeout | undefined = undefined;

  constructor(body: Items, format: ItemFormat) {
    super({ highWaterMark });
    this.#format = format;
    this.#check = body instanceof CheckedItems ? body : undefined;
    this.#items = this.#check?.source ?? body;
    this.#key = this.#check?.checks ?? format;
  }

  /** Writes a heartbeat where the format has one and nothing else was written for so long; 0: never. */
  keepAlive(milliseconds: number): void {
    const { heartbeat } = this.#format;
    if (heartbeat === undefined || milliseconds === 0) return;
    this.#heartbeat = setTimeout(() => {
      // Who does not read needs no sign of life.
      if (this.#isAsked && !this.#isEnded && this.readableLength === 0) this.push(heartbeat);
      this.#heartbeat?.refresh();
    }, milliseconds);
  }

  /** The service stops: where clients come back by themselves, they are asked to. A channel goes on for ever: its streams end here. */
  retire(milliseconds: number, reason: HttpError): void {
    if (this.#isEnded || this.destroyed) return;
    this.#isRetired = true;
    const hint = this.#format.retry?.(milliseconds);
    if (hint !== undefined) this.push(hint);
    if (this.#items instanceof Subscription) this.expire(reason);
  }

  /** The time is over: the end, where clients come back by themselves; a failure, where it would look complete. */
  expire(reason: HttpError): void {
    if (this.#format.retry === undefined) this.destroy(reason);
    else if (!this.destroyed) this.#end();
  }

  /** What to write before the connection is cut. */
  farewell(failure: unknown): string {
    return this.#format.comment?.(failure instanceof HttpError ? failure.code : 'ERR_INTERNAL') ?? '';
  }

  override _read(): void {
    if (this.#isAsked || this.#isEnded) return;
    this.#isAsked = true;
    this.#pull();
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    clearTimeout(this.#heartbeat);
    if (this.#items instanceof Subscription) this.#items.cursor.close();
    const iterator = this.#iterator;
    this.#iterator = undefined;
    // It may be waiting for something, and is told when it has it; what it says then is of no interest.
    new Promise((resolve) => resolve(iterator?.return?.())).catch(() => undefined);
    callback(error);
  }

  readonly #pull = (): void => {
    if (this.#isEnded || this.destroyed) return;
    try {
      if (this.#items instanceof Subscription) this.#pullShared(this.#items);
      else this.#pullNext(this.#items);
    } catch (error) {
      this.#fail(error);
    }
  };

  #pullNext(items: Items): void {
    this.#iterator ??= Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
    for (;;) {
      const next = this.#iterator.next();
      if ('then' in next) {
        next.then(this.#take, this.#broken);
        return;
      }
      if (!this.#accept(next)) return;
    }
  }

  #pullShared({ cursor }: Subscription<unknown>): void {
    for (let shared = cursor.take(); shared !== undefined; shared = cursor.take()) {
      if (cursor.isCatchingUp && shared.isRefusedBy(this.#key)) continue;
      if (!this.#send(shared.octetsBy(this.#key, this.#write))) return;
    }
    if (cursor.isOver) this.#end();
    else cursor.wait(this.#pull);
  }

  readonly #take = (result: Result): void => {
    if (this.#isEnded || this.destroyed) return;
    try {
      if (this.#accept(result)) this.#pull();
    } catch (error) {
      this.#fail(error);
    }
  };

  /** The source is over by itself. */
  readonly #broken = (error: unknown): void => {
    this.#iterator = undefined;
    this.#fail(error);
  };

  #accept({ done, value }: Result): boolean {
    if (done !== true) return this.#send(this.#write(value));
    this.#iterator = undefined;
    this.#end();
    return false;
  }

  readonly #write = (item: unknown): string => {
    this.#check?.check(item, this.#index);
    this.#index += 1;
    return this.#format.frame(item);
  };

  /** False: the connection takes no more for now. */
  #send(octets: string | Buffer): boolean {
    this.#heartbeat?.refresh();
    this.#isAsked = this.push(octets);
    return this.#isAsked;
  }

  #end(): void {
    this.#isEnded = true;
    clearTimeout(this.#heartbeat);
    this.push(null);
  }

  #fail(error: unknown): void {
    if (this.#isEnded || this.destroyed) return;
    if (this.#isRetired && this.#format.retry !== undefined && isStop(error)) this.#end();
    else this.destroy(error instanceof Error ? error : new InternalError(error));
  }
}

/** What a source says that was told to stop. */
function isStop(error: unknown): boolean {
  return error instanceof OverloadedError || (error instanceof Error && error.name === 'AbortError');
}
