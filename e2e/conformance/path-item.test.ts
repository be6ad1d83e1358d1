import { describe, expect } from 'vitest';
import { field } from './support/field.ts';
import { answer, anyJson, echo, json, serve } from './support/serve.ts';
import { since31, since32 } from './support/versions.ts';

const ok = { '204': { description: 'Done' } };
const done = () => ({ status: 204 });

/** The statuses of two methods of `/a` where the contract has one. */
async function statuses(openapi: string, pathItem: object, requests: readonly string[]): Promise<readonly number[]> {
  const { ask } = await serve({ openapi, paths: { '/a': pathItem } }, { handlers: { a: done } });
  return Promise.all(requests.map(async (request) => (await ask(request)).status));
}

const operation = { operationId: 'a', responses: ok };

describe('Path Item Object', () => {
  for (const method of ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'] as const) {
    field(`Path Item.${method}`, async (openapi) => {
      const other = method === 'put' ? 'PATCH' : 'PUT';
      const requests = [`${method.toUpperCase()} /a`, `${other} /a`];
      expect(await statuses(openapi, { [method]: operation }, requests)).toEqual([204, 405]);
    });
  }

  field('Path Item.trace', async (openapi) => {
    // fetch cannot send TRACE; the socket suite does.
    const { model } = await serve({ openapi, paths: { '/a': { trace: operation } } }, { handlers: { a: done } });
    expect(model.operations).toMatchObject([{ method: 'TRACE', path: '/a' }]);
  });

  field(
    'Path Item.query',
    async (openapi) => {
      const query = {
        operationId: 'a',
        requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
        responses: anyJson,
      };
      const { ask } = await serve({ openapi, paths: { '/a': { query } } }, { handlers: { a: echo } });
      expect(await answer(await ask('QUERY /a', json({ q: 1 })))).toMatchObject([200, { body: { q: 1 } }]);
      expect((await ask('QUERY /a', json([]))).status).toBe(400);
    },
    since32,
  );

  field(
    'Path Item.additionalOperations',
    async (openapi) => {
      const pathItem = { additionalOperations: { COPY: operation } };
      expect(await statuses(openapi, pathItem, ['COPY /a', 'MOVE /a'])).toEqual([204, 405]);
    },
    since32,
  );

  field('Path Item.servers', async (openapi) => {
    const { ask } = await serve(
      { openapi, servers: [{ url: '/root' }], paths: { '/a': { servers: [{ url: '/own' }], get: operation } } },
      { handlers: { a: done } },
    );
    expect([(await ask('GET /own/a')).status, (await ask('GET /root/a')).status]).toEqual([204, 404]);
  });

  field('Path Item.parameters', async (openapi) => {
    const limit = (maximum: number) => ({ name: 'limit', in: 'query', schema: { type: 'integer', maximum } });
    const { ask } = await serve(
      {
        openapi,
        paths: {
          '/a': {
            parameters: [limit(10)],
            get: { operationId: 'a', responses: ok },
            put: { operationId: 'b', parameters: [limit(100)], responses: ok },
          },
        },
      },
      { handlers: { a: done, b: done } },
    );
    expect([(await ask('GET /a?limit=50')).status, (await ask('PUT /a?limit=50')).status]).toEqual([400, 204]);
  });

  field(
    'Path Item.$ref',
    async (openapi) => {
      const document = {
        openapi,
        paths: { '/a': { $ref: '#/x-shared/item' } },
        'x-shared': { item: { get: operation } },
      };
      const { ask } = await serve(document, { handlers: { a: done } });
      expect((await ask('GET /a')).status).toBe(204);
    },
    ['3.0', ...since31],
  );
});

describe('Operation Object', () => {
  field('Operation.operationId', async (openapi) => {
    const document = { openapi, paths: { '/a': { get: { operationId: 'list-all pets', responses: ok } } } };
    const { ask, model } = await serve(document, { handlers: { listAllPets: done } });
    expect(model.operations[0]).toMatchObject({ id: 'list-all pets', name: 'listAllPets' });
    expect((await ask('GET /a')).status).toBe(204);
  });

  field('Operation.parameters', async (openapi) => {
    const parameters = [{ name: 'limit', in: 'query', required: true, schema: { type: 'integer' } }];
    const document = { openapi, paths: { '/a': { get: { operationId: 'a', parameters, responses: anyJson } } } };
    const { ask } = await serve(document, { handlers: { a: echo } });
    expect(await answer(await ask('GET /a?limit=3'))).toMatchObject([200, { query: { limit: 3 } }]);
    expect((await ask('GET /a')).status).toBe(400);
  });

  field('Operation.requestBody', async (openapi) => {
    const requestBody = { required: true, content: { 'application/json': { schema: { type: 'array' } } } };
    const document = { openapi, paths: { '/a': { post: { operationId: 'a', requestBody, responses: anyJson } } } };
    const { ask } = await serve(document, { handlers: { a: echo } });
    expect(await answer(await ask('POST /a', json([1])))).toMatchObject([200, { body: [1] }]);
    expect((await ask('POST /a', json({}))).status).toBe(400);
  });

  field('Operation.responses', async (openapi) => {
    const document = { openapi, paths: { '/a': { get: operation } } };
    const { ask } = await serve(document, { handlers: { a: () => ({ status: 202 }) } });
    expect((await ask('GET /a')).status).toBe(500);
  });

  field('Operation.callbacks', async (openapi) => {
    const callbacks = {
      moved: {
        '{$request.query.url}': {
          post: { requestBody: { content: { 'application/json': { schema: { type: 'object' } } } }, responses: ok },
        },
      },
    };
    const { model } = await serve({ openapi, paths: { '/a': { get: { ...operation, callbacks } } } });
    expect(model.operations[0]?.callbacks).toMatchObject([
      { name: 'moved', expression: '{$request.query.url}', requestBody: { content: [{ schema: { type: 'object' } }] } },
    ]);
  });

  field('Operation.security', async (openapi) => {
    const document = {
      openapi,
      security: [],
      components: { securitySchemes: { Key: { type: 'apiKey', in: 'query', name: 'key' } } },
      paths: { '/a': { get: { ...operation, security: [{ Key: [] }] }, put: { operationId: 'b', responses: ok } } },
    };
    const sha256 = ['2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b'];
    const { ask } = await serve(document, {
      handlers: { a: done, b: done },
      security: { apiKeys: { Key: { sha256, headerName: undefined, scopes: [] } } },
    });
    const asked = ['GET /a', 'GET /a?key=secret', 'PUT /a'];
    expect(await Promise.all(asked.map(async (each) => (await ask(each)).status))).toEqual([401, 204, 204]);
  });

  field('Operation.servers', async (openapi) => {
    const get = { ...operation, servers: [{ url: '/own' }] };
    const { ask } = await serve({ openapi, paths: { '/a': { get } } }, { handlers: { a: done } });
    expect([(await ask('GET /own/a')).status, (await ask('GET /a')).status]).toEqual([204, 404]);
  });
});

describe('Callback Object', () => {
  field('Callback.{expression}', async (openapi) => {
    const callbacks = {
      done: {
        'https://hooks.example/{$request.query.id}': { put: { responses: { '2XX': { description: 'Taken' } } } },
      },
    };
    const { model } = await serve({ openapi, paths: { '/a': { get: { ...operation, callbacks } } } });
    expect(model.operations[0]?.callbacks).toMatchObject([
      { method: 'PUT', expression: 'https://hooks.example/{$request.query.id}', responses: [{ status: '2XX' }] },
    ]);
  });
});
