import type { WrittenBody } from '../operation-rule.ts';

/** Octets in any of their forms; undefined for what is none. */
export function octetsOf(body: unknown): Exclude<WrittenBody['body'], string | FormData> | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  // The casts: memory that is shared between threads is refused by `fetch` itself.
  if (body instanceof ReadableStream) return body as ReadableStream<Uint8Array<ArrayBuffer>>;
  if (body instanceof Blob || body instanceof ArrayBuffer) return body;
  if (body instanceof Uint8Array) return body as Uint8Array<ArrayBuffer>;
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer as ArrayBuffer, body.byteOffset, body.byteLength);
  return undefined;
}

/** Chunks as they come; whoever stops reading ends the iteration. */
export function streamOf(chunks: AsyncIterable<unknown>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = chunks[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done === true) controller.close();
      // The cast: what is no octets is refused by whoever reads.
      else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : (value as Uint8Array<ArrayBuffer>));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
