import { hash, timingSafeEqual } from 'node:crypto';

/** SHA-256 of a text in UTF-8: 32 octets, so that credentials of any length can be compared in constant time. */
export function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

/** Index of the digest that equals, -1 for none. Looks at all of them, whichever matches. */
export function indexOfDigest(digests: readonly Buffer[], presented: Buffer): number {
  let found = -1;
  for (const [index, digest] of digests.entries()) {
    if (timingSafeEqual(digest, presented)) found = index;
  }
  return found;
}
