import { describe, expect, it } from 'vitest';
import { contract, findingsIn, modelOf } from './read-text.ts';

/** A contract whose one response has the link, beside an operation that it may lead to. */
function withLink(link: unknown, components: object = {}): object {
  const responses = { default: { description: 'OK' } };
  const parameters = [
    { name: 'id', in: 'path', required: true, schema: {} },
    { name: 'page', in: 'query', schema: {} },
  ];
  return contract(
    {
      '/pets': {
        post: { operationId: 'addPet', responses: { '201': { description: 'Added', links: { next: link } } } },
      },
      '/pets/{id}': { parameters, get: { operationId: 'getPet', responses }, delete: { responses } },
    },
    components,
  );
}

const getPet = { method: 'GET', path: '/pets/{id}' };

it.each([
  ['an operationId', { operationId: 'getPet' }, { target: getPet, parameters: {} }],
  ['a place in the document', { operationRef: '#/paths/~1pets~1{id}/get' }, { target: getPet }],
  ['an escaped place', { operationRef: '#/paths/~1pets~1%7Bid%7D/get' }, { target: getPet }],
  [
    'an operation without an id',
    { operationRef: '#/paths/~1pets~1{id}/delete' },
    { target: { method: 'DELETE', path: '/pets/{id}' } },
  ],
  [
    'parameters, also with their place, and a body',
    {
      operationId: 'getPet',
      description: 'The pet',
      parameters: { id: '$response.body#/id', 'query.page': 1 },
      requestBody: { a: '$url' },
    },
    {
      target: getPet,
      description: 'The pet',
      parameters: { id: '$response.body#/id', 'query.page': 1 },
      requestBody: { a: '$url' },
    },
  ],
])('a link is read by %s', async (_how, link, want) => {
  const document = withLink(link);
  expect(await findingsIn(document)).toEqual([]);
  const model = await modelOf(document);
  expect(model.operations[0]?.responses[0]?.links).toMatchObject([{ name: 'next', ...want }]);
});

it('a link may be a component', async () => {
  const model = await modelOf(
    withLink({ $ref: '#/components/links/Next' }, { links: { Next: { operationId: 'getPet' } } }),
  );
  expect(model.operations[0]?.responses[0]?.links).toMatchObject([{ name: 'next', target: getPet }]);
});

describe('a link that leads nowhere is kept, and reported', () => {
  it.each([
    ['an unknown operationId', { operationId: 'feedPet' }, 'warning unknown-link-target'],
    ['an unknown place', { operationRef: '#/paths/~1dogs/get' }, 'warning unknown-link-target'],
    ['a place that is no operation', { operationRef: '#/components/schemas/Pet' }, 'warning unknown-link-target'],
    ['a place that does not decode', { operationRef: '#/paths/%zz/get' }, 'warning unknown-link-target'],
    ['neither', { description: 'Later' }, 'warning invalid-link'],
    ['another document', { operationRef: 'https://example.com/pets.yaml#/paths/~1pets/get' }, 'note foreign-link'],
  ])('%s', async (_what, link, finding) => {
    const document = withLink(link);
    expect(await findingsIn(document)).toEqual([finding]);
    const [found] = (await modelOf(document)).operations[0]?.responses[0]?.links ?? [];
    expect(found?.name).toBe('next');
    expect(found?.target).toBeUndefined();
  });

  it('a parameter that its operation does not have', async () => {
    const document = withLink({ operationId: 'getPet', parameters: { id: 1, 'path.page': 2, size: 3 } });
    expect(await findingsIn(document)).toEqual(['warning unknown-link-parameter', 'warning unknown-link-parameter']);
  });
});

