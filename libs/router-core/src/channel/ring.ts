import type { SharedItem } from './shared-item.ts';

/** The last items of a channel by their number in it, which grows by one with each. */
export class Ring<Item> {
  readonly #slots: (SharedItem<Item> | undefined)[];
  readonly #byId = new Map<string, number>();
  #next = 0;

  constructor(capacity: number) {
    this.#slots = Array.from({ length: capacity });
  }

  /** The number of the item that comes next. */
  get next(): number {
    return this.#next;
  }

  /** The number of the oldest item that is there. */
  get first(): number {
    return Math.max(0, this.#next - this.#slots.length);
  }

  add(shared: SharedItem<Item>): void {
    const slot = this.#next % this.#slots.length;
    const gone = this.#slots[slot]?.id;
    if (gone !== undefined && this.#byId.get(gone) === this.#next - this.#slots.length) this.#byId.delete(gone);
    this.#slots[slot] = shared;
    if (shared.id !== undefined) this.#byId.set(shared.id, this.#next);
    this.#next += 1;
  }

  at(number: number): SharedItem<Item> | undefined {
    return number < this.first || number >= this.#next ? undefined : this.#slots[number % this.#slots.length];
  }

  /** The number of the item with this id; undefined when it is not there (any more). */
  find(id: string): number | undefined {
    return this.#byId.get(id);
  }
}
