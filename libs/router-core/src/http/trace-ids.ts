import { randomBytes, randomFillSync } from 'node:crypto';

const octets = { drawn: randomBytes(8_192), used: 0 };
const text = { hex: '', offset: 0 };
/** Written out at a time. An id is a piece of that text, which stays in memory as long as the id does. */
const textOctets = 512;

/** 32 lower-case hexadecimal digits, not all zero (W3C Trace Context §3.2.2.3). */
export function createTraceId(): string {
  return randomHex(32);
}

/** 16 lower-case hexadecimal digits, not all zero (W3C Trace Context §3.2.2.4). */
export function createSpanId(): string {
  return randomHex(16);
}

const zero = 48;

function randomHex(digits: number): string {
  if (text.offset + digits > text.hex.length) drawText();
  const id = text.hex.slice(text.offset, text.offset + digits);
  text.offset += digits;
  return id.charCodeAt(0) !== zero || /[1-9a-f]/.test(id) ? id : randomHex(digits);
}

// One call to the generator serves several hundred requests.
function drawText(): void {
  if (octets.used === octets.drawn.length) {
    randomFillSync(octets.drawn);
    octets.used = 0;
  }
  text.hex = octets.drawn.toString('hex', octets.used, octets.used + textOctets);
  octets.used += textOctets;
  text.offset = 0;
}
