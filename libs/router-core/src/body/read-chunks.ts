import type { Readable } from 'node:stream';
import { HttpError } from '../errors/http-error.ts';
import { PayloadTooLargeError, RequestAbortedError } from '../errors/request-errors.ts';
import type { BodySource } from '../ports/http-message.ts';

/** A client that does not stop after its refusal is cut off. */
const maxDropped = 64 * 1024 * 1024;

/**
 * The octets of a body as they arrive, no faster than they are asked for. Nothing is read before the first is. Whoever stops
 * early leaves the rest to be dropped, so that the connection lives on.
 * @throws PayloadTooLargeError beyond `maxBytes` in all
 * @throws RequestAbortedError when the client goes away
 */
export async function* readChunks(body: BodySource, maxBytes: number): AsyncGenerator<Buffer> {
  const stream = body.stream();
  let size = 0;
  try {
    for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) throw new PayloadTooLargeError(maxBytes);
      yield chunk;
    }
    if (!stream.readableEnded) throw new RequestAbortedError();
  } catch (error) {
    throw error instanceof HttpError ? error : new RequestAbortedError();
  } finally {
    dropRest(stream);
  }
}

/** Reads on and throws away what nobody wants. */
export function dropRest(stream: Readable): void {
  if (stream.readableEnded || stream.destroyed) return;
  let dropped = 0;
  stream.on('error', () => undefined);
  stream.on('data', (chunk: Buffer) => {
    dropped += chunk.length;
    if (dropped > maxDropped) stream.destroy();
  });
}
