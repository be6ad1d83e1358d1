import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { OctetStream, ProblemDocument } from '../src/index.ts';
import { contractOf, openSocket, start } from './body-service.ts';

const contract = await contractOf(`
openapi: 3.2.0
info: { title: Uploads, version: '1' }
paths:
  /file:
    put:
      operationId: putFile
      x-brrtrouter-body-size-bytes: 1000000000
      requestBody:
        required: true
        content:
          application/octet-stream: {}
          image/*: { schema: { type: string, format: binary, minLength: 2, maxLength: 10 } }
          text/csv: { schema: { type: string, format: binary } }
      responses: { '200': { description: What arrived, content: { application/json: {} } } }
  /small:
    put:
      operationId: putSmall
      requestBody: { required: true, content: { application/octet-stream: {}, application/json: { schema: { type: object } }, application/jsonl: { itemSchema: { type: object } } } }
      responses: { '200': { description: What arrived, content: { application/json: {} } } }
`);

interface Uploading {
  readonly body: OctetStream;
}

const describeFile = async ({ body }: Uploading) => {
  const octets = await body.bytes();
  return { status: 200, body: { mediaType: body.mediaType, size: body.size ?? null, text: octets.toString() } };
};

async function put(
  handlers: object,
  path: string,
  init: RequestInit,
): Promise<{ status: number; json: unknown; headers: Headers }> {
  await using service = await start(contract, handlers, {
    config: { http: { contentEncodings: ['gzip', 'br', 'deflate', 'zstd'] } },
  });
  // `duplex` is asked for by fetch and unknown to its types.
  const response = await fetch(service.url + path, { method: 'PUT', duplex: 'half', ...init } as RequestInit);
  return { status: response.status, json: await response.json(), headers: response.headers };
}

const typed = (contentType: string, more: Record<string, string> = {}) => ({ 'content-type': contentType, ...more });
const streamOf = (text: string) => Readable.toWeb(Readable.from([Buffer.from(text)])) as unknown as ReadableStream;

