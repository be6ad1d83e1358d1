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
});

describe('Encoding Object', () => {
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
});
