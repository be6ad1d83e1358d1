import type { BodyWriter } from '../operation-rule.ts';
import { octetsOf } from './octets-of.ts';

/** Strings, numbers and booleans; octets pass as they are. */
export const textBody: BodyWriter = (body, contentType) => {
  const octets = octetsOf(body);
  if (octets === undefined && typeof body === 'object') {
    throw new TypeError(`A body of ${contentType} has to be a string, octets or a stream`);
  }
  return { body: octets ?? String(body), contentType };
};
