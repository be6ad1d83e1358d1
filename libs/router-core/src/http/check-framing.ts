import type { IncomingMessage } from 'node:http';
import { ClientFramingError } from '../errors/pipeline-errors.ts';

// RFC 9110 §4.2.2, RFC 3986 §3.2: a name, an IPv4 or bracketed IPv6 address, and a port.
const hostPattern = /^(?:\[[\da-f:.]+\]|[\w.~%!$&'()*+;=-]+)(?::\d*)?$/i;

/** The last host seen to be well formed: most requests repeat the one before. */
let lastHost: string | undefined;

/** What Node's parser lets through although two readers could understand it differently. Undefined: nothing wrong. */
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
  const repeated = findRepeated(message.rawHeaders);
  if (repeated !== undefined) return new ClientFramingError(400, `The header ${repeated} may be there only once`);
  return transferEncoding === undefined ? undefined : checkTransferEncoding(message, transferEncoding);
}

// Node keeps the first of several and drops the rest; whoever stands in front may have kept the last.
function findRepeated(rawHeaders: readonly string[]): string | undefined {
  let hosts = 0;
  let authorizations = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++;
    else if (name.length === 13 && name.toLowerCase() === 'authorization') authorizations++;
  }
  if (hosts > 1) return 'Host';
  return authorizations > 1 ? 'Authorization' : undefined;
}

// RFC 9112 §6.1; Node joins repeated ones.
function checkTransferEncoding(message: IncomingMessage, coding: string): ClientFramingError | undefined {
  if (message.httpVersionMinor === 0) return new ClientFramingError(400, 'HTTP/1.0 knows no Transfer-Encoding');
  return coding.toLowerCase() === 'chunked'
    ? undefined
    : new ClientFramingError(400, 'The only Transfer-Encoding is chunked');
}
