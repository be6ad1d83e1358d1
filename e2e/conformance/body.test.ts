import { describe, expect } from 'vitest';
import { field } from './support/field.ts';
import { type Ask, answer, anyJson, echo, json, serve, violations } from './support/serve.ts';
import { since32 } from './support/versions.ts';

const named = { type: 'object', required: ['name'], properties: { name: { type: 'string' } } };

/** `POST /a` with a body; its handler answers with what it was given. */
async function asker(openapi: string, content: object, more: object = {}): Promise<Ask> {
  const requestBody = { content, ...more };
  const document = { openapi, paths: { '/a': { post: { operationId: 'a', requestBody, responses: anyJson } } } };
  return (await serve(document, { handlers: { a: echo } })).ask;
}

const form = (body: string): RequestInit => ({
  body,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
});

/** A body of several parts: each the header lines and the content of one. */
function parts(subtype: string, ...each: readonly (readonly [headers: string, content: string])[]): RequestInit {
  const text = each.map(([headers, content]) => `--limit\r\n${headers}\r\n\r\n${content}\r\n`).join('');
  return { body: `${text}--limit--\r\n`, headers: { 'content-type': `multipart/${subtype}; boundary=limit` } };
}

const part = (name: string, type: string) => `content-disposition: form-data; name="${name}"\r\ncontent-type: ${type}`;

describe('Request Body Object', () => {
  field('Request Body.content', async (openapi) => {
    const ask = await asker(openapi, {
      'application/json': { schema: named },
      'application/x-www-form-urlencoded': { schema: named },
      'text/*': { schema: { type: 'string', maxLength: 3 } },
    });
    expect(await answer(await ask('POST /a', json({ name: 'Rex' })))).toMatchObject([200, { body: { name: 'Rex' } }]);
    expect(await answer(await ask('POST /a', form('name=Max')))).toMatchObject([200, { body: { name: 'Max' } }]);
    const text = (body: string) => ask('POST /a', { body, headers: { 'content-type': 'text/plain' } });
    expect(await answer(await text('Tom'))).toMatchObject([200, { body: 'Tom' }]);
    expect((await text('Thomas')).status).toBe(400);
    const other = await ask('POST /a', { body: '<a/>', headers: { 'content-type': 'image/png' } });
    expect(other.status).toBe(415);
    expect(other.headers.get('accept')).toContain('application/json');
  });

  field('Request Body.required', async (openapi) => {
    const content = { 'application/json': { schema: named } };
    expect((await (await asker(openapi, content, { required: true }))('POST /a')).status).toBe(400);
    expect((await (await asker(openapi, content))('POST /a')).status).toBe(200);
  });
});

