import { PayloadTooLargeError } from '../../errors/request-errors.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * What stands before, between and after the separators of a stream, each piece as soon as it is complete.
 * @throws PayloadTooLargeError for a piece of more than `maxOctets`
 */
export async function* splitAt(
  source: AsyncIterable<Uint8Array>,
  separator: number,
  maxOctets: number,
): AsyncGenerator<Buffer> {
  const rest = new Remainder(maxOctets);
  for await (const chunk of source) {
    const octets = toBuffer(chunk);
    let start = 0;
    for (let end = octets.indexOf(separator); end !== -1; end = octets.indexOf(separator, start)) {
      yield rest.complete(octets.subarray(start, end));
      start = end + 1;
    }
    rest.keep(octets.subarray(start));
  }
  yield rest.complete(Buffer.alloc(0));
}

/**
 * Lines that end with CR, LF or both (HTML Standard §9.2.5); what follows the last end is no line.
 * @throws PayloadTooLargeError for a line of more than `maxOctets`
 */
export async function* splitLines(source: AsyncIterable<Uint8Array>, maxOctets: number): AsyncGenerator<Buffer> {
  const rest = new Remainder(maxOctets);
  let endsWithReturn = false;
  for await (const chunk of source) {
    const octets = toBuffer(chunk);
    // The LF of a CR LF that was cut in two.
    let start = endsWithReturn && octets[0] === LINE_FEED ? 1 : 0;
    if (octets.length > 0) endsWithReturn = octets[octets.length - 1] === CARRIAGE_RETURN;
    for (let end = lineEnd(octets, start); end !== -1; end = lineEnd(octets, start)) {
      yield rest.complete(octets.subarray(start, end));
      start = octets[end] === CARRIAGE_RETURN && octets[end + 1] === LINE_FEED ? end + 2 : end + 1;
    }
    rest.keep(octets.subarray(start));
  }
}

function lineEnd(octets: Buffer, from: number): number {
  for (let index = from; index < octets.length; index += 1) {
    const octet = octets[index];
    if (octet === LINE_FEED || octet === CARRIAGE_RETURN) return index;
  }
  return -1;
}

function toBuffer(chunk: Uint8Array): Buffer {
  return Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

/** The beginning of a piece whose end has not arrived. */
class Remainder {
  readonly #maxOctets: number;
  #parts: Buffer[] = [];
  #size = 0;

  constructor(maxOctets: number) {
    this.#maxOctets = maxOctets;
  }

  keep(octets: Buffer): void {
    if (octets.length === 0) return;
    this.#size += octets.length;
    if (this.#size > this.#maxOctets) throw new PayloadTooLargeError(this.#maxOctets);
    this.#parts.push(octets);
  }

  complete(octets: Buffer): Buffer {
    this.keep(octets);
    const [only] = this.#parts;
    const whole = this.#parts.length === 1 && only !== undefined ? only : Buffer.concat(this.#parts, this.#size);
    this.#parts = [];
    this.#size = 0;
    return whole;
  }
}
