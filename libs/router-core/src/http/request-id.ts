import { randomBytes } from 'node:crypto';

const prefix = randomPrefix();
const lastOctets = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'));
let counter = randomBytes(6).readUIntBE(0, 6);
const counterLimit = 2 ** 48;
/** All but the last octet of the counter, which changes with every 256th id only. */
let leading = '';

/**
 * A UUID of version 8 (RFC 9562 §5.8): 74 random bits of this process, then a 48-bit counter.
 * Unique, not a secret; a small part of the cost of a random one.
 */
export function createRequestId(): string {
  counter = counter + 1 === counterLimit ? 0 : counter + 1;
  const octet = counter % 256;
  if (octet === 0 || leading === '') leading = prefix + ((counter - octet) / 256).toString(16).padStart(10, '0');
  return leading + lastOctets[octet];
}

/** A caller's own id is kept when it cannot harm a log line: 1 to 64 of `A-Z a-z 0-9 _ . : -`. */
export function isRequestId(text: string): boolean {
  return /^[\w.:-]{1,64}$/.test(text);
}

function randomPrefix(): string {
  const hex = randomBytes(10).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(12, 15)}-a${hex.slice(15, 18)}-`;
}
