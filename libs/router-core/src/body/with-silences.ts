/** Stands in a sequence where nothing came for a while. */
export const silence = Symbol('silence');

/** The same items, and `silence` each time that none has come for `milliseconds`. */
export async function* withSilences<Item>(
  items: AsyncIterable<Item>,
  milliseconds: number,
): AsyncGenerator<Item | typeof silence> {
  const iterator = items[Symbol.asyncIterator]();
  let asked: Asked<Item> | undefined;
  let isOver = false;
  try {
    for (;;) {
      asked ??= new Asked(iterator.next());
      await asked.settled(milliseconds);
      if (!asked.isSettled) {
        yield silence;
        continue;
      }
      // What fails or ends is over by itself.
      isOver = true;
      const { done, value } = asked.take();
      if (done === true) return;
      isOver = false;
      asked = undefined;
      yield value;
    }
  } finally {
    if (!isOver) await iterator.return?.();
  }
}

/** One item that was asked for. However often it is waited for, its promise is listened to once. */
class Asked<Item> {
  #outcome: { readonly result: IteratorResult<Item> } | { readonly failure: unknown } | undefined = undefined;
  #wake: (() => void) | undefined = undefined;

  constructor(next: Promise<IteratorResult<Item>>) {
    next.then(
      (result) => this.#settle({ result }),
      (failure: unknown) => this.#settle({ failure }),
    );
  }

  get isSettled(): boolean {
    return this.#outcome !== undefined;
  }

  /** Resolves when the item is there, and after a time at the latest. */
  settled(milliseconds: number): Promise<void> {
    if (this.isSettled) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  take(): IteratorResult<Item> {
    const outcome = this.#outcome;
    if (outcome === undefined) throw new TypeError('The item has not come');
    if ('failure' in outcome) throw outcome.failure;
    return outcome.result;
  }

  #settle(outcome: { readonly result: IteratorResult<Item> } | { readonly failure: unknown }): void {
    this.#outcome = outcome;
    this.#wake?.();
  }
}
