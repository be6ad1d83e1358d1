import { toText } from '../params/value-parts.ts';

/**
 * An object → `application/x-www-form-urlencoded` (WHATWG URL §5.2). Arrays repeat their name, objects are JSON
 * (OpenAPI 3.1 §4.8.15.1.1), null is the empty text, undefined members are left out. A string passes as it is.
 * @throws TypeError when `body` is no object, or holds what JSON has no counterpart of
 */
export function encodeForm(body: unknown): string {
  if (typeof body === 'string') return body;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new TypeError('A body of application/x-www-form-urlencoded has to be an object');
  }
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(body)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined) pairs.append(name, toText(item));
    }
  }
  return pairs.toString();
}
