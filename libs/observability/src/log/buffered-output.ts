import { write, writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { LogDestination, OctetRoom } from './log-destination.ts';

export interface BufferedOutputOptions {
  readonly descriptor: number;
  /** A write to it takes what there is room for and returns: no thread has to wait for it. */
  readonly neverBlocks: boolean;
  /** Octets gathered before they are written. */
  readonly bufferedOctets: number;
  /** A reader that does not read must not fill the memory: beyond this, lines are dropped. */
  readonly maximumOctets: number;
  /** At the latest after this time a line is written. */
  readonly flushMilliseconds: number;
  /** The line that says how many were dropped, once there is somebody to read it. */
  readonly describeDropped: (count: number) => string;
}

/** How long `flush` waits for a reader. */
const patienceMilliseconds = 1_000;
/** How long a full pipe is left alone, at first and when its reader is slow. */
const shortestRetryMilliseconds = 1;
const longestRetryMilliseconds = 50;

/**
 * Lines into octets at once, octets to the descriptor in large pieces and never blocking. One line costs a copy;
 * a stream that keeps strings costs several times that for every line.
 */
export class BufferedOutput implements LogDestination {
  readonly #options: BufferedOutputOptions;
  /** Memory that lines are gathered in. */
  readonly #own = new WeakSet<ArrayBufferLike>();
  #buffer: Buffer;
  /** What `room` gives. */
  readonly #room: { octets: Buffer; position: number };
  /** One that has been written out: fresh memory costs more than the lines in it. */
  #spare: Buffer | undefined = undefined;
  #length = 0;
  /** Pieces on their way, the oldest first. */
  #pieces: Buffer[] = [];
  #octets = 0;
  #isWriting = false;
  #isGone = false;
  #dropped = 0;
  /** Dropped and not told yet. */
  #untold = 0;
  #timer: NodeJS.Timeout | undefined = undefined;
  #retryMilliseconds = shortestRetryMilliseconds;

  constructor(options: BufferedOutputOptions) {
    this.#options = options;
    this.#buffer = this.#allocate();
    this.#room = { octets: this.#buffer, position: 0 };
    process.once('exit', () => this.#writeRest());
  }

  /** Lines that nobody read in time. */
  get dropped(): number {
    return this.#dropped;
  }

  write(line: string): void {
    // Three octets hold any UTF-16 unit.
    if (this.#length + line.length * 3 > this.#buffer.length) this.#release();
    if (this.#isGone || this.#octets > this.#options.maximumOctets) {
      this.#dropped++;
      this.#untold++;
    } else if (line.length * 3 > this.#buffer.length) {
      this.#enqueue(Buffer.from(line));
    } else this.added(this.#length + this.#buffer.write(line, this.#length));
  }

  room(octets: number): OctetRoom | undefined {
    if (this.#length + octets > this.#buffer.length) this.#release();
    const isTaken = !this.#isGone && this.#octets <= this.#options.maximumOctets && octets <= this.#buffer.length;
    if (!isTaken) return undefined;
    this.#room.octets = this.#buffer;
    this.#room.position = this.#length;
    return this.#room;
  }

  added(end: number): void {
    this.#length = end;
    this.#timer ??= setTimeout(() => this.#release(), this.#options.flushMilliseconds).unref();
  }

  async flush(): Promise<void> {
    this.#release();
    const end = performance.now() + patienceMilliseconds;
    while (this.#pieces.length > 0 && !this.#isGone && performance.now() < end) await wait(5);
    // What nobody reads within the limit is given up, or the end of the process would wait for it.
    if (this.#pieces.length > 0) this.#close();
  }

  #release(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#length === 0) return;
    const piece = this.#buffer.subarray(0, this.#length);
    this.#buffer = this.#spare ?? this.#allocate();
    this.#spare = undefined;
    this.#length = 0;
    this.#enqueue(piece);
  }

  #enqueue(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#octets += piece.length;
    if (!this.#isWriting) this.#writeNext();
  }

  #writeNext(): void {
    const [piece] = this.#pieces;
    if (piece === undefined || this.#isGone) {
      this.#isWriting = false;
      return;
    }
    this.#isWriting = true;
    const { descriptor, neverBlocks } = this.#options;
    if (neverBlocks) this.#writeAtOnce(piece);
    else write(descriptor, piece, 0, piece.length, null, (error, written) => this.#written(piece, error, written));
  }

  #writeAtOnce(piece: Buffer): void {
    let written = 0;
    try {
      written = writeSync(this.#options.descriptor, piece);
    } catch (error) {
      this.#written(piece, error as NodeJS.ErrnoException, 0); // `writeSync` throws nothing else
      return;
    }
    this.#written(piece, null, written);
  }

  #written(piece: Buffer, error: NodeJS.ErrnoException | null, written: number): void {
    if (error === null) {
      this.#retryMilliseconds = shortestRetryMilliseconds;
      this.#advance(piece, written);
      this.#writeNext();
    } else if (error.code === 'EAGAIN') {
      setTimeout(() => this.#writeNext(), this.#retryMilliseconds).unref();
      this.#retryMilliseconds = Math.min(2 * this.#retryMilliseconds, longestRetryMilliseconds);
    }
    // A reader that has gone, or a disk that is full, takes the log with it, not the service.
    else this.#close();
  }

  #advance(piece: Buffer, written: number): void {
    this.#octets -= written;
    if (written === piece.length) {
      this.#pieces.shift();
      this.#keep(piece);
    } else this.#pieces[0] = piece.subarray(written);
    if (this.#untold === 0 || this.#octets > this.#options.maximumOctets) return;
    const line = this.#options.describeDropped(this.#untold);
    this.#untold = 0;
    this.write(line);
  }

  #allocate(): Buffer {
    const buffer = Buffer.allocUnsafeSlow(this.#options.bufferedOctets);
    this.#own.add(buffer.buffer);
    return buffer;
  }

  /** A long line is a piece of its own, which may lie in memory that Node shares with others. */
  #keep({ buffer }: Buffer): void {
    if (this.#own.has(buffer)) this.#spare ??= Buffer.from(buffer);
  }

  #close(): void {
    this.#isGone = true;
    this.#pieces = [];
    this.#octets = 0;
    this.#length = 0;
  }

  // At the end of a process that did not flush; a piece under way may appear twice, which is better than not at all.
  #writeRest(): void {
    if (this.#isGone) return;
    try {
      for (const piece of [...this.#pieces, this.#buffer.subarray(0, this.#length)])
        writeSync(this.#options.descriptor, piece);
    } catch {
      this.#close();
    }
  }
}
