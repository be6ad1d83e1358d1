import { describe, expect } from 'vitest';
import { field } from './support/field.ts';
import { readDocument } from './support/read-document.ts';
import { type Ask, answer, anyJson, echo, serve, violations } from './support/serve.ts';
import { since32 } from './support/versions.ts';

const list = { type: 'array', items: { type: 'integer' } };
const color = { type: 'object', properties: { R: { type: 'integer' }, G: { type: 'integer' } } };

/** `GET /a`, or another template, with one parameter; its handler answers with what it was given. */
function contract(openapi: string, parameter: object, path = '/a'): object {
  return { openapi, paths: { [path]: { get: { operationId: 'a', parameters: [parameter], responses: anyJson } } } };
}

async function asker(openapi: string, parameter: object, path?: string): Promise<Ask> {
  return (await serve(contract(openapi, parameter, path), { handlers: { a: echo } })).ask;
}

describe('Parameter Object', () => {
  field('Parameter.name', async (openapi) => {
    const ask = await asker(openapi, { name: 'filter[name]', in: 'query', schema: { type: 'string' } });
    expect(await answer(await ask('GET /a?filter%5Bname%5D=x'))).toMatchObject([
      200,
      { query: { 'filter[name]': 'x' } },
    ]);
  });

  field('Parameter.in', async (openapi) => {
    const places = [
      ['query', '/a?v=1', {}, { query: { v: 1 } }],
      ['header', '/a', { v: '1' }, { headers: { v: 1 } }],
      ['cookie', '/a', { cookie: 'v=1' }, { cookies: { v: 1 } }],
      ['path', '/1', {}, { path: { v: 1 } }],
    ] as const;
    for (const [place, path, headers, want] of places) {
      const parameter = { name: 'v', in: place, required: place === 'path', schema: { type: 'integer' } };
      const ask = await asker(openapi, parameter, place === 'path' ? '/{v}' : '/a');
      expect(await answer(await ask(`GET ${path}`, { headers }))).toMatchObject([200, want]);
    }
    expect((await readDocument(contract(openapi, { name: 'v', in: 'body', schema: {} }))).errors).toEqual([
      'invalid-parameter /paths/~1a/get/parameters/0/in',
    ]);
  });

  field(
    'Parameter.in: querystring',
    async (openapi) => {
      const content = { 'application/json': { schema: { type: 'object', required: ['q'] } } };
      const ask = await asker(openapi, { name: 'filter', in: 'querystring', content });
      const sent = encodeURIComponent('{"q":[1]}');
      expect(await answer(await ask(`GET /a?${sent}`))).toMatchObject([200, { query: { filter: { q: [1] } } }]);
      expect((await ask('GET /a?%7B%7D')).status).toBe(400);
    },
    since32,
  );

  field('Parameter.required', async (openapi) => {
    const ask = await asker(openapi, { name: 'q', in: 'query', required: true, schema: { type: 'string' } });
    expect(await violations(await ask('GET /a'))).toEqual(['query /q required']);
    expect((await ask('GET /a?q=')).status).toBe(200);
  });

  field('Parameter.allowEmptyValue', async (openapi) => {
    const flag = { name: 'v', in: 'query', schema: { type: 'integer' } };
    expect((await (await asker(openapi, flag))('GET /a?v=')).status).toBe(400);
    expect((await (await asker(openapi, { ...flag, allowEmptyValue: true }))('GET /a?v=')).status).toBe(200);
  });

  const styles = [
    ['matrix', 'path', '/{v}', 'GET /;v=1,2', [1, 2], list],
    ['label', 'path', '/{v}', 'GET /.1,2', [1, 2], list],
    ['simple', 'path', '/{v}', 'GET /1,2', [1, 2], list],
    ['form', 'query', '/a', 'GET /a?v=1,2', [1, 2], list],
    ['spaceDelimited', 'query', '/a', 'GET /a?v=1%202', [1, 2], list],
    ['pipeDelimited', 'query', '/a', 'GET /a?v=1%7C2', [1, 2], list],
    ['deepObject', 'query', '/a', 'GET /a?v[R]=1&v[G]=2', { R: 1, G: 2 }, color],
  ] as const;

  field('Parameter.style', async (openapi) => {
    for (const [style, place, path, request, want, schema] of styles) {
      const parameter = { name: 'v', in: place, required: true, style, explode: style === 'deepObject', schema };
      const ask = await asker(openapi, parameter, path);
      expect(await answer(await ask(request))).toMatchObject([200, { [place]: { v: want } }]);
    }
    const wrong = { name: 'v', in: 'query', style: 'matrix', schema: list };
    expect((await readDocument(contract(openapi, wrong))).findings).toEqual([
      expect.stringContaining('/paths/~1a/get/parameters/0/style'),
    ]);
  });

  field(
    'Parameter.style: cookie',
    async (openapi) => {
      const ask = await asker(openapi, { name: 'v', in: 'cookie', style: 'cookie', schema: { type: 'string' } });
      // No percent-decoding: the value is taken as it stands.
      const response = await ask('GET /a', { headers: { cookie: 'v=a%20b' } });
      expect(await answer(response)).toMatchObject([200, { cookies: { v: 'a%20b' } }]);
    },
    since32,
  );

  field('Parameter.explode', async (openapi) => {
    const parameter = { name: 'v', in: 'query', schema: color };
    const joined = await asker(openapi, { ...parameter, explode: false });
    expect(await answer(await joined('GET /a?v=R,1,G,2'))).toMatchObject([200, { query: { v: { R: 1, G: 2 } } }]);
    const exploded = await asker(openapi, { ...parameter, explode: true });
    expect(await answer(await exploded('GET /a?R=1&G=2'))).toMatchObject([200, { query: { v: { R: 1, G: 2 } } }]);
  });

  field('Parameter.allowReserved', async (openapi) => {
    const parameter = { name: 'v', in: 'query', allowReserved: true, schema: { type: 'string' } };
    const ask = await asker(openapi, parameter);
    expect(await answer(await ask('GET /a?v=a/b?c:d'))).toMatchObject([200, { query: { v: 'a/b?c:d' } }]);
  });

  field('Parameter.schema', async (openapi) => {
    const ask = await asker(openapi, { name: 'v', in: 'query', schema: { type: 'integer', maximum: 3, default: 2 } });
    expect(await answer(await ask('GET /a'))).toMatchObject([200, { query: { v: 2 } }]);
    expect(await violations(await ask('GET /a?v=4'))).toEqual(['query /v maximum']);
    expect(await violations(await ask('GET /a?v=x'))).toEqual(['query /v type']);
  });

  field('Parameter.content', async (openapi) => {
    const content = { 'application/json': { schema: { type: 'object', required: ['q'] } } };
    const ask = await asker(openapi, { name: 'v', in: 'query', content });
    expect(await answer(await ask(`GET /a?v=${encodeURIComponent('{"q":1}')}`))).toMatchObject([
      200,
      { query: { v: { q: 1 } } },
    ]);
    expect(await violations(await ask('GET /a?v=%7B%7D'))).toEqual(['query /v/q required']);
  });
});
