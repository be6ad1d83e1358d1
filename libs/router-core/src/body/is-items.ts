/** True for what is sent item by item; false for text, octets and streams of octets. */
export function isItems(value: unknown): value is AsyncIterable<unknown> | Iterable<unknown> {
  if (value instanceof Uint8Array || value instanceof ReadableStream) return false;
  return !isOctetStream(value) && (isAsyncIterable(value) || isIterable(value));
}

// A Readable of Node, told without Node: this module also runs in browsers.
function isOctetStream(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'readableObjectMode' in value && !value.readableObjectMode;
}

export function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

export function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
