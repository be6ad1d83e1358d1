import type { MediaType } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { createLiveSchemas } from '../schema/live-schemas.ts';
import { compileBodyReader } from './compile-body-reader.ts';
import { contractOf, kept, media, operationTaking, readerOf, refusal, requestWith, whole } from './test-support.ts';

const json = 'application/json';
const pet = {
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string' }, id: { type: 'integer', readOnly: true } },
};
const reader = readerOf([media(json, { schema: pet })]);
const send = (contentType: string | undefined, body: string | Uint8Array, headers = {}) =>
  requestWith({ ...(contentType !== undefined && { contentType }), body, headers });

describe('whether there is a body', () => {
  const source = { file: '', line: 1, column: 1, pointer: '' };
  const operation = operationTaking([], { requestBody: { required: false, content: [media(json)], source } });
  const contract = contractOf(operation);

  it('a required body that is absent is a violation', async () => {
    const error = await refusal(reader, send(undefined, ''));
    expect(error.violations).toMatchObject([{ in: 'body', pointer: '', keyword: 'required' }]);
  });

  it('an optional body that is absent is undefined, at once', () => {
    const optional = compileBodyReader(operation, contract, createLiveSchemas(contract), {});
    expect(optional.read(send(undefined, ''), kept)).toBeUndefined();
  });

  it.each([
    ['required', reader, 'required'],
    ['optional', compileBodyReader(operation, contract, createLiveSchemas(contract), {}), undefined],
  ])('a chunked body without octets counts as absent: %s', async (_name, either, keyword) => {
    const request = send(json, '');
    const chunked = { ...request, body: { ...request.body, present: true } };
    if (keyword === undefined) expect(await either.read(chunked, kept)).toBeUndefined();
    else expect((await refusal(either, chunked)).violations[0]?.keyword).toBe(keyword);
  });

  it.each([
    ['no request body', {}],
    ['no media type', { requestBody: { required: true, content: [], source } }],
  ])('an operation that declares %s ignores what is sent', (_name, parts) => {
    const { requestBody: _, ...none } = operationTaking([]);
    const silent = { ...none, ...parts };
    const { read } = compileBodyReader(silent, contractOf(silent), createLiveSchemas(contractOf(silent)), {});
    expect(read(send(json, '{'), kept)).toBeUndefined();
  });
});

describe('JSON', () => {
  it.each([
    [json],
    ['Application/JSON'],
    ['application/json; charset=utf-8'],
    ['application/json;charset="UTF-8"'],
    ['application/json; profile=x'],
  ])('%s is taken', async (contentType) =>
    expect(await reader.read(send(contentType, '{"name":"Rex"}'), kept)).toEqual({ name: 'Rex' }),
  );

  it.each([
    ['text/plain'],
    ['application/jsonx'],
    ['application/json/x'],
    [',application/json'],
    ['application/json; charset=utf-16'],
    ['application/problem+json'],
    [undefined],
  ])('%s is a 415 that says what is taken', async (contentType) => {
    const error = await refusal(reader, send(contentType, '{"name":"Rex"}'));
    expect(error.status).toBe(415);
    expect(error.headers).toEqual(['accept', json]);
  });

  it('reports every violation with its pointer and never the value', async () => {
    const error = await refusal(reader, send(json, '{"name":["secret"],"id":1}'));
    expect(error.status).toBe(400);
    expect(error.violations.map(({ pointer }) => pointer).sort()).toEqual(['/id', '/name']);
    expect(JSON.stringify(error.violations)).not.toContain('secret');
  });

  it.each([
    ['1.0', undefined],
    ['1.5', 'type'],
    ['"1"', 'type'],
  ])('%s for an integer', async (text, keyword) => {
    const integers = readerOf([media(json, { schema: { type: 'integer' } })]);
    if (keyword === undefined) expect(await integers.read(send(json, text), kept)).toBe(1);
    else expect((await refusal(integers, send(json, text))).violations[0]?.keyword).toBe(keyword);
  });

  it('takes a recursive value as deep as the limit and not deeper', async () => {
    const nested = (depth: number) => `${'{"child":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`;
    const tree = operationTaking([media(json, { schema: { $ref: '#/components/schemas/Tree' } })]);
    const contract = contractOf(tree, {
      Tree: { type: 'object', properties: { child: { $ref: '#/components/schemas/Tree' } } },
    });
    const trees = compileBodyReader(tree, contract, createLiveSchemas(contract), {});
    expect(await trees.read(send(json, nested(64)), kept)).toBeDefined();
    expect((await refusal(trees, send(json, nested(65)))).status).toBe(400);
  });
});

