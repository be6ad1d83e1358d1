import { Readable } from 'node:stream';
import { createService } from '@brrt/router-core';
import { SentPart, type UploadedFile } from '@brrt/router-core/ports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClientRequest, type ClientResponse, clientSchemas, createClient } from '../src/index.ts';
import { type AnyClient, methodOf } from './call.ts';
import { contractOf } from './echo-service.ts';
import { exchangeOf } from './exchange.ts';
import { startUpstream } from './upstream.ts';

const echo = ({ body }: { body: unknown }) => ({ status: 200, body });
const pet = { type: 'object', required: ['name'], properties: { name: { type: 'string' } } };
const binary = { type: 'string', format: 'binary' };

/** Sent and answered in the same way, so that each side reads what the other wrote. */
const content = {
  form: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        properties: {
          title: { type: 'string' },
          count: { type: 'integer' },
          flag: { type: 'boolean' },
          tags: { type: 'array', items: { type: 'string' } },
          pet,
          pets: { type: 'array', items: pet },
          csv: { type: 'array', items: { type: 'string' } },
          piped: { type: 'array', items: { type: 'integer' } },
          deep: { type: 'object', properties: { a: { type: 'integer' }, b: { type: 'string' } } },
          photo: binary,
          files: { type: 'array', items: binary },
          either: { anyOf: [binary, { type: 'array', items: binary }] },
          note: { type: 'string' },
          any: {},
          box: { type: 'object', properties: { pet, file: binary } },
          'a "quoted\\" name': { type: 'string' },
        },
      },
      encoding: {
        csv: { style: 'form', explode: false },
        piped: { style: 'pipeDelimited', explode: false },
        deep: { style: 'deepObject', explode: true },
        photo: {
          contentType: 'image/png, image/jpeg',
          headers: { 'X-Size': { required: true, schema: { type: 'integer', maximum: 9 } } },
        },
        note: { contentType: 'text/markdown' },
        any: { contentType: 'application/json, text/plain, image/*' },
        box: { contentType: 'multipart/form-data', encoding: { file: { contentType: 'image/webp' } } },
      },
    },
  },
  list: {
    'multipart/mixed': {
      schema: { type: 'array', minItems: 1, prefixItems: [pet, { type: 'string' }], items: binary },
      prefixEncoding: [{ contentType: 'application/json' }, {}],
      itemEncoding: { contentType: 'image/*', headers: { 'Content-Location': { schema: { type: 'string' } } } },
    },
  },
  items: { 'multipart/mixed': { itemSchema: pet, itemEncoding: { contentType: 'application/json' } } },
  raw: { 'multipart/mixed': {} },
};

const document = {
  openapi: '3.2.0',
  info: { title: 'Parts', version: '1' },
  paths: Object.fromEntries(
    Object.entries(content).map(([name, each]) => [
      `/${name}`,
      {
        post: {
          operationId: name,
          requestBody: { required: true, content: each },
          responses: {
            200: { description: 'The same', content: each },
            default: { description: 'A problem', content: { 'application/problem+json': {} } },
          },
        },
      },
    ]),
  ),
};

const upload = (text: string, mediaType: string, filename?: string) =>
  filename === undefined ? new Blob([text], { type: mediaType }) : new File([text], filename, { type: mediaType });

async function show(value: unknown): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map(show));
  if (typeof value !== 'object' || value === null) return value;
  if ('bytes' in value) {
    const { filename, mediaType, size } = value as UploadedFile;
    return { filename, mediaType, size, text: await (value as UploadedFile).text() };
  }
  const members = Object.entries(value).map(async ([name, member]) => [name, await show(member)] as const);
  return Object.fromEntries(await Promise.all(members));
}

