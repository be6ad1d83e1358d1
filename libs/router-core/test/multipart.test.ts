import { mkdtemp, readdir, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProblemDocument, UploadedFile } from '../src/index.ts';
import type { Contract } from '../src/ports/index.ts';
import { hosts, contractOf as liveContractOf, openSocket, start } from './body-service.ts';

const text = `
openapi: 3.2.0
info: { title: Multipart, version: '1' }
paths:
  /form:
    post:
      operationId: take
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [title]
              additionalProperties: false
              properties:
                title: { type: string, maxLength: 20 }
                count: { type: integer }
                code: { type: [integer, string], enum: ['7', 8] }
                tags: { type: array, items: { type: string } }
                csv: { type: array, items: { type: string } }
                piped: { type: array, items: { type: integer } }
                color: { type: object, properties: { R: { type: integer }, G: { type: integer } } }
                deep: { type: object, properties: { a: { type: integer } } }
                meta: { type: object, required: [a], properties: { a: { type: integer } } }
                list: { type: array, items: { type: object, properties: { a: { type: integer } } } }
                photo: { contentMediaType: image/png, maxLength: 10 }
                files: { type: array, maxItems: 2, items: { type: string, format: binary } }
                sheet: { type: object }
                either: {}
                coded: { type: string, contentEncoding: base64 }
            encoding:
              csv: { style: form, explode: false }
              piped: { style: pipeDelimited, explode: false }
              color: { style: form, explode: true }
              deep: { style: deepObject, explode: true }
              sheet: { contentType: 'text/csv, application/xml; charset=utf-8' }
              either: { contentType: 'application/json, text/plain, image/*' }
              photo:
                contentType: image/png, image/jpeg
                headers:
                  X-Rate: { required: true, schema: { type: integer, maximum: 9 } }
                  X-Tags: { schema: { type: array, items: { type: string } } }
      responses: { '200': { description: What arrived, content: { application/json: {} } } }
  /mixed:
    post:
      operationId: takeMixed
      requestBody:
        required: true
        content:
          multipart/mixed:
            schema:
              type: array
              minItems: 2
              prefixItems:
                - { type: object, required: [author], properties: { author: { type: string } } }
                - {}
              items: { type: string }
            prefixEncoding:
              - {}
              - { contentType: image/* }
            itemEncoding: { contentType: text/plain, headers: { Content-Location: { required: true, content: { text/plain: { schema: { type: string, format: uri } } } }, Content-ID: { schema: false } } }
          multipart/related:
            schema:
              type: array
              prefixItems:
                - { type: array }
                - { type: array, prefixItems: [{ type: object }, { type: string }, {}] }
            prefixEncoding:
              - {}
              - contentType: multipart/mixed
                prefixEncoding: [{ contentType: application/xml }, {}, { contentType: image/png }]
          multipart/x-named:
            schema: { type: object, required: [about, file], properties: { about: { type: object }, file: { type: string, format: binary } } }
      responses: { '200': { description: What arrived, content: { application/json: {} } } }
  /stream:
    post:
      operationId: takeStream
      requestBody:
        required: true
        content:
          multipart/mixed:
            itemSchema: { type: object, required: [a], properties: { a: { type: integer } } }
          multipart/x-images:
            itemSchema: {}
            itemEncoding: { contentType: image/jpeg }
      responses: { '200': { description: What arrived, content: { application/json: {} } } }
  /readings:
    post:
      operationId: takeReadings
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              properties:
                image:
                  anyOf:
                    - { type: string, format: binary }
                    - { type: array, minItems: 2, items: { type: string, format: binary } }
                words: { anyOf: [{ type: array, items: { type: string } }, { enum: [''] }] }
                lines: { type: [array, string], maxLength: 1, items: { type: string } }
                size: { type: integer, default: 3 }
                wide: { type: object, properties: { id: { type: integer, format: int64, x-brrt-type: bigint } } }
            encoding:
              lines: { style: pipeDelimited, explode: false }
      responses: { '200': { description: What arrived, content: { application/json: {} } } }
  /raw:
    post:
      operationId: takeRaw
      requestBody: { required: true, content: { multipart/mixed: {} } }
      responses: { '200': { description: What arrived, content: { application/json: {} } } }
`;

type Head = string | undefined;

/** A body of these parts; a head without a colon is the name of a form field. */
function body(parts: readonly (readonly [Head, string])[], boundary = 'b'): string {
  const pieces = parts.map(([head, content]) => {
    const lines =
      head === undefined || head === ''
        ? ''
        : head.includes(':')
          ? `${head}\r\n`
          : `Content-Disposition: form-data; name="${head}"\r\n`;
    return `--${boundary}\r\n${lines}\r\n${content}\r\n`;
  });
  return `${pieces.join('')}--${boundary}--\r\n`;
}

