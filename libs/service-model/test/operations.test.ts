import { describe, expect, it } from 'vitest';
import { contract, findingsIn, modelOf } from './read-text.ts';

describe('the name of an operation', () => {
  it.each([
    ['listPets', 'listPets'],
    ['list_pets', 'listPets'],
    ['List-Pets', 'listPets'],
    ['HTTPGet', 'httpGet'],
    ['ABC', 'abc'],
    ['delete', 'deleteOperation'],
    ['Default', 'defaultOperation'],
    ['constructor', 'constructorOperation'],
    ['__proto__', 'proto'],
    ['index', 'indexOperation'],
    ['2xx', 'operation2xx'],
    ['größe', 'große'.normalize('NFKD').replace(/[^\x20-\x7e]/g, '') === 'groe' ? 'groE' : 'groE'],
    ['日本', 'operation'],
    ['a/b.c d', 'aBCD'],
  ])('%s is %s', async (operationId, name) => {
    const model = await modelOf(contract({ '/a': { get: { operationId } } }));
    expect(model.operations.map((operation) => [operation.id, operation.name])).toEqual([[operationId, name]]);
  });

  it('is unique even when case is ignored', async () => {
    const ids = ['getPet', 'getpet', 'get_pet', 'getPet2'];
    const paths = Object.fromEntries(ids.map((operationId, index) => [`/${index}`, { get: { operationId } }]));
    const model = await modelOf(contract(paths));
    expect(model.operations.map(({ name }) => name)).toEqual(['getPet', 'getpet2', 'getPet3', 'getPet22']);
  });

  it('comes from method and path when there is no operationId', async () => {
    const model = await modelOf(
      contract({ '/': { get: {} }, '/pets/{petId}': { get: {} }, '/pets/petId': { get: { operationId: '' } } }),
    );
    expect(model.operations.map(({ id, name }) => `${id} ${name}`)).toEqual([
      'get_root getRoot',
      'get_pets_petId getPetsPetId',
      'get_pets_petId_2 getPetsPetId2',
    ]);
  });
});

it('takes only media types that a Content-Type can name', async () => {
  const example = { schema: { type: 'object' } };
  const content = { examples: {}, 'application/json': example, json: example, '*/*': {} };
  const model = await modelOf(contract({ '/a': { post: { requestBody: { content } } } }));
  expect(model.operations[0]?.requestBody?.content.map(({ mediaType }) => mediaType)).toEqual([
    'application/json',
    '*/*',
  ]);
});

describe('a parameter', () => {
  it.each([
    [{ in: 'query' }, { style: 'form', explode: true, required: false }],
    [
      { in: 'query', style: 'deepObject', explode: true },
      { style: 'deepObject', explode: true },
    ],
    [
      { in: 'query', style: 'pipeDelimited' },
      { style: 'pipeDelimited', explode: false },
    ],
    [
      { in: 'path', required: true },
      { style: 'simple', explode: false, required: true },
    ],
    [
      { in: 'path', required: true, style: 'matrix' },
      { style: 'matrix', explode: false },
    ],
    [{ in: 'header' }, { style: 'simple', explode: false }],
    [{ in: 'cookie' }, { style: 'form', explode: true }],
    [
      { in: 'query', content: { 'application/json': { schema: { type: 'object' } } } },
      { style: 'form', schema: true },
    ],
    [
      { in: 'query', schema: { type: 'string' }, example: 'a' },
      { schema: { type: 'string' }, examples: [{ name: 'default', value: 'a' }] },
    ],
  ])('%j has the defaults of its place', async (written, read) => {
    const model = await modelOf(
      contract({
        '/{id}': {
          get: {
            parameters: [
              { name: 'id', in: 'path', required: true },
              { name: written.in === 'path' ? 'id' : 'a', ...written },
            ].slice(written.in === 'path' ? 1 : 0),
          },
        },
      }),
    );
    expect(model.operations[0]?.parameters.at(-1)).toMatchObject(read);
  });

  it('that the template names but nobody declares is a string', async () => {
    const model = await modelOf(contract({ '/a/{b}': { get: {} } }));
    expect(model.operations[0]?.parameters).toMatchObject([
      { name: 'b', in: 'path', required: true, schema: { type: 'string' } },
    ]);
  });
});

describe('a path', () => {
  it('with a query is read without it, and the first of two equal ones counts', async () => {
    const model = await modelOf(contract({ '/a': { get: {} }, '/a?b=c': { get: {}, post: {} } }));
    expect(model.operations.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /a', 'POST /a']);
  });

  it('may be the same on different servers', async () => {
    const paths = { '/{a}': { get: {}, servers: [{ url: '/v1' }] }, '/{b}': { get: {}, servers: [{ url: '/v2' }] } };
    const model = await modelOf(contract(paths));
    expect(model.operations.map(({ basePaths }) => basePaths)).toEqual([['/v1'], ['/v2']]);
  });

  it('that is empty, an extension or only a description has no operations', async () => {
    const model = await modelOf(contract({ '/a': {}, 'x-a': { get: {} }, '/b': { description: 'b' } }));
    expect(model.operations).toEqual([]);
  });

  it('loops back to itself only as a reference', async () => {
    const pathItem = { post: { responses: {}, callbacks: { done: { '{$url}': { $ref: '#/paths/~1a' } } } } };
    const model = await modelOf(contract({ '/a': pathItem }));
    expect(model.operations[0]?.callbacks).toMatchObject([{ name: 'done', method: 'POST', expression: '{$url}' }]);
  });
});

describe('the base paths of a server', () => {
  it.each([
    ['https://example.org', ['']],
    ['https://example.org/', ['']],
    ['https://example.org/v1/', ['/v1']],
    ['//example.org/v1', ['/v1']],
    ['/', ['']],
    ['v1', ['/v1']],
    ['./v1/../v2', ['/v2']],
    ['{scheme}://{host}:8080/{base}', ['/api']],
    ['/{stage}/{base}', ['/a/api', '/b/api']],
  ])('%s', async (url, basePaths) => {
    const variables = {
      scheme: { default: 'https' },
      host: { default: 'x' },
      base: { default: 'api' },
      stage: { enum: ['a', 'b'], default: 'a' },
    };
    const model = await modelOf({ ...contract({}), servers: [{ url, variables }] });
    expect(model.servers[0]?.basePaths).toEqual(basePaths);
  });

  it('are only the default ones when there are too many', async () => {
    const values = Array.from({ length: 20 }, (_, index) => `v${index}`);
    const variables = { a: { enum: values, default: 'v3' }, b: { enum: values } };
    const document = { ...contract({}), servers: [{ url: '/{a}/{b}', variables }] };
    expect((await modelOf(document)).servers[0]?.basePaths).toEqual(['/v3/v0']);
    expect(await findingsIn(document)).toContain('warning too-many-servers');
  });
});
