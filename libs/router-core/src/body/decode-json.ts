import { isUtf8 } from 'node:buffer';
import { MalformedRequestError } from '../errors/request-errors.ts';
import { locateJsonFault } from './locate-json-fault.ts';
import { type JsonLimits, scanJson } from './scan-json.ts';
import { placeInText } from './text-place.ts';

/**
 * Octets → JSON value, strictly (RFC 8259): UTF-8 without byte order mark, no repeated member names, bounded.
 * The value may have an own member `__proto__`; copy it with spread, never with `Object.assign`.
 * @throws MalformedRequestError with offset, line and column, never with what stands there
 */
export function decodeJson(octets: Buffer, limits: JsonLimits): unknown {
  const text = decodeUtf8(octets);
  const members = scanJson(octets, limits);
  let value: unknown;
  try {
    value = limits.wide === undefined ? JSON.parse(text) : limits.wide.parse(text);
  } catch {
    throw malformed(text);
  }
  // A member that came twice is there once: cheaper than remembering the names of every object.
  if (members > 0 && countMembers(value) !== members) throw malformed(text);
  return value;
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

function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object' && item !== null) count += countMembers(item);
    return count;
  }
  // JSON.parse makes objects with own enumerable members only.
  const members = value as Readonly<Record<string, unknown>>;
  for (const name in members) {
    const member = members[name];
    count += typeof member === 'object' && member !== null ? 1 + countMembers(member) : 1;
  }
  return count;
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

function malformed(text: string): MalformedRequestError {
  const fault = locateJsonFault(text);
  const place = placeInText(text, fault?.index ?? text.length);
  return new MalformedRequestError(`The JSON text is malformed at ${place}: ${fault?.reason ?? 'it cannot be read'}`);
}
