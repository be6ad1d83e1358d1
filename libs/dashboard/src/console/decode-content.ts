import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/** What is asked for in `Accept-Encoding`, as far as it is decoded here. */
export const acceptedCodings = 'gzip, br, zstd';

/** A body without its content codings (RFC 9110 §8.4), as it comes. One that is not known here stays on. */
export function decodeContent(body: Readable, coding: string | undefined): AsyncIterable<Buffer> {
  // The last one that was applied comes off first; a service that claims dozens is refused by the length of its head.
  const codings = (coding ?? '').split(',').map((name) => name.trim().toLowerCase());
  let stream: Readable = body;
  for (const name of codings.toReversed()) {
    const create = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
    if (create === undefined) break;
    // Failures come out of the iteration.
    stream = pipeline(stream, create(), () => undefined);
  }
  return stream;
}
