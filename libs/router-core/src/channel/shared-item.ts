/** What an item is written by: all streams of one kind have the same one. */
export type WriterKey = object;

interface Written {
  readonly by: WriterKey;
  /** Undefined: it cannot be written so. */
  readonly octets: Buffer | undefined;
}

/** One item of a channel, checked and written once for all streams that it goes to. */
export class SharedItem<Item = unknown> {
  readonly item: Item;
  readonly id: string | undefined;
  // Mostly one operation sends a channel, so that a list is enough.
  readonly #written: Written[] = [];

  constructor(item: Item, id: string | undefined) {
    this.item = item;
    this.id = id;
  }

  /** @throws what `write` throws */
  octetsBy(by: WriterKey, write: (item: unknown) => string): Buffer {
    const known = this.#written.find((written) => written.by === by);
    if (known?.octets !== undefined) return known.octets;
    try {
      const octets = ownOctets(write(this.item));
      this.#written.push({ by, octets });
      return octets;
    } catch (error) {
      if (known === undefined) this.#written.push({ by, octets: undefined });
      throw error;
    }
  }

  /** It could not be written, and cut who was sent it. */
  isRefusedBy(by: WriterKey): boolean {
    return this.#written.some((written) => written.by === by && written.octets === undefined);
  }
}

/** A piece of the pool that Node takes small buffers from would keep all of it for as long as the item is kept. */
function ownOctets(text: string): Buffer {
  const octets = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  octets.write(text);
  return octets;
}
