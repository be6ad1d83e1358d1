import type { OctetSource } from '../ports/handler.ts';

/** A file, as an upload is one, or whatever tells its size and gives its octets. */
export function isSized(value: object): value is OctetSource | Blob {
  return (
    value instanceof Blob ||
    ('size' in value && typeof value.size === 'number' && 'stream' in value && typeof value.stream === 'function')
  );
}