it('a callback and a webhook have parameters, bodies and responses', async () => {
  const parameters = [{ name: 'X-Signature', in: 'header', required: true, schema: { type: 'string' } }];
  const post = { requestBody: { content: { 'application/json': {} } }, responses: { '2XX': { description: 'Taken' } } };
  const model = await modelOf({
    ...contract({ '/a': { post: { callbacks: { done: { '{$request.query.url}': { parameters, post } } } } } }),
    webhooks: { moved: { post: { ...post, parameters } } },
  });
  const want = { parameters: [{ name: 'X-Signature', in: 'header', required: true }], responses: [{ status: '2XX' }] };
  expect(model.operations[0]?.callbacks).toMatchObject([{ expression: '{$request.query.url}', ...want }]);
  expect(model.webhooks).toMatchObject([{ name: 'moved', expression: '', ...want }]);
});

it('a link may name the server of its operation', async () => {
  const document = withLink({ operationId: 'getPet', server: { url: 'https://pets.example/v2', description: 'New' } });
  expect(await findingsIn(document)).toEqual([]);
  const [link] = (await modelOf(document)).operations[0]?.responses[0]?.links ?? [];
  expect(link?.server).toEqual({ url: 'https://pets.example/v2', description: 'New', basePaths: ['/v2'] });
});

describe('runtime expressions', () => {
  it.each([
    '$url',
    '$method',
    '$statusCode',
    '$request.header.X-Id',
    '$request.query.a b',
    '$request.path.id',
    '$request.body',
    '$response.body#',
    '$response.body#/a~1b/0/~0',
    '$response.header.Location',
    'constant',
    '{id}',
    'https://a.example/{$request.path.id}?x={$response.body#/x}',
  ])('%s', async (expression) => {
    const link = { operationId: 'getPet', parameters: { id: expression }, requestBody: expression };
    expect(await findingsIn(withLink(link))).toEqual([]);
  });

  it.each([
    '$uri',
    '$url.path',
    '$request',
    '$request.headers.X',
    '$request.header.X Y',
    '$request.query.',
    '$response.body/id',
    '$response.body#id',
    '$response.body#/a~2',
    'https://a.example/{$request.id}',
  ])('%s is none, and said where it stands', async (expression) => {
    const link = { operationId: 'getPet', parameters: { id: expression }, requestBody: { kept: expression } };
    expect(await findingsIn(withLink(link))).toEqual(['warning invalid-expression']);
    const model = await modelOf(withLink(link));
    expect(model.operations[0]?.responses[0]?.links).toMatchObject([{ parameters: { id: expression } }]);
  });

  it.each([
    ['{$request.body#/url}', []],
    ['$request.query.url', []],
    ['https://a.example?id={$request.body#/id}&x={$url}', []],
    ['{$request.bodies#/url}', ['warning invalid-expression']],
    ['$callback', ['warning invalid-expression']],
  ])('as the address of a callback: %s', async (expression, want) => {
    const responses = { '200': { description: 'Taken' } };
    expect(
      await findingsIn(
        contract({ '/a': { post: { responses, callbacks: { done: { [expression]: { post: { responses } } } } } } }),
      ),
    ).toEqual(want);
  });
});

it('a callback has servers and security of its own, never those of the service', async () => {
  const responses = { '200': { description: 'Taken' } };
  const pathItem = {
    servers: [{ url: 'https://of.path.example/p' }],
    post: { responses, servers: [{ url: 'https://of.operation.example/o' }], security: [{ Key: [] }, {}] },
    put: { responses },
  };
  const model = await modelOf({
    ...contract(
      { '/a': { post: { responses, callbacks: { done: { '{$url}': pathItem, $url: { get: { responses } } } } } } },
      { securitySchemes: { Key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
    ),
    servers: [{ url: 'https://service.example/v1' }],
    security: [{ Key: [] }],
  });
  const [post, put, get] = model.operations[0]?.callbacks ?? [];
  expect(post).toMatchObject({ servers: [{ basePaths: ['/o'] }], security: [[{ scheme: 'Key', scopes: [] }], []] });
  expect(put).toMatchObject({ method: 'PUT', servers: [{ basePaths: ['/p'] }] });
  expect(put).not.toHaveProperty('security');
  expect(get).not.toHaveProperty('servers');
});
