import { describe, expect } from 'vitest';
import { field } from './support/field.ts';
import { readDocument } from './support/read-document.ts';
import { answer, serve } from './support/serve.ts';
import { since32 } from './support/versions.ts';

/** What `GET /a` answers when its handler returns a result. */
async function send(openapi: string, responses: object, result: object, init?: RequestInit): Promise<Response> {
  const document = { openapi, paths: { '/a': { get: { operationId: 'a', responses } } } };
  return (await serve(document, { handlers: { a: () => result } })).ask('GET /a', init);
}

const whole = { 'application/json': { schema: { type: 'integer' } } };

describe('Responses Object', () => {
  field('Responses.{status}', async (openapi) => {
    const responses = {
      '200': { description: 'Exact', content: whole },
      '4XX': { description: 'Range', content: { 'application/json': { schema: { type: 'string' } } } },
    };
    expect(await answer(await send(openapi, responses, { status: 200, body: 1 }))).toEqual([200, 1]);
    expect(await answer(await send(openapi, responses, { status: 404, body: 'x' }))).toEqual([404, 'x']);
    expect((await send(openapi, responses, { status: 404, body: 1 })).status).toBe(500);
    expect((await send(openapi, responses, { status: 503, body: 1 })).status).toBe(500);
  });

  field('Responses.default', async (openapi) => {
    const responses = { '200': { description: 'Exact', content: whole }, default: { description: 'Rest' } };
    expect((await send(openapi, responses, { status: 503 })).status).toBe(503);
  });
});

describe('Response Object', () => {
  field('Response.content', async (openapi) => {
    const content = { ...whole, 'text/plain': { schema: { type: 'string' } } };
    const responses = { '200': { description: 'A', content } };
    const accept = (type: string) => ({ headers: { accept: type } });
    expect(await answer(await send(openapi, responses, { status: 200, body: 1 }))).toEqual([200, 1]);
    expect((await send(openapi, responses, { status: 200, body: 'one' })).status).toBe(500);
    expect(await answer(await send(openapi, responses, { status: 200, body: 'one' }, accept('text/*')))).toEqual([
      200,
      'one',
    ]);
    expect((await send(openapi, responses, { status: 200, body: 1 }, accept('image/png'))).status).toBe(406);
  });

  field('Response.headers', async (openapi) => {
    const headers = { 'X-Total': { schema: { type: 'array', items: { type: 'integer' } } } };
    const responses = { '204': { description: 'A', headers } };
    const right = await send(openapi, responses, { status: 204, headers: { 'X-Total': [1, 2] } });
    expect([right.status, right.headers.get('x-total')]).toEqual([204, '1,2']);
    expect((await send(openapi, responses, { status: 204, headers: { 'X-Total': ['a'] } })).status).toBe(500);
  });

  field('Response.links', async (openapi) => {
    const links = { self: { operationId: 'a', description: 'Again' } };
    const responses = { '204': { description: 'A', links } };
    const { model } = await readDocument({ openapi, paths: { '/a': { get: { operationId: 'a', responses } } } });
    expect(model?.operations[0]?.responses[0]?.links).toMatchObject([
      { name: 'self', target: { method: 'GET', path: '/a' } },
    ]);
  });
});

describe('Header Object', () => {
  const header = (openapi: string, object: object, value?: unknown) =>
    send(
      openapi,
      { '204': { description: 'A', headers: { 'X-V': object } } },
      { status: 204, ...(value === undefined ? {} : { headers: { 'X-V': value } }) },
    );

  field('Header.required', async (openapi) => {
    expect((await header(openapi, { required: true, schema: {} })).status).toBe(500);
    expect((await header(openapi, { schema: {} })).status).toBe(204);
  });

  field('Header.schema', async (openapi) => {
    expect((await header(openapi, { schema: { type: 'integer', minimum: 3 } }, 3)).headers.get('x-v')).toBe('3');
    expect((await header(openapi, { schema: { type: 'integer', minimum: 3 } }, 2)).status).toBe(500);
  });

  const pair = { type: 'object', properties: { R: { type: 'integer' }, G: { type: 'integer' } } };

  field('Header.style', async (openapi) => {
    expect((await header(openapi, { style: 'simple', schema: pair }, { R: 1, G: 2 })).headers.get('x-v')).toBe(
      'R,1,G,2',
    );
    const responses = { '204': { description: 'A', headers: { 'X-V': { style: 'form', schema: pair } } } };
    const { findings } = await readDocument({ openapi, paths: { '/a': { get: { responses } } } });
    expect(findings).toEqual([expect.stringContaining('/headers/X-V/style')]);
  });

  field('Header.allowReserved', async (openapi) => {
    const responses = { '204': { description: 'A', headers: { 'X-V': { allowReserved: true, schema: pair } } } };
    const { findings } = await readDocument({ openapi, paths: { '/a': { get: { operationId: 'a', responses } } } });
    expect(findings).toEqual(['ignored-field /paths/~1a/get/responses/204/headers/X-V/allowReserved']);
  });

  field('Header.explode', async (openapi) => {
    const answered = await header(openapi, { explode: true, schema: pair }, { R: 1, G: 2 });
    expect(answered.headers.get('x-v')).toBe('R=1,G=2');
  });

  field('Header.content', async (openapi) => {
    const content = { 'application/json': { schema: pair } };
    expect((await header(openapi, { content }, { R: 1 })).headers.get('x-v')).toBe('{"R":1}');
    expect((await header(openapi, { content }, { R: 'x' })).status).toBe(500);
  });

  const mocked = async (openapi: string, object: object): Promise<string | null> => {
    const responses = { '204': { description: 'A', headers: { 'X-V': { required: true, schema: {}, ...object } } } };
    const document = { openapi, paths: { '/a': { get: { operationId: 'a', responses } } } };
    return (await (await serve(document)).ask('GET /a')).headers.get('x-v');
  };

  field('Header.example', async (openapi) => {
    expect(await mocked(openapi, { example: 'shown' })).toBe('shown');
  });

  field('Header.examples', async (openapi) => {
    expect(await mocked(openapi, { examples: { one: { value: 'named' } } })).toBe('named');
  });
});

