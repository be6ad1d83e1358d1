import { randomBytes } from 'node:crypto';

const pool = { hex: '', offset: 0 };

/** 32 lower-case hexadecimal digits, not all zero (W3C Trace Context §3.2.2.3). */
export function createTraceId(): string {
  return randomHex(32);
}

/** 16 lower-case hexadecimal digits, not all zero (W3C Trace Context §3.2.2.4). */
export function createSpanId(): string {
  return randomHex(16);
}

const zero = 48;

// Random octets are drawn and written out in bulk; an id is a piece of that text, which lives as long as the id does.
function randomHex(digits: number): string {
  if (pool.offset + digits > pool.hex.length) {
    pool.hex = randomBytes(1024).toString('hex');
    pool.offset = 0;
  }
  const id = pool.hex.slice(pool.offset, pool.offset + digits);
  pool.offset += digits;
  return id.charCodeAt(0) !== zero || /[1-9a-f]/.test(id) ? id : randomHex(digits);
}
