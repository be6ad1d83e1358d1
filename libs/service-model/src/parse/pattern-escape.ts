import { type PatternFlags, type PatternScanner, Untranslatable } from './pattern-scanner.ts';

/** Escapes of other dialects outside of a class, and what they are in ECMA-262. */
const outside: ReadonlyMap<string, string> = new Map([
  ['A', '^'],
  ['z', '$'],
  ['Z', '$'],
  ['R', '(?:\\r\\n|[\\n\\v\\f\\r\\x85\\u2028\\u2029])'],
  ['N', '[^\\n]'],
]);

/** The same within and without. */
const anywhere: ReadonlyMap<string, string> = new Map([
  ['a', '\\x07'],
  ['e', '\\x1B'],
]);

export const horizontalSpace = '\\t \\xA0\\u1680\\u180E\\u2000-\\u200A\\u202F\\u205F\\u3000';

const untranslatable: ReadonlySet<string> = new Set(['G', 'K', 'X', 'C', 'g']);

/** The escape sequence at the scanner, outside of a class. */
export function readEscape(scanner: PatternScanner, flags: PatternFlags): string {
  const letter = scanner.pattern[scanner.at + 1] ?? '';
  if (letter === 'Q') return readQuoted(scanner, flags);
  if (letter === 'h' || letter === 'H') {
    scanner.at += 2;
    return `[${letter === 'H' ? '^' : ''}${horizontalSpace}]`;
  }
  const known = outside.get(letter);
  if (known !== undefined) {
    scanner.at += 2;
    return known;
  }
  if (untranslatable.has(letter)) throw new Untranslatable(`\\${letter}`);
  if (letter === 'b' || letter === 'B') return take(scanner, 2);
  if (/[1-9k]/.test(letter)) return readReference(scanner, flags);
  return readCharacterEscape(scanner, flags);
}

/** The escape sequence of a character or a set of characters, which may stand in a class too. */
export function readCharacterEscape(scanner: PatternScanner, flags: PatternFlags): string {
  const rest = scanner.pattern.slice(scanner.at, scanner.at + 60);
  const letter = rest[1] ?? '';
  if (letter === '') return take(scanner, 1).replace('\\', '\\\\');
  const sequence = /^\\(?:[dDsSwWfnrtv]|c[A-Za-z]|x[\da-fA-F]{2}|u[\da-fA-F]{4}|u\{[\da-fA-F]+\})/.exec(rest)?.[0];
  if (sequence !== undefined) return foldSequence(take(scanner, sequence.length), flags);
  const property = /^\\[pP](?:\{\^?[\w=\- ]+\}|[A-Z])/.exec(rest)?.[0];
  if (property !== undefined) return readProperty(take(scanner, property.length));
  const long = /^\\(?:x\{([\da-fA-F]+)\}|U([\da-fA-F]{8}))/.exec(rest);
  if (long !== null) {
    scanner.at += long[0].length;
    return `\\u{${long[1] ?? long[2]}}`;
  }
  const octal = /^\\0[0-7]{0,2}/.exec(rest)?.[0];
  if (octal !== undefined) {
    scanner.at += octal.length;
    return `\\x${Number.parseInt(octal.slice(1), 8).toString(16).padStart(2, '0')}`;
  }
  const known = anywhere.get(letter);
  if (known !== undefined) {
    scanner.at += 2;
    return known;
  }
  const sign = String.fromCodePoint(rest.codePointAt(1) ?? 0);
  scanner.at += 1 + sign.length;
  return escapeSign(sign, flags);
}

/** A character that stands for itself, in both cases when case is ignored. */
export function escapeSign(sign: string, flags: PatternFlags): string {
  if (flags.i && sign.toLowerCase() !== sign.toUpperCase()) return `[${bothCases(sign)}]`;
  return /[\^$\\.*+?()[\]{}|/]/.test(sign) ? `\\${sign}` : sign;
}

/** Only ASCII letters have one counterpart in every dialect. */
export function bothCases(letter: string): string {
  if (!/^[A-Za-z]$/.test(letter)) throw new Untranslatable(`(?i) with ${letter}`);
  return `${letter.toUpperCase()}${letter.toLowerCase()}`;
}

function take(scanner: PatternScanner, length: number): string {
  const text = scanner.pattern.slice(scanner.at, scanner.at + length);
  scanner.at += length;
  return text;
}

// `\x41` is a letter as well.
function foldSequence(sequence: string, flags: PatternFlags): string {
  if (!flags.i || !/^\\[xu]/.test(sequence)) return sequence;
  const sign = String.fromCodePoint(Number.parseInt(/[\da-fA-F]{2,}/.exec(sequence)?.[0] ?? '0', 16));
  return sign.toLowerCase() === sign.toUpperCase() ? sequence : escapeSign(sign, flags);
}

/** POSIX classes, which Java writes as properties. */
export const posixClasses: ReadonlyMap<string, string> = new Map([
  ['alpha', 'A-Za-z'],
  ['alnum', 'A-Za-z0-9'],
  ['digit', '0-9'],
  ['lower', 'a-z'],
  ['upper', 'A-Z'],
  ['xdigit', 'A-Fa-f0-9'],
  ['punct', '!-\\/:-@\\[-`\\{-~'],
  ['space', '\\t-\\r '],
  ['blank', '\\t '],
  ['cntrl', '\\x00-\\x1F\\x7F'],
  ['graph', '!-~'],
  ['print', ' -~'],
  ['word', '\\w'],
  ['ascii', '\\x00-\\x7F'],
]);

// `\pL`, `\p{^Lu}`, `\p{IsLatin}`, `\p{Han}`, `\p{Alpha}` (which Java takes for ASCII letters)
function readProperty(written: string): string {
  const isNegated = (written[1] === 'P') !== written.includes('{^');
  const name = written.slice(2).replaceAll(/[{}^ ]/g, '');
  const posix = posixClasses.get(name.toLowerCase());
  if (posix !== undefined) {
    if (isNegated) throw new Untranslatable(written);
    return `[${posix}]`;
  }
  const bare = name.replace(/^Is/, '');
  const found = [bare, `Script=${bare}`].find(isProperty);
  if (found === undefined) throw new Untranslatable(written);
  return `\\${isNegated ? 'P' : 'p'}{${found}}`;
}

function isProperty(name: string): boolean {
  try {
    new RegExp(`\\p{${name}}`, 'u');
    return true;
  } catch {
    return false;
  }
}

// `\Qa.b\E`
function readQuoted(scanner: PatternScanner, flags: PatternFlags): string {
  const end = scanner.pattern.indexOf('\\E', scanner.at + 2);
  const text = scanner.pattern.slice(scanner.at + 2, end < 0 ? undefined : end);
  scanner.at = end < 0 ? scanner.pattern.length : end + 2;
  return [...text].map((sign) => escapeSign(sign, flags)).join('');
}

function readReference(scanner: PatternScanner, flags: PatternFlags): string {
  const rest = scanner.pattern.slice(scanner.at, scanner.at + 60);
  const name = /^\\k[<{']([A-Za-z_]\w*)[>}']/.exec(rest);
  const number = /^\\[1-9]\d*/.exec(rest)?.[0];
  const whole = name?.[0] ?? number;
  // ECMA-262 without `u`: a `\k` without a name is the letter.
  if (whole === undefined) return readCharacterEscape(scanner, flags);
  if (flags.i) throw new Untranslatable(`(?i) with ${whole}`);
  scanner.at += whole.length;
  return name === null ? whole : `\\k<${name[1]}>`;
}
