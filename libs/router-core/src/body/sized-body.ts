import { Readable } from 'node:stream';
import type { OctetRange, OctetSource } from '../ports/handler.ts';
import type { SizedOctets } from '../ports/http-message.ts';

/** Octets of which it is known beforehand how many they are, and any part of which can be read. */
export class SizedBody implements SizedOctets {
  readonly size: number;
  readonly #source: OctetSource | Blob;

  constructor(source: OctetSource | Blob) {
    this.size = source.size;
    this.#source = source;
  }

  /** The stream fails when the source gives more or fewer octets than it said: its length has been sent by then. */
  open(range?: OctetRange): Readable {
    const source = this.#source;
    const size = range === undefined ? this.size : range.last - range.first + 1;
    const chunks =
      source instanceof Blob
        ? (range === undefined ? source : source.slice(range.first, range.last + 1)).stream()
        : source.stream(range);
    return Readable.from(exactly(chunks as AsyncIterable<Uint8Array>, size), { objectMode: false });
  }
}

async function* exactly(chunks: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let given = 0;
  for await (const chunk of chunks) {
    given += chunk.length;
    if (given > size) break;
    yield chunk;
  }
  if (given !== size) throw new TypeError(`A body of ${size} octets gave ${given > size ? 'more' : given}`);
}
