import type { Cursor } from './cursor.ts';

/** One reader of a channel. Returned as a body, its items are written once for all readers; in a loop they are plain values. */
export class Subscription<Item> implements AsyncIterable<Item> {
  readonly cursor: Cursor<Item>;
  readonly #signal: AbortSignal | undefined;

  constructor(cursor: Cursor<Item>, signal: AbortSignal | undefined) {
    this.cursor = cursor;
    this.#signal = signal;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    const { cursor } = this;
    try {
      while (this.#signal?.aborted !== true) {
        const shared = cursor.take();
        if (shared !== undefined) yield shared.item;
        else if (cursor.isOver) return;
        else await this.#news();
      }
    } finally {
      cursor.close();
    }
  }

  #news(): Promise<void> {
    const signal = this.#signal;
    return new Promise((resolve) => {
      const done = (): void => {
        signal?.removeEventListener('abort', done);
        resolve();
      };
      signal?.addEventListener('abort', done);
      this.cursor.wait(done);
    });
  }
}
