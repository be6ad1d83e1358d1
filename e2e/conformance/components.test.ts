import { describe, expect } from 'vitest';
import { field } from './support/field.ts';
import { answer, anyJson, echo, json, serve, violations } from './support/serve.ts';
import { since31, since32 } from './support/versions.ts';

const ok = { '204': { description: 'Done' } };
const done = () => ({ status: 204 });

/** One operation `POST /a` of a contract with components. */
function contract(openapi: string, components: object, operation: object): object {
  return { openapi, components, paths: { '/a': { post: { operationId: 'a', responses: ok, ...operation } } } };
}

describe('Components Object', () => {
  const named = { type: 'object', required: ['name'], properties: { name: { type: 'string' } } };

  field('Components.schemas', async (openapi) => {
    const document = contract(
      openapi,
      {
        schemas: {
          Pet: { ...named, properties: { name: { type: 'string' }, young: { $ref: '#/components/schemas/Pet' } } },
        },
      },
      { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } } } },
    );
    const { ask } = await serve(document, { handlers: { a: done } });
    expect((await ask('POST /a', json({ name: 'Rex', young: { name: 'Max' } }))).status).toBe(204);
    expect(await violations(await ask('POST /a', json({ name: 'Rex', young: {} })))).toEqual([
      'body /young/name required',
    ]);
  });

  field('Components.responses', async (openapi) => {
    const responses = { Gone: { description: 'Gone', content: { 'text/plain': { example: 'gone' } } } };
    const document = contract(
      openapi,
      { responses },
      { responses: { '200': { $ref: '#/components/responses/Gone' } } },
    );
    expect(await answer(await (await serve(document)).ask('POST /a'))).toEqual([200, 'gone']);
  });

  field('Components.parameters', async (openapi) => {
    const parameters = { Limit: { name: 'limit', in: 'query', schema: { type: 'integer' } } };
    const document = contract(
      openapi,
      { parameters },
      { parameters: [{ $ref: '#/components/parameters/Limit' }], responses: anyJson },
    );
    const { ask } = await serve(document, { handlers: { a: echo } });
    expect(await answer(await ask('POST /a?limit=3'))).toMatchObject([200, { query: { limit: 3 } }]);
  });

  field('Components.examples', async (openapi) => {
    const responses = {
      '200': {
        description: 'A',
        content: { 'application/json': { examples: { cat: { $ref: '#/components/examples/Cat' } } } },
      },
    };
    const document = contract(openapi, { examples: { Cat: { value: { name: 'Tom' } } } }, { responses });
    expect(await answer(await (await serve(document)).ask('POST /a'))).toEqual([200, { name: 'Tom' }]);
  });

  field('Components.requestBodies', async (openapi) => {
    const requestBodies = { Pet: { required: true, content: { 'application/json': { schema: named } } } };
    const document = contract(openapi, { requestBodies }, { requestBody: { $ref: '#/components/requestBodies/Pet' } });
    const { ask } = await serve(document, { handlers: { a: done } });
    expect((await ask('POST /a', json({ name: 'Rex' }))).status).toBe(204);
    expect((await ask('POST /a')).status).toBe(400);
  });

  field('Components.headers', async (openapi) => {
    const headers = { Total: { required: true, schema: { type: 'integer' } } };
    const document = contract(
      openapi,
      { headers },
      { responses: { '204': { description: 'A', headers: { 'X-Total': { $ref: '#/components/headers/Total' } } } } },
    );
    const status = async (given: object) =>
      (await (await serve(document, { handlers: { a: () => ({ status: 204, headers: given }) } })).ask('POST /a'))
        .status;
    expect(await status({ 'X-Total': 7 })).toBe(204);
    expect(await status({ 'X-Total': 'seven' })).toBe(500);
  });

  field('Components.securitySchemes', async (openapi) => {
    const document = contract(
      openapi,
      { securitySchemes: { Key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
      { security: [{ Key: [] }] },
    );
    await expect(serve(document)).rejects.toThrow(/Key/);
    const sha256 = ['2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b'];
    const { ask } = await serve(document, {
      handlers: { a: done },
      security: { apiKeys: { Key: { sha256, headerName: undefined, scopes: [] } } },
    });
    expect((await ask('POST /a', { headers: { 'x-key': 'secret' } })).status).toBe(204);
    expect((await ask('POST /a', { headers: { 'x-key': 'other' } })).status).toBe(401);
  });

  field('Components.links', async (openapi) => {
    const links = { Again: { operationId: 'a' } };
    const document = contract(
      openapi,
      { links },
      { responses: { '204': { description: 'A', links: { again: { $ref: '#/components/links/Again' } } } } },
    );
    const { model } = await serve(document);
    expect(model.operations[0]?.responses[0]?.links).toMatchObject([
      { name: 'again', target: { method: 'POST', path: '/a' } },
    ]);
  });

  field('Components.callbacks', async (openapi) => {
    const callbacks = { Done: { '{$request.body#/url}': { post: { responses: ok } } } };
    const document = contract(openapi, { callbacks }, { callbacks: { done: { $ref: '#/components/callbacks/Done' } } });
    const { model } = await serve(document);
    expect(model.operations[0]?.callbacks).toMatchObject([
      { name: 'done', expression: '{$request.body#/url}', method: 'POST' },
    ]);
  });

  field(
    'Components.pathItems',
    async (openapi) => {
      const pathItems = { A: { get: { operationId: 'a', responses: ok } } };
      const document = { openapi, components: { pathItems }, paths: { '/a': { $ref: '#/components/pathItems/A' } } };
      expect((await (await serve(document, { handlers: { a: done } })).ask('GET /a')).status).toBe(204);
    },
    since31,
  );

  field(
    'Components.mediaTypes',
    async (openapi) => {
      const document = contract(
        openapi,
        { mediaTypes: { Pet: { schema: named } } },
        { requestBody: { content: { 'application/json': { $ref: '#/components/mediaTypes/Pet' } } } },
      );
      const { ask } = await serve(document, { handlers: { a: done } });
      expect((await ask('POST /a', json({ name: 'Rex' }))).status).toBe(204);
      expect((await ask('POST /a', json({}))).status).toBe(400);
    },
    since32,
  );
});

