import { ServerResponse } from 'node:http';
import { mayHaveContent } from '../body/index.ts';
import type { HttpResponse } from '../ports/http-message.ts';
import { LazyResponse } from './lazy-response.ts';
import { composeHead } from './response-head.ts';

const { writeHead, end } = ServerResponse.prototype;
const { writeHead: writeHeadLater, end: endLater } = LazyResponse.prototype as unknown as ServerResponse; // it has them all

/** False where what was loaded before (`node --import ./agent.js`) put its own in place: those of Node call what nobody else does. */
const areOfNode = String(writeHead).includes('._storeHeader(') && String(end).includes('._send(');

/**
 * Head and body as one string to the socket, the head put together here: `writeHead` checks each name and value of each response
 * anew. False where only Node's own way will do; nothing has happened then.
 * @param body undefined: none
 */
export function writeAtOnce(target: ServerResponse, response: HttpResponse, body: string | undefined): boolean {
  if (!(target instanceof LazyResponse) || !target.isReady || !isUntouched(target)) return false;
  const { status } = response;
  const length = body === undefined ? 0 : Buffer.byteLength(body);
  const keepsAlive = target.shouldKeepAlive;
  const head = composeHead(response, {
    // RFC 9110 §8.6: no Content-Length in 1xx and 204; 205 and 304 may leave it out.
    length: body === undefined && !mayHaveContent(status) ? undefined : length,
    keepsAlive,
    keepAliveMilliseconds: target._keepAliveTimeout,
  });
  if (head === undefined) return false;
  target.statusCode = status;
  target._last = !keepsAlive;
  // Octets as they are, where each character is one.
  if (body === undefined || target.req.method === 'HEAD') target.writeWhole(head, 'latin1');
  else target.writeWhole(head + body, length === body.length ? 'latin1' : 'utf8');
  return true;
}

/** Nobody has set a header or wants to see one: libraries that do put a `writeHead` or `end` of their own in place. */
function isUntouched(target: LazyResponse): boolean {
  const own = target as LazyResponse & ServerResponse;
  return (
    areOfNode &&
    own.writeHead === writeHeadLater &&
    own.end === endLater &&
    ServerResponse.prototype.writeHead === writeHead &&
    ServerResponse.prototype.end === end
  );
}
