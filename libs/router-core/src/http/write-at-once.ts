import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { Writable } from 'node:stream';
import type { HttpResponse } from '../ports/http-message.ts';
import { composeHead } from './response-head.ts';

/** What `writeHead` leaves behind in a response of `node:http`; no documented property. */
interface WithHead {
  _header: string | null;
  _last: boolean;
  readonly _keepAliveTimeout: number;
}

const { writeHead, end } = ServerResponse.prototype;

/**
 * Head and body as one string to the socket, the head put together here: `writeHead` checks each name and value of each response
 * anew. False where only Node's own way will do; nothing has happened then.
 */
export function writeAtOnce(target: ServerResponse, response: HttpResponse, body: string): boolean {
  if (!canWriteAtOnce() || !isUntouched(target)) return false;
  const length = Buffer.byteLength(body);
  const own = target as ServerResponse & WithHead; // `canWriteAtOnce` looked at them
  const keepsAlive = target.shouldKeepAlive;
  const head = composeHead(response, { length, keepsAlive, keepAliveMilliseconds: own._keepAliveTimeout });
  if (head === undefined) return false;
  target.statusCode = response.status;
  own._header = head;
  own._last = !keepsAlive;
  // Octets as they are, where each character is one.
  target.end(body, length === body.length ? 'latin1' : 'utf8');
  return true;
}

/** Nobody has set a header or wants to see one: libraries that do put a `writeHead` or `end` of their own in place. */
function isUntouched(target: ServerResponse): boolean {
  const own = target as ServerResponse & WithHead;
  return own._header === null && target.writeHead === writeHead && target.end === end;
}

let verdict: boolean | undefined;

/** Whether this Node writes a head that it finds in place as it does here, tried once. */
export function canWriteAtOnce(): boolean {
  verdict ??= writesAsExpected();
  return verdict;
}

function writesAsExpected(): boolean {
  const written: unknown[] = [];
  try {
    const response = new ServerResponse(new IncomingMessage(new Socket()));
    const sink = new Writable({ decodeStrings: false, write: (chunk, encoding) => void written.push(chunk, encoding) });
    response.assignSocket(sink as Socket); // no more than a stream is needed to write
    const own = response as ServerResponse & WithHead;
    if (own._header !== null || own._last !== false || typeof own._keepAliveTimeout !== 'number') return false;
    own._header = 'head\r\n\r\n';
    response.end('body', 'latin1');
  } catch {
    return false;
  }
  return written.length === 2 && written[0] === 'head\r\n\r\nbody' && written[1] === 'latin1';
}
