import type { IncomingMessage } from 'node:http';
import { ClientFramingError } from '../errors/pipeline-errors.ts';

// RFC 9110 §4.2.2, RFC 3986 §3.2: a name, an IPv4 or bracketed IPv6 address, and a port.
export const hostPattern = /^(?:\[[\da-f:.]+\]|(?:[\w.~!$&'()*+;=-]|%[\da-f]{2})+)(?::\d*)?$/i;

/** The last host seen to be well formed: most requests repeat the one before. */
let lastHost: string | undefined;

/**
 * What Node's parser lets through although two readers could understand it differently, and header sections of too many lines.
 * Undefined: nothing wrong.
 */
export function checkFraming(message: IncomingMessage, maxHeaders: number): ClientFramingError | undefined {
  if (message.rawHeaders.length > 2 * maxHeaders) {
    return new ClientFramingError(431, `The header section has more than ${maxHeaders} lines`);
  }
  const { host, origin, 'transfer-encoding': transferEncoding } = message.headers;
  if (message.httpVersionMajor !== 1) return new ClientFramingError(505, 'This service speaks HTTP/1.1');
  if (host === undefined) {
    // RFC 9112 §3.2
    if (message.httpVersionMinor > 0) return new ClientFramingError(400, 'The header Host is missing');
  } else if (host !== lastHost) {
    if (!hostPattern.test(host)) return new ClientFramingError(400, 'The header Host has to name one host');
    lastHost = host;
  }
  const repeated = findRepeated(message.rawHeaders);
  if (repeated !== undefined) return new ClientFramingError(400, `The header ${repeated} may be there only once`);
  const fault = transferEncoding === undefined ? undefined : checkTransferEncoding(message, transferEncoding);
  return fault ?? (origin === undefined ? undefined : checkOrigin(origin));
}

/**
 * Fields that may be there once only and that this service or an application acts upon, by the length of their name
 * (RFC 9110 §5.3). Node keeps the first of some, joins others; whoever stands in front may have kept the last.
 */
const singletons: readonly (readonly string[] | undefined)[] = byLength([
  'host',
  'range',
  'origin',
  'if-range',
  'content-type',
  'content-range',
  'authorization',
  'if-modified-since',
  'if-unmodified-since',
  'proxy-authorization',
  'access-control-request-method',
]);

function byLength(names: readonly string[]): readonly (readonly string[] | undefined)[] {
  const longest = Math.max(...names.map(({ length }) => length));
  return Array.from({ length: longest + 1 }, (_, length) => {
    const those = names.filter((name) => name.length === length);
    return those.length === 0 ? undefined : those;
  });
}

function findRepeated(rawHeaders: readonly string[]): string | undefined {
  for (let index = 2; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const candidates = singletons[name.length];
    if (candidates === undefined) continue;
    const lower = name.toLowerCase();
    if (candidates.includes(lower) && stands(rawHeaders, lower, index)) return lower;
  }
  return undefined;
}

function stands(rawHeaders: readonly string[], lower: string, before: number): boolean {
  for (let index = 0; index < before; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.length === lower.length && name.toLowerCase() === lower) return true;
  }
  return false;
}

const longestOrigin = 1_024;

/** RFC 6454 §7.1 allows a list, which no browser sends and no rule of CORS could be applied to. */
function checkOrigin(origin: string): ClientFramingError | undefined {
  if (origin.length <= longestOrigin && !/[\s,]/.test(origin)) return undefined;
  return new ClientFramingError(400, 'The header Origin has to name one origin');
}

// RFC 9112 §6.1; Node joins repeated ones.
function checkTransferEncoding(message: IncomingMessage, coding: string): ClientFramingError | undefined {
  if (message.httpVersionMinor === 0) return new ClientFramingError(400, 'HTTP/1.0 knows no Transfer-Encoding');
  return coding.toLowerCase() === 'chunked'
    ? undefined
    : new ClientFramingError(400, 'The only Transfer-Encoding is chunked');
}