describe('what a client writes a service reads, and the other way round', () => {
  const opened: { close(): Promise<unknown> }[] = [];
  let client: AnyClient;
  beforeAll(async () => {
    const contract = await contractOf(document);
    const handlers = {
      form: echo,
      list: echo,
      items: echo,
      raw: ({ body }: { body: Readable }) => ({ status: 200, body, contentType: 'multipart/mixed; boundary=own' }),
    };
    const service = createService({ contract, handlers: handlers as never });
    const { url } = await service.listen({ port: 0, host: '127.0.0.1' });
    const definition = {
      service: 'parts',
      contract: contract.model,
      schemas: clientSchemas('parts', contract.model),
    };
    const bindable = createClient<AnyClient>(definition, { baseUrl: url });
    client = bindable.bind(exchangeOf());
    opened.push(bindable, service);
  });
  afterAll(async () => {
    for (const each of opened) await each.close();
  });
  const call = (operation: string, body: ClientRequest['body']): Promise<ClientResponse> =>
    methodOf(client, operation)({ body });

  it.each<[string, object, object]>([
    [
      'text, numbers and booleans',
      { title: 'a\r\n--b', count: 3, flag: true },
      { title: 'a\r\n--b', count: 3, flag: true },
    ],
    ['a list as parts of one name', { tags: ['a,b', 'é'] }, { tags: ['a,b', 'é'] }],
    [
      'objects as JSON',
      { pet: { name: 'Rex' }, pets: [{ name: 'a' }, { name: 'b' }] },
      { pet: { name: 'Rex' }, pets: [{ name: 'a' }, { name: 'b' }] },
    ],
    [
      'styles, nothing percent-encoded',
      { csv: ['a', '%20', 'c+d&e=f'], piped: [1, 2], deep: { a: 1, b: 'x y' } },
      { csv: ['a', '%20', 'c+d&e=f'], piped: [1, 2], deep: { a: 1, b: 'x y' } },
    ],
    ['a text of another type', { note: '# Title' }, { note: '# Title' }],
    ['of several types that of the value: JSON', { any: { a: 1 } }, { any: { a: 1 } }],
    ['of several types that of the value: text', { any: '1' }, { any: '1' }],
    [
      'of several types that of the value: octets',
      { any: Buffer.from('RIFF') },
      { any: { mediaType: 'image/png', text: 'RIFF' } },
    ],
    [
      'files with what they say of themselves',
      { files: [upload('one', 'text/csv', 'a "b"\\é.csv'), upload('two', ''), Buffer.from('3')] },
      {
        files: [
          { filename: 'é.csv', mediaType: 'text/csv', text: 'one' },
          { filename: 'blob', mediaType: 'application/octet-stream', text: 'two' },
          { filename: 'blob', text: '3' },
        ],
      },
    ],
    ['one file where it may be several', { either: upload('a', 'image/png') }, { either: { text: 'a' } }],
    [
      'several files',
      { either: [upload('a', 'image/png'), upload('b', '')] },
      { either: [{ text: 'a' }, { text: 'b' }] },
    ],
    [
      'a part with headers',
      { photo: new SentPart(Buffer.from('PNG'), { filename: 'a.png', headers: { 'X-Size': 3 } }) },
      { photo: { filename: 'a.png', mediaType: 'image/png', text: 'PNG' } },
    ],
    [
      'a file larger than what stays in memory, streamed',
      { files: [Readable.from([Buffer.alloc(60_000, 'a'), Buffer.alloc(60_000, 'b')], { objectMode: false })] },
      { files: [{ size: 120_000 }] },
    ],
    [
      'parts in a part',
      { box: { pet: { name: 'Rex' }, file: upload('RIFF', 'image/webp', 'x') } },
      { box: { pet: { name: 'Rex' }, file: { filename: 'x', text: 'RIFF' } } },
    ],
    ['names with quotes', { 'a "quoted\\" name': 'x' }, { 'a "quoted\\" name': 'x' }],
    ['members that the schema does not name', { other: 'x', two: ['a', 'b'] }, { other: 'x', two: ['a', 'b'] }],
    ['members that are undefined, left out', { title: 'x', count: undefined, tags: [] }, { title: 'x' }],
    ['nothing', {}, {}],
  ])('%s', async (_name, body, want) => {
    const answer = await call('form', body);
    expect(answer).toMatchObject({ status: 200, contentType: 'multipart/form-data' });
    const shown = await show(answer.body);
    expect(shown).toMatchObject(want);
    expect(Object.keys(Object(shown))).toEqual(Object.keys(want));
  });

  it('an array by position', async () => {
    const image = new SentPart(upload('RIFF', 'image/webp'), { headers: { 'Content-Location': '/a' } });
    const { body } = await call('list', [{ name: 'Rex' }, 'text', image]);
    expect(await show(body)).toEqual([
      { name: 'Rex' },
      'text',
      { filename: undefined, mediaType: 'image/webp', size: 4, text: 'RIFF' },
    ]);
    expect(Array.isArray(body) && body[2].headers).toMatchObject({ 'Content-Location': '/a' });
  });

  it('items one by one', async () => {
    async function* pets(): AsyncGenerator<object> {
      yield { name: 'a' };
      yield { name: 'b' };
    }
    const answer = await call('items', pets());
    const items: unknown[] = [];
    // The test says that it is an iterable.
    for await (const item of answer.body as AsyncIterable<unknown>) items.push(item);
    expect(items).toEqual([{ name: 'a' }, { name: 'b' }]);
  });

  it('octets with the boundary that the handler states', async () => {
    const { body } = await call('raw', Buffer.from('--own\r\n\r\nx\r\n--own--'));
    expect(String(body)).toBe('--own\r\n\r\nx\r\n--own--');
  });

  it.each<[string, object, string]>([
    ['a header that is missing', { photo: Buffer.from('PNG') }, 'X-Size'],
    ['an element with the delimiter of its style', { csv: ['a,b'] }, 'delimiter'],
    ['a media type that is none', { files: [new SentPart('x', { mediaType: 'a/b\r\nX: y' })] }, 'media type'],
    ['a symbol', { title: Symbol('x') }, 'text'],
  ])('%s is refused before anything is sent', async (_name, body, message) => {
    await expect(call('form', body)).rejects.toThrow(new RegExp(message));
    await expect(call('form', body)).rejects.toBeInstanceOf(TypeError);
  });
});

