import type { Random } from './random.ts';

/** What a piece of a pattern can stand for. */
type Node =
  | { readonly kind: 'set'; readonly characters: string }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly options: readonly [Node, ...Node[]] }
  | { readonly kind: 'repeat'; readonly part: Node; readonly minimum: number; readonly maximum: number };

interface Cursor {
  readonly pattern: string;
  index: number;
}

const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const word = `${lower}${lower.toUpperCase()}${digits}_`;
const printable = `${word} !"#$%&'()*+,-./:;<=>?@[\\]^\`{|}~`;
const empty: Node = { kind: 'sequence', parts: [] };
const escapes: Readonly<Record<string, string>> = {
  d: digits,
  D: lower,
  w: word,
  W: ' -',
  s: ' ',
  S: word,
  t: '\t',
  n: '\n',
  r: '\r',
  f: '\f',
  v: '\v',
  0: '\0',
};

/**
 * A string that probably matches an ECMA-262 pattern: alternatives, groups, classes, quantifiers. Assertions are passed
 * over, so the caller tests what comes out. `extra` asks for so many repetitions beyond the least.
 */
export function generateFromPattern(pattern: string, random: Random, extra: number): string {
  const cursor = { pattern, index: 0 };
  return write(readChoice(cursor), random, extra);
}

function write(node: Node, random: Random, extra: number): string {
  if (node.kind === 'set') return node.characters === '' ? '' : random.pick([...node.characters] as [string]);
  if (node.kind === 'sequence') return node.parts.map((part) => write(part, random, extra)).join('');
  if (node.kind === 'choice') return write(random.pick(node.options), random, extra);
  const count = Math.min(node.maximum, node.minimum + random.integer(0, extra), 2_000);
  return Array.from({ length: count }, () => write(node.part, random, extra)).join('');
}

function readChoice(cursor: Cursor): Node {
  const first = readSequence(cursor);
  const others: Node[] = [];
  while (cursor.pattern[cursor.index] === '|') {
    cursor.index += 1;
    others.push(readSequence(cursor));
  }
  return others.length === 0 ? first : { kind: 'choice', options: [first, ...others] };
}

function readSequence(cursor: Cursor): Node {
  const parts: Node[] = [];
  while (cursor.index < cursor.pattern.length && !'|)'.includes(cursor.pattern[cursor.index] ?? '')) {
    const before = cursor.index;
    parts.push(readQuantifier(cursor, readAtom(cursor)));
    if (cursor.index === before) cursor.index += 1;
  }
  return { kind: 'sequence', parts };
}

function readAtom(cursor: Cursor): Node {
  const character = cursor.pattern[cursor.index] ?? '';
  if (character === '(') return readGroup(cursor);
  if (character === '[') return readClass(cursor);
  if (character === '\\') return { kind: 'set', characters: readEscape(cursor) };
  const point = String.fromCodePoint(cursor.pattern.codePointAt(cursor.index) ?? 0);
  cursor.index += point.length;
  if (character === '^' || character === '$') return empty;
  return { kind: 'set', characters: character === '.' ? word : point };
}

function readGroup(cursor: Cursor): Node {
  const opening = /^\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?/.exec(cursor.pattern.slice(cursor.index))?.[0] ?? '(';
  cursor.index += opening.length;
  const inside = readChoice(cursor);
  cursor.index += 1;
  return /[=!]$/.test(opening) ? empty : inside;
}

/** The characters an escape stands for; '' for an assertion. */
function readEscape(cursor: Cursor): string {
  const rest = cursor.pattern.slice(cursor.index);
  const code = /^\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))/.exec(rest);
  if (code !== null) {
    cursor.index += code[0].length;
    return String.fromCodePoint(Number.parseInt(code[1] ?? code[2] ?? code[3] ?? '61', 16));
  }
  const property = /^\\([pP])\{([^}]*)\}/.exec(rest);
  if (property !== null) {
    cursor.index += property[0].length;
    return charactersOf(property[2] ?? '', property[1] === 'P');
  }
  const name = rest[1] ?? '';
  cursor.index += 2;
  if (name === 'b' || name === 'B') return '';
  return Object.hasOwn(escapes, name) ? (escapes[name] ?? name) : name;
}

function charactersOf(property: string, isNegated: boolean): string {
  try {
    const test = new RegExp(`\\${isNegated ? 'P' : 'p'}{${property}}`, 'u');
    return [...printable].filter((character) => test.test(character)).join('');
  } catch {
    return lower;
  }
}

function readClass(cursor: Cursor): Node {
  cursor.index += 1;
  const isNegated = cursor.pattern[cursor.index] === '^';
  if (isNegated) cursor.index += 1;
  let members = '';
  while (cursor.index < cursor.pattern.length && cursor.pattern[cursor.index] !== ']') members += readMember(cursor);
  cursor.index += 1;
  const characters = isNegated ? [...printable].filter((character) => !members.includes(character)).join('') : members;
  return { kind: 'set', characters };
}

/** One character, escape or range of a class. */
function readMember(cursor: Cursor): string {
  const first = readOne(cursor);
  const isRange = cursor.pattern[cursor.index] === '-' && (cursor.pattern[cursor.index + 1] ?? ']') !== ']';
  if (!isRange || [...first].length !== 1) return first;
  cursor.index += 1;
  const last = readOne(cursor);
  const from = first.codePointAt(0) ?? 0;
  // A long range (`\u0020-\uFFFF`) is shown by its beginning.
  const to = Math.min(last.codePointAt(0) ?? from, from + 200);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, offset) => String.fromCodePoint(from + offset)).join(
    '',
  );
}

function readOne(cursor: Cursor): string {
  if (cursor.pattern[cursor.index] === '\\') return readEscape(cursor);
  const point = String.fromCodePoint(cursor.pattern.codePointAt(cursor.index) ?? 0);
  cursor.index += point.length;
  return point;
}

function readQuantifier(cursor: Cursor, part: Node): Node {
  const match = /^(?:([*+?])|\{(\d+)(,(\d*))?\})\??/.exec(cursor.pattern.slice(cursor.index, cursor.index + 24));
  if (match === null) return part;
  cursor.index += match[0].length;
  if (match[1] !== undefined) {
    return { kind: 'repeat', part, minimum: match[1] === '+' ? 1 : 0, maximum: match[1] === '?' ? 1 : Infinity };
  }
  const minimum = Number(match[2]);
  const open = match[4] === '' ? Infinity : Number(match[4]);
  return { kind: 'repeat', part, minimum, maximum: match[3] === undefined ? minimum : open };
}