describe('Link Object', () => {
  const linked = async (openapi: string, link: object) => {
    const parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }];
    const { model, findings } = await readDocument({
      openapi,
      paths: {
        '/a': { get: { operationId: 'a', responses: { '204': { description: 'A', links: { next: link } } } } },
        '/b/{id}': { get: { operationId: 'b', parameters, responses: { '204': { description: 'B' } } } },
      },
    });
    return { link: model?.operations[0]?.responses[0]?.links?.[0], findings };
  };
  const parameters = { 'path.id': '$response.body#/id' };

  field('Link.operationId', async (openapi) => {
    expect((await linked(openapi, { operationId: 'b', parameters })).link).toMatchObject({
      target: { method: 'GET', path: '/b/{id}' },
    });
    const { findings } = await linked(openapi, { operationId: 'lost' });
    expect(findings).toEqual([expect.stringContaining('/links/next')]);
  });

  field('Link.operationRef', async (openapi) => {
    const { link } = await linked(openapi, { operationRef: '#/paths/~1b~1{id}/get', parameters });
    expect(link).toMatchObject({ target: { method: 'GET', path: '/b/{id}' } });
    const { findings } = await linked(openapi, { operationRef: '#/paths/~1lost/get' });
    expect(findings).toEqual([expect.stringContaining('/links/next')]);
  });

  field('Link.parameters', async (openapi) => {
    expect((await linked(openapi, { operationId: 'b', parameters })).link).toMatchObject({ parameters });
    const { findings } = await linked(openapi, { operationId: 'b', parameters: { 'path.lost': '$response.body#/id' } });
    expect(findings).toEqual([expect.stringContaining('/links/next')]);
  });

  field('Link.requestBody', async (openapi) => {
    const { link } = await linked(openapi, { operationId: 'b', parameters, requestBody: '$request.body' });
    expect(link).toMatchObject({ requestBody: '$request.body' });
    const { findings } = await linked(openapi, { operationId: 'b', parameters, requestBody: '$request.bodies' });
    expect(findings).toEqual([expect.stringContaining('/links/next/requestBody')]);
  });

  field('Link.server', async (openapi) => {
    const server = { url: 'https://b.example/v2' };
    const { link } = await linked(openapi, { operationId: 'b', parameters, server });
    expect(link).toMatchObject({ server: { ...server, basePaths: ['/v2'] } });
  });
});

describe('Example Object and examples', () => {
  const mock = async (openapi: string, media: object, prefer?: string) => {
    const responses = { '200': { description: 'A', content: { 'application/json': media } } };
    const { ask } = await serve({ openapi, paths: { '/a': { get: { operationId: 'a', responses } } } });
    return ask('GET /a', prefer === undefined ? {} : { headers: { prefer } });
  };

  field('Media Type.example', async (openapi) => {
    const answered = await mock(openapi, { example: { name: 'Rex' } });
    expect([answered.headers.get('x-brrt-mock'), await answered.json()]).toEqual(['example', { name: 'Rex' }]);
  });

  field('Media Type.examples', async (openapi) => {
    const examples = { rex: { value: 'Rex' }, max: { value: 'Max' } };
    expect(await answer(await mock(openapi, { examples }))).toEqual([200, 'Rex']);
    expect(await answer(await mock(openapi, { examples }, 'example=max'))).toEqual([200, 'Max']);
  });

  field('Example.value', async (openapi) => {
    expect(await answer(await mock(openapi, { examples: { one: { value: null } } }))).toEqual([200, null]);
  });

  field('Example.externalValue', async (openapi) => {
    const externalValue = 'data:application/json,{"name":"Rex"}';
    expect(await answer(await mock(openapi, { examples: { one: { externalValue } } }))).toEqual([200, { name: 'Rex' }]);
  });

  field(
    'Example.dataValue',
    async (openapi) => {
      expect(await answer(await mock(openapi, { examples: { one: { dataValue: [1] } } }))).toEqual([200, [1]]);
    },
    since32,
  );

  field(
    'Example.serializedValue',
    async (openapi) => {
      const response = await mock(openapi, { examples: { one: { serializedValue: '{ "as": "written" }' } } });
      expect(await response.text()).toBe('{ "as": "written" }');
    },
    since32,
  );
});
