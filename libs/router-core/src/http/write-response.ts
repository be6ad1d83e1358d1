import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { ItemStream, mayHaveContent } from '../body/index.ts';
import { type HttpResponse, headersOf, type SizedOctets } from '../ports/http-message.ts';
import { writeAtOnce } from './write-at-once.ts';

/** Status, headers and a body that is there as a whole. */
export function writeWhole(
  target: ServerResponse,
  response: HttpResponse,
  body: string | Uint8Array | undefined,
): void {
  const isText = typeof body === 'string' && body !== '' && mayHaveContent(response.status);
  const isAtOnce = (isText || body === undefined) && writeAtOnce(target, response, body);
  if (!isAtOnce) writeDocumented(target, response, body);
}

/** The documented way: one `writeHead` and one `end`. */
export function writeDocumented(
  target: ServerResponse,
  response: HttpResponse,
  body: string | Uint8Array | undefined,
): void {
  const { status } = response;
  const flat = headersOf(response).slice();
  if (body !== undefined)
    flat.push('content-length', String(typeof body === 'string' ? Buffer.byteLength(body) : body.length));
  // RFC 9110 §8.6: no Content-Length in 1xx and 204; 205 and 304 may leave it out.
  else if (mayHaveContent(status)) flat.push('content-length', '0');
  target.writeHead(status, flat);
  if (body === undefined || target.req.method === 'HEAD') target.end();
  // Node encodes the head as the text that it is sent with, and its octets are not UTF-8 (RFC 9110 §5.5).
  else target.end(typeof body === 'string' && flat.some(isBeyondAscii) ? Buffer.from(body) : body);
}

function isBeyondAscii(text: string): boolean {
  return /[\x80-\xff]/.test(text);
}

/** How a body that came in pieces ended. */
export interface StreamEnd {
  /** False: the client went away, or the source failed. */
  readonly delivered: boolean;
  /** What the source failed with; undefined when it did not. */
  readonly failure: unknown;
}

/** The same for a body that comes in pieces; `ended` is called once, when nothing more will be written. */
export function writeStream(
  target: ServerResponse,
  response: HttpResponse,
  source: Readable | SizedOctets,
  ended: (end: StreamEnd) => void,
): void {
  let failure: unknown;
  const isSized = !(source instanceof Readable);
  const headers = headersOf(response);
  target.writeHead(response.status, isSized ? [...headers, 'content-length', String(source.size)] : headers.slice());
  if (target.req.method === 'HEAD') {
    if (!isSized) source.destroy();
    target.end();
    ended({ delivered: true, failure });
    return;
  }
  // The head at once, before the first piece; `flushHeaders` would write its octets as UTF-8.
  target.write('', 'latin1');
  const body = isSized ? source.open() : source;
  // `pipe` and not `pipeline`: a source that fails has to cut the connection, so that the client sees the body as truncated.
  body.on('error', (error) => {
    // After the connection is gone the source only says that it was stopped.
    if (target.destroyed) return;
    failure = error;
    if (body instanceof ItemStream) target.write(body.farewell(error));
    // Node hands on what is written when this turn is over.
    setImmediate(() => target.destroy());
  });
  target.once('close', () => {
    body.destroy();
    ended({ delivered: target.writableFinished, failure });
  });
  body.pipe(target);
}
