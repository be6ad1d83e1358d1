import { once } from 'node:events';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { OctetSource } from '../src/index.ts';
import { contractOf, openSocket, start } from './body-service.ts';

const contract = await contractOf(`
openapi: 3.1.0
info: { title: Delivery, version: '1' }
paths:
  /file:
    get:
      operationId: getFile
      responses:
        '200':
          description: All of it
          headers:
            ETag: { schema: { type: string } }
            Last-Modified: { schema: { type: string } }
            Content-Disposition: { schema: { type: string } }
          content: { application/octet-stream: {}, text/plain: { schema: { type: string } } }
        '206':
          description: A part
          headers: { Content-Range: { required: true, schema: { type: string } } }
          content: { application/octet-stream: {}, multipart/byteranges: {} }
        '416': { description: Outside }
  /part:
    get:
      operationId: getPart
      responses:
        '200': { description: All of it, content: { application/octet-stream: {} } }
        '206': { description: A part, content: { application/octet-stream: {} } }
  /tagged:
    get:
      operationId: getTagged
      responses:
        '200':
          description: With a tag
          headers: { ETag: { required: true, schema: { type: string } }, X-Own: { schema: { type: string } } }
          content: { application/json: { schema: { type: object } } }
        '304': { description: The same }
  /plain:
    get:
      operationId: getPlain
      responses:
        '200':
          description: Without anything
          headers: { Cache-Control: { schema: { type: string } }, Content-Encoding: { schema: { type: string } } }
          content: { application/json: {}, text/event-stream: {}, application/jsonl: {}, image/png: {} }
`);

const octets = Buffer.from('0123456789');
const source: OctetSource = {
  size: 10,
  stream: ({ first, last } = { first: 0, last: 9 }) => Readable.from([octets.subarray(first, last + 1)]),
};

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

