import { charactersOfProperty, printable, readEscaped, word } from './pattern-characters.ts';
import type { PatternNode } from './pattern-node.ts';

interface Cursor {
  readonly pattern: string;
  index: number;
  groups: number;
}

const empty: PatternNode = { kind: 'sequence', parts: [] };

/** Reads a pattern as far as it can be understood; what a machine would match is for `RegExp` to say. */
export function parsePattern(pattern: string): PatternNode {
  return readChoice({ pattern, index: 0, groups: 0 });
}

function peek({ pattern, index }: Cursor): string {
  return pattern[index] ?? '';
}

function readChoice(cursor: Cursor): PatternNode {
  const first = readSequence(cursor);
  const others: PatternNode[] = [];
  while (peek(cursor) === '|') {
    cursor.index += 1;
    others.push(readSequence(cursor));
  }
  return others.length === 0 ? first : { kind: 'choice', options: [first, ...others] };
}

function readSequence(cursor: Cursor): PatternNode {
  const parts: PatternNode[] = [];
  while (cursor.index < cursor.pattern.length && !'|)'.includes(peek(cursor))) {
    const before = cursor.index;
    parts.push(readQuantifier(cursor, readAtom(cursor)));
    if (cursor.index === before) cursor.index += 1;
  }
  return { kind: 'sequence', parts };
}

function readAtom(cursor: Cursor): PatternNode {
  const character = peek(cursor);
  if (character === '(') return readGroup(cursor);
  if (character === '[') return readClass(cursor);
  if (character === '\\') return readEscape(cursor);
  const point = String.fromCodePoint(cursor.pattern.codePointAt(cursor.index) ?? 0);
  cursor.index += point.length;
  if (character === '^') return { kind: 'start' };
  if (character === '$') return { kind: 'end' };
  return { kind: 'set', characters: character === '.' ? [...word] : [point] };
}

const opening = /^\((?:\?(?::|<?[=!]|<([^>]*)>|[a-z]*(?:-[a-z]*)?:))?/;

function readGroup(cursor: Cursor): PatternNode {
  const [written = '(', name] = opening.exec(cursor.pattern.slice(cursor.index)) ?? [];
  cursor.index += written.length;
  const number = written === '(' || name !== undefined ? ++cursor.groups : 0;
  const part = readChoice(cursor);
  cursor.index += 1;
  if (written.endsWith('!')) return empty;
  if (written === '(?=') return { kind: 'ahead', part };
  if (written === '(?<=') return { kind: 'behind', part };
  return number === 0 ? part : { kind: 'group', part, number, name };
}

function readEscape(cursor: Cursor): PatternNode {
  const reference = /^\\(?:([1-9]\d?)|k<([^>]*)>)/.exec(cursor.pattern.slice(cursor.index, cursor.index + 80));
  if (reference !== null) {
    cursor.index += reference[0].length;
    return { kind: 'reference', group: reference[1] ?? reference[2] ?? '' };
  }
  const next = cursor.pattern[cursor.index + 1] ?? '';
  if (next === 'b' || next === 'B') {
    cursor.index += 2;
    return empty;
  }
  return { kind: 'set', characters: readCharacters(cursor) };
}

/** What an escape stands for, in a class or outside. */
function readCharacters(cursor: Cursor): readonly string[] {
  const rest = cursor.pattern.slice(cursor.index, cursor.index + 80);
  const property = /^\\([pP])\{([^}]*)\}/.exec(rest);
  if (property !== null) {
    cursor.index += property[0].length;
    return charactersOfProperty(property[2] ?? '', property[1] === 'P');
  }
  const { length, characters } = readEscaped(rest);
  cursor.index += length;
  return characters;
}

function readClass(cursor: Cursor): PatternNode {
  cursor.index += 1;
  const isNegated = peek(cursor) === '^';
  if (isNegated) cursor.index += 1;
  const members = new Set<string>();
  while (cursor.index < cursor.pattern.length && peek(cursor) !== ']') {
    for (const member of readMember(cursor)) members.add(member);
  }
  cursor.index += 1;
  if (!isNegated) return { kind: 'set', characters: [...members] };
  const others = [...printable, '\u00e9', '\u03b1', '\u4e2d', '\n'].filter((character) => !members.has(character));
  return { kind: 'set', characters: others };
}

/** One character, escape or range of a class. */
function readMember(cursor: Cursor): readonly string[] {
  const first = readOne(cursor);
  const isRange = peek(cursor) === '-' && (cursor.pattern[cursor.index + 1] ?? ']') !== ']';
  if (!isRange || first.length !== 1) return first;
  cursor.index += 1;
  const [last = ''] = readOne(cursor);
  const from = first[0]?.codePointAt(0) ?? 0;
  // A long range (`\u0020-\uFFFF`) is shown by its beginning.
  const to = Math.min(last.codePointAt(0) ?? from, from + 200);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, offset) => String.fromCodePoint(from + offset));
}

function readOne(cursor: Cursor): readonly string[] {
  if (peek(cursor) === '\\') return readCharacters(cursor);
  const point = String.fromCodePoint(cursor.pattern.codePointAt(cursor.index) ?? 0);
  cursor.index += point.length;
  return [point];
}

function readQuantifier(cursor: Cursor, part: PatternNode): PatternNode {
  const match = /^(?:([*+?])|\{(\d+)(,(\d*))?\})[?+]?/.exec(cursor.pattern.slice(cursor.index, cursor.index + 24));
  if (match === null) return part;
  cursor.index += match[0].length;
  if (match[1] !== undefined) {
    return { kind: 'repeat', part, minimum: match[1] === '+' ? 1 : 0, maximum: match[1] === '?' ? 1 : Infinity };
  }
  const minimum = Number(match[2]);
  const open = match[4] === '' ? Infinity : Number(match[4]);
  return { kind: 'repeat', part, minimum, maximum: match[3] === undefined ? minimum : open };
}
