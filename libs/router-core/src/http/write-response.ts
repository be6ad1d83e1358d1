import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { HttpResponse } from '../ports/http-message.ts';

/** How the last octet of a response left, for whoever waits for it. */
export type Written = (delivered: boolean) => void;

/** Writes status, headers and body; `done` is called once, when nothing more will be written. */
export function writeResponse(target: ServerResponse, response: HttpResponse, done: Written): void {
  const { status, headers, body } = response;
  if (body instanceof Readable) {
    writeStream(target, response, body, done);
    return;
  }
  const isHead = target.req.method === 'HEAD';
  const flat = [...headers];
  if (body !== undefined)
    flat.push('content-length', String(typeof body === 'string' ? Buffer.byteLength(body) : body.length));
  else if (!hasNoContent(status)) flat.push('content-length', '0');
  target.writeHead(status, flat);
  if (body === undefined || isHead) target.end();
  else target.end(body);
  done(true);
}

function writeStream(target: ServerResponse, response: HttpResponse, body: Readable, done: Written): void {
  target.writeHead(response.status, [...response.headers]);
  target.flushHeaders();
  if (target.req.method === 'HEAD') {
    body.destroy();
    target.end();
    done(true);
    return;
  }
  // `pipe` and not `pipeline`: a source that fails has to cut the connection, so that the client sees the body as truncated.
  body.on('error', () => target.destroy());
  target.once('close', () => {
    body.destroy();
    done(target.writableFinished);
  });
  body.pipe(target);
}

// RFC 9110 §8.6: no Content-Length in 1xx and 204; 304 may leave it out.
function hasNoContent(status: number): boolean {
  return status < 200 || status === 204 || status === 304;
}