describe('the header', () => {
  it('a repeated content type is refused', async () => {
    const request = send(json, '{"name":"Rex"}');
    const error = await refusal(reader, {
      ...request,
      rawHeaders: [...request.rawHeaders, 'Content-Type', 'text/plain'],
    });
    expect(error.code).toBe('ERR_REQUEST_MALFORMED');
  });

  it.each([['gzip'], ['gzip, gzip'], ['br'], ['identity, gzip']])('the encoding %s is a 415', async (encoding) => {
    const error = await refusal(reader, send(json, '{"name":"Rex"}', { 'content-encoding': encoding }));
    expect(error.status).toBe(415);
  });

  it('the encoding identity is none', async () => {
    expect(await reader.read(send(json, '{"name":"Rex"}', { 'content-encoding': 'Identity' }), kept)).toEqual({
      name: 'Rex',
    });
  });

  it.each([
    [[media('application/octet-stream')], undefined],
    [[media('application/octet-stream'), media(json)], 415],
  ])('a body without content type is octets only where nothing else is declared', async (content, status) => {
    const octets = readerOf(content);
    if (status === undefined)
      expect(await whole(await octets.read(send(undefined, 'abc'), kept))).toEqual(Buffer.from('abc'));
    else expect((await refusal(octets, send(undefined, 'abc'))).status).toBe(status);
  });
});

describe('limits', () => {
  it.each([
    ['the default', {}, undefined, 1_048_576],
    ['as configured', { maxBytes: 10 }, undefined, 10],
    ['of the operation', { maxBytes: 10 }, { extensions: { 'x-brrtrouter-body-size-bytes': 20 } }, 20],
    ['not a size', { maxBytes: 10 }, { extensions: { 'x-brrtrouter-body-size-bytes': 'big' } }, 10],
  ])('octets: %s', async (_name, limits, parts, want) => {
    const operation = operationTaking([media('text/plain')], parts ?? {});
    const texts = compileBodyReader(operation, contractOf(operation), createLiveSchemas(contractOf(operation)), limits);
    expect(await texts.read(send('text/plain', 'x'.repeat(want)), kept)).toHaveLength(want);
    const error = await refusal(texts, send('text/plain', 'x'.repeat(want + 1)));
    expect(error.status).toBe(413);
  });

  it('octets: of the schema', async () => {
    const small = readerOf([media('text/plain', { schema: { 'x-brrtrouter-body-size-bytes': 3 } })]);
    expect((await refusal(small, send('text/plain', 'abcd'))).message).toContain('3 octets');
  });

  it('members, however small the body', async () => {
    const keys = Array.from({ length: 10_001 }, (_, index) => `"${index}":0`).join(',');
    expect((await refusal(reader, send(json, `{${keys}}`))).message).toContain('more than 10000 members in one object');
  });
});

describe('text', () => {
  const texts = readerOf([media('text/plain', { schema: { type: 'string', maxLength: 3 } }), media('text/csv')]);
  it.each<[string, string | Uint8Array, unknown]>([
    ['text/plain', 'abc', 'abc'],
    ['text/plain; charset=utf-8', 'éé', 'éé'],
    ['text/plain; charset=US-ASCII', 'abc', 'abc'],
    ['text/plain; charset=iso-8859-1', Uint8Array.of(0xe9), 'é'],
    ['text/csv', 'a,b,c,d', 'a,b,c,d'],
  ])('%s', async (contentType, body, want) => expect(await texts.read(send(contentType, body), kept)).toBe(want));

  it.each<[string, string | Uint8Array, number]>([
    ['text/plain', 'abcd', 400],
    ['text/plain', Uint8Array.of(0xe9), 400],
    ['text/plain; charset=us-ascii', 'é', 400],
    ['text/plain; charset=utf-16', 'abc', 415],
  ])('%s %j is refused', async (contentType, body, status) => {
    expect((await refusal(texts, send(contentType, body))).status).toBe(status);
  });

  it('hands XML over as text where no schema says what it means', async () => {
    const xml = readerOf([media('application/xml', { schema: { type: 'string' } }), media('image/svg+xml')]);
    expect(await xml.read(send('application/xml', '<pet/>'), kept)).toBe('<pet/>');
    expect(await xml.read(send('image/svg+xml', '<svg/>'), kept)).toBe('<svg/>');
  });
});