describe('Media Type Object', () => {
  field('Media Type.schema', async (openapi) => {
    const ask = await asker(openapi, { 'application/json': { schema: named } });
    expect(await violations(await ask('POST /a', json({ name: 1 })))).toEqual(['body /name type']);
  });

  field('Media Type.encoding', async (openapi) => {
    const schema = { type: 'object', properties: { ids: { type: 'array', items: { type: 'integer' } } } };
    const content = { 'application/x-www-form-urlencoded': { schema, encoding: { ids: { style: 'pipeDelimited' } } } };
    const ask = await asker(openapi, content);
    expect(await answer(await ask('POST /a', form('ids=1%7C2')))).toMatchObject([200, { body: { ids: [1, 2] } }]);
  });

  field(
    'Media Type.itemSchema',
    async (openapi) => {
      const post = {
        operationId: 'a',
        requestBody: { content: { 'application/jsonl': { itemSchema: named } } },
        responses: anyJson,
      };
      const collect = async ({ body }: { readonly body: AsyncIterable<unknown> }) => {
        const items: unknown[] = [];
        for await (const item of body) items.push(item);
        return { status: 200, body: items };
      };
      const { ask } = await serve({ openapi, paths: { '/a': { post } } }, { handlers: { a: collect } });
      const lines = (body: string) => ask('POST /a', { body, headers: { 'content-type': 'application/jsonl' } });
      expect(await answer(await lines('{"name":"Rex"}\n{"name":"Max"}\n'))).toEqual([
        200,
        [{ name: 'Rex' }, { name: 'Max' }],
      ]);
      expect(await violations(await lines('{"name":"Rex"}\n{"name":1}\n'))).toEqual(['body /1/name type']);
    },
    since32,
  );

  field(
    'Schema.contentSchema: of events',
    async (openapi) => {
      const data = { type: 'string', contentMediaType: 'application/json', contentSchema: named };
      const itemSchema = { type: 'object', required: ['data'], properties: { data } };
      const get = {
        operationId: 'a',
        responses: { '200': { description: 'Events', content: { 'text/event-stream': { itemSchema } } } },
      };
      const served = async (event: object) => {
        const handlers = { a: () => ({ status: 200, body: [event] }) };
        return (await serve({ openapi, paths: { '/a': { get } } }, { handlers })).ask('GET /a');
      };
      expect(await (await served({ data: '{"name":"Rex"}' })).text()).toContain('data: {"name":"Rex"}');
      expect((await served({ data: '{"name":1}' })).status).toBe(500);
    },
    since32,
  );

  field(
    'Media Type.prefixEncoding',
    async (openapi) => {
      const schema = { type: 'array', prefixItems: [named, { type: 'string' }] };
      const ask = await asker(openapi, {
        'multipart/mixed': {
          schema,
          prefixEncoding: [{ contentType: 'application/json' }, { contentType: 'text/plain' }],
        },
      });
      const right = [
        ['content-type: application/json', '{"name":"Rex"}'],
        ['content-type: text/plain', 'hello'],
      ] as const;
      expect(await answer(await ask('POST /a', parts('mixed', ...right)))).toMatchObject([
        200,
        { body: [{ name: 'Rex' }, 'hello'] },
      ]);
      const wrong = [['content-type: image/png', '{"name":"Rex"}'], right[1]] as const;
      expect((await ask('POST /a', parts('mixed', ...wrong))).status).toBe(415);
    },
    since32,
  );

  field(
    'Media Type.itemEncoding',
    async (openapi) => {
      const ask = await asker(openapi, {
        'multipart/mixed': {
          schema: { type: 'array', items: named },
          itemEncoding: { contentType: 'application/json' },
        },
      });
      const item = (type: string) => [`content-type: ${type}`, '{"name":"Rex"}'] as const;
      expect(await answer(await ask('POST /a', parts('mixed', item('application/json'))))).toMatchObject([
        200,
        { body: [{ name: 'Rex' }] },
      ]);
      expect((await ask('POST /a', parts('mixed', item('image/png')))).status).toBe(415);
    },
    since32,
  );
});