const photo = (more: string, content = 'PNG') =>
  [
    `Content-Disposition: form-data; name="photo"; filename="a.png"\r\nContent-Type: image/png${more}`,
    content,
  ] as const;

async function show(value: unknown): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map(show));
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return value;
  if ('bytes' in value) {
    const { filename, mediaType, size, text: read } = value as UploadedFile;
    return { filename, mediaType, size, text: await read.call(value) };
  }
  return Object.fromEntries(
    await Promise.all(Object.entries(value).map(async ([name, member]) => [name, await show(member)])),
  );
}

const echo = async ({ body: value }: { body: unknown }) => ({ status: 200, body: await show(value) });

describe.each(hosts)('multipart, %s', (_host, contractOf) => {
  let contract: Contract;
  const send = async (path: string, contentType: string, content: string): Promise<{ status: number; json: never }> => {
    contract ??= await contractOf(text);
    const handlers = {
      take: echo,
      takeMixed: echo,
      takeReadings: echo,
      takeRaw: async ({ body: octets }: { body: UploadedFile }) => ({ status: 200, body: await octets.text() }),
    };
    await using service = await start(contract, handlers);
    const response = await fetch(service.url + path, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body: content,
    });
    return { status: response.status, json: (await response.json()) as never };
  };
  const form = (...parts: (readonly [Head, string])[]) =>
    send('/form', 'multipart/form-data; boundary=b', body([['title', 'T'], ...parts]));

  it.each<[string, readonly (readonly [Head, string])[], object]>([
    [
      'text and numbers by their schema',
      [
        ['count', '3'],
        ['code', '7'],
      ],
      { title: 'T', count: 3, code: '7' },
    ],
    [
      'a list as parts of one name',
      [
        ['tags', 'a,b'],
        ['tags', 'é'],
      ],
      { tags: ['a,b', 'é'] },
    ],
    ['a list of one', [['tags', 'a']], { tags: ['a'] }],
    ['JSON of an object', [['meta', '{"a":1}']], { meta: { a: 1 } }],
    [
      'JSON with its type',
      [['Content-Disposition: form-data; name="meta"\r\nContent-Type: application/json; charset=UTF-8', '{"a":1}']],
      { meta: { a: 1 } },
    ],
    [
      'objects as parts of one name, or as one array',
      [
        ['list', '{"a":1}'],
        ['list', '{"a":2}'],
      ],
      { list: [{ a: 1 }, { a: 2 }] },
    ],
    ['an array as one text', [['list', '[{"a":1}]']], { list: [{ a: 1 }] }],
    ['style form without explode, nothing percent-decoded', [['csv', 'a,%20,c+d']], { csv: ['a', '%20', 'c+d'] }],
    ['style pipeDelimited', [['piped', '1|2']], { piped: [1, 2] }],
    [
      'style form with explode: properties as parts',
      [
        ['R', '1'],
        ['G', '2'],
      ],
      { color: { R: 1, G: 2 } },
    ],
    ['style deepObject', [['deep[a]', '1']], { deep: { a: 1 } }],
    [
      'another text type stays text',
      [['Content-Disposition: form-data; name="sheet"\r\nContent-Type: text/csv; charset=iso-8859-1', 'a;b']],
      { sheet: 'a;b' },
    ],
    [
      'of several types the one that is sent: JSON',
      [['Content-Disposition: form-data; name="either"\r\nContent-Type: application/json', '[1]']],
      { either: [1] },
    ],
    [
      'of several types the one that is sent: text',
      [['Content-Disposition: form-data; name="either"\r\nContent-Type: text/plain', '[1]']],
      { either: '[1]' },
    ],
    [
      'of several types the one that is sent: an image',
      [['Content-Disposition: form-data; name="either"\r\nContent-Type: image/webp', 'RIFF']],
      { either: { mediaType: 'image/webp', text: 'RIFF' } },
    ],
    [
      'base64 as its text',
      [['Content-Disposition: form-data; name="coded"\r\nContent-Transfer-Encoding: base64', 'YWJj']],
      { coded: 'YWJj' },
    ],
    [
      'a file with its headers',
      [photo('\r\nX-Rate: 3')],
      { photo: { filename: 'a.png', mediaType: 'image/png', size: 3, text: 'PNG' } },
    ],
    [
      'files of one name',
      [
        ['Content-Disposition: form-data; name="files"; filename="1"', 'a'],
        ['Content-Disposition: form-data; name="files"; filename="2"', ''],
      ],
      {
        files: [
          { filename: '1', text: 'a' },
          { filename: '2', size: 0 },
        ],
      },
    ],
  ])('%s', async (_name, parts, want) => {
    expect(await form(...parts)).toMatchObject({ status: 200, json: want });
  });

  it.each<[string, readonly (readonly [Head, string])[], string, string]>([
    ['a required header that is missing', [photo('')], '/photo', 'required'],
    ['a header that is no number', [photo('\r\nX-Rate: many')], '/photo', 'type'],
    ['a header beyond its limit', [photo('\r\nX-Rate: 10')], '/photo', 'maximum'],
    ['a file longer than its schema', [photo('\r\nX-Rate: 1', 'x'.repeat(11))], '/photo', 'maxLength'],
    ['JSON that breaks its schema', [['meta', '{}']], '/meta/a', 'required'],
    ['JSON that is none', [['meta', '{']], '/meta', 'parse'],
    ['a property twice', [['title', 'U']], '/title', 'style'],
    ['a name that is not declared', [['other', 'x']], '/other', 'additionalProperties'],
    ['a nested name that is not declared', [['other[a]', 'x']], '/other[a]', 'unknown'],
    ['text for a number', [['count', 'x']], '/count', 'type'],
    ['neither of what a text can be', [['code', '9']], '/code', 'enum'],
  ])('%s breaks the contract', async (_name, parts, pointer, keyword) => {
    const { status, json } = await form(...parts);
    expect([status, (json as ProblemDocument).errors]).toEqual([
      400,
      [expect.objectContaining({ in: 'body', pointer, keyword })],
    ]);
  });

  it.each<[string, readonly [Head, string], number, string]>([
    [
      'of a type that its encoding does not have',
      ['Content-Disposition: form-data; name="photo"\r\nContent-Type: image/gif', 'x'],
      415,
      'image/png or image/jpeg',
    ],
    [
      'of another type than its schema has',
      ['Content-Disposition: form-data; name="title"\r\nContent-Type: image/gif', 'x'],
      415,
      'text/plain',
    ],
    [
      'XML for JSON',
      ['Content-Disposition: form-data; name="meta"\r\nContent-Type: application/xml', '<a/>'],
      415,
      'application/json',
    ],
    [
      'of an unknown charset',
      ['Content-Disposition: form-data; name="title"\r\nContent-Type: text/plain; charset=klingon', 'x'],
      415,
      'charset',
    ],
    [
      'in base64 that nobody asked for',
      ['Content-Disposition: form-data; name="title"\r\nContent-Transfer-Encoding: base64', 'x'],
      415,
      'Content-Transfer-Encoding',
    ],
    ['without a name', ['Content-Type: text/plain', 'x'], 400, 'no name'],
    ['with a header that is none', ['Content-Disposition: form-data; name="a"\r\nno colon', 'x'], 400, 'malformed'],
    [
      'with a header twice',
      ['Content-Disposition: form-data; name="a"\r\ncontent-disposition: form-data; name="b"', 'x'],
      400,
      'malformed',
    ],
    [
      'with a long header',
      [`Content-Disposition: form-data; name="a"\r\nX: ${'x'.repeat(17_000)}`, 'x'],
      413,
      'header',
    ],
    ['with a long name', [`Content-Disposition: form-data; name="${'n'.repeat(201)}"`, 'x'], 400, '200 octets'],
  ])('a part %s is refused', async (_name, part, status, detail) => {
    expect(await form(part)).toMatchObject({ status, json: { detail: expect.stringContaining(detail) } });
  });

  const image = (name: string): readonly [Head, string] => [
    `Content-Disposition: form-data; name="image"; filename="${name}"\r\nContent-Type: image/png`,
    name,
  ];
  it.each<[string, readonly (readonly [Head, string])[], object]>([
    ['one file where it may be several', [image('a')], { image: { filename: 'a', text: 'a' } }],
    ['several files', [image('a'), image('b')], { image: [{ filename: 'a' }, { filename: 'b' }] }],
    ['a list of one where that is all the schema takes', [['words', 'x']], { words: ['x'] }],
    ['what else the schema takes', [['words', '']], { words: '' }],
    ['a style where the schema takes lists alone', [['lines', 'a|b']], { lines: ['a', 'b'] }],
    ['a style where the schema takes a text too', [['lines', 'a']], { lines: 'a' }],
    ['what is left out has its default', [], { size: 3 }],
    ['an integer that no number holds', [['wide', '{"id":9007199254740993}']], { wide: { id: '9007199254740993n' } }],
  ])('%s', async (_name, parts, want) => {
    const sent = await send(
      '/readings',
      'multipart/form-data; boundary=b',
      body(parts.length === 0 ? [['other', 'x']] : parts),
    );
    expect(sent).toMatchObject({ status: 200, json: want });
  });

  const place = 'Content-Location: https://a.example/x';
  it('parts of multipart/mixed are an array by their order', async () => {
    const content = body([
      ['', '{"author":"A"}'],
      ['Content-Type: image/webp', 'RIFF'],
      [place, 'one'],
      [place, 'two'],
    ]);
    expect(await send('/mixed', 'multipart/mixed; boundary="b"', `preamble\r\n${content}epilogue`)).toMatchObject({
      status: 200,
      json: [{ author: 'A' }, { mediaType: 'image/webp', text: 'RIFF' }, 'one', 'two'],
    });
  });

  it.each<[string, readonly (readonly [Head, string])[], number, string]>([
    ['too few parts', [['', '{"author":"A"}']], 400, 'minItems'],
    [
      'the first part',
      [
        ['', '{}'],
        ['Content-Type: image/webp', ''],
      ],
      400,
      '/0/author',
    ],
    [
      'a type by position',
      [
        ['', '{"author":"A"}'],
        ['Content-Type: text/html', ''],
      ],
      415,
      'The part 1 has to be image/*',
    ],
    [
      'a header by position',
      [
        ['', '{"author":"A"}'],
        ['Content-Type: image/webp', ''],
        ['', 'x'],
      ],
      400,
      '/2',
    ],
    [
      'a header that has to be absent',
      [
        ['', '{"author":"A"}'],
        ['Content-Type: image/webp', ''],
        [`${place}\r\nContent-ID: x`, 'x'],
      ],
      400,
      'Content-ID',
    ],
  ])('multipart/mixed is refused for %s', async (_name, parts, status, detail) => {
    const answer = await send('/mixed', 'multipart/mixed; boundary=b', body(parts));
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.json)).toContain(detail);
  });

  it('a part may have parts itself', async () => {
    const inner = body(
      [
        ['Content-Type: application/xml', '<a/>'],
        ['', 'text'],
        ['Content-Type: image/png', 'PNG'],
      ],
      'bb',
    );
    const outer = body([
      ['', '[1]'],
      ['Content-Type: multipart/mixed; boundary=bb', inner],
    ]);
    expect(await send('/mixed', 'multipart/related; boundary=b', outer)).toMatchObject({
      status: 200,
      json: [[1], ['<a/>', 'text', { mediaType: 'image/png', text: 'PNG' }]],
    });
  });

  it('parts without names are the next properties where names are not needed', async () => {
    const content = body([
      ['Content-Type: application/json', '{"a":1}'],
      ['Content-Type: image/png', 'PNG'],
    ]);
    expect(await send('/mixed', 'multipart/x-named; boundary=b', content)).toMatchObject({
      json: { about: { a: 1 }, file: { text: 'PNG' } },
    });
  });

  it('multipart of which nothing is said is octets', async () => {
    expect(await send('/raw', 'multipart/mixed; boundary=b', 'anything')).toEqual({ status: 200, json: 'anything' });
  });

  it('items arrive one by one, and the first that breaks the contract ends them', async () => {
    contract ??= await contractOf(text);
    const seen: unknown[] = [];
    const takeStream = async ({ body: items }: { body: AsyncIterable<unknown> }) => {
      for await (const item of items) seen.push(await show(item));
      return { status: 200, body: seen.splice(0) };
    };
    await using service = await start(contract, { takeStream });
    const post = async (contentType: string, content: string) => {
      const response = await fetch(`${service.url}/stream`, {
        method: 'POST',
        headers: { 'content-type': contentType },
        body: content,
      });
      return { status: response.status, json: await response.json() };
    };
    expect(
      await post(
        'multipart/mixed; boundary=b',
        body([
          ['', '{"a":1}'],
          ['', '{"a":2}'],
        ]),
      ),
    ).toEqual({ status: 200, json: [{ a: 1 }, { a: 2 }] });
    const jpeg = 'Content-Type: image/jpeg';
    expect(
      await post(
        'multipart/x-images; boundary=b',
        body([
          [jpeg, 'one'],
          [jpeg, 'two'],
        ]),
      ),
    ).toMatchObject({ json: [{ text: 'one' }, { text: 'two' }] });
    const bad = await post(
      'multipart/mixed; boundary=b',
      body([
        ['', '{"a":1}'],
        ['', '{}'],
      ]),
    );
    expect(bad).toMatchObject({
      status: 400,
      json: { errors: [{ in: 'body', pointer: '/1/a', keyword: 'required' }] },
    });
    expect(seen).toEqual([{ a: 1 }]);
  });
});

