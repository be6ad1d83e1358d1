import type { IncomingMessage } from 'node:http';
import { ClientFramingError } from '../errors/pipeline-errors.ts';

// RFC 9110 §4.2.2, RFC 3986 §3.2: a name, an IPv4 or bracketed IPv6 address, and a port. No comma: repeated hosts are joined by one.
const hostPattern = /^(?:\[[\da-f:.]+\]|[\w.~%!$&'()*+;=-]+)(?::\d*)?$/i;

/** Hosts seen to be well formed: most requests repeat the one before. */
let lastHost: string | undefined;

/**
 * What Node's parser lets through although two readers could understand it differently; headers have to be joined, not dropped,
 * where they repeat. Undefined: nothing wrong.
 */
export function checkFraming(message: IncomingMessage): ClientFramingError | undefined {
  const { host, 'transfer-encoding': transferEncoding } = message.headers;
  if (message.httpVersionMajor !== 1) return new ClientFramingError(505, 'This service speaks HTTP/1.1');
  if (host === undefined) {
    // RFC 9112 §3.2
    return message.httpVersionMinor === 0 ? undefined : new ClientFramingError(400, 'The header Host is missing');
  }
  if (host !== lastHost) {
    if (!hostPattern.test(host)) return new ClientFramingError(400, 'The header Host has to name one host');
    lastHost = host;
  }
  if (transferEncoding === undefined) return undefined;
  // RFC 9112 §6.1
  if (message.httpVersionMinor === 0) return new ClientFramingError(400, 'HTTP/1.0 knows no Transfer-Encoding');
  if (transferEncoding.toLowerCase() !== 'chunked')
    return new ClientFramingError(400, 'The only Transfer-Encoding is chunked');
  return undefined;
}