describe('Encoding Object', () => {
  const multipart = (encoding: object, property: object = named) => ({
    'multipart/form-data': { schema: { type: 'object', properties: { pet: property } }, encoding: { pet: encoding } },
  });

  field('Encoding.contentType', async (openapi) => {
    const ask = await asker(openapi, multipart({ contentType: 'application/json, application/vnd.pet+json' }));
    const send = (type: string) => ask('POST /a', parts('form-data', [part('pet', type), '{"name":"Rex"}']));
    expect(await answer(await send('application/vnd.pet+json'))).toMatchObject([
      200,
      { body: { pet: { name: 'Rex' } } },
    ]);
    expect((await send('image/png')).status).toBe(415);
  });

  field('Encoding.headers', async (openapi) => {
    const headers = { 'X-Size': { required: true, schema: { type: 'integer' } } };
    const ask = await asker(openapi, multipart({ contentType: 'application/json', headers }));
    const send = (more: string) =>
      ask('POST /a', parts('form-data', [part('pet', 'application/json') + more, '{"name":"Rex"}']));
    expect((await send('\r\nx-size: 3')).status).toBe(200);
    expect((await send('\r\nx-size: big')).status).toBe(400);
    expect((await send('')).status).toBe(400);
  });

  const urlencoded = (encoding: object, property: object) => ({
    'application/x-www-form-urlencoded': {
      schema: { type: 'object', properties: { v: property } },
      encoding: { v: encoding },
    },
  });
  const list = { type: 'array', items: { type: 'string' } };

  field('Encoding.style', async (openapi) => {
    const ask = await asker(openapi, urlencoded({ style: 'spaceDelimited', explode: false }, list));
    expect(await answer(await ask('POST /a', form('v=a%20b')))).toMatchObject([200, { body: { v: ['a', 'b'] } }]);
  });

  field('Encoding.explode', async (openapi) => {
    const exploded = await asker(openapi, urlencoded({ style: 'form', explode: true }, list));
    expect(await answer(await exploded('POST /a', form('v=a&v=b')))).toMatchObject([200, { body: { v: ['a', 'b'] } }]);
    const joined = await asker(openapi, urlencoded({ style: 'form', explode: false }, list));
    expect(await answer(await joined('POST /a', form('v=a,b')))).toMatchObject([200, { body: { v: ['a', 'b'] } }]);
  });

  field('Encoding.allowReserved', async (openapi) => {
    const ask = await asker(openapi, urlencoded({ style: 'form', allowReserved: true }, { type: 'string' }));
    expect(await answer(await ask('POST /a', form('v=a/b?c')))).toMatchObject([200, { body: { v: 'a/b?c' } }]);
  });

  const nested = (inner: object) => ({
    'multipart/mixed': {
      schema: { type: 'array', items: { type: 'array', items: named } },
      itemEncoding: { contentType: 'multipart/mixed', ...inner },
    },
  });
  const inside = (type: string): RequestInit =>
    parts('mixed', [
      'content-type: multipart/mixed; boundary=inner',
      `--inner\r\ncontent-type: ${type}\r\n\r\n{"name":"Rex"}\r\n--inner--`,
    ]);

  field(
    'Encoding.itemEncoding',
    async (openapi) => {
      const ask = await asker(openapi, nested({ itemEncoding: { contentType: 'application/json' } }));
      expect(await answer(await ask('POST /a', inside('application/json')))).toMatchObject([
        200,
        { body: [[{ name: 'Rex' }]] },
      ]);
      expect((await ask('POST /a', inside('image/png'))).status).toBe(415);
    },
    since32,
  );

  field(
    'Encoding.prefixEncoding',
    async (openapi) => {
      const ask = await asker(openapi, nested({ prefixEncoding: [{ contentType: 'application/json' }] }));
      expect((await ask('POST /a', inside('application/json'))).status).toBe(200);
      expect((await ask('POST /a', inside('image/png'))).status).toBe(415);
    },
    since32,
  );

  field(
    'Encoding.encoding',
    async (openapi) => {
      const inner = { type: 'object', properties: { pet: named } };
      const ask = await asker(openapi, {
        'multipart/form-data': {
          schema: { type: 'object', properties: { box: inner } },
          encoding: {
            box: { contentType: 'multipart/form-data', encoding: { pet: { contentType: 'application/json' } } },
          },
        },
      });
      const send = (type: string) =>
        ask(
          'POST /a',
          parts('form-data', [
            part('box', 'multipart/form-data; boundary=inner'),
            `--inner\r\n${part('pet', type)}\r\n\r\n{"name":"Rex"}\r\n--inner--`,
          ]),
        );
      expect(await answer(await send('application/json'))).toMatchObject([
        200,
        { body: { box: { pet: { name: 'Rex' } } } },
      ]);
      expect((await send('image/png')).status).toBe(415);
    },
    since32,
  );
});
