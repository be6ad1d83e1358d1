import { Readable } from 'node:stream';
import { HttpError } from '../errors/http-error.ts';
import { MalformedRequestError, PayloadTooLargeError, RequestAbortedError } from '../errors/request-errors.ts';
import type { BodySource } from '../ports/http-message.ts';
import { type ContentCoding, createDecoder } from './content-coding.ts';

/** So many octets may come of one; below `freeOctets` nobody counts. */
const maxRatio = 100;
const freeOctets = 65_536;

/**
 * The body behind a content coding (RFC 9110 §8.4). Limits hold for what comes out of it; what grows beyond measure is refused
 * before it reaches them.
 */
export function decodeBody(body: BodySource, coding: ContentCoding): BodySource {
  const stream = (): Readable => Readable.from(decodeChunks(body, coding), { objectMode: false });
  return {
    present: body.present,
    length: undefined,
    stream,
    discard: () => body.discard(),
    async read(limit) {
      const all: Buffer[] = [];
      let size = 0;
      for await (const chunk of stream() as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > limit) throw new PayloadTooLargeError(limit);
        all.push(chunk);
      }
      return Buffer.concat(all, size);
    },
  };
}

async function* decodeChunks(body: BodySource, coding: ContentCoding): AsyncGenerator<Buffer> {
  const source = body.stream();
  const decoder = createDecoder(coding);
  let taken = 0;
  let given = 0;
  source.on('data', (chunk: Buffer) => {
    taken += chunk.length;
  });
  const gone = (): void => {
    if (!source.readableEnded) decoder.destroy(new RequestAbortedError());
  };
  source.once('error', gone).once('close', gone);
  try {
    for await (const chunk of source.pipe(decoder) as AsyncIterable<Buffer>) {
      given += chunk.length;
      if (given > freeOctets && given > taken * maxRatio) {
        throw new PayloadTooLargeError(freeOctets, `The request body grows to more than ${maxRatio} times its size`);
      }
      yield chunk;
    }
  } catch (error) {
    // What the library says of the octets is nothing to the client.
    throw error instanceof HttpError
      ? error
      : new MalformedRequestError(`The body is not ${coding}, or ends too early`);
  } finally {
    source.off('error', gone).off('close', gone);
    source.unpipe(decoder);
    decoder.destroy();
    body.discard();
  }
}
