import { HttpError } from '../errors/http-error.ts';
import { PayloadTooLargeError, RequestAbortedError } from '../errors/request-errors.ts';
import type { BodySource } from '../ports/http-message.ts';

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
    body.discard();
  }
}
