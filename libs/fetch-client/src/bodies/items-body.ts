import { isAsyncIterable, isIterable, isJsonTextSequence, writeJson } from '@brrt/router-core/portable';
import type { BodyWriter } from '../operation-rule.ts';
import { octetsOf, streamOf } from './octets-of.ts';

/** A sequence of JSON values: an array is written at once, other iterables as they come. */
export const itemsBody: BodyWriter = (body, contentType) => {
  const begin = isJsonTextSequence(contentType) ? '\x1e' : '';
  const line = (item: unknown): string => `${begin}${writeJson(item)}\n`;
  const octets = typeof body === 'string' ? body : octetsOf(body);
  if (octets !== undefined) return { body: octets, contentType };
  if (Array.isArray(body)) return { body: body.map(line).join(''), contentType };
  if (!isAsyncIterable(body) && !isIterable(body)) {
    throw new TypeError(`A body of ${contentType} has to be an array, an iterable or an async iterable`);
  }
  return { body: streamOf(mapEach(body, line)), contentType };
};

/** Each item as text, when somebody asks for it. */
export async function* mapEach(
  items: AsyncIterable<unknown> | Iterable<unknown>,
  encode: (item: unknown) => string,
): AsyncGenerator<string> {
  for await (const item of items) yield encode(item);
}
