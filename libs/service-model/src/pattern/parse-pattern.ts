import type { PatternNode } from './pattern-node.ts';

/** Deeper nesting is not looked at. */
const deepest = 200;

/**
 * Takes a regular expression apart that is valid with the flag `u` (ECMA-262 §22.2.1). Undefined: it is not, or it has
 * a form that is not known here, such as modifiers,
 * or a backreference to what a lookbehind captures.
 */
export function parsePattern(pattern: string): PatternNode | undefined {
  try {
    new RegExp(pattern, 'u');
  } catch {
    return undefined;
  }
  const reader: Reader = {
    pattern,
    at: 0,
    groups: 0,
    depth: 0,
    isKnown: true,
    refersBack: false,
    capturesBehind: false,
  };
  const node = readChoice(reader);
  // What a lookbehind captures, it captures from right to left.
  if (reader.refersBack && reader.capturesBehind) return undefined;
  return reader.isKnown && reader.at === pattern.length ? node : undefined;
}

interface Reader {
  readonly pattern: string;
  at: number;
  groups: number;
  depth: number;
  isKnown: boolean;
  refersBack: boolean;
  /** There is a group within a lookbehind. */
  capturesBehind: boolean;
}

function readChoice(reader: Reader): PatternNode {
  reader.depth += 1;
  if (reader.depth > deepest) reader.isKnown = false;
  const branches = [readSequence(reader)];
  while (reader.isKnown && take(reader, '|')) branches.push(readSequence(reader));
  reader.depth -= 1;
  const [only] = branches;
  return only !== undefined && branches.length === 1 ? only : { kind: 'choice', branches };
}

function readSequence(reader: Reader): PatternNode {
  const items: PatternNode[] = [];
  while (reader.isKnown && reader.at < reader.pattern.length && !/[|)]/.test(reader.pattern.charAt(reader.at))) {
    items.push(readQuantified(reader));
  }
  const [only] = items;
  return only !== undefined && items.length === 1 ? only : { kind: 'sequence', items };
}

function take(reader: Reader, text: string): boolean {
  if (!reader.pattern.startsWith(text, reader.at)) return false;
  reader.at += text.length;
  return true;
}

function match(reader: Reader, expression: RegExp): RegExpExecArray | undefined {
  expression.lastIndex = reader.at;
  const found = expression.exec(reader.pattern);
  if (found === null) return undefined;
  reader.at += found[0].length;
  return found;
}

function readQuantified(reader: Reader): PatternNode {
  const item = readAtom(reader);
  const found = match(reader, /(?:([*+?])|\{([0-9]+)(,?)([0-9]*)\})(\??)/y);
  if (found === undefined) return item;
  const [, sign, first, comma, last, lazy] = found;
  const isLazy = lazy === '?';
  if (sign !== undefined) {
    return {
      kind: 'repeat',
      item,
      least: sign === '+' ? 1 : 0,
      most: sign === '?' ? 1 : Number.POSITIVE_INFINITY,
      isLazy,
    };
  }
  const least = Number(first);
  const most = comma === '' ? least : last === '' ? Number.POSITIVE_INFINITY : Number(last);
  return { kind: 'repeat', item, least, most, isLazy };
}

function readAtom(reader: Reader): PatternNode {
  if (take(reader, '(')) return readGroup(reader);
  if (take(reader, '^')) return { kind: 'start' };
  if (take(reader, '$')) return { kind: 'end' };
  if (take(reader, '\\b')) return { kind: 'boundary' };
  if (take(reader, '\\B')) return { kind: 'no-boundary' };
  const reference = match(reader, /\\(?:([1-9][0-9]*)|k<([^>]*)>)/y);
  if (reference !== undefined) {
    reader.refersBack = true;
    return { kind: 'backreference', to: reference[2] ?? Number(reference[1]) };
  }
  const character =
    match(reader, /\[(?:[^\]\\]|\\.)*\]/sy) ??
    match(
      reader,
      /\\(?:u\{[0-9a-fA-F]+\}|u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|[pP]\{[^}]*\}|.)/suy,
    ) ??
    match(reader, /./suy);
  if (character === undefined) reader.isKnown = false;
  return { kind: 'character', source: character?.[0] ?? '' };
}

function readGroup(reader: Reader): PatternNode {
  if (match(reader, /\?:/y)) return close(reader, readChoice(reader));
  const look = match(reader, /\?(<?)([=!])/y);
  if (look !== undefined) {
    const groups = reader.groups;
    const body = close(reader, readChoice(reader));
    const isAhead = look[1] === '';
    if (!isAhead && reader.groups > groups) reader.capturesBehind = true;
    return { kind: 'look', isAhead, isNegated: look[2] === '!', body };
  }
  const name = match(reader, /\?<([^>]*)>/y)?.[1];
  if (name === undefined && reader.pattern.startsWith('?', reader.at)) reader.isKnown = false;
  reader.groups += 1;
  const index = reader.groups;
  return { kind: 'group', index, name, body: close(reader, readChoice(reader)) };
}

function close(reader: Reader, body: PatternNode): PatternNode {
  if (!take(reader, ')')) reader.isKnown = false;
  return body;
}
