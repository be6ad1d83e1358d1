/** Where and why a JSON text is refused. The reason never quotes the text. */
export interface JsonFault {
  /** Index of the first UTF-16 unit that does not fit. */
  readonly index: number;
  readonly reason: string;
}

interface Cursor {
  readonly text: string;
  index: number;
  reason: string;
}

const whitespacePattern = /[ \t\n\r]*/y;
const stringPattern = /"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/uy;
const numberPattern = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const literalPattern = /true|false|null/y;

/**
 * Reads a text by the grammar of RFC 8259 and finds its first fault, a repeated member name included.
 * Only for texts that have been refused: slower than `JSON.parse`, and as deep in calls as the text is nested.
 */
export function locateJsonFault(text: string): JsonFault | undefined {
  const cursor: Cursor = { text, index: 0, reason: '' };
  const isWhole = readValue(cursor) && (cursor.index === text.length || fail(cursor, 'nothing may follow the value'));
  return isWhole ? undefined : { index: cursor.index, reason: cursor.reason };
}

function fail(cursor: Cursor, reason: string): false {
  cursor.reason = cursor.index >= cursor.text.length ? 'the text ends too early' : reason;
  return false;
}

function skip(cursor: Cursor, pattern: RegExp): number {
  pattern.lastIndex = cursor.index;
  const length = pattern.exec(cursor.text)?.[0].length ?? 0;
  cursor.index += length;
  return length;
}

function readValue(cursor: Cursor): boolean {
  skip(cursor, whitespacePattern);
  const first = cursor.text[cursor.index];
  let isRead: boolean;
  if (first === '{') isRead = readObject(cursor);
  else if (first === '[') isRead = readArray(cursor);
  else if (first === '"') isRead = readString(cursor);
  else isRead = skip(cursor, numberPattern) > 0 || skip(cursor, literalPattern) > 0 || fail(cursor, 'expected a value');
  if (isRead) skip(cursor, whitespacePattern);
  return isRead;
}

function readString(cursor: Cursor): boolean {
  skip(cursor, stringPattern);
  if (cursor.text[cursor.index] !== '"') return fail(cursor, 'a control character or a bad escape in a string');
  cursor.index += 1;
  return true;
}

function readArray(cursor: Cursor): boolean {
  cursor.index += 1;
  skip(cursor, whitespacePattern);
  if (take(cursor, ']')) return true;
  for (;;) {
    if (!readValue(cursor)) return false;
    if (take(cursor, ']')) return true;
    if (!take(cursor, ',')) return fail(cursor, 'expected a comma or the end of the array');
  }
}

function readObject(cursor: Cursor): boolean {
  const names = new Set<string>();
  cursor.index += 1;
  skip(cursor, whitespacePattern);
  if (take(cursor, '}')) return true;
  for (;;) {
    if (!readMember(cursor, names)) return false;
    if (take(cursor, '}')) return true;
    if (!take(cursor, ',')) return fail(cursor, 'expected a comma or the end of the object');
  }
}

function readMember(cursor: Cursor, names: Set<string>): boolean {
  skip(cursor, whitespacePattern);
  if (cursor.text[cursor.index] !== '"') return fail(cursor, 'expected a member name in double quotes');
  const start = cursor.index;
  if (!readString(cursor)) return false;
  const literal = cursor.text.slice(start, cursor.index);
  const name: unknown = JSON.parse(literal);
  if (names.has(String(name))) {
    cursor.index = start;
    return fail(cursor, 'duplicate key');
  }
  names.add(String(name));
  skip(cursor, whitespacePattern);
  return take(cursor, ':') ? readValue(cursor) : fail(cursor, 'expected a colon');
}

function take(cursor: Cursor, character: string): boolean {
  if (cursor.text[cursor.index] !== character) return false;
  cursor.index += 1;
  return true;
}
