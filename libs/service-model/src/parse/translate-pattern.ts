import { readClass } from './pattern-class.ts';
import { escapeSign, readEscape } from './pattern-escape.ts';
import { type PatternFlags, type PatternScanner, parseFlags, Untranslatable } from './pattern-scanner.ts';

/**
 * Writes a regular expression of PCRE, Java, Python, .NET or of ECMA-262 without the `u` flag so that it accepts the same
 * texts in ECMA-262 with that flag. What has no counterpart is thrown as `Untranslatable`; what is wrong in every dialect
 * comes out as wrong as it was.
 */
export function translatePattern(pattern: string): string {
  const scanner: PatternScanner = { pattern, at: 0, copies: 0 };
  return translateGroup(scanner, { i: false, m: false, s: false, x: false });
}

/** Up to the parenthesis that closes the group, or the end. Flags that are set within end with it. */
function translateGroup(scanner: PatternScanner, outer: PatternFlags): string {
  let flags = outer;
  const made: string[] = [];
  while (scanner.at < scanner.pattern.length && scanner.pattern[scanner.at] !== ')') {
    const set = readFlagSetting(scanner, flags);
    if (set !== undefined) flags = set;
    else translateNext(scanner, flags, made);
  }
  return made.join('');
}

// `(?i)` and `(?i-s)`: for the rest of the group.
function readFlagSetting(scanner: PatternScanner, flags: PatternFlags): PatternFlags | undefined {
  const [whole, letters = ''] = /^\(\?([a-zA-Z-]+)\)/.exec(scanner.pattern.slice(scanner.at, scanner.at + 20)) ?? [];
  if (whole === undefined) return undefined;
  scanner.at += whole.length;
  return parseFlags(letters, flags);
}

function translateNext(scanner: PatternScanner, flags: PatternFlags, made: string[]): void {
  const sign = String.fromCodePoint(scanner.pattern.codePointAt(scanner.at) ?? 0);
  if (flags.x && skipExtended(scanner, sign)) return;
  const quantifier = readQuantifier(scanner);
  if (quantifier !== undefined) {
    quantify(quantifier, made, scanner);
    return;
  }
  if (sign === '(') made.push(translateParenthesis(scanner, flags));
  else if (sign === '[') made.push(readClass(scanner, flags));
  else if (sign === '\\') made.push(readEscape(scanner, flags));
  else {
    scanner.at += sign.length;
    made.push(translateSign(sign, flags));
  }
}

// In extended patterns white space and comments mean nothing.
function skipExtended(scanner: PatternScanner, sign: string): boolean {
  const length = sign === '#' ? scanner.pattern.slice(scanner.at).search(/\n|$/) : /\s/.test(sign) ? 1 : 0;
  scanner.at += length;
  return length > 0;
}

interface Quantifier {
  readonly text: string;
  readonly isPossessive: boolean;
}

function readQuantifier(scanner: PatternScanner): Quantifier | undefined {
  const rest = scanner.pattern.slice(scanner.at, scanner.at + 40);
  const [whole, count = '', mode = ''] = /^(\*|\+|\?|\{\d*,?\d*\})([?+]?)/.exec(rest) ?? [];
  if (whole === undefined || count === '{}' || count === '{,}') return undefined;
  scanner.at += whole.length;
  // Python and PCRE: `{,5}` is `{0,5}`.
  return { text: `${count.replace('{,', '{0,')}${mode === '?' ? '?' : ''}`, isPossessive: mode === '+' };
}

// A possessive quantifier gives nothing back: a lookahead takes the text, and a reference to it cannot change its mind.
function quantify({ text, isPossessive }: Quantifier, made: string[], scanner: PatternScanner): void {
  if (isPossessive) made.push(atomic(`${made.pop() ?? ''}${text}`, scanner));
  else made.push(`${made.pop() ?? ''}${text}`);
}

function atomic(inner: string, scanner: PatternScanner): string {
  const name = `atomic${++scanner.copies}`;
  return `(?:(?=(?<${name}>${inner}))\\k<${name}>)`;
}

const kept = /^\((?:\?:|\?=|\?!|\?<=|\?<!|\?<[A-Za-z_$][\w$]*>|(?!\?|\*))/;

function translateParenthesis(scanner: PatternScanner, flags: PatternFlags): string {
  const rest = scanner.pattern.slice(scanner.at, scanner.at + 80);
  const open = (length: number, inner = flags): string => {
    scanner.at += length;
    const body = translateGroup(scanner, inner);
    if (scanner.pattern[scanner.at] !== ')') return body;
    scanner.at++;
    return `${body})`;
  };
  const [keep] = kept.exec(rest) ?? [];
  if (keep !== undefined) return `${keep}${open(keep.length)}`;
  const [named, name = ''] = /^\(\?(?:P<|')([A-Za-z_]\w*)[>']/.exec(rest) ?? [];
  if (named !== undefined) return `(?<${name}>${open(named.length)}`;
  const [reference, referenced = ''] = /^\(\?P=([A-Za-z_]\w*)\)/.exec(rest) ?? [];
  if (reference !== undefined && !flags.i) {
    scanner.at += reference.length;
    return `\\k<${referenced}>`;
  }
  const [scoped, letters = ''] = /^\(\?([a-zA-Z-]+):/.exec(rest) ?? [];
  if (scoped !== undefined) return `(?:${open(scoped.length, parseFlags(letters, flags))}`;
  if (rest.startsWith('(?>')) return atomic(open(3).replace(/\)$/, ''), scanner);
  if (rest.startsWith('(?#')) {
    const end = scanner.pattern.indexOf(')', scanner.at);
    scanner.at = end < 0 ? scanner.pattern.length : end + 1;
    return '';
  }
  throw new Untranslatable(rest.slice(0, 4));
}

function translateSign(sign: string, flags: PatternFlags): string {
  if (sign === '.') return flags.s ? '[^]' : '.';
  if (sign === '^') return flags.m ? '(?<![^\\n])' : '^';
  if (sign === '$') return flags.m ? '(?![^\\n])' : '$';
  if (sign === '|') return sign;
  return escapeSign(sign, flags);
}
