import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { PayloadTooLargeError } from '../errors/request-errors.ts';
import type { BodySource, HttpRequest } from '../ports/http-message.ts';

/** A fetch `Request` as the pipeline sees it: tests and in-process callers need no socket. */
export async function createMemoryRequest(request: Request): Promise<HttpRequest> {
  const url = new URL(request.url);
  // `URL` normalises; the target is taken from the text so that hostile paths arrive as written.
  const target = request.url.slice(url.origin.length).split('#')[0] || '/';
  const mark = target.indexOf('?');
  const headers: IncomingHttpHeaders = {};
  const rawHeaders: string[] = [];
  for (const [name, value] of request.headers) {
    headers[name] = value;
    rawHeaders.push(name, value);
  }
  const bytes = Buffer.from(await request.arrayBuffer());
  if (bytes.length > 0 && headers['content-length'] === undefined) headers['content-length'] = String(bytes.length);
  return {
    method: request.method,
    target,
    path: mark === -1 ? target : target.slice(0, mark),
    query: mark === -1 ? '' : target.slice(mark + 1),
    headers,
    rawHeaders,
    remoteAddress: '127.0.0.1',
    body: createMemoryBody(bytes),
  };
}

function createMemoryBody(bytes: Buffer): BodySource {
  return {
    present: bytes.length > 0,
    read: (limit) => (bytes.length > limit ? Promise.reject(new PayloadTooLargeError(limit)) : Promise.resolve(bytes)),
    stream: () => Readable.from(bytes.length > 0 ? [bytes] : []),
  };
}
