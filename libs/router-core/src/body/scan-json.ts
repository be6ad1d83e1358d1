import { MalformedRequestError } from '../errors/request-errors.ts';
import type { ExactIntegers } from '../schema/wide-integers/compile-exact-integers.ts';
import type { WideIntegers } from '../schema/wide-integers/compile-wide-integers.ts';
import { losesDigits, shortestInexact } from '../schema/wide-integers/loses-digits.ts';
import { placeInText } from './text-place.ts';

export interface JsonLimits {
  /** Nested arrays and objects. */
  readonly maxDepth: number;
  /** Members of one object. */
  readonly maxKeys: number;
  /** Reads integers that are to lose no digit; undefined where the contract asks for none. */
  readonly wide?: WideIntegers | undefined;
  /** Finds integers that lose digits where they must not; undefined where any number may be the nearest one. */
  readonly exact?: ExactIntegers | undefined;
}

/** What one pass over a JSON text has seen. */
export interface JsonScan {
  /** Members of all objects, if the text is well-formed. */
  readonly members: number;
  /** Whether an integer is there that a number does not hold. */
  readonly hasInexact: boolean;
}

/** Arrays and objects beyond that have to be worth so many octets each: `{},` takes twenty times its size in memory. */
const freeContainers = 10_000;
const octetsPerContainer = 6;

/** Characters of one number literal. */
const maxNumberLength = 1_000;
const maxFiniteLength = 300;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const LOWER_U = 0x75;
const MINUS = 0x2d;
const NINE = 0x39;

/**
 * One pass over the octets of a JSON text before it is parsed: bounds depth, the members of each object, how many there are and the length of numbers, and
 * refuses what `JSON.parse` lets through although it cannot be handed on: numbers beyond a double, halves of surrogate
 * pairs (RFC 8259 §8.2). Says nothing about syntax.
 * Octets, because they are read twice as fast as the characters of a string.
 * @throws MalformedRequestError at the first of these
 */
export function scanJson(octets: Uint8Array, limits: JsonLimits): JsonScan {
  const { length } = octets;
  let depth = 0;
  let members = 0;
  let containers = 0;
  let hasInexact = false;
  // Of the objects that are open, by depth.
  const counts: number[] = [0];
  for (let index = 0; index < length; index += 1) {
    const code = octets[index] as number; // index < length
    if (code === QUOTE) index = endOfString(octets, index);
    else if (code === COLON) {
      members += 1;
      const count = (counts[depth] ?? 0) + 1;
      if (count > limits.maxKeys) throw refused(octets, index, `more than ${limits.maxKeys} members in one object`);
      counts[depth] = count;
    } else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > limits.maxDepth) throw refused(octets, index, `nested deeper than ${limits.maxDepth} levels`);
      counts[depth] = 0;
      containers += 1;
      if ((containers - freeContainers) * octetsPerContainer > index)
        throw refused(octets, index, `more than one array or object in ${octetsPerContainer} octets`);
    } else if ((code === 0x7d || code === 0x5d) && depth > 0) depth -= 1;
    else if ((code >= 0x30 && code <= 0x39) || code === MINUS) {
      const end = endOfNumber(octets, index);
      if (end < 0) hasInexact = true;
      index = end < 0 ? ~end : end;
    }
  }
  return { members, hasInexact };
}

/** The index of the closing quote; the length of the text when there is none. */
function endOfString(octets: Uint8Array, start: number): number {
  const { length } = octets;
  let index = start + 1;
  for (; index < length; index += 1) {
    const code = octets[index];
    if (code === QUOTE) return index;
    if (code !== BACKSLASH) continue;
    index += 1;
    if (octets[index] === LOWER_U) index = endOfUnicodeEscape(octets, index);
  }
  return index;
}

/** `index` is at the `u` of `\uXXXX`. */
function endOfUnicodeEscape(octets: Uint8Array, index: number): number {
  const unit = hexAt(octets, index + 1);
  if (unit < 0xd800 || unit > 0xdfff) return index;
  const isPaired = octets[index + 5] === BACKSLASH && octets[index + 6] === LOWER_U;
  const low = isPaired ? hexAt(octets, index + 7) : 0;
  if (unit > 0xdbff || low < 0xdc00 || low > 0xdfff) throw refused(octets, index - 1, 'half of a surrogate pair');
  return index + 10;
}

function hexAt(octets: Uint8Array, index: number): number {
  const digits = String.fromCharCode(...octets.subarray(index, index + 4));
  return /^[0-9a-fA-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : 0;
}

/** The index of the last character of the literal; its complement where the literal is an integer that a number does not hold. */
function endOfNumber(octets: Uint8Array, start: number): number {
  let index = start + 1;
  let hasExponent = false;
  let isInteger = true;
  for (; index < octets.length; index += 1) {
    const code = octets[index] as number; // index < length
    if (code >= 0x30 && code <= 0x39) continue;
    if (code === 0x65 || code === 0x45) hasExponent = true;
    else if (code !== 0x2e && code !== 0x2b && code !== MINUS) break;
    isInteger = false;
  }
  const length = index - start;
  if (length > maxNumberLength) throw refused(octets, start, `a number longer than ${maxNumberLength} characters`);
  if ((hasExponent || length > maxFiniteLength) && !isFiniteNumber(octets.subarray(start, index))) {
    throw refused(octets, start, 'a number that is not finite');
  }
  if (!isInteger || length < shortestInexact) return index - 1;
  const isLost = isInexact(octets, octets[start] === MINUS ? start + 1 : start, index);
  return isLost ? ~(index - 1) : index - 1;
}

/** `start` is behind the sign. */
function isInexact(octets: Uint8Array, start: number, end: number): boolean {
  // 16 digits, the first of them less than that of 2^53: times in microseconds.
  if (end - start === shortestInexact && (octets[start] as number) < NINE) return false; // start < end
  return losesDigits(String.fromCharCode(...octets.subarray(start, end)));
}

/** What is no number at all is left to the parser. */
function isFiniteNumber(literal: Uint8Array): boolean {
  return Math.abs(Number(String.fromCharCode(...literal))) !== Number.POSITIVE_INFINITY;
}

function refused(octets: Uint8Array, index: number, reason: string): MalformedRequestError {
  const before = new TextDecoder().decode(octets.subarray(0, index));
  return new MalformedRequestError(`The JSON text is refused at ${placeInText(before, before.length)}: ${reason}`);
}