describe('Reference Object', () => {
  field('Reference.$ref', async (openapi) => {
    const responses = { '200': { $ref: '#/paths/~1b/get/responses/200' } };
    const document = {
      openapi,
      paths: {
        '/a': { get: { operationId: 'a', responses } },
        '/b': {
          get: {
            operationId: 'b',
            responses: { '200': { description: 'B', content: { 'text/plain': { example: 'of b' } } } },
          },
        },
      },
    };
    expect(await answer(await (await serve(document)).ask('GET /a'))).toEqual([200, 'of b']);
    const lost = contract(openapi, {}, { responses: { '200': { $ref: '#/components/responses/Lost' } } });
    await expect(serve(lost)).rejects.toThrow('unresolved-reference /paths/~1a/post/responses/200/$ref');
  });

  field(
    'Reference.description',
    async (openapi) => {
      const responses = { '204': { $ref: '#/components/responses/Done', description: 'Said here' } };
      const document = contract(openapi, { responses: { Done: { description: 'Said there' } } }, { responses });
      const { model } = await serve(document);
      expect(model.operations[0]?.responses[0]?.description).toBe('Said here');
    },
    since31,
  );

  field(
    'Reference.summary',
    async (openapi) => {
      const examples = { Cat: { summary: 'Said there', value: 1 } };
      const responses = {
        '200': {
          description: 'A',
          content: {
            'application/json': { examples: { cat: { $ref: '#/components/examples/Cat', summary: 'Said here' } } },
          },
        },
      };
      const { model } = await serve(contract(openapi, { examples }, { responses }));
      expect(model.operations[0]?.responses[0]?.content[0]?.examples[0]?.summary).toBe('Said here');
    },
    since31,
  );
});
