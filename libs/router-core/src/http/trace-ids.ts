import { randomBytes } from 'node:crypto';

const pool = { bytes: randomBytes(4096), offset: 0 };

/** 32 lower-case hexadecimal digits, not all zero (W3C Trace Context §3.2.2.3). */
export function createTraceId(): string {
  return randomHex(16);
}

/** 16 lower-case hexadecimal digits, not all zero (W3C Trace Context §3.2.2.4). */
export function createSpanId(): string {
  return randomHex(8);
}

// Random octets are drawn in bulk: one call to the generator per few hundred ids.
function randomHex(octets: number): string {
  if (pool.offset + octets > pool.bytes.length) {
    pool.bytes = randomBytes(4096);
    pool.offset = 0;
  }
  const hex = pool.bytes.toString('hex', pool.offset, pool.offset + octets);
  pool.offset += octets;
  return /[1-9a-f]/.test(hex) ? hex : randomHex(octets);
}
