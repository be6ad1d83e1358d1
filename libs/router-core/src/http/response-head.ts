import { STATUS_CODES } from 'node:http';
import type { FlatHeaders, HttpResponse } from '../ports/http-message.ts';

/** What the head of a response says beside its own headers. */
export interface HeadFacts {
  /** Octets of the body; undefined: the response is of a kind that has none. */
  readonly length: number | undefined;
  /** False: the connection closes behind this response. */
  readonly keepsAlive: boolean;
  /** How long a connection stays open for its next request. */
  readonly keepAliveMilliseconds: number;
}

/**
 * The head of a response whose body is there as a whole, to its empty line (RFC 9112 §4), as Node would write it. Undefined
 * where Node has to decide: it refuses what no header may hold, and has rules of its own for fields of the connection.
 */
export function composeHead({ status, headers, common }: HttpResponse, facts: HeadFacts): string | undefined {
  const own = linesOf(statusLine(status), headers);
  const rest = commonLines(common);
  if (own === undefined || rest === undefined) return undefined;
  const length = facts.length === undefined ? '' : `content-length: ${facts.length}\r\n`;
  return `${own}${rest}${length}${endOfHead(facts)}`;
}

function linesOf(before: string, headers: FlatHeaders): string | undefined {
  let lines = before;
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const line = lineOf(headers[index] ?? '', headers[index + 1] ?? '');
    if (line === undefined) return undefined;
    lines += line;
  }
  return lines;
}

const linesByHeaders = new WeakMap<FlatHeaders, string>();

function commonLines(lists: readonly FlatHeaders[] = []): string | undefined {
  let lines = '';
  for (const headers of lists) {
    const more = headers.length === 0 ? '' : linesOfList(headers);
    if (more === undefined) return undefined;
    lines += more;
  }
  return lines;
}

function linesOfList(headers: FlatHeaders): string | undefined {
  const known = linesByHeaders.get(headers);
  if (known !== undefined) return known;
  const lines = linesOf('', headers);
  if (lines !== undefined) linesByHeaders.set(headers, lines);
  return lines;
}

/** A field that was sent before. */
interface KnownField {
  readonly prefix: string;
  /** The last value and its line: most fields say the same in every response. */
  value: string;
  line: string;
}

// Those of passed-on answers come from outside, so only so many are kept.
const knownFields = new Map<string, KnownField>();

function lineOf(name: string, value: string): string | undefined {
  // Made or looked at by `request-id.ts`, and never the same twice.
  if (name === 'x-request-id') return `x-request-id: ${value}\r\n`;
  const field = knownFields.get(name) ?? learnField(name);
  if (field === undefined) return undefined;
  if (field.value === value) return field.line;
  if (unfit.test(value)) return undefined;
  field.value = value;
  field.line = `${field.prefix}${value}\r\n`;
  return field.line;
}

// More than ASCII is left to Node as well.
const unfit = /[^\t\x20-\x7e]/;
const token = /^[\w!#$%&'*+.^`|~-]+$/;

const decidedByNode: ReadonlySet<string> = new Set([
  ...['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'trailer', 'upgrade', 'date', 'expect'],
]);

function learnField(name: string): KnownField | undefined {
  if (!token.test(name) || decidedByNode.has(name.toLowerCase())) return undefined;
  const prefix = `${name}: `;
  const field = { prefix, value: '', line: `${prefix}\r\n` };
  if (knownFields.size < 1_000) knownFields.set(name, field);
  return field;
}

const statusLines: string[] = [];

function statusLine(status: number): string {
  const known = statusLines[status];
  if (known !== undefined) return known;
  const line = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'unknown'}\r\n`;
  statusLines[status] = line;
  return line;
}

/** The last end that was made: it is the same for all responses of a second, but for those that close. */
const lastEnd = { second: 0, keepAliveMilliseconds: 0, text: '' };

function endOfHead({ keepsAlive, keepAliveMilliseconds }: HeadFacts): string {
  const second = Math.floor(Date.now() / 1000);
  if (!keepsAlive) return `${dateLine(second)}Connection: close\r\n\r\n`;
  if (lastEnd.second !== second || lastEnd.keepAliveMilliseconds !== keepAliveMilliseconds) {
    const timeout = Math.floor(keepAliveMilliseconds / 1000);
    const hint = keepAliveMilliseconds === 0 ? '' : `Keep-Alive: timeout=${timeout}\r\n`;
    lastEnd.text = `${dateLine(second)}Connection: keep-alive\r\n${hint}\r\n`;
    lastEnd.second = second;
    lastEnd.keepAliveMilliseconds = keepAliveMilliseconds;
  }
  return lastEnd.text;
}

function dateLine(second: number): string {
  return `Date: ${new Date(second * 1000).toUTCString()}\r\n`;
}