describe('large files', () => {
  let folder: string;
  const previous = process.env.TMPDIR;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'brrt-uploads-'));
    process.env.TMPDIR = folder;
  });
  afterAll(async () => {
    if (previous === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = previous;
    await rm(folder, { recursive: true });
  });

  const upload = `
openapi: 3.1.0
info: { title: Uploads, version: '1' }
paths:
  /upload:
    post:
      operationId: upload
      x-brrtrouter-body-size-bytes: 400000000
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema: { type: object, required: [file, name], properties: { file: { type: string, format: binary }, name: { type: string } } }
      responses: { '200': { description: Size, content: { application/json: {} } } }
`;
  /** Files of uploads that the process holds open, named or not; a system without such a list tells nothing. */
  const openFiles = async (): Promise<number> => {
    if (process.platform !== 'linux') return 0;
    const descriptors = await readdir('/proc/self/fd');
    const targets = await Promise.all(
      descriptors.map((descriptor) => readlink(`/proc/self/fd/${descriptor}`).catch(() => '')),
    );
    return targets.filter((target) => target.startsWith(folder)).length;
  };
  const head = (length: number) =>
    `POST /upload HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: ${length}\r\n\r\n`;

  it('pass through a small memory, are complete before the handler runs, and are gone behind it', async () => {
    const megabytes = process.env.CI === undefined ? 200 : 100;
    const chunk = Buffer.alloc(1_048_576, 'x');
    let most = 0;
    const handler = async ({ body: { file, name } }: { body: { file: UploadedFile; name: string } }) => {
      let size = 0;
      for await (const octets of file.stream() as AsyncIterable<Buffer>) size += octets.length;
      let part = '';
      for await (const octets of file.stream({ first: 5, last: 7 }) as AsyncIterable<Buffer>) part += String(octets);
      return {
        status: 200,
        body: { size, told: file.size, name, part, folder: await readdir(folder), open: await openFiles() },
      };
    };
    await using service = await start(await liveContractOf(upload), { upload: handler });
    const before = process.memoryUsage().rss;
    async function* octets() {
      yield Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="big"\r\n\r\n');
      for (let index = 0; index < megabytes; index += 1) {
        most = Math.max(most, process.memoryUsage().rss - before);
        yield chunk;
      }
      yield Buffer.from('\r\n--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nbig\r\n--b--\r\n');
    }
    const init = { method: 'POST', duplex: 'half', headers: { 'content-type': 'multipart/form-data; boundary=b' } };
    const response = await fetch(`${service.url}/upload`, {
      ...init,
      body: ReadableStream.from(octets()),
    } as RequestInit);
    const size = megabytes * 1_048_576;
    // The file has no name in its folder, so that nothing is left behind.
    expect(await response.json()).toEqual({
      size,
      told: size,
      name: 'big',
      part: 'xxx',
      folder: [],
      open: process.platform === 'linux' ? 1 : 0,
    });
    expect(most).toBeLessThan(120 * 1_048_576);
    await expect.poll(openFiles).toBe(0);
  });

  it.each([
    ['cut short', '--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n', 400],
    ['without a required part', '--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n', 400],
  ])('%s leave nothing behind', async (name, begin, status) => {
    await using service = await start(await liveContractOf(upload), { upload: echo });
    const content = `${begin}${'x'.repeat(200_000)}${name === 'cut short' ? '' : '\r\n--b--\r\n'}`;
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    expect((await fetch(`${service.url}/upload`, { method: 'POST', headers, body: content })).status).toBe(status);
    await expect.poll(openFiles).toBe(0);
    expect(await readdir(folder)).toEqual([]);
  });

  it('of a client that goes away leave nothing behind', async () => {
    await using service = await start(await liveContractOf(upload), { upload: echo });
    const begin = '--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n';
    const socket = await openSocket(service.port, `${head(1_000_000)}${begin}${'x'.repeat(200_000)}`);
    if (process.platform === 'linux') await expect.poll(openFiles).toBe(1);
    socket.destroy();
    await expect.poll(() => service.ended[0]?.error?.code).toBe('ERR_REQUEST_ABORTED');
    await expect.poll(openFiles).toBe(0);
  });
});
