import { describe, expect, it } from 'vitest';
import type { ServiceModel } from '../src/index.ts';
import { contract, findingsIn, modelOf, readValue } from './read-text.ts';

describe('the name of an operation', () => {
  const pathOf = (operationId: string) => contract({ '/a/{b}': { get: { operationId } } });

  it.each([
    ['listPets', 'listPets'],
    ['list_pets', 'listPets'],
    ['List-Pets', 'listPets'],
    ['HTTPGet', 'httpGet'],
    ['ABC', 'abc'],
    ['__proto__', 'proto'],
    ['Größe ändern', 'größeÄndern'],
    ['Großbuchstaben'.normalize('NFD'), 'großbuchstaben'],
    ['cafe\u0301', 'café'],
    ['日本語を取得', '日本語を取得'],
    ['𠮷野家', '𠮷野家'],
    ['Создать заказ', 'создатьЗаказ'],
    ['get🎉Party', 'getParty'],
    ['get\u200dParty\u3164', 'getParty'],
    ['a/b.c d', 'aBCD'],
    ['x²', 'x'],
  ])('%j is %s, without a word', async (operationId, name) => {
    const { model, diagnostics } = await readValue(pathOf(operationId));
    expect(model?.operations.map((operation) => [operation.id, operation.name])).toEqual([[operationId, name]]);
    expect(diagnostics.filter(({ code }) => code === 'changed-name')).toEqual([]);
  });

  it.each([
    ['delete', 'deleteOperation', '"delete" means something else in code'],
    ['Default', 'defaultOperation', '"default" means something else in code'],
    ['constructor', 'constructorOperation', '"constructor" means something else in code'],
    ['toString', 'toStringOperation', '"toString" means something else in code'],
    ['then', 'thenOperation', '"then" means something else in code'],
    ['handlers', 'handlersOperation', '"handlers" means something else in code'],
    ['from-contract', 'fromContractOperation', '"fromContract" means something else in code'],
    ['index', 'indexOperation', '"index" means something else in code'],
    ['NUL', 'nulOperation', '"nul" means something else in code'],
    ['2xx', 'operation2xx', 'no name in code begins so'],
    ['٣', 'operation٣', 'no name in code begins so'],
    ['\u0301', 'operation\u0301', 'no name in code begins so'],
    ['🎉', 'getAB', '"🎉" has no letters'],
    ['__', 'getAB', '"__" has no letters'],
    ['\u3164', 'getAB', '"\u3164" has no letters'],
  ])('%j becomes %s, and it is said', async (operationId, name, why) => {
    const { model, diagnostics } = await readValue(pathOf(operationId));
    expect(model?.operations.map((operation) => [operation.id, operation.name])).toEqual([[operationId, name]]);
    expect(diagnostics.filter(({ code }) => code === 'changed-name')).toMatchObject([
      {
        severity: 'note',
        pointer: '/paths/~1a~1{b}/get/operationId',
        message: `In code, the operation "${operationId}" becomes "${name}": ${why}`,
      },
    ]);
  });

  it('is unique even when case is ignored: what is spelled so has it, others add where they are', async () => {
    const ids = ['get_pet', 'getPet', 'getpet', 'getPetGet2', 'getPet2', 'GETPET'];
    const paths = Object.fromEntries(ids.map((operationId, index) => [`/${index}`, { get: { operationId } }]));
    const { model, diagnostics } = await readValue(contract(paths));
    expect(model?.operations.map(({ name }) => name)).toEqual([
      'getPetGet0',
      'getPet',
      'getpetGet22',
      'getPetGet2',
      'getPet2',
      'getpetGet5',
    ]);
    expect(diagnostics.flatMap(({ code, message }) => (code === 'changed-name' ? [message] : []))).toEqual([
      'In code, the operation "get_pet" becomes "getPetGet0": "getPet" has that name',
      'In code, the operation "getpet" becomes "getpetGet22": "getPet" has that name',
      'In code, the operation "GETPET" becomes "getpetGet5": "getPet" has that name',
    ]);
  });

  it.each([
    ['composed and decomposed letters', 'caf\u00e9', 'cafe\u0301'],
    ['ligatures', 'ﬁnd', 'find'],
    ['a letter that is two in upper case', 'straße', 'strasse'],
    ['a letter with two small forms', 'λόγος', 'λόγοσ'],
  ])('is told apart from one that a file system takes for the same: %s', async (_what, first, second) => {
    const model = await modelOf(
      contract({ '/1': { get: { operationId: first } }, '/2': { get: { operationId: second } } }),
    );
    const names = model.operations.map(({ name }) => name);
    expect(names[1]).toMatch(/Get2$/);
    expect(names[0]).not.toMatch(/Get2$/);
  });

  it('comes from method and path when there is no operationId', async () => {
    const model = await modelOf(
      contract({
        '/': { get: {} },
        '/pets/petId': { get: { operationId: '' } },
        '/pets/{petId}': { get: {} },
        '/pets.petId': { get: {} },
        '/x': { get: { operationId: 'get_y' } },
        '/y': { get: {} },
      }),
    );
    expect(model.operations.map(({ id, name }) => `${id} ${name}`)).toEqual([
      'get_root getRoot',
      'get_pets_petId getPetsPetId',
      'get_pets_by_petId getPetsByPetId',
      'get_pets_petId_2 getPetsPetId2',
      'get_y getY',
      'get_y_2 getY2',
    ]);
  });

  it('that is written twice is that of the first; the other adds where it is', async () => {
    const get = { operationId: 'getPet' };
    const { model, diagnostics } = await readValue(contract({ '/a': { get }, '/b/id': { get } }));
    expect(model?.operations.map(({ id, name }) => `${id} ${name}`)).toEqual([
      'getPet getPet',
      'getPet_get_b_id getPetGetBId',
    ]);
    expect(diagnostics).toMatchObject([{ code: 'duplicate-operation-id', hint: 'It is read as "getPet_get_b_id"' }]);
  });

  it('is what x-handler says, and a clash is said there', async () => {
    const { model, diagnostics } = await readValue(
      contract({
        '/a': { get: { operationId: 'x', 'x-handler': 'show_pet' } },
        '/b': { get: { operationId: 'y', 'x-handler': 'show_pet' } },
      }),
    );
    expect(model?.operations.map(({ id, name }) => `${id} ${name}`)).toEqual(['x showPet', 'y showPetGetB']);
    expect(diagnostics.filter(({ code }) => code === 'changed-name')).toMatchObject([
      { pointer: '/paths/~1b/get/x-handler' },
    ]);
  });

  it('stays when an operation comes that wants another', async () => {
    const paths = {
      '/a': { get: { operationId: 'get_pet' }, put: { operationId: 'delete' } },
      '/b': { get: { operationId: 'GetPet' }, post: {} },
      '/b/{c}': { post: { operationId: '日本' } },
      '/c': { get: { operationId: 'GETPET' }, delete: { operationId: 'delete' } },
    };
    const named = (model: ServiceModel) =>
      model.operations.map(({ method, path, name }) => `${method} ${path} ${name}`);
    const before = named(await modelOf(contract(paths)));
    const others = ['/0', '/b/a', '/z'].map((path) => [path, { get: { operationId: `new ${path}` }, post: {} }]);
    const after = named(
      await modelOf(contract({ ...Object.fromEntries(others.slice(0, 1)), ...paths, ...Object.fromEntries(others) })),
    );
    expect(after.filter((line) => before.includes(line))).toEqual(before);
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
    ['{root}/v1', ['/v1', '/some/v1', '/x.example.org/v1']],
    ['{root}', ['', '/some', '/x.example.org']],
    ['{host}', ['/x']],
  ])('%s', async (url, basePaths) => {
    const variables = {
      scheme: { default: 'https' },
      host: { default: 'x' },
      base: { default: 'api' },
      stage: { enum: ['a', 'b'], default: 'a' },
      root: {
        enum: ['http://localhost:9091', 'https://x.org/some', '/x.example.org'],
        default: 'http://localhost:9091',
      },
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
