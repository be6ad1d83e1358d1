import type { JsonValue } from '../model/json.ts';
import type { Origin, SourceMap, TextFile } from './source-map.ts';

/**
 * Values of a JSON text with their places; `undefined` when the text is not JSON (RFC 8259) or not plain enough
 * (duplicate keys, deep nesting), which the YAML parser then explains.
 */
export function parseJson(file: TextFile, sources: SourceMap): { readonly value: JsonValue } | undefined {
  const value = parseText(file.text);
  if (value === undefined) return undefined;
  const scanner = { text: file.text, at: 0 };
  const context: RecordContext = { file, sources, scanner, depth: 0 };
  return recordValue(value, undefined, '', context) ? { value } : undefined;
}

interface Scanner {
  readonly text: string;
  at: number;
}

interface RecordContext {
  readonly file: TextFile;
  readonly sources: SourceMap;
  readonly scanner: Scanner;
  depth: number;
}

const maxDepth = 200;
const whitespace = /[\t\n\r ]*/y;
const stringToken = /"[^"\\]*(?:\\.[^"\\]*)*"/y;
const scalarToken = /[^\s,\]}]+/y;

function parseText(text: string): JsonValue | undefined {
  try {
    // JSON.parse gives JSON values only.
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

// Walks text and value side by side. The text is known to be JSON, so that no token needs checking.
function recordValue(value: JsonValue, parent: Origin | undefined, key: string, context: RecordContext): boolean {
  const { scanner } = context;
  skip(scanner, whitespace);
  // A different kind of value stands here than was parsed: its key is written twice and another one won.
  if (scanner.text[scanner.at] !== openingOf(value)) return false;
  if (typeof value !== 'object' || value === null) {
    skip(scanner, typeof value === 'string' ? stringToken : scalarToken);
    return typeof value !== 'number' || (Number.isFinite(value) && !Object.is(value, -0));
  }
  if (++context.depth > maxDepth) return false;
  const places = new Map<string, number>();
  const origin: Origin = { file: context.file, parent, key, offset: scanner.at, offsets: () => places };
  context.sources.record(value, origin);
  const complete = isArray(value)
    ? recordItems(value, origin, places, context)
    : recordFields(value, origin, places, context);
  context.depth--;
  return complete;
}

function openingOf(value: JsonValue): string {
  if (typeof value === 'string') return '"';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value).charAt(0);
  return isArray(value) ? '[' : '{';
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function recordItems(
  items: readonly JsonValue[],
  origin: Origin,
  places: Map<string, number>,
  context: RecordContext,
): boolean {
  const { scanner } = context;
  scanner.at++;
  for (const [index, item] of items.entries()) {
    skip(scanner, whitespace);
    places.set(String(index), scanner.at);
    if (!recordValue(item, origin, String(index), context)) return false;
    skipSeparator(scanner);
  }
  if (items.length === 0) skipSeparator(scanner);
  return scanner.text[scanner.at - 1] === ']';
}

function recordFields(
  fields: { readonly [key: string]: JsonValue },
  origin: Origin,
  places: Map<string, number>,
  context: RecordContext,
): boolean {
  const { scanner } = context;
  const count = Object.keys(fields).length;
  scanner.at++;
  for (let done = 0; done < count; done++) {
    skip(scanner, whitespace);
    const start = scanner.at;
    if (scanner.text[start] !== '"') return false;
    skip(scanner, stringToken);
    const name = JSON.parse(scanner.text.slice(start, scanner.at)) as string;
    const value = fields[name];
    if (places.has(name) || value === undefined || !Object.hasOwn(fields, name)) return false;
    places.set(name, start);
    skip(scanner, whitespace);
    scanner.at++;
    if (!recordValue(value, origin, name, context)) return false;
    skipSeparator(scanner);
  }
  if (count === 0) skipSeparator(scanner);
  // Fewer values than members: a key was written twice.
  return scanner.text[scanner.at - 1] === '}';
}

// Passes ',' or the closing bracket.
function skipSeparator(scanner: Scanner): void {
  skip(scanner, whitespace);
  scanner.at++;
}

function skip(scanner: Scanner, token: RegExp): void {
  token.lastIndex = scanner.at;
  if (token.test(scanner.text)) scanner.at = token.lastIndex;
}
