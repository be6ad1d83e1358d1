import { Readable } from 'node:stream';
import type { CallClock } from './call-clock.ts';

/** A body on its way through: the clock of the call stands still while there is nothing of it to send. */
export class PacedBody extends Readable {
  readonly #source: Readable;
  readonly #clock: CallClock;

  constructor(source: Readable, clock: CallClock) {
    super();
    this.#source = source;
    this.#clock = clock;
    source.on('data', (chunk: Buffer) => {
      clock.restart();
      if (!this.push(chunk)) source.pause();
    });
    source.pause();
    source.once('end', () => {
      clock.restart();
      this.push(null);
    });
    source.once('error', (error) => this.destroy(error));
  }

  override _read(): void {
    this.#clock.pause();
    this.#source.resume();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#source.destroy();
    callback(error);
  }
}
