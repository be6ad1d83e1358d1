import { Readable } from 'node:stream';
import type { JsonObject } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '../ports/http-message.ts';
import type { Resources } from './body-decoder.ts';
import type { BodyLimits } from './body-limits.ts';
import type { BodyReader } from './compile-body-reader.ts';
import { cleanFilename } from './multipart/clean-filename.ts';
import { kept, media, readerOf, refusal, requestWith, type SentBody, whole } from './test-support.ts';

const schema: JsonObject = {
  type: 'object',
  required: ['title'],
  additionalProperties: false,
  properties: {
    title: { type: 'string', maxLength: 20 },
    count: { type: 'integer' },
    tags: { type: 'array', items: { type: 'string' } },
    meta: { type: 'object', required: ['a'], properties: { a: { type: 'integer' } } },
    photo: { type: 'string', format: 'binary', maxLength: 1_000 },
    scan: { contentMediaType: 'image/png' },
    files: { type: 'array', items: { type: 'string', format: 'binary' }, maxItems: 2 },
    free: {},
    sheet: { type: 'string' },
    aliases: { anyOf: [{ type: 'array', items: { type: 'string' } }, { enum: [''] }] },
  },
};
const plain = { headers: [] };
const encoding = {
  photo: { ...plain, contentType: 'image/png, image/jpeg' },
  sheet: { ...plain, contentType: 'text/csv' },
};
const readerWith = (limits: BodyLimits = {}) => readerOf([media('multipart/form-data', { schema, encoding })], limits);
const reader = readerWith();

/** What a reader makes of a request, with the octets of its files. */
async function takenBy(by: BodyReader, request: HttpRequest, resources: Resources = kept): Promise<unknown> {
  return whole(await by.read(request, resources));
}

const taken = (request: HttpRequest, resources?: Resources): Promise<unknown> => takenBy(reader, request, resources);

interface PartText {
  readonly head: string;
  readonly content: string | Uint8Array;
}

function part(head: string, content: string | Uint8Array = 'x'): PartText {
  return { head: head.includes(':') ? head : `Content-Disposition: form-data; name="${head}"`, content };
}

function file(name: string, filename: string, type = 'application/octet-stream', content: string | Uint8Array = 'x') {
  return part(
    `Content-Disposition: form-data; name="${name}"; filename="${filename}"\r\nContent-Type: ${type}`,
    content,
  );
}

