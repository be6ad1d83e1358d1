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
  return {
    method: request.method,
    target,
    path: mark === -1 ? target : target.slice(0, mark),
    query: mark === -1 ? '' : target.slice(mark + 1),
    headers,
    rawHeaders,
    remoteAddress: '127.0.0.1',
    scheme: url.protocol === 'https:' ? 'https' : 'http',
    body: await createMemoryBody(request),
  };
}

/** The first octets are waited for: nothing else tells whether there are any. */
async function createMemoryBody({ body, headers }: Request): Promise<BodySource> {
  const reader = (body as ReadableStream<Uint8Array> | null)?.getReader();
  const first = await reader?.read();
  const declared = headers.get('content-length');
  const length = declared === null ? undefined : Number(declared);
  if (reader === undefined || first === undefined || first.done) {
    return { present: false, length, read: async () => Buffer.alloc(0), stream: () => Readable.from([]), discard() {} };
  }
  async function* chunks(from: ReadableStreamDefaultReader<Uint8Array>, begin: Uint8Array): AsyncGenerator<Buffer> {
    yield Buffer.from(begin);
    for (let next = await from.read(); !next.done; next = await from.read()) yield Buffer.from(next.value);
  }
  const stream = (): Readable => Readable.from(chunks(reader, first.value), { objectMode: false });
  const discard = (): void => void reader.cancel().catch(() => undefined);
  return { present: true, length, read: (limit) => collect(stream(), limit), stream, discard };
}

async function collect(stream: Readable, limit: number): Promise<Buffer> {
  const all: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new PayloadTooLargeError(limit);
    all.push(chunk);
  }
  return Buffer.concat(all, size);
}
