import { Readable } from 'node:stream';

/** The octets of an answer as they arrive, no faster than they are taken; what breaks it is explained. */
export class AnswerBody extends Readable {
  readonly #source: Readable;

  constructor(source: Readable, explain: (cause: unknown) => unknown) {
    super();
    this.#source = source;
    source.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) source.pause();
    });
    source.pause();
    source.once('end', () => this.push(null));
    // The cast: what is explained is an error as well.
    source.on('error', (cause) => this.destroy(explain(cause) as Error));
  }

  override _read(): void {
    this.#source.resume();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#source.destroy();
    callback(error);
  }
}
