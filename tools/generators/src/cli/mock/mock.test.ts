import type { ServiceModel } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { type AnsweredRequest, createMock, type MockOptions } from './create-mock.ts';
import { describeMock } from './describe-mock.ts';
import { defaults, readContract } from './test-support.ts';

const contract = `
openapi: 3.1.0
info: { title: Pets, version: '1' }
servers: [{ url: https://example.com/v1 }]
paths:
  /pets:
    get:
      operationId: listPets
      security: []
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: array, items: { type: string, format: uuid }, minItems: 1 }
              examples: { one: { value: [1] }, two: { value: ['a6b9a1b6-8a0f-4f2e-9d3b-0d2c1f7e5a11'] } }
  /ids: { get: { operationId: getId, responses: { '200': { description: OK, content: { application/json: { schema: { type: string, format: uuid } } } } } } }
  /header: { get: { operationId: byHeader, security: [{ header: [] }], responses: { '204': { description: OK } } } }
  /query: { get: { operationId: byQuery, security: [{ query: [] }], responses: { '204': { description: OK } } } }
  /cookie: { get: { operationId: byCookie, security: [{ cookie: [] }], responses: { '204': { description: OK } } } }
  /basic: { get: { operationId: byBasic, security: [{ basic: [] }], responses: { '204': { description: OK } } } }
  /bearer: { get: { operationId: byBearer, security: [{ bearer: [] }], responses: { '204': { description: OK } } } }
  /digest: { get: { operationId: byDigest, security: [{ digest: [] }], responses: { '204': { description: OK } } } }
  /oidc: { get: { operationId: byOidc, security: [{ oidc: [any] }], responses: { '204': { description: OK } } } }
  /mtls: { get: { operationId: byMtls, security: [{ mtls: [] }], responses: { '204': { description: OK } } } }
  /nothing: { get: { operationId: getNothing, responses: { '200': { description: OK, content: { application/json: { schema: false } } } } } }
components:
  securitySchemes:
    header: { type: apiKey, in: header, name: X-Key }
    query: { type: apiKey, in: query, name: key }
    cookie: { type: apiKey, in: cookie, name: key }
    basic: { type: http, scheme: basic }
    bearer: { type: http, scheme: bearer }
    digest: { type: http, scheme: digest }
    oidc: { type: openIdConnect, openIdConnectUrl: https://example.com }
    mtls: { type: mutualTLS }
`;

const read = (text = contract): Promise<ServiceModel> => readContract(text);

async function fetchMock(path: string, init: RequestInit = {}, options: Partial<MockOptions> = {}): Promise<Response> {
  return createMock(await read(), { ...defaults, ...options }).fetch(path, init);
}

describe('a mock', () => {
  it('answers with valid examples, and tells of those that are not', async () => {
    const told: string[] = [];
    const answer = await fetchMock('/pets', {}, { warn: (line) => told.push(line) });
    expect([answer.status, answer.headers.get('x-brrt-mock'), await answer.json()]).toEqual([
      200,
      'example',
      ['a6b9a1b6-8a0f-4f2e-9d3b-0d2c1f7e5a11'],
    ]);
    expect(told).toEqual([expect.stringContaining('"one" of application/json breaks its schema at /0')]);
  });

  it('answers with and without the base path', async () => {
    expect((await fetchMock('/v1/ids')).status).toBe(200);
    expect((await fetchMock('/ids')).status).toBe(200);
  });

  it('says which preferences it has applied', async () => {
    const answer = await fetchMock('/ids', { headers: { Prefer: 'dynamic=true, seed=4, code=404' } });
    expect(answer.headers.get('preference-applied')).toBe('dynamic=true, seed=4');
  });

  it('makes values by its seed', async () => {
    const bodyOf = async (seed: number): Promise<unknown> => (await fetchMock('/ids', {}, { seed })).json();
    expect(await bodyOf(1)).toBe(await bodyOf(1));
    expect(await bodyOf(1)).not.toBe(await bodyOf(2));
  });

  it('makes other values each time where it is told to', async () => {
    const mock = createMock(await read(), { ...defaults, dynamic: true });
    const bodies = await Promise.all([1, 2, 3, 4].map(async () => (await mock.fetch('/ids')).json()));
    expect(new Set(bodies).size).toBeGreaterThan(1);
  });

  it('answers 501 where the contract has no value', async () => {
    const answer = await fetchMock('/nothing');
    expect([answer.status, await answer.text()]).toEqual([
      501,
      expect.stringContaining('show an example there, or write src/handlers/getNothing.ts'),
    ]);
  });

  it('tells of each request', async () => {
    const told: AnsweredRequest[] = [];
    await fetchMock('/ids', {}, { onRequest: (request) => told.push(request) });
    await fetchMock('/none', {}, { onRequest: (request) => told.push(request) });
    expect(told).toMatchObject([
      { method: 'GET', target: '/ids', status: 200, operation: 'getId', mock: 'generated' },
      { method: 'GET', target: '/none', status: 404, operation: undefined, mock: undefined },
    ]);
  });
});

