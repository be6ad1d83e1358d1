import { IncomingMessage } from 'node:http';

/** Takes the octets of a body as the parser finds them. */
export interface BodyCollector {
  data(chunk: Buffer): void;
  end(): void;
}

/**
 * A message whose body can be taken straight from the parser, without the events of a stream (`createServer` documents the
 * option that this class is for). Without a collector it is a stream like any other.
 */
export class BodyMessage extends IncomingMessage {
  #collector: BodyCollector | undefined = undefined;

  /** False when octets have arrived already: they have to be read as a stream then. */
  collect(collector: BodyCollector): boolean {
    if (this.readableLength > 0 || this.complete) return false;
    this.#collector = collector;
    return true;
  }

  override push(chunk: unknown, encoding?: BufferEncoding): boolean {
    const collector = this.#collector;
    if (collector === undefined) return super.push(chunk, encoding);
    if (chunk instanceof Buffer) {
      collector.data(chunk);
      return true;
    }
    this.#collector = undefined;
    collector.end();
    return super.push(chunk, encoding);
  }
}