async function ask(
  handlers: object,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Answer> {
  await using service = await start(contract, handlers);
  const response = await fetch(service.url + path, { headers, method });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const file = (body: unknown, more: object = {}) => ({
  getFile: () => ({ status: 200, contentType: 'application/octet-stream', headers: { ETag: '"1"', ...more }, body }),
});

describe('ranges', () => {
  const bodies: readonly (readonly [string, unknown])[] = [
    ['octets', octets],
    ['text', '0123456789'],
    ['a file', source],
    ['a Blob', new Blob([octets])],
  ];

  it.each(bodies)('of %s', async (_name, body) => {
    const { status, headers, text } = await ask(file(body), '/file', { range: 'bytes=2-4' });
    expect([status, text, headers.get('content-range'), headers.get('content-length')]).toEqual([
      206,
      '234',
      'bytes 2-4/10',
      '3',
    ]);
    expect([headers.get('etag'), headers.get('accept-ranges')]).toEqual(['"1"', 'bytes']);
  });

  it.each([
    ['bytes=0-4', 206, '01234', 'bytes 0-4/10'],
    ['bytes=4-', 206, '456789', 'bytes 4-9/10'],
    ['bytes=4-400', 206, '456789', 'bytes 4-9/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'],
    ['bytes=-30', 206, '0123456789', 'bytes 0-9/10'],
    ['Bytes=0-0', 206, '0', 'bytes 0-0/10'],
    ['bytes=5-4', 200, '0123456789', null],
    ['bytes=-', 200, '0123456789', null],
    ['bytes=a-b', 200, '0123456789', null],
    ['lines=0-1', 200, '0123456789', null],
    [`bytes=${'0-0,'.repeat(20)}1-1`, 200, '0123456789', null],
    ['bytes=0-8,0-8', 200, '0123456789', null],
    ['bytes=0-0,90-', 206, '0', 'bytes 0-0/10'],
  ])('%s', async (range, status, text, contentRange) => {
    const answer = await ask(file(octets), '/file', { range });
    expect([answer.status, answer.text, answer.headers.get('content-range')]).toEqual([status, text, contentRange]);
  });

  it.each(['bytes=10-', 'bytes=-0', 'bytes=99999999999999999999-'])('%s is not there', async (range) => {
    const { status, headers, text } = await ask(file(octets), '/file', { range });
    expect([status, headers.get('content-range'), JSON.parse(text).code]).toEqual([
      416,
      'bytes */10',
      'ERR_RANGE_NOT_SATISFIABLE',
    ]);
  });

  it.each(bodies)('several of %s, where the contract has multipart/byteranges', async (_name, body) => {
    const { status, headers, text } = await ask(file(body), '/file', { range: 'bytes=0-1, -2' });
    const boundary = /^multipart\/byteranges; boundary=(\w+)$/.exec(headers.get('content-type') ?? '')?.[1];
    const part = (range: string, content: string) =>
      `\r\n--${boundary}\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes ${range}/10\r\n\r\n${content}`;
    expect([status, text]).toEqual([206, `${part('0-1', '01')}${part('8-9', '89')}\r\n--${boundary}--\r\n`]);
    expect(headers.get('content-length')).toBe(String(text.length));
  });

  it('several are the whole where the contract has no parts', async () => {
    const getPart = () => ({ status: 200, body: octets });
    expect(await ask({ getPart }, '/part', { range: 'bytes=0-1,4-5' })).toMatchObject({
      status: 200,
      text: '0123456789',
    });
    expect(await ask({ getPart }, '/part', { range: 'bytes=0-1' })).toMatchObject({ status: 206, text: '01' });
  });

  it.each([
    ['"1"', 206],
    ['W/"1"', 200],
    ['"2"', 200],
    ['Wed, 21 Oct 2015 07:28:00 GMT', 206],
    ['Wed, 21 Oct 2015 07:28:01 GMT', 200],
  ])('If-Range: %s', async (ifRange, status) => {
    const handlers = file(octets, { 'Last-Modified': 'Wed, 21 Oct 2015 07:28:00 GMT' });
    expect(await ask(handlers, '/file', { range: 'bytes=0-0', 'if-range': ifRange })).toMatchObject({ status });
  });

  it('are not for what has another media type, another status, another method, or no known length', async () => {
    const range = { range: 'bytes=0-0' };
    const text = { getFile: () => ({ status: 200, contentType: 'text/plain', body: 'abc' }) };
    expect(await ask(text, '/file', range)).toMatchObject({ status: 200, text: 'abc' });
    expect(await ask(file(Readable.from([octets], { objectMode: false })), '/file', range)).toMatchObject({
      status: 200,
    });
    expect((await ask(file(octets), '/file', range, 'HEAD')).headers.get('content-length')).toBe('10');
    const own = () => ({
      status: 206,
      contentType: 'application/octet-stream',
      headers: { 'Content-Range': 'bytes 1-1/2' },
      body: 'x',
    });
    expect((await ask({ getFile: own }, '/file', range)).headers.get('content-range')).toBe('bytes 1-1/2');
    expect(
      (await ask({ getPlain: () => ({ status: 200, contentType: 'image/png', body: octets }) }, '/plain', range))
        .status,
    ).toBe(200);
  });

  it('take only what the contract has for a part', async () => {
    const { headers } = await ask(file(octets, { 'Content-Disposition': 'attachment' }), '/file', {
      range: 'bytes=0-0',
    });
    expect(headers.get('content-disposition')).toBe('attachment');
    expect((await ask(file(octets), '/file')).headers.get('accept-ranges')).toBe('bytes');
  });

  it('of a source that gives less than it said cut the connection', async () => {
    const short = { size: 10, stream: () => Readable.from([Buffer.from('0123')]) };
    await expect(ask(file(short), '/file')).rejects.toThrow();
    await expect(ask(file({ ...short, size: 3 }), '/file')).rejects.toThrow();
  });

  it('stop the source when the client goes away', async () => {
    const stopped = Promise.withResolvers<void>();
    async function* endless() {
      try {
        for (;;) yield Buffer.alloc(65_536);
      } finally {
        stopped.resolve();
      }
    }
    await using service = await start(contract, file({ size: 2 ** 40, stream: () => endless() }));
    const socket = await openSocket(service.port, 'GET /file HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(socket, 'data');
    socket.destroy();
    await stopped.promise;
  });
});

describe('conditional requests', () => {
  const tagged = { getTagged: () => ({ status: 200, headers: { ETag: '"7"', 'X-Own': 'x' }, body: { a: 1 } }) };

  it.each([
    [{ 'if-none-match': '"7"' }, 304],
    [{ 'if-none-match': 'W/"7"' }, 304],
    [{ 'if-none-match': '"6", "7"' }, 304],
    [{ 'if-none-match': '*' }, 304],
    [{ 'if-none-match': '"6"' }, 200],
    [{ 'if-none-match': '7' }, 200],
    [{ 'if-match': '"7"' }, 200],
    [{ 'if-match': '*' }, 200],
    [{ 'if-match': 'W/"7"' }, 412],
    [{ 'if-match': '"6"' }, 412],
    [{ 'if-match': '"7"', 'if-none-match': '"7"' }, 304],
  ])('%j', async (headers, status) => {
    const answer = await ask(tagged, '/tagged', headers);
    expect(answer.status).toBe(status);
    if (status === 304) {
      expect([answer.text, answer.headers.get('etag'), answer.headers.get('x-own')]).toEqual(['', '"7"', null]);
      expect(answer.headers.get('content-type')).toBeNull();
    }
    if (status === 412) expect(JSON.parse(answer.text).code).toBe('ERR_PRECONDITION_FAILED');
  });

  const date = 'Wed, 21 Oct 2015 07:28:00 GMT';
  it.each([
    [{ 'if-modified-since': date }, 304],
    [{ 'if-modified-since': 'Wed, 21 Oct 2015 07:28:01 GMT' }, 304],
    [{ 'if-modified-since': 'Wed, 21 Oct 2015 07:27:59 GMT' }, 200],
    [{ 'if-modified-since': 'yesterday' }, 200],
    [{ 'if-modified-since': date, 'if-none-match': '"x"' }, 200],
    [{ 'if-unmodified-since': date }, 200],
    [{ 'if-unmodified-since': 'Wed, 21 Oct 2015 07:27:59 GMT' }, 412],
    [{ 'if-none-match': '"1"', range: 'bytes=0-0' }, 304],
  ])('%j of what was last modified then', async (headers, status) => {
    expect((await ask(file(octets, { 'Last-Modified': date }), '/file', headers)).status).toBe(status);
  });

  it('make a tag where the contract declares one and the handler gives none', async () => {
    const untagged = { getTagged: () => ({ status: 200, body: { a: 1 } }) };
    const { headers, status } = await ask(untagged, '/tagged');
    const tag = headers.get('etag') ?? '';
    expect([status, tag]).toEqual([200, expect.stringMatching(/^"[\w-]{27}"$/)]);
    expect((await ask(untagged, '/tagged', { 'if-none-match': tag })).status).toBe(304);
    expect((await ask(untagged, '/tagged', { 'if-none-match': tag }, 'HEAD')).status).toBe(304);
    const other = { getTagged: () => ({ status: 200, body: { a: 2 } }) };
    expect((await ask(other, '/tagged', { 'if-none-match': tag })).status).toBe(200);
  });

  it('are not looked at where the contract says nothing of them', async () => {
    const getPlain = () => ({ status: 200, contentType: 'application/json', body: {} });
    expect((await ask({ getPlain }, '/plain', { 'if-none-match': '*', 'if-match': '"1"' })).status).toBe(200);
  });
});

const compression = { enabled: true, minBytes: 100, level: 6 };
const decoders = { br: zlib.brotliDecompressSync, gzip: zlib.gunzipSync, zstd: zlib.zstdDecompressSync } as const;

async function raw(handlers: object, path: string, headers: string): Promise<{ head: string; body: Buffer }> {
  await using service = await start(contract, handlers, { config: { http: {}, compression } });
  const socket = await openSocket(
    service.port,
    `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${headers}\r\n`,
  );
  const all = await buffer(socket);
  const end = all.indexOf('\r\n\r\n');
  return { head: all.subarray(0, end).toString('latin1').toLowerCase(), body: all.subarray(end + 4) };
}

describe('compression', () => {
  const long = { text: 'long '.repeat(200) };
  const getPlain = () => ({ status: 200, contentType: 'application/json', body: long });

  it.each([
    ['gzip', 'gzip'],
    ['gzip, br', 'br'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, zstd', 'zstd'],
    ['br;q=0.5, gzip', 'gzip'],
    ['br;q=0, *', 'zstd'],
    ['*;q=0.1', 'br'],
    ['x-gzip', 'gzip'],
    ['identity, gzip;q=0.5', undefined],
    ['deflate', undefined],
    ['gzip;q=0', undefined],
    ['gzip;q=x', undefined],
  ] as const)('Accept-Encoding: %s', async (accept, coding) => {
    const { head, body } = await raw({ getPlain }, '/plain', `Accept-Encoding: ${accept}\r\n`);
    expect(head).toContain('vary: accept-encoding');
    const text = JSON.stringify(long);
    if (coding === undefined) {
      expect(head).not.toContain('content-encoding');
      expect(String(body)).toBe(text);
    } else {
      expect(head).toContain(`content-encoding: ${coding}\r\n`);
      expect(head).toContain(`content-length: ${body.length}`);
      expect(String(decoders[coding](body))).toBe(text);
    }
  });

  it.each([
    ['without Accept-Encoding', getPlain, ''],
    ['what is short', () => ({ ...getPlain(), body: { a: 1 } }), 'Accept-Encoding: gzip\r\n'],
    [
      'what is in a compressed form',
      () => ({ status: 200, contentType: 'image/png', body: Buffer.alloc(1_000) }),
      'Accept-Encoding: gzip\r\n',
    ],
    [
      'what says no-transform',
      () => ({ ...getPlain(), headers: { 'Cache-Control': 'public, no-transform' } }),
      'Accept-Encoding: gzip\r\n',
    ],
    [
      'events',
      () => ({ status: 200, contentType: 'text/event-stream', body: [{ data: 'x'.repeat(500) }] }),
      'Accept-Encoding: gzip\r\n',
    ],
  ])('leaves alone %s', async (_name, handler, headers) => {
    expect((await raw({ getPlain: handler }, '/plain', headers)).head).not.toContain('content-encoding');
  });

  it('does not encode what is encoded', async () => {
    const encoded = () => ({ ...getPlain(), headers: { 'Content-Encoding': 'compress' } });
    const { head } = await raw({ getPlain: encoded }, '/plain', 'Accept-Encoding: gzip\r\n');
    expect(head.match(/content-encoding: \w+/g)).toEqual(['content-encoding: compress']);
  });

  it('makes a strong tag weak, which still says that nothing is new', async () => {
    const getTagged = () => ({ status: 200, headers: { ETag: '"7"' }, body: long });
    expect((await raw({ getTagged }, '/tagged', 'Accept-Encoding: gzip\r\n')).head).toContain('etag: w/"7"');
    const same = await raw({ getTagged }, '/tagged', 'Accept-Encoding: gzip\r\nIf-None-Match: W/"7"\r\n');
    expect(same.head).toMatch(/^http\/1\.1 304 /);
  });

  it('sends ranges as they are', async () => {
    const getFile = () => ({ status: 200, contentType: 'application/octet-stream', body: Buffer.alloc(500) });
    const { head } = await raw({ getFile }, '/file', 'Accept-Encoding: gzip\r\nRange: bytes=0-299\r\n');
    expect([head.includes(' 206 '), head.includes('content-encoding')]).toEqual([true, false]);
  });

  it('passes each item of a stream on when it is there', async () => {
    const release = Promise.withResolvers<void>();
    const items = async function* () {
      yield { first: 'x'.repeat(50) };
      await release.promise;
      yield { second: 1 };
    };
    const handler = () => ({ status: 200, contentType: 'application/jsonl', body: items() });
    await using service = await start(contract, { getPlain: handler }, { config: { http: {}, compression } });
    const response = await fetch(`${service.url}/plain`, { headers: { 'accept-encoding': 'gzip' } });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe(`{"first":"${'x'.repeat(50)}"}\n`);
    release.resolve();
    expect((await reader?.read())?.value).toBe('{"second":1}\n');
  });

  it('cuts the connection when the source fails, and tells it when the client goes away', async () => {
    const broken = async function* () {
      yield { a: 1 };
      throw new TypeError('source broke');
    };
    const handler = () => ({ status: 200, contentType: 'application/jsonl', body: broken() });
    await using service = await start(contract, { getPlain: handler }, { config: { http: {}, compression } });
    const response = await fetch(`${service.url}/plain`, { headers: { 'accept-encoding': 'br' } });
    await expect(response.text()).rejects.toThrow();
    await expect.poll(() => service.ended[0]?.error?.code).toBe('ERR_INTERNAL');
  });
});