describe('a binary body', () => {
  it.each<[string, RequestInit, object]>([
    [
      'with its length',
      { headers: typed('application/octet-stream'), body: 'abc' },
      { mediaType: 'application/octet-stream', size: 3, text: 'abc' },
    ],
    ['in chunks', { headers: typed('application/octet-stream'), body: streamOf('abc') }, { size: null, text: 'abc' }],
    ['of a range', { headers: typed('Image/PNG; q=1'), body: 'abc' }, { mediaType: 'Image/PNG; q=1', text: 'abc' }],
    ['of text that is octets', { headers: typed('text/csv'), body: 'a,b' }, { text: 'a,b' }],
  ])('arrives as a stream: %s', async (_name, init, want) => {
    expect(await put({ putFile: describeFile }, '/file', init)).toMatchObject({ status: 200, json: want });
  });

  it.each<[string, string, RequestInit, number, string]>([
    [
      'beyond the limit',
      '/small',
      { headers: typed('application/octet-stream'), body: 'x'.repeat(1_048_577) },
      413,
      'ERR_PAYLOAD_TOO_LARGE',
    ],
    [
      'beyond the limit in chunks',
      '/small',
      { headers: typed('application/octet-stream'), body: streamOf('x'.repeat(1_048_577)) },
      413,
      'ERR_PAYLOAD_TOO_LARGE',
    ],
    [
      'longer than its schema',
      '/file',
      { headers: typed('image/png'), body: 'x'.repeat(11) },
      400,
      'ERR_REQUEST_VALIDATION',
    ],
    ['shorter than its schema', '/file', { headers: typed('image/png'), body: 'x' }, 400, 'ERR_REQUEST_VALIDATION'],
    ['of another type', '/file', { headers: typed('video/mp4'), body: 'x' }, 415, 'ERR_UNSUPPORTED_MEDIA_TYPE'],
    ['that is not there', '/file', { headers: typed('image/png') }, 400, 'ERR_REQUEST_VALIDATION'],
  ])('is refused %s', async (_name, path, init, status, code) => {
    const handlers = { putFile: describeFile, putSmall: describeFile };
    expect(await put(handlers, path, init)).toMatchObject({ status, json: { code } });
  });

  it('is not read before the handler reads it, and need not be', async () => {
    const putFile = ({ body }: Uploading) => ({ status: 200, body: body.readableLength });
    await using service = await start(contract, { putFile });
    const head = 'PUT /file HTTP/1.1\r\nHost: a\r\nContent-Type: image/png\r\nContent-Length: 5\r\n';
    const quiet = await openSocket(service.port, `${head}Expect: 100-continue\r\n\r\n`);
    expect(String(await buffer(quiet))).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*connection: close/i);
    const busy = await openSocket(
      service.port,
      `${head}\r\nabcdeGET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
    );
    expect(String(await buffer(busy))).toMatch(/^HTTP\/1\.1 200 [\s\S]*HTTP\/1\.1 404 /);
  });

  it('asks a waiting client to go on when the handler reads', async () => {
    await using service = await start(contract, { putFile: describeFile });
    const head =
      'PUT /file HTTP/1.1\r\nHost: a\r\nContent-Type: application/octet-stream\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n';
    const socket = await openSocket(service.port, head);
    expect(String((await once(socket, 'data'))[0])).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    socket.write('abc');
    const answer = String((await once(socket, 'data'))[0]);
    expect(answer).toContain('200 OK');
    expect(answer).not.toMatch(/connection: close/i);
    socket.destroy();
  });

  it('fails in the handler when the client goes away', async () => {
    const failed = Promise.withResolvers<unknown>();
    const putFile = (request: Uploading) =>
      describeFile(request).catch((error: unknown) => {
        failed.resolve(error);
        throw error;
      });
    await using service = await start(contract, { putFile });
    const socket = await openSocket(
      service.port,
      'PUT /file HTTP/1.1\r\nHost: a\r\nContent-Type: application/octet-stream\r\nContent-Length: 9\r\n\r\nabc',
    );
    await wait(30);
    socket.destroy();
    expect(await failed.promise).toMatchObject({ code: 'ERR_REQUEST_ABORTED' });
    await expect.poll(() => service.ended[0]?.error?.code).toBe('ERR_REQUEST_ABORTED');
  });

  it('goes no faster than the handler, and through it whatever its size', async () => {
    // The whole of it would not fit into what the process may grow by.
    const megabytes = 200;
    const chunk = randomBytes(1_048_576);
    const want = createHash('sha256');
    for (let index = 0; index < megabytes; index += 1) want.update(chunk);
    let size = 0;
    let ahead = 0;
    const putFile = async ({ body }: Uploading) => {
      const hash = createHash('sha256');
      await wait(100);
      ahead = process.memoryUsage().rss - before;
      for await (const octets of body as AsyncIterable<Buffer>) {
        size += octets.length;
        hash.update(octets);
      }
      return { status: 200, body: hash.digest('hex') };
    };
    await using service = await start(contract, { putFile });
    const before = process.memoryUsage().rss;
    let most = before;
    async function* file() {
      for (let index = 0; index < megabytes; index += 1) {
        most = Math.max(most, process.memoryUsage().rss);
        yield chunk;
      }
    }
    const body = Readable.toWeb(
      Readable.from(file(), { objectMode: false, highWaterMark: 65_536 }),
    ) as unknown as ReadableStream;
    const init = { method: 'PUT', body, duplex: 'half', headers: typed('application/octet-stream') };
    const response = await fetch(`${service.url}/file`, init as RequestInit);
    expect(await response.json()).toBe(want.digest('hex'));
    expect(size).toBe(megabytes * 1_048_576);
    expect(ahead).toBeLessThan(60 * 1_048_576);
    // Chunks that are let go stay until they are collected: well below the whole, whatever the collector does.
    expect(most - before).toBeLessThan(150 * 1_048_576);
  });
});

describe('content codings of requests', () => {
  const echo = async ({ body }: { body: unknown }) => {
    if (!(body instanceof Readable)) return { status: 200, body };
    return { status: 200, body: (await buffer(body)).toString() };
  };
  const json = typed('application/json');

  it.each([
    ['gzip', zlib.gzipSync],
    ['x-gzip', zlib.gzipSync],
    ['GZIP', zlib.gzipSync],
    ['br', zlib.brotliCompressSync],
    ['deflate', zlib.deflateSync],
    ['zstd', zlib.zstdCompressSync],
    ['identity', (text: string) => Buffer.from(text)],
  ])('%s', async (coding, encode) => {
    const headers = { ...json, 'content-encoding': coding };
    expect(await put({ putSmall: echo }, '/small', { headers, body: encode('{"a":1}') })).toMatchObject({
      status: 200,
      json: { a: 1 },
    });
    const octets = { ...headers, 'content-type': 'application/octet-stream' };
    expect(await put({ putSmall: echo }, '/small', { headers: octets, body: encode('abc') })).toMatchObject({
      json: 'abc',
    });
  });

  const bomb = zlib.gzipSync(Buffer.alloc(100_000_000));
  it.each<[string, string, Uint8Array<ArrayBuffer>, number, string]>([
    ['gzip', 'application/json', Buffer.from('no gzip'), 400, 'ERR_REQUEST_MALFORMED'],
    ['gzip', 'application/json', zlib.gzipSync('{"a":1}').subarray(0, 15), 400, 'ERR_REQUEST_MALFORMED'],
    ['br', 'application/jsonl', Buffer.from('no br'), 400, 'ERR_REQUEST_MALFORMED'],
    ['gzip', 'application/json', bomb, 413, 'ERR_PAYLOAD_TOO_LARGE'],
    ['gzip', 'application/octet-stream', bomb, 413, 'ERR_PAYLOAD_TOO_LARGE'],
    ['gzip', 'application/json', zlib.gzipSync(randomBytes(1_048_577)), 413, 'ERR_PAYLOAD_TOO_LARGE'],
    ['gzip, gzip', 'application/json', zlib.gzipSync(zlib.gzipSync('{}')), 415, 'ERR_UNSUPPORTED_MEDIA_TYPE'],
    ['compress', 'application/json', Buffer.from('{}'), 415, 'ERR_UNSUPPORTED_MEDIA_TYPE'],
  ])('%s of %s is refused, row %#', async (coding, contentType, body, status, code) => {
    const headers = { 'content-type': contentType, 'content-encoding': coding };
    const drain = async ({ body: items }: { body: AsyncIterable<unknown> }) => {
      for await (const _ of items);
      return { status: 200, body: null };
    };
    const answer = await put({ putSmall: contentType === 'application/jsonl' ? drain : echo }, '/small', {
      headers,
      body,
    });
    expect(answer).toMatchObject({ status, json: { code } });
    if (status === 415) expect(answer.headers.get('accept-encoding')).toBe('gzip, br, deflate, zstd');
  });

  it('are refused unless the service is told to take them', async () => {
    await using service = await start(contract, { putSmall: echo });
    const response = await fetch(`${service.url}/small`, {
      method: 'PUT',
      headers: { ...json, 'content-encoding': 'gzip' },
      body: zlib.gzipSync('{}'),
    });
    // A problem by its status.
    expect([
      response.status,
      ((await response.json()) as ProblemDocument).code,
      response.headers.get('accept-encoding'),
    ]).toEqual([415, 'ERR_UNSUPPORTED_MEDIA_TYPE', 'identity']);
  });
});
