import { ReaderTooSlowError } from '../errors/stream-errors.ts';
import type { Ring } from './ring.ts';
import { SharedItem } from './shared-item.ts';

/** What all readers of a channel have in common. */
export interface ChannelState<Item> {
  readonly ring: Ring<Item>;
  /** Readers that have read everything; each is called once. */
  readonly waiting: Set<() => void>;
  isClosed: boolean;
}

/** Where one reader of a channel stands. It holds a number and nothing that it has still to read. */
export class Cursor<Item> {
  readonly #state: ChannelState<Item>;
  readonly #older: Iterator<Item> | undefined;
  #isBehindOlder: boolean;
  /** What was there before this reader. */
  readonly #keptUntil: number;
  #position: number;
  #wake: (() => void) | undefined = undefined;

  constructor(state: ChannelState<Item>, position: number, older: Iterable<Item> | undefined) {
    this.#state = state;
    this.#position = position;
    this.#keptUntil = state.ring.next;
    this.#older = older?.[Symbol.iterator]();
    this.#isBehindOlder = older === undefined;
  }

  /**
   * The next item; undefined: none is there yet.
   * @throws ReaderTooSlowError when it was pushed out by newer ones
   */
  take(): SharedItem<Item> | undefined {
    if (!this.#isBehindOlder) {
      const result = this.#older?.next();
      // Of this reader alone: what is not kept is not shared.
      if (result !== undefined && result.done !== true) return new SharedItem(result.value, undefined);
      this.#isBehindOlder = true;
    }
    const { ring } = this.#state;
    if (this.#position < ring.first) throw new ReaderTooSlowError();
    const shared = ring.at(this.#position);
    if (shared !== undefined) this.#position += 1;
    return shared;
  }

  /** The last item that was taken had been published before this reader came. */
  get isCatchingUp(): boolean {
    return this.#position <= this.#keptUntil;
  }

  /** Nothing more will come. */
  get isOver(): boolean {
    return this.#state.isClosed && this.#isBehindOlder && this.#position >= this.#state.ring.next;
  }

  /** @param wake called once, when it is worth to `take` again */
  wait(wake: () => void): void {
    this.#wake = wake;
    this.#state.waiting.add(wake);
  }

  close(): void {
    if (this.#wake !== undefined) this.#state.waiting.delete(this.#wake);
    if (!this.#isBehindOlder) this.#older?.return?.();
    this.#isBehindOlder = true;
  }
}
