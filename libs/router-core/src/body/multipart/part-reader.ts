import { MalformedRequestError, PayloadTooLargeError } from '../../errors/request-errors.ts';
import { type PartHead, parsePartHead } from './part-head.ts';

export interface PartReaderLimits {
  /** Parts of one level. */
  readonly maxParts: number;
  /** Octets of the header of one part. */
  readonly maxPartHeaderBytes: number;
  /** Octets of the name of one part. */
  readonly maxFieldNameBytes: number;
}

/** One part of a multipart body. Its content has to be read, or is skipped, before the next part is there. */
export interface RawPart {
  readonly head: PartHead;
  readonly content: AsyncIterable<Buffer>;
}

/** RFC 2046 §5.1.1: 1 to 70 characters of a small set. */
const boundaryPattern = /^[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]$/;

/**
 * The parts of a multipart body (RFC 2046 §5.1) as they arrive: no faster than they are asked for, and never more of them in
 * memory than a chunk. What stands before the first and behind the last boundary is ignored.
 * @throws MalformedRequestError for no or a bad boundary, a bad header, and a body that ends too early
 * @throws PayloadTooLargeError for more parts, or a longer header, than there may be
 */
export async function* readParts(
  source: AsyncIterable<Buffer>,
  boundary: string | undefined,
  limits: PartReaderLimits,
): AsyncGenerator<RawPart> {
  if (boundary === undefined || !boundaryPattern.test(boundary)) {
    throw new MalformedRequestError('The boundary of the multipart body is missing or malformed');
  }
  const window = new Window(source, Buffer.from(`\r\n--${boundary}`));
  try {
    yield* readEach(window, limits);
  } finally {
    // Whoever stops early, or finds a mistake, does not want the rest.
    await window.close();
  }
}

async function* readEach(window: Window, limits: PartReaderLimits): AsyncGenerator<RawPart> {
  let count = 0;
  for (let isPart = await window.skipPreamble(); isPart; ) {
    count += 1;
    if (count > limits.maxParts) {
      throw new PayloadTooLargeError(limits.maxParts, `The request body has more than ${limits.maxParts} parts`);
    }
    const head = parsePartHead(await window.readHead(limits.maxPartHeaderBytes), limits.maxFieldNameBytes);
    const content = new PartContent(window);
    yield { head, content };
    isPart = await content.skip();
  }
}

/** Octets of one part, up to its boundary. */
class PartContent implements AsyncIterable<Buffer> {
  readonly #window: Window;
  #end: 'next' | 'last' | undefined = undefined;

  constructor(window: Window) {
    this.#window = window;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    for (let chunk = await this.#read(); chunk !== undefined; chunk = await this.#read()) yield chunk;
  }

  /** Leaves the rest unread; true when another part follows. */
  async skip(): Promise<boolean> {
    while ((await this.#read()) !== undefined);
    return this.#end === 'next';
  }

  async #read(): Promise<Buffer | undefined> {
    if (this.#end !== undefined) return undefined;
    const found = await this.#window.readContent();
    if (Buffer.isBuffer(found)) return found;
    this.#end = found;
    return undefined;
  }
}

const DASH = 0x2d;
const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;
const mostPadding = 100;

/** What has arrived and is not handed on yet. */
class Window {
  readonly #source: AsyncIterator<Buffer>;
  readonly #delimiter: Buffer;
  // The first boundary may begin the body: it is given the line end that stands before every other.
  #buffer: Buffer = Buffer.from('\r\n');

  constructor(source: AsyncIterable<Buffer>, delimiter: Buffer) {
    this.#source = source[Symbol.asyncIterator]();
    this.#delimiter = delimiter;
  }

  async close(): Promise<void> {
    await this.#source.return?.();
  }

  /** True when a part follows. */
  async skipPreamble(): Promise<boolean> {
    for (;;) {
      const found = await this.readContent();
      if (!Buffer.isBuffer(found)) return found === 'next';
    }
  }

  /** The header of a part without the empty line at its end. */
  async readHead(maxBytes: number): Promise<Buffer> {
    const separator = '\r\n\r\n';
    const delimiter = this.#delimiter;
    while (this.#buffer.length < delimiter.length && delimiter.indexOf(this.#buffer) === 0) await this.#fill();
    // A header without fields is the empty line alone; without content the next boundary follows at once.
    if (this.#buffer.indexOf(delimiter) === 0) return Buffer.alloc(0);
    if (this.#buffer.indexOf('\r\n') === 0) return this.#take(2).subarray(2);
    let at = this.#buffer.indexOf(separator);
    while (at === -1) {
      if (this.#buffer.length > maxBytes) throw longHead(maxBytes);
      await this.#fill();
      at = this.#buffer.indexOf(separator);
    }
    if (at > maxBytes) throw longHead(maxBytes);
    return this.#take(at + separator.length).subarray(0, at);
  }

  /** A piece of the content, or what follows its end: another part, or none. */
  async readContent(): Promise<Buffer | 'next' | 'last'> {
    for (;;) {
      const at = this.#buffer.indexOf(this.#delimiter);
      const safe = at === -1 ? this.#buffer.length - this.#delimiter.length + 1 : at;
      if (safe > 0) return this.#take(safe);
      if (at === 0) {
        const end = this.#endOfDelimiter();
        if (typeof end === 'object') {
          this.#take(end.length);
          return end.follows;
        }
        // The same letters with something behind them are content.
        if (end === 'content') return this.#take(this.#delimiter.length);
      }
      await this.#fill();
    }
  }

  /** What stands behind a delimiter at the begin of the buffer: two dashes, or blanks and a line end. */
  #endOfDelimiter(): { readonly length: number; readonly follows: 'next' | 'last' } | 'content' | 'unknown' {
    const buffer = this.#buffer;
    let index = this.#delimiter.length;
    if (buffer[index] === DASH) {
      if (buffer.length < index + 2) return 'unknown';
      return buffer[index + 1] === DASH ? { length: index + 2, follows: 'last' } : 'content';
    }
    // RFC 2046 §5.1.1: transport padding.
    while ((buffer[index] === 0x20 || buffer[index] === 0x09) && index < this.#delimiter.length + mostPadding)
      index += 1;
    if (buffer.length < index + 2) return 'unknown';
    const isLineEnd = buffer[index] === CARRIAGE_RETURN && buffer[index + 1] === LINE_FEED;
    return isLineEnd ? { length: index + 2, follows: 'next' } : 'content';
  }

  #take(length: number): Buffer {
    const taken = this.#buffer.subarray(0, length);
    this.#buffer = this.#buffer.subarray(length);
    return taken;
  }

  async #fill(): Promise<void> {
    const { done, value } = await this.#source.next();
    if (done === true) throw new MalformedRequestError('The multipart body is malformed or ends too early');
    this.#buffer = this.#buffer.length === 0 ? value : Buffer.concat([this.#buffer, value]);
  }
}

function longHead(maxBytes: number): PayloadTooLargeError {
  return new PayloadTooLargeError(maxBytes, `The header of a part exceeds ${maxBytes} octets`);
}
