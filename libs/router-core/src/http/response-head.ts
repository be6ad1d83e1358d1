import { STATUS_CODES } from 'node:http';
import type { FlatHeaders, HttpResponse } from '../ports/http-message.ts';

/** What the head of a response says beside its own headers. */
export interface HeadFacts {
  /** Octets of the body. */
  readonly length: number;
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
  let head = statusLine(status);
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const name = headers[index] ?? '';
    const value = headers[index + 1] ?? '';
    if (!isPlainName(name) || unfit.test(value)) return undefined;
    head += `${name}: ${value}\r\n`;
  }
  if (common !== undefined) {
    const lines = linesOf(common);
    if (lines === undefined) return undefined;
    head += lines;
  }
  return `${head}content-length: ${facts.length}\r\n${endOfHead(facts)}`;
}

// More than ASCII is left to Node as well.
const unfit = /[^\t\x20-\x7e]/;
const token = /^[\w!#$%&'*+.^`|~-]+$/;

const decidedByNode: ReadonlySet<string> = new Set([
  ...['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'trailer', 'upgrade', 'date', 'expect'],
]);

/** Names that were looked at before. Those of passed-on answers come from outside, so only so many are kept. */
const plainNames = new Set<string>();

function isPlainName(name: string): boolean {
  if (plainNames.has(name)) return true;
  if (!token.test(name) || decidedByNode.has(name.toLowerCase())) return false;
  if (plainNames.size < 1_000) plainNames.add(name);
  return true;
}

const linesByHeaders = new WeakMap<FlatHeaders, string>();

function linesOf(headers: FlatHeaders): string | undefined {
  const known = linesByHeaders.get(headers);
  if (known !== undefined) return known;
  let lines = '';
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const name = headers[index] ?? '';
    const value = headers[index + 1] ?? '';
    if (!isPlainName(name) || unfit.test(value)) return undefined;
    lines += `${name}: ${value}\r\n`;
  }
  linesByHeaders.set(headers, lines);
  return lines;
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
