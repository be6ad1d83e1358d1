import type { Service } from '@brrt/router-core';
import { describe, expect, it } from 'vitest';
import { ask, startStateful } from './test-support.ts';

const content = (schema: object, rest: object = {}): object => ({
  content: { 'application/json': { schema, ...rest } },
});
const ok = (schema: object, rest: object = {}): object => ({
  responses: { '200': { description: 'OK', ...content(schema, rest) } },
});
const thing = { type: 'object', properties: { id: { type: 'integer' }, name: { type: 'string' } } };
const meta = { type: 'object', properties: { took: { type: 'integer' } } };
const named = [
  { id: 7, name: 'Rex' },
  { id: 8, name: 'Tom' },
];

/** `/things` and one of them, each in a member of its answer, and in one of the request too where `isSentSo`. */
function contractOf(isSentSo: boolean): string {
  const envelope = (data: object): object => ({ type: 'object', required: ['data'], properties: { data, meta } });
  const sent = content(isSentSo ? { type: 'object', required: ['data'], properties: { data: thing } } : thing);
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    paths: {
      '/things': {
        get: {
          operationId: 'listThings',
          ...ok(envelope({ type: 'array', items: thing }), { example: { data: named } }),
        },
        post: { operationId: 'makeThing', requestBody: sent, ...ok(envelope(thing)) },
      },
      '/things/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
        get: {
          operationId: 'getThing',
          ...ok(envelope(thing), { example: { data: { id: 9, name: 'Kim' }, meta: { took: 3 } } }),
        },
        put: { operationId: 'putThing', requestBody: sent, responses: { '204': { description: 'done' } } },
        patch: { operationId: 'patchThing', requestBody: sent, ...ok(envelope(thing)) },
        delete: { operationId: 'deleteThing', responses: { '204': { description: 'gone' } } },
      },
    },
  });
}

describe.each([false, true])('things in a member of the answer, and of the request: %s', (isSentSo) => {
  const start = (): Promise<Service> => startStateful(contractOf(isSentSo));
  const send = (name: string): object => (isSentSo ? { data: { name } } : { name });
  const asJson = { 'Content-Type': 'application/json' };

  it('are read, made, changed and removed in it', async () => {
    const service = await start();
    expect(await ask(service, 'GET /things/8')).toMatchObject({ status: 200, body: { data: { id: 8, name: 'Tom' } } });
    expect(await ask(service, 'POST /things', send('Ada'))).toMatchObject({ body: { data: { id: 10, name: 'Ada' } } });
    expect((await ask(service, 'PUT /things/7', send('Max'))).status).toBe(204);
    expect(await ask(service, 'PATCH /things/10', send('Eve'), asJson)).toMatchObject({
      body: { data: { id: 10, name: 'Eve' } },
    });
    await ask(service, 'DELETE /things/8');
    expect(await ask(service, 'GET /things')).toMatchObject({
      body: {
        data: [
          { id: 7, name: 'Max' },
          { id: 9, name: 'Kim' },
          { id: 10, name: 'Eve' },
        ],
      },
    });
    expect(await ask(service, 'GET /things/7')).toMatchObject({
      body: { data: { id: 7, name: 'Max' }, meta: { took: 3 } },
    });
    expect((await ask(service, 'GET /things/8')).status).toBe(404);
  });
});

it('a list is found beside other lists, and its counts are right wherever they are', async () => {
  const list = {
    type: 'object',
    properties: {
      things: { type: 'array', items: thing },
      faults: { type: 'array', items: { type: 'object' } },
      warnings: { type: 'array', items: { type: 'string' } },
      page: { type: 'object', properties: { total: { type: 'integer' }, size: { type: 'integer' } } },
    },
  };
  const example = { things: named, faults: [{}], warnings: ['old'], page: { total: 50, size: 10 } };
  const document = JSON.parse(contractOf(false));
  document.paths['/things'].get = { operationId: 'listThings', ...ok(list, { example }) };
  const service = await startStateful(JSON.stringify(document));
  await ask(service, 'DELETE /things/7');
  const want = { ...example, things: [named[1], { id: 9, name: 'Kim' }], page: { total: 2, size: 10 } };
  expect(await ask(service, 'GET /things')).toMatchObject({ kind: 'stateful', body: want });
});

it('what is made has a name of its own where the contract shows one as an example', async () => {
  const id = { type: 'string', pattern: '^t-[a-z0-9]{8}$', example: 't-00000001' };
  const shown = { type: 'object', required: ['id', 'name'], properties: { id, name: { type: 'string' } } };
  const document = JSON.parse(contractOf(false));
  const { get, post } = document.paths['/things'];
  get.responses['200'].content['application/json'] = {
    schema: { type: 'array', items: shown },
    example: [{ id: 't-00000001', name: 'Rex' }],
  };
  post.responses['200'].content['application/json'] = { schema: shown };
  document.paths['/things/{id}'].parameters[0].schema = { type: 'string' };
  document.paths['/things/{id}'].get.responses['200'].content['application/json'] = { schema: shown };
  const service = await startStateful(JSON.stringify(document));
  const made = await ask(service, 'POST /things', { name: 'Ada' });
  const { id: name } = made.body as { readonly id: string };
  expect(name).toMatch(/^t-[a-z0-9]{8}$/);
  expect(name).not.toBe('t-00000001');
  expect(await ask(service, `GET /things/${name}`)).toMatchObject({ status: 200, body: { name: 'Ada' } });
});