describe('credentials', () => {
  it.each<[string, Record<string, string>, number]>([
    ['/header', {}, 401],
    ['/header', { 'X-Key': 'any' }, 204],
    ['/query', {}, 401],
    ['/query?key=', {}, 401],
    ['/query?key=any', {}, 204],
    ['/cookie', {}, 401],
    ['/cookie', { Cookie: 'key=any' }, 204],
    ['/basic', {}, 401],
    ['/basic', { Authorization: 'Bearer any' }, 401],
    ['/basic', { Authorization: 'Basic ?' }, 401],
    ['/basic', { Authorization: 'basic YTpi' }, 204],
    ['/bearer', { Authorization: 'Bearer' }, 401],
    ['/bearer', { Authorization: 'Bearer a.b.c' }, 204],
    ['/digest', { Authorization: 'Digest username="a"' }, 204],
    ['/oidc', {}, 401],
    ['/oidc', { Authorization: 'Bearer any' }, 204],
    ['/mtls', {}, 204],
  ])('%s with %j is %d', async (path, headers, status) => {
    const answer = await fetchMock(path, { headers });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('www-authenticate')).toEqual(
      status === 401 ? expect.stringContaining('realm="mock"') : null,
    );
  });

  it('are not asked for where nobody is to have any', async () => {
    expect((await fetchMock('/basic', {}, { auth: false })).status).toBe(204);
  });
});

describe('other origins', () => {
  const origin = 'https://app.example.com';
  it.each([
    [true, origin],
    [false, null],
  ])('may call: %s', async (cors, want) => {
    const answer = await fetchMock('/ids', { headers: { Origin: origin } }, { cors });
    expect(answer.headers.get('access-control-allow-origin')).toBe(want);
  });

  it('ask first', async () => {
    const headers = {
      Origin: origin,
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'x-key',
    };
    const answer = await fetchMock('/header', { method: 'OPTIONS', headers }, { cors: true });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET',
      'access-control-allow-headers': 'x-key',
    });
  });
});

describe('what it says at its start', () => {
  const modes = { seed: 7, dynamic: false, cors: true, auth: true, stateful: false };
  const description = { ...modes, url: 'http://127.0.0.1:4010', spec: 'pets.yaml', diagnostics: [], json: false };

  it('is a table of operations', async () => {
    const text = describeMock(await read(), description).join('\n');
    expect(text).toContain('Pets 1: 11 operations of pets.yaml at http://127.0.0.1:4010');
    expect(text).toMatch(/GET {5}\/pets +listPets/);
    expect(text).toContain('The same below /v1.');
    expect(text).toContain('To read and to try out: http://127.0.0.1:4010/docs');
    expect(text).toContain('any are accepted');
    expect(describeMock(await read(), { ...description, auth: false }).join('\n')).toContain(
      'No credentials are asked for.',
    );
  });

  it('is cut where there are very many', async () => {
    const model = await read();
    const many = Array.from({ length: 50 }, () => model.operations[0]).filter((operation) => operation !== undefined);
    expect(describeMock({ ...model, operations: many }, description).join('\n')).toContain('and 10 more');
  });

  it('is one object for machines', async () => {
    const [line = '', ...rest] = describeMock(await read(), { ...description, json: true });
    expect(rest).toEqual([]);
    expect(JSON.parse(line)).toMatchObject({
      url: description.url,
      ...modes,
      operations: [{ method: 'GET', path: '/pets', id: 'listPets' }, ...Array(10).fill({})],
    });
  });
});