describe('octets', () => {
  it.each([['application/octet-stream'], ['image/png'], ['application/x-tar'], ['multipart/mixed; boundary=b']])(
    '%s',
    async (contentType) => {
      const declared = contentType.split(';')[0] ?? '';
      const octets = readerOf([media(declared, { schema: { type: 'string', format: 'binary' } })]);
      const body = await octets.read(send(contentType, Uint8Array.of(0, 255)), kept);
      expect(await whole(body)).toEqual(Buffer.from([0, 255]));
    },
  );
});

describe('a declared range takes each type in its own way', () => {
  const anything = readerOf([media('*/*'), media('text/*')]);
  it.each<[string, string, unknown]>([
    ['application/json', '{"a":1}', { a: 1 }],
    ['application/hal+json', '[]', []],
    ['application/x-ndjson', '1\n2\n', [1, 2]],
    ['application/x-www-form-urlencoded', 'a=1', { a: '1' }],
    ['text/csv', 'a,b', 'a,b'],
    ['text/event-stream', 'data: 1\n\n', [{ data: '1' }]],
    ['application/octet-stream', 'x', Buffer.from('x')],
    [
      'multipart/form-data; boundary=b',
      '--b\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--b--',
      { a: '1' },
    ],
  ])('%s', async (contentType, body, want) => {
    expect(await whole(await anything.read(send(contentType, body), kept))).toEqual(want);
  });
});

describe('sequences', () => {
  const parts: Partial<MediaType> = { itemSchema: { type: 'integer' }, schema: { type: 'array', maxItems: 3 } };
  const lines = readerOf(
    ['application/jsonl', 'application/x-ndjson', 'application/json-seq'].map((type) => media(type, parts)),
  );
  it.each<[string, string, unknown]>([
    ['application/jsonl', '1\n2\n', [1, 2]],
    ['application/jsonl', '1\r\n\r\n2', [1, 2]],
    ['application/x-ndjson', '\n', []],
    ['application/json-seq', '\x1e1\n\x1e2\n', [1, 2]],
    ['application/json-seq', '\x1e\x1e3\n', [3]],
  ])('%s %j', async (contentType, body, want) => expect(await lines.read(send(contentType, body), kept)).toEqual(want));

  it.each([
    ['application/jsonl', '1\n"x"\n', '/1', 'type'],
    ['application/json-seq', '\x1e"x"\n', '/0', 'type'],
    ['application/jsonl', '1\n2\n3\n4\n', '', 'maxItems'],
  ])('%s %j breaks the contract at %j', async (contentType, body, pointer, keyword) => {
    expect((await refusal(lines, send(contentType, body))).violations).toMatchObject([{ pointer, keyword }]);
  });

  it('reports at most 20 violations', async () => {
    expect((await refusal(lines, send('application/jsonl', '"x"\n'.repeat(50)))).violations).toHaveLength(20);
  });

  it.each([
    ['application/jsonl', '1\n{\n', 'In line 2: The JSON text is malformed'],
    ['application/json-seq', '\x1e{', 'In record 1: The JSON text is malformed'],
    ['application/json-seq', '1\n', 'begins with a record separator'],
    ['application/json-seq', '\x1e12', 'In record 1: the text does not end with a line feed'],
  ])('%s %j is malformed', async (contentType, body, detail) => {
    expect((await refusal(lines, send(contentType, body))).message).toContain(detail);
  });
});

it('a declared type that is none takes nothing', async () => {
  expect((await refusal(readerOf([media('nonsense')]), send(json, '{}'))).status).toBe(415);
});

describe('ten thousand objects in one megabyte', () => {
  const thing = {
    type: 'object',
    required: ['id', 'name'],
    additionalProperties: false,
    properties: {
      id: { type: 'integer' },
      name: { type: 'string' },
      tags: { type: 'array', items: { type: 'string' } },
    },
  };
  const things = readerOf([media(json, { schema: { type: 'array', items: thing } })]);
  const filling = 'x'.repeat(62);

  it('are taken when they are valid', async () => {
    const items = Array.from({ length: 10_000 }, (_, id) => ({ id, name: filling, tags: ['a', 'b'] }));
    const text = JSON.stringify(items);
    expect(text.length).toBeGreaterThan(1_000_000);
    expect(await things.read(send(json, text), kept)).toEqual(items);
  });

  it('are refused with 20 violations when all of them are wrong', async () => {
    const text = JSON.stringify(Array(10_000).fill({ id: 'one', name: 1, more: filling }));
    expect((await refusal(things, send(json, text))).violations).toHaveLength(20);
  });
});
