import { describe, expect, it } from 'vitest';
import { ask, startStateful } from './test-support.ts';

const json = (rest: object): object => ({ content: { 'application/json': rest } });
const object = (...names: readonly string[]): object => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, {}])),
});

interface Shapes {
  /** Of the list: schema and example. */
  readonly list: object;
  readonly read?: object;
  readonly made?: object;
  readonly parameter?: string;
  readonly type?: string;
}

/** `/things` and one of them, told by answers of these shapes. */
function contractOf({ list, read = {}, made = {}, parameter = 'thingId', type = 'integer' }: Shapes): string {
  const ok = (content: object): object => ({ responses: { '200': { description: 'OK', ...content } } });
  const requestBody = json({ schema: { type: 'object' } });
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    paths: {
      '/things': {
        get: { operationId: 'listThings', ...ok(json(list)) },
        post: { operationId: 'makeThing', requestBody, ...ok(json({ schema: { type: 'object' }, ...made })) },
      },
      [`/things/{${parameter}}`]: {
        parameters: [{ name: parameter, in: 'path', required: true, schema: { type } }],
        get: { operationId: 'getThing', ...ok(json({ schema: { type: 'object' }, ...read })) },
        put: { operationId: 'putThing', requestBody, ...ok(json({ schema: { type: 'object' } })) },
        patch: { operationId: 'patchThing', requestBody, ...ok(json({ schema: { type: 'object' } })) },
        delete: { operationId: 'deleteThing', responses: { '204': { description: 'gone' } } },
      },
    },
  });
}

const named = [
  { id: 7, name: 'Rex' },
  { id: 8, name: 'Tom' },
];
const array = { schema: { type: 'array', items: object('id', 'name') }, example: named };

describe.each<[string, string, Shapes]>([
  ['the schema of one', '', { list: { ...array, schema: { type: 'array' } }, read: { schema: object('id', 'name') } }],
  ['the schema of the list alone', '', { list: array, read: { schema: object('name') } }],
  ['the schema of what is made', '', { list: { ...array, schema: { type: 'array' } }, made: { schema: object('id') } }],
  ['examples alone', '', { list: { ...array, schema: { type: 'array' } } }],
  ['examples without any schema', '', { list: { example: named } }],
  ['an envelope without any schema', 'things', { list: { example: { things: named, next: [1] } } }],
  [
    'one of several schemas',
    '',
    { list: { ...array, schema: { type: 'array', items: { anyOf: [object('id', 'bark'), object('id', 'lives')] } } } },
  ],
  [
    'names in another case',
    '',
    {
      list: {
        schema: { type: 'array', items: object('Id') },
        example: named.map(({ id, name }) => ({ Id: id, name })),
      },
    },
  ],
  ['another name in the list than in what is read', '', { list: array, read: { schema: object('thingId', 'name') } }],
])('things that the contract shows, with names told by %s', (_told, place, shapes) => {
  type Thing = Readonly<Record<string, unknown>>;
  const start = () => startStateful(contractOf(shapes));
  const listed = async (service: Awaited<ReturnType<typeof start>>): Promise<readonly Thing[]> => {
    const { body } = await ask(service, 'GET /things');
    return (place === '' ? body : (body as Readonly<Record<string, unknown>>)[place]) as readonly Thing[];
  };
  const names = async (service: Awaited<ReturnType<typeof start>>) => (await listed(service)).map(({ name }) => name);

  it('are listed, read, changed and removed, beside what is made', async () => {
    const service = await start();
    await ask(service, 'POST /things', { name: 'Ada' });
    expect(await names(service)).toEqual(['Rex', 'Tom', 'Ada']);
    expect(await ask(service, 'GET /things/8')).toMatchObject({ status: 200, kind: 'stateful', body: { name: 'Tom' } });
    expect(
      (await ask(service, 'PATCH /things/8', { name: 'Tim' }, { 'Content-Type': 'application/json' })).status,
    ).toBe(200);
    expect((await ask(service, 'PUT /things/7', { name: 'Max', id: 70 })).status).toBe(200);
    expect(await ask(service, 'GET /things/7')).toMatchObject({ body: { name: 'Max' } });
    expect(await names(service)).toEqual(['Max', 'Tim', 'Ada']);
    expect((await ask(service, 'DELETE /things/8')).status).toBe(204);
    expect((await ask(service, 'GET /things/8')).status).toBe(404);
    expect((await ask(service, 'DELETE /things/8')).status).toBe(404);
    expect(await names(service)).toEqual(['Max', 'Ada']);
  });

  it('are the same when one of them is asked for first, and others are not there', async () => {
    const service = await start();
    expect((await ask(service, 'GET /things/9')).status).toBe(404);
    expect(await ask(service, 'GET /things/7')).toMatchObject({ status: 200, body: { name: 'Rex' } });
    expect(await names(service)).toEqual(['Rex', 'Tom']);
  });

  it('are the same when the first is removed before anything is read', async () => {
    const service = await start();
    expect((await ask(service, 'DELETE /things/7')).status).toBe(204);
    expect(await names(service)).toEqual(['Tom']);
  });
});

it('things that show no name belong to no address', async () => {
  const list = { schema: { type: 'array', items: object('size') }, example: [{ size: 1 }, { size: 2 }] };
  const service = await startStateful(contractOf({ list }));
  expect((await ask(service, 'GET /things/9')).status).toBe(404);
  expect(await ask(service, 'GET /things')).toMatchObject({ body: [] });
});

it('what is changed keeps its name, and a member that is none is changed', async () => {
  const service = await startStateful(contractOf({ list: { schema: { type: 'array' } } }));
  await ask(service, 'POST /things', { name: 'Ada' });
  expect(await ask(service, 'PUT /things/1', { name: 'Eve' })).toMatchObject({ status: 200, body: { name: 'Eve' } });
  expect(await ask(service, 'GET /things/1')).toMatchObject({ body: { name: 'Eve' } });
});

it('what is made has what only the service writes, and nothing else that was not sent', async () => {
  const time = { type: 'string', format: 'date-time', readOnly: true };
  const properties = { id: { type: 'integer', readOnly: true }, name: {}, size: { type: 'integer' }, madeAt: time };
  const shown = { schema: { type: 'object', properties } };
  const service = await startStateful(contractOf({ list: { schema: { type: 'array' } }, read: shown, made: shown }));
  const made = await ask(service, 'POST /things', { name: 'Ada' });
  expect(made.body).toEqual({ id: 1, name: 'Ada', madeAt: expect.stringMatching(/^\d{4}-/) });
  expect(await ask(service, 'GET /things/1')).toMatchObject({ body: made.body });
});
