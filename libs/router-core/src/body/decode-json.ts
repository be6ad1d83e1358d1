import { isUtf8 } from 'node:buffer';
import { MalformedRequestError } from '../errors/request-errors.ts';
import { parseJson } from './parse-json.ts';
import type { JsonLimits } from './scan-json.ts';

/**
 * Octets → JSON value, strictly (RFC 8259): UTF-8 without byte order mark, no repeated member names, bounded.
 * The value may have an own member `__proto__`; copy it with spread, never with `Object.assign`.
 * @throws MalformedRequestError with offset, line and column, never with what stands there
 * @throws RequestValidationError for integers that lose digits where `limits.exact` finds them
 */
export function decodeJson(octets: Buffer, limits: JsonLimits): unknown {
  return parseJson(decodeUtf8(octets), octets, limits);
}

/**
 * Octets → text, refusing everything that is not UTF-8, and the byte order mark (RFC 8259 §8.1).
 * @throws MalformedRequestError
 */
export function decodeUtf8(octets: Buffer): string {
  if (!isUtf8(octets)) {
    throw new MalformedRequestError(`The body is not UTF-8 at octet ${firstBadOctet(octets)}`);
  }
  if (octets[0] === 0xef && octets[1] === 0xbb && octets[2] === 0xbf) {
    throw new MalformedRequestError('The body begins with a byte order mark at octet 0 (line 1, column 1)');
  }
  return octets.toString('utf8');
}

function firstBadOctet(octets: Uint8Array): number {
  const lenient = new TextDecoder('utf-8', { ignoreBOM: true }).decode(octets);
  let offset = 0;
  for (const character of lenient) {
    // U+FFFD stands for a bad octet unless it was sent as such.
    if (character === '\uFFFD' && (octets[offset] !== 0xef || octets[offset + 1] !== 0xbf)) return offset;
    offset += Buffer.byteLength(character);
  }
  return offset;
}