describe('an answer that breaks its contract', () => {
  const part = (head: string, text: string) =>
    `--b\r\nContent-Disposition: form-data; name="${head}\r\n\r\n${text}\r\n`;
  it.each<[string, string, string, string]>([
    ['a text for a number', part('count"', 'x'), '/count', 'type'],
    ['a part of another type', part('photo"\r\nContent-Type: text/csv', 'x'), '', 'contentType'],
    ['a header that is missing', part('photo"; filename="x"\r\nContent-Type: image/png', 'x'), '/photo', 'required'],
    ['JSON that is none', part('pet"', '{'), '/pet', 'parse'],
    ['no end', `${part('title"', 'x')}--b`, '', 'parse'],
    ['more than is held in memory', part('files"; filename="x"', 'x'.repeat(6_000_000)), '', 'maxLength'],
  ])('%s', async (_name, parts, pointer, keyword) => {
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    const body = keyword === 'parse' && pointer === '' ? parts : `${parts}--b--\r\n`;
    await using upstream = await startUpstream({ headers, body });
    const { model } = await contractOf(document);
    const definition = { service: 'parts', contract: model, schemas: clientSchemas('parts', model) };
    const bindable = createClient<AnyClient>(definition, { baseUrl: upstream.url });
    const failed = methodOf(bindable.bind(exchangeOf()), 'form')({ body: {} });
    await expect(failed).rejects.toMatchObject({ code: 'ERR_UPSTREAM', breaches: [{ pointer, keyword }] });
    await bindable.close();
  });
});
