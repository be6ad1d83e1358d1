import { describe, expect } from 'vitest';
import { field } from './support/field.ts';
import { readDocument } from './support/read-document.ts';
import { answer, anyJson, echo, json, serve } from './support/serve.ts';
import { since31, since32 } from './support/versions.ts';

const key = { type: 'apiKey', in: 'header', name: 'X-Key' };
// SHA-256 of 'secret'
const sha256 = ['2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b'];
const credentials = { security: { apiKeys: { Key: { sha256, headerName: undefined, scopes: [] } } } };
const ok = { '204': { description: 'Done' } };
const done = () => ({ status: 204 });

describe('OpenAPI Object', () => {
  field('OpenAPI.openapi', async (openapi) => {
    expect((await readDocument({ openapi, paths: {} })).model?.openapi).toBe(openapi);
    expect((await readDocument({ openapi: '4.0.0', paths: {} })).errors).toEqual(['unknown-version /openapi']);
  });

  field('OpenAPI.servers', async (openapi) => {
    const { ask } = await serve(
      {
        openapi,
        servers: [{ url: 'https://pets.example/v1' }],
        paths: { '/a': { get: { operationId: 'a', responses: ok } } },
      },
      { handlers: { a: done } },
    );
    expect((await ask('GET /v1/a')).status).toBe(204);
    expect((await ask('GET /a')).status).toBe(404);
  });

  field('OpenAPI.paths', async (openapi) => {
    const { ask } = await serve(
      { openapi, paths: { '/a': { get: { operationId: 'a', responses: ok } } } },
      { handlers: { a: done } },
    );
    expect((await ask('GET /a')).status).toBe(204);
    expect((await ask('GET /b')).status).toBe(404);
  });

  field('OpenAPI.components', async (openapi) => {
    const { ask } = await serve({
      openapi,
      paths: { '/a': { get: { operationId: 'a', responses: { '200': { $ref: '#/components/responses/A' } } } } },
      components: { responses: { A: { description: 'A', content: { 'text/plain': { example: 'from afar' } } } } },
    });
    expect(await answer(await ask('GET /a'))).toEqual([200, 'from afar']);
  });

  field('OpenAPI.security', async (openapi) => {
    const { ask } = await serve(
      {
        openapi,
        security: [{ Key: [] }],
        paths: {
          '/a': { get: { operationId: 'a', responses: ok } },
          '/open': { get: { operationId: 'open', security: [], responses: ok } },
        },
        components: { securitySchemes: { Key: key } },
      },
      { handlers: { a: done, open: done }, ...credentials },
    );
    expect((await ask('GET /a')).status).toBe(401);
    expect((await ask('GET /a', { headers: { 'x-key': 'secret' } })).status).toBe(204);
    expect((await ask('GET /open')).status).toBe(204);
  });

  field(
    'OpenAPI.webhooks',
    async (openapi) => {
      const { model } = await readDocument({
        openapi,
        webhooks: { petMoved: { post: { requestBody: { content: { 'application/json': {} } }, responses: ok } } },
      });
      expect(model?.webhooks).toMatchObject([
        { name: 'petMoved', method: 'POST', requestBody: { content: [{ mediaType: 'application/json' }] } },
      ]);
    },
    since31,
  );

  field(
    'OpenAPI.jsonSchemaDialect',
    async (openapi) => {
      const dialect = async (jsonSchemaDialect: string) =>
        (await readDocument({ openapi, jsonSchemaDialect, paths: {} })).findings.map(
          (finding) => finding.split(' ')[1],
        );
      expect(await dialect('https://json-schema.org/draft/2020-12/schema')).toEqual([]);
      expect(await dialect('https://example.org/my-own-dialect')).toEqual(['/jsonSchemaDialect']);
    },
    since31,
  );

  field(
    'OpenAPI.$self',
    async (openapi) => {
      const { ask } = await serve(
        {
          openapi,
          $self: 'https://pets.example/contract.json',
          paths: {
            '/a': {
              post: {
                operationId: 'a',
                requestBody: {
                  content: {
                    'application/json': {
                      schema: { $ref: 'https://pets.example/contract.json#/components/schemas/Pet' },
                    },
                  },
                },
                responses: ok,
              },
            },
          },
          components: { schemas: { Pet: { type: 'object', required: ['name'] } } },
        },
        { handlers: { a: done } },
      );
      expect((await ask('POST /a', json({ name: 'Rex' }))).status).toBe(204);
      expect((await ask('POST /a', json({}))).status).toBe(400);
    },
    since32,
  );
});

describe('Server Object and Server Variable Object', () => {
  const paths = { '/a': { get: { operationId: 'a', responses: ok } } };
  const statusOf = async (openapi: string, server: object, path: string) =>
    (await (await serve({ openapi, servers: [server], paths }, { handlers: { a: done } })).ask(`GET ${path}`)).status;

  field('Server.url', async (openapi) => {
    expect(await statusOf(openapi, { url: '/base' }, '/base/a')).toBe(204);
    expect(await statusOf(openapi, { url: 'https://pets.example' }, '/a')).toBe(204);
  });

  const stages = { url: '/{stage}/', variables: { stage: { default: 'live', enum: ['live', 'test'] } } };

  field('Server.variables', async (openapi) => {
    expect(await statusOf(openapi, stages, '/live/a')).toBe(204);
    expect((await readDocument({ openapi, servers: [{ url: '/{stage}' }], paths })).findings).toEqual([
      expect.stringContaining('/servers/0/url'),
    ]);
  });

  field('Server Variable.enum', async (openapi) => {
    expect(await statusOf(openapi, stages, '/test/a')).toBe(204);
    expect(await statusOf(openapi, stages, '/other/a')).toBe(404);
  });

  field('Server Variable.default', async (openapi) => {
    const version = { url: '/{version}', variables: { version: { default: 'v7' } } };
    expect(await statusOf(openapi, version, '/v7/a')).toBe(204);
    expect(await statusOf(openapi, version, '/v8/a')).toBe(404);
  });
});

describe('Paths Object', () => {
  field('Paths./{path}', async (openapi) => {
    const operation = (operationId: string) => ({ get: { operationId, responses: anyJson } });
    const { ask } = await serve(
      {
        openapi,
        paths: {
          '/pets/{id}': {
            parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
            ...operation('getPet'),
          },
          '/pets/mine': operation('getMine'),
        },
      },
      { handlers: { getPet: echo, getMine: () => ({ status: 200, body: 'mine' }) } },
    );
    expect(await answer(await ask('GET /pets/mine'))).toEqual([200, 'mine']);
    expect(await answer(await ask('GET /pets/a%2Fb'))).toMatchObject([200, { path: { id: 'a/b' } }]);
    expect((await ask('GET /pets/1/')).status).toBe(404);
  });
});