function send(parts: readonly PartText[], options: Partial<SentBody> = {}): HttpRequest {
  const pieces = parts.flatMap(({ head, content }) => [
    Buffer.from(`--b\r\n${head}\r\n\r\n`),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);
  const body = Buffer.concat([...pieces, Buffer.from('--b--\r\n')]);
  return requestWith({ contentType: 'multipart/form-data; boundary=b', body, chunkBytes: 7, ...options });
}

const title = part('title', 'a title');

describe('parts become members', () => {
  it('text, numbers, lists and JSON', async () => {
    const parts = [title, part('count', '3'), part('tags', 'x'), part('tags', 'é'), part('meta', '{"a":1}')];
    expect(await taken(send(parts))).toEqual({ title: 'a title', count: 3, tags: ['x', 'é'], meta: { a: 1 } });
  });

  it('files with name, type and octets', async () => {
    const octets = Uint8Array.from([0x89, 0x50, 0, 0xff, 0x0d, 0x0a]);
    const value = await taken(
      send([title, file('photo', 'a.png', 'Image/PNG', octets), file('scan', 'b.png', 'image/png', octets)]),
    );
    expect(value).toEqual({
      title: 'a title',
      photo: { filename: 'a.png', mediaType: 'image/png', bytes: Buffer.from(octets) },
      scan: { filename: 'b.png', mediaType: 'image/png', bytes: Buffer.from(octets) },
    });
  });

  it('a list of files, even of one', async () => {
    const value = await taken(send([title, file('files', 'a.bin', 'application/pdf', '')]));
    expect(value).toMatchObject({ files: [{ filename: 'a.bin', bytes: Buffer.alloc(0) }] });
  });

  it('a JSON part that comes as a file, and text that comes as one', async () => {
    const parts = [file('title', 'blob', 'text/plain', 'hello'), file('meta', 'blob', 'application/json', '{"a":2}')];
    expect(await taken(send(parts))).toEqual({ title: 'hello', meta: { a: 2 } });
  });

  it('octets without a filename, text or not', async () => {
    const lost = part(
      'Content-Disposition: form-data; name="photo"\r\nContent-Type: image/png',
      Uint8Array.of(0xff, 0xfe),
    );
    expect(await taken(send([title, lost]))).toMatchObject({ photo: { bytes: Buffer.from([0xff, 0xfe]) } });
    const head = 'Content-Disposition: form-data; name="photo"\r\nContent-Type: image/png';
    expect(await taken(send([title, part(head, 'abc')]))).toMatchObject({
      photo: { filename: undefined, mediaType: 'image/png', bytes: Buffer.from('abc') },
    });
  });

  it('what a property without a schema is, the part decides', async () => {
    expect(await taken(send([title, part('free', 'text')]))).toMatchObject({ free: 'text' });
    expect(await taken(send([title, file('free', 'x.bin')]))).toMatchObject({ free: { filename: 'x.bin' } });
  });

  it('texts by the reading that the schema takes', async () => {
    expect(await reader.read(send([title, part('aliases', 'x')]), kept)).toEqual({ title: 'a title', aliases: ['x'] });
    expect(await reader.read(send([title, part('aliases', '')]), kept)).toEqual({ title: 'a title', aliases: '' });
  });

  it('undeclared parts where the schema allows them; __proto__ is data', async () => {
    const open = readerOf([media('multipart/form-data', { schema: { type: 'object' } })]);
    const value = await takenBy(
      open,
      send([part('__proto__', 'x'), file('up', 'a'), file('two', 'a'), file('two', 'b')]),
    );
    expect(Object.keys(value as object)).toEqual(['__proto__', 'up', 'two']);
    expect(({} as Record<string, unknown>).up).toBeUndefined();
  });

  it('a text part of a declared text type may leave its type out', async () => {
    expect(await taken(send([title, part('sheet', 'a,b')]))).toMatchObject({ sheet: 'a,b' });
  });
});

describe('what is refused', () => {
  const html = file('photo', 'a.png', 'text/html', '<p>');
  const charset = part('Content-Disposition: form-data; name="title"\r\nContent-Type: text/plain; charset=klingon');
  it.each<[string, HttpRequest, number, string]>([
    ['no boundary', send([title], { contentType: 'multipart/form-data' }), 400, 'boundary'],
    [
      'a boundary of 5 kB',
      send([title], { contentType: `multipart/form-data; boundary=${'b'.repeat(5_000)}` }),
      400,
      'boundary',
    ],
    [
      'a cut body',
      requestWith({
        contentType: 'multipart/form-data; boundary=b',
        body: '--b\r\nContent-Disposition: form-data; name="title"\r\n\r\nab',
      }),
      400,
      'ends too early',
    ],
    [
      'a cut file',
      requestWith({
        contentType: 'multipart/form-data; boundary=b',
        body: '--b\r\nContent-Disposition: form-data; name="photo"; filename="a"\r\nContent-Type: image/png\r\n\r\nab',
      }),
      400,
      'ends too early',
    ],
    [
      'a malformed part header',
      requestWith({ contentType: 'multipart/form-data; boundary=b', body: '--b\r\nno colon\x01\r\n\r\nab\r\n--b--' }),
      400,
      'malformed',
    ],
    ['a part without a name', send([part('Content-Disposition: form-data')]), 400, 'no name'],
    ['a file without a name', send([part('Content-Disposition: form-data; filename="x"')]), 400, 'no name'],
    ['a name of 201 octets', send([part('n'.repeat(201))]), 400, 'longer than 200'],
    ['the wrong type for a part', send([title, html]), 415, 'The part photo has to be image/png or image/jpeg'],
    ['an unknown charset', send([charset]), 415, 'charset'],
    ['text that is not UTF-8', send([file('title', 'blob', 'text/plain', Uint8Array.of(0xff))]), 400, 'not UTF-8'],
  ])('%s', async (_name, request, status, detail) => {
    const error = await refusal(reader, request);
    expect(error.status).toBe(status);
    expect(error.message).toContain(detail);
  });

  it.each<[string, HttpRequest, string, string]>([
    ['a missing part', send([part('count', '1')]), '/title', 'required'],
    ['text for a number', send([title, part('count', 'x')]), '/count', 'type'],
    ['JSON that is none', send([title, part('meta', '{')]), '/meta', 'parse'],
    ['JSON that breaks its schema', send([title, part('meta', '{}')]), '/meta/a', 'required'],
    ['a part twice', send([title, title]), '/title', 'style'],
    [
      'a file twice',
      send([title, file('photo', 'a', 'image/png'), file('photo', 'b', 'image/png')]),
      '/photo',
      'style',
    ],
    ['text and file of one name', send([title, part('free', 'x'), file('free', 'x')]), '/free', 'style'],
    [
      'a file too long for its schema',
      send([title, file('photo', 'a', 'image/png', 'x'.repeat(1_001))]),
      '/photo',
      'maxLength',
    ],
    ['too many files', send([title, ...['a', 'b', 'c'].map((name) => file('files', name))]), '/files', 'maxItems'],
  ])('%s breaks the contract', async (_name, request, pointer, keyword) => {
    const error = await refusal(reader, request);
    expect(error.code).toBe('ERR_REQUEST_VALIDATION');
    expect(error.violations).toMatchObject([{ in: 'body', pointer, keyword }]);
  });
});

describe('limits', () => {
  const many = Array.from({ length: 101 }, (_, index) => part(`p${index}`));
  it.each<[string, BodyLimits, HttpRequest, string]>([
    ['parts', {}, send(many, { chunkBytes: 60_000 }), 'more than 100 parts'],
    ['octets of a part', { maxPartBytes: 10 }, send([part('title', 'x'.repeat(11))]), 'exceeds 10 octets'],
    ['octets of a file', { maxPartBytes: 10 }, send([file('free', 'a', 'a/b', 'x'.repeat(11))]), 'exceeds 10 octets'],
    ['octets of the body', { maxBytes: 100 }, send([part('title', 'x'.repeat(101))]), 'exceeds 100 octets'],
  ])('%s', async (_name, limits, request, detail) => {
    const error = await refusal(readerWith(limits), request);
    expect(error.status).toBe(413);
    expect(error.message).toContain(detail);
  });

  it('exactly at the limits is taken', async () => {
    const open = readerOf([media('multipart/form-data', { schema: { type: 'object' } })], {
      maxParts: 2,
      maxPartBytes: 3,
    });
    expect(await takenBy(open, send([part('a', 'abc'), file('b', 'n', 'a/b', 'abc')]))).toMatchObject({ a: 'abc' });
  });
});

it('counts a client that goes away as gone', async () => {
  const stream = new Readable({ read() {} });
  const request = send([title]);
  const gone = refusal(reader, { ...request, body: { ...request.body, stream: () => stream } });
  stream.push('--b\r\n');
  stream.destroy();
  expect((await gone).code).toBe('ERR_REQUEST_ABORTED');
});

it.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\x\\y.txt', 'y.txt'],
  ['a\0b\n.txt', 'ab.txt'],
  ['evil\u202Etxt.exe', 'eviltxt.exe'],
  ['..', undefined],
  ['dir/', undefined],
  ['', undefined],
  [undefined, undefined],
  ['x'.repeat(10_000), 'x'.repeat(255)],
])('the filename %j is handed on as %j', (claimed, want) => expect(cleanFilename(claimed)).toBe(want));
