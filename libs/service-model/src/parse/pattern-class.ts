import { horizontalSpace, posixClasses, readCharacterEscape } from './pattern-escape.ts';
import { type PatternFlags, type PatternScanner, Untranslatable } from './pattern-scanner.ts';

/** One character, or a set of them that can be no end of a range. */
interface Member {
  readonly text: string;
  readonly code: number | undefined;
  /** A hyphen that was written without a backslash. */
  readonly isHyphen: boolean;
}

/** The class `[…]` at the scanner, in the syntax of the `u` flag. */
export function readClass(scanner: PatternScanner, flags: PatternFlags): string {
  const [open = '['] = /^\[\^?/.exec(scanner.pattern.slice(scanner.at, scanner.at + 2)) ?? [];
  scanner.at += open.length;
  const members: Member[] = [];
  // PCRE, Java, Python: a bracket at the start is a member. ECMA-262 has `[]` for nothing and `[^]` for everything.
  const isEmpty = scanner.pattern[scanner.at] === ']' && !scanner.pattern.slice(scanner.at + 1).includes(']');
  const hasBracketFirst = scanner.pattern[scanner.at] === ']' && !isEmpty;
  while (
    scanner.at < scanner.pattern.length &&
    (scanner.pattern[scanner.at] !== ']' || (hasBracketFirst && members.length === 0))
  )
    members.push(readMember(scanner));
  if (scanner.at >= scanner.pattern.length) return `${open}${members.map(({ text }) => text).join('')}`;
  scanner.at++;
  return `${open}${joinMembers(members, flags)}]`;
}

function readMember(scanner: PatternScanner): Member {
  const rest = scanner.pattern.slice(scanner.at, scanner.at + 30);
  // Sets within sets (Java) and their intersections: only the `v` flag has them.
  if (/^(?:&&|\[[^\]:]+\]\])/.test(rest)) throw new Untranslatable('[…&&…]');
  const posix = /^\[:(\^?)(\w+):\]/.exec(rest);
  if (posix !== null) {
    scanner.at += posix[0].length;
    const found = posixClasses.get(posix[2] ?? '');
    if (found === undefined || posix[1] !== '') throw new Untranslatable(posix[0]);
    return set(found);
  }
  if (rest.startsWith('\\')) return readEscapedMember(scanner, rest);
  const sign = String.fromCodePoint(rest.codePointAt(0) ?? 0);
  scanner.at += sign.length;
  return { ...character(sign), isHyphen: sign === '-' };
}

const noFlags: PatternFlags = { i: false, m: false, s: false, x: false };

function readEscapedMember(scanner: PatternScanner, rest: string): Member {
  const letter = rest[1] ?? '';
  if (letter === 'h' || letter === 'b') {
    scanner.at += 2;
    return letter === 'h' ? set(horizontalSpace) : { text: '\\b', code: 8, isHyphen: false };
  }
  const text = readCharacterEscape(scanner, noFlags);
  if (/^\\[dDsSwWpP]/.test(text)) return set(text);
  // `\p{Alpha}` has become a class of its own.
  if (/^\[.*\]$/.test(text)) return set(text.slice(1, -1));
  const sign = evaluateEscape(text);
  return /^\\[cfnrtvxu]/.test(text) ? { text, code: sign.codePointAt(0), isHyphen: false } : character(sign);
}

function set(text: string): Member {
  return { text, code: undefined, isHyphen: false };
}

function character(sign: string): Member {
  return { text: /[\^\\[\]-]/.test(sign) ? `\\${sign}` : sign, code: sign.codePointAt(0), isHyphen: false };
}

const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v' };

// The one character that an escape sequence stands for.
function evaluateEscape(text: string): string {
  const hexadecimal = /^\\[xu]\{?([\da-fA-F]+)\}?$/.exec(text)?.[1];
  if (hexadecimal !== undefined) return String.fromCodePoint(Number.parseInt(hexadecimal, 16));
  if (/^\\c[A-Za-z]$/.test(text)) return String.fromCharCode(text.charCodeAt(2) % 32);
  const bare = text.replace(/^\\/, '');
  return text === bare ? bare : (controls[bare] ?? bare);
}

// A hyphen forms a range only between two characters in order; elsewhere it stands for itself, as without the `u` flag.
function joinMembers(members: readonly Member[], flags: PatternFlags): string {
  let made = '';
  for (let index = 0; index < members.length; index++) {
    const [first, hyphen, last] = members.slice(index, index + 3);
    if (first === undefined) continue;
    const isRange = hyphen?.isHyphen === true && first.code !== undefined && last?.code !== undefined;
    if (isRange && (first.code ?? 0) <= (last.code ?? 0)) {
      made += `${first.text}-${last.text}${flags.i ? otherCase(first.code ?? 0, last.code ?? 0) : ''}`;
      index += 2;
    } else made += `${first.text}${flags.i && first.code !== undefined ? otherCase(first.code, first.code) : ''}`;
  }
  return made;
}

// The letters of a range in their other case.
function otherCase(from: number, to: number): string {
  if (to > 0x7f) throw new Untranslatable('(?i) beyond ASCII');
  const parts = [
    [0x41, 0x5a, 0x20],
    [0x61, 0x7a, -0x20],
  ] as const;
  return parts
    .map(([first, last, shift]) => {
      const [low, high] = [Math.max(from, first), Math.min(to, last)];
      if (low > high) return '';
      const [start, end] = [String.fromCharCode(low + shift), String.fromCharCode(high + shift)];
      return low === high ? start : `${start}-${end}`;
    })
    .join('');
}
