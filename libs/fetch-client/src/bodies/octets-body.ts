import { isAsyncIterable } from '@brrt/router-core/portable';
import type { BodyWriter } from '../operation-rule.ts';
import { octetsOf, streamOf } from './octets-of.ts';

/** Octets, a string, or a stream. A `Blob` under a range says itself what it is. */
export const octetsBody: BodyWriter = (body, contentType) => {
  const octets = octetsOf(body) ?? (isAsyncIterable(body) ? streamOf(body) : body);
  if (typeof octets !== 'string' && octetsOf(octets) === undefined) {
    throw new TypeError(`A body of ${contentType} has to be octets, a string or a stream`);
  }
  // The cast: what was just found.
  return { body: octets as string, contentType };
};
