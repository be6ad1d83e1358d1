import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it, vi } from 'vitest';
import { encodeBody } from './encode-body.ts';
import { concreteMediaType, mediaKind } from './media-kind.ts';

async function* events(...items: readonly unknown[]): AsyncGenerator<unknown> {
  yield* items;
}

const cycle: Record<string, unknown> = {};
cycle.self = cycle;

describe('values that are there at once', () => {
  it.each<[string, unknown, unknown]>([
    ['application/json', { a: [1, null] }, '{"a":[1,null]}'],
    ['application/json', 'text', '"text"'],
    ['application/json', null, 'null'],
    ['application/problem+json; charset=utf-8', {}, '{}'],
    ['*/*', { a: 1 }, '{"a":1}'],
    ['text/plain', 'é', 'é'],
    ['text/html; charset=utf-8', '<p>', '<p>'],
    ['text/*', 1, '1'],
    ['text/plain', false, 'false'],
    ['text/plain', 1n, '1'],
    ['application/json', { a: [9_223_372_036_854_775_807n, 1] }, '{"a":[9223372036854775807,1]}'],
    ['application/xml', '<a/>', '<a/>'],
    ['application/octet-stream', 'abc', 'abc'],
    ['image/png', Uint8Array.of(1), Uint8Array.of(1)],
    ['application/json', Buffer.from('{}'), Buffer.from('{}')],
    ['application/octet-stream', Uint8Array.of(1, 2).buffer, Uint8Array.of(1, 2)],
    ['application/jsonl', [1, { a: 2 }], '1\n{"a":2}\n'],
    ['application/json-seq', [1], '\x1e1\n'],
    ['application/x-ndjson', '1\n', '1\n'],
    ['text/event-stream', ['a'], 'data: a\n\n'],
    ['text/event-stream', 'data: a\n\n', 'data: a\n\n'],
    [
      'application/x-www-form-urlencoded',
      { a: 'x y', b: [1, 2], c: { d: 1 }, e: undefined },
      'a=x+y&b=1&b=2&c=%7B%22d%22%3A1%7D',
    ],
    ['application/x-www-form-urlencoded', 'a=1', 'a=1'],
    ['text/plain; charset=iso-8859-1', 'é', Buffer.of(0xe9)],
  ])('%s, row %#', (mediaType, body, want) => expect(encodeBody(mediaType, body)).toEqual(want));
});

describe('values that a media type cannot carry', () => {
  it.each<[string, unknown]>([
    ['application/json', undefined],
    ['application/json', () => {}],
    ['application/json', cycle],
    [
      'application/json',
      {
        get a(): never {
          throw new TypeError('no');
        },
      },
    ],
    ['text/plain', {}],
    ['text/plain', undefined],
    ['image/png', {}],
    ['multipart/form-data', {}],
    ['application/jsonl', 1],
    ['text/event-stream', { data: 1 }],
    ['text/event-stream', null],
    ['text/event-stream', [1]],
    ['text/event-stream', [{}]],
    ['text/event-stream', [{ data: 'a', event: 'a\nb' }]],
    ['text/event-stream', [{ data: 'a', id: '\0' }]],
    ['text/event-stream', [{ data: 'a', retry: 1.5 }]],
    ['application/x-www-form-urlencoded', []],
    ['application/x-www-form-urlencoded', 1],
    ['text/plain; charset=iso-8859-1', '€'],
  ])('%s, row %#', (mediaType, body) => expect(() => encodeBody(mediaType, body)).toThrow(TypeError));
});

describe('streams', () => {
  const read = (mediaType: string, body: unknown): Promise<string> => {
    const encoded = encodeBody(mediaType, body);
    if (!(encoded instanceof Readable)) throw new TypeError('not a stream');
    return text(encoded);
  };

  it('passes a stream of octets as it is', () => {
    const stream = Readable.from([Buffer.from('a')], { objectMode: false });
    expect(encodeBody('text/event-stream', stream)).toBe(stream);
    expect(encodeBody('*/*', stream)).toBe(stream);
  });

  it.each<[string, unknown, string]>([
    ['text/event-stream', events('a\r\nb\nc', { data: { x: 1 } }), 'data: a\ndata: b\ndata: c\n\ndata: {"x":1}\n\n'],
    [
      'text/event-stream',
      events({ event: 'tick', id: '7', retry: 100, data: 'x' }),
      'event: tick\nid: 7\nretry: 100\ndata: x\n\n',
    ],
    ['text/event-stream', events({ id: '8' }), 'id: 8\n\n'],
    ['text/event-stream', new Set(['a']), 'data: a\n\n'],
    ['text/event-stream', Readable.from([{ data: 1 }]), 'data: 1\n\n'],
    ['application/jsonl', events(1, { a: 2 }), '1\n{"a":2}\n'],
    ['application/x-ndjson', new Set([1]), '1\n'],
    ['application/json-seq', events(1), '\x1e1\n'],
    ['application/octet-stream', events('a', Buffer.from('b')), 'ab'],
  ])('%s', async (mediaType, body, want) => expect(await read(mediaType, body)).toBe(want));

  it('fails when an event cannot be framed', async () => {
    await expect(read('text/event-stream', events('a', 1))).rejects.toThrow(TypeError);
  });

  it('stops the source when the client goes away', async () => {
    let isStopped = false;
    async function* endless(): AsyncGenerator<string> {
      try {
        for (;;) yield 'tick';
      } finally {
        isStopped = true;
      }
    }
    const encoded = encodeBody('text/event-stream', endless());
    if (!(encoded instanceof Readable)) throw new TypeError('not a stream');
    for await (const chunk of encoded) {
      expect(String(chunk)).toContain('data: tick\n\n');
      break;
    }
    await vi.waitFor(() => expect(isStopped).toBe(true));
  });
});

it.each([
  ['application/yaml', 'text'],
  ['application/vnd.x+yaml', 'text'],
  ['application/atom+xml', 'text'],
  ['application/geo+json-seq', 'sequence'],
  ['nonsense', 'binary'],
  ['constructor/x', 'binary'],
])('%s is %s', (mediaType, kind) => expect(mediaKind(mediaType)).toBe(kind));

it.each<[string, unknown, string]>([
  ['application/json', {}, 'application/json'],
  ['*/*', {}, 'application/json'],
  ['*/*', Uint8Array.of(1), 'application/octet-stream'],
  ['application/*+json', {}, 'application/json'],
  ['image/*', undefined, 'image/png'],
  ['text/*', '', 'text/plain'],
  ['nonsense', '', 'nonsense'],
])('%s is sent as %3$s', (declared, body, want) => expect(concreteMediaType(declared, body)).toBe(want));
