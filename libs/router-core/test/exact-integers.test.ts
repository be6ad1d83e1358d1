import { describe, expect, it } from 'vitest';
import { shapeOf } from '../src/params/index.ts';
import { hosts, start } from './body-service.ts';

const text = `
openapi: 3.2.0
info: { title: Exact, version: '1' }
paths:
  /things:
    post:
      operationId: take
      parameters:
        - { name: filter, in: query, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
      requestBody:
        content:
          application/json: { schema: { $ref: '#/components/schemas/Thing' } }
          application/jsonl: { itemSchema: { $ref: '#/components/schemas/Thing' } }
          text/event-stream:
            itemSchema: { type: object, properties: { data: { $ref: '#/components/schemas/Thing' } } }
          application/x-www-form-urlencoded: { schema: { $ref: '#/components/schemas/Form' } }
          multipart/form-data: { schema: { $ref: '#/components/schemas/Form' } }
      responses: { '204': { description: Taken } }
components:
  schemas:
    Count: { type: integer, minimum: -9999999999999999999999 }
    Form:
      type: object
      properties:
        thing: { $ref: '#/components/schemas/Thing' }
        things: { type: array, items: { $ref: '#/components/schemas/Thing' } }
        lists: { type: array, items: { type: array, items: { type: integer } } }
    Thing:
      type: object
      properties:
        id: { type: integer }
        count: { $ref: '#/components/schemas/Count' }
        both: { allOf: [{ type: number }, { $ref: '#/components/schemas/Count' }] }
        either: { anyOf: [{ type: string }, { type: [integer, 'null'] }] }
        open: { anyOf: [{ type: integer }, { type: number }] }
        number: { type: number }
        some: {}
        condition: { if: { type: integer }, then: { minimum: 1 } }
        list: { type: array, items: { type: integer }, contains: { type: number } }
        found: { type: array, contains: { type: integer } }
        tuple: { type: array, prefixItems: [{ type: number }, { type: integer }] }
        wide: { type: integer, format: int64, x-brrt-type: bigint }
        narrow: { type: integer, format: int64 }
        next: { $ref: '#/components/schemas/Thing' }
        kinds:
          oneOf:
            - { type: object, required: [number], properties: { number: { type: integer } } }
            - { type: object, required: [text], properties: { text: { type: string } } }
        a/b~c: { type: integer }
      patternProperties: { '^n-': { type: integer } }
      additionalProperties: { type: array, items: { type: integer } }
`;

const inexact = {
  keyword: 'type',
  detail:
    'must be integer; as a number this one would lose digits ("format: int64" with "x-brrt-int64: bigint" in the contract keeps them)',
};

describe.each(hosts)('plain integers beyond 2^53 in a %s contract', (_name, createContract) => {
  async function take(init: RequestInit, query = '') {
    const seen: unknown[] = [];
    const take = async ({ body, query: queried }: { readonly body: unknown; readonly query: object }) => {
      const isItems = typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
      if (isItems) for await (const item of body as AsyncIterable<unknown>) seen.push(item);
      else seen.push(body ?? queried);
      return { status: 204 };
    };
    await using started = await start(await createContract(text), { take });
    const response = await fetch(`${started.url}/things${query}`, { method: 'POST', ...init });
    const { type, errors } = response.status === 204 ? {} : JSON.parse(await response.text());
    return { status: response.status, type, errors, seen };
  }

  const sent = (contentType: string, body: string): RequestInit => ({ headers: { 'content-type': contentType }, body });
  const json = (body: string): RequestInit => sent('application/json', body);
  const refused = (where: string, ...pointers: readonly string[]) => ({
    status: 400,
    type: 'urn:brrt:problem:request-validation',
    errors: pointers.map((pointer) => ({ in: where, pointer, ...inexact })),
    seen: [],
  });

  it.each([
    ['{"id":9007199254740993}', ['/id']],
    ['{"id":-9007199254740993}', ['/id']],
    ['{"id":123456789012345678901234567890}', ['/id']],
    ['{"count":9007199254740993}', ['/count']],
    ['{"both":9007199254740993}', ['/both']],
    ['{"either":9007199254740993}', ['/either']],
    ['{"list":[1,9007199254740993,9007199254740992,9007199254740995]}', ['/list/1', '/list/3']],
    ['{"tuple":[9007199254740993,9007199254740993]}', ['/tuple/1']],
    ['{"next":{"next":{"id":9007199254740993}}}', ['/next/next/id']],
    ['{"kinds":{"number":9007199254740993}}', ['/kinds/number']],
    ['{"a/b~c":9007199254740993}', ['/a~1b~0c']],
    ['{"n-1":9007199254740993,"other":[9007199254740993]}', ['/n-1', '/other/0']],
    ['{"id": 9007199254740993 , "wide": 9007199254740993}', ['/id']],
  ])('%s is refused', async (body, pointers) => {
    expect(await take(json(body))).toEqual(refused('body', ...pointers));
  });

  it('at most twenty are told', async () => {
    const list = new Array(40).fill('9007199254740993').join();
    expect((await take(json(`{"list":[${list}]}`))).errors).toHaveLength(20);
  });

  it.each([
    ['{"id":9007199254740992}', { id: 9_007_199_254_740_992 }],
    ['{"id":100000000000000000000}', { id: 1e20 }],
    ['{"id":1e20}', { id: 1e20 }],
    // What JSON.stringify makes of 2 ** 60.
    ['{"id":1152921504606847000}', { id: 2 ** 60 }],
    ['{"id":1152921504606846976}', { id: 2 ** 60 }],
    ['{"number":9007199254740993}', { number: 9_007_199_254_740_992 }],
    ['{"number":0.12345678901234567890}', { number: 0.123_456_789_012_345_68 }],
    ['{"some":[9007199254740993]}', { some: [9_007_199_254_740_992] }],
    ['{"open":9007199254740993}', { open: 9_007_199_254_740_992 }],
    ['{"condition":9007199254740993}', { condition: 9_007_199_254_740_992 }],
    ['{"found":[1,9007199254740993]}', { found: [1, 9_007_199_254_740_992] }],
    ['{"either":"9007199254740993"}', { either: '9007199254740993' }],
    ['{"wide":9007199254740993}', { wide: 9_007_199_254_740_993n }],
  ])('%s is taken', async (body, value) => {
    expect(await take(json(body))).toEqual({ status: 204, type: undefined, errors: undefined, seen: [value] });
  });

  it('a format of 64 bits refuses them itself', async () => {
    const { status, errors } = await take(json('{"narrow":9007199254740993}'));
    expect([status, errors]).toMatchObject([400, [{ pointer: '/narrow', keyword: 'format' }]]);
  });

  it.each([
    ['lines', sent('application/jsonl', '{"id":1}\n\n{"id":9007199254740993}\n'), ['/1/id']],
    ['events', sent('text/event-stream', 'data: {"id":1}\n\ndata: {"id":9007199254740993}\n\n'), ['/1/data/id']],
    [
      'a form',
      sent('application/x-www-form-urlencoded', 'thing={"id":9007199254740993,"count":9007199254740993}'),
      ['/thing/id', '/thing/count'],
    ],
    [
      'a list in a form',
      sent('application/x-www-form-urlencoded', 'things={"id":1}&things={"id":9007199254740993}'),
      ['/things/1/id'],
    ],
    [
      'a whole list in a form',
      sent('application/x-www-form-urlencoded', 'things=[{"id":1},{"id":9007199254740993}]'),
      ['/things/1/id'],
    ],
    ['a list of lists', sent('application/x-www-form-urlencoded', 'lists=[1,9007199254740993]'), ['/lists/1']],
  ])('are refused in %s', async (_name, init, pointers) => {
    const { status, errors } = await take(init);
    expect([status, errors]).toEqual([400, refused('body', ...pointers).errors]);
  });

  it.each([
    ['a part', ['thing', '{"id":9007199254740993}'], ['/thing/id']],
    ['a part of several', ['things', '{"id":1}', 'things', '{"id":9007199254740993}'], ['/things/1/id']],
    ['a part that is the list', ['things', '[{"id":1},{"id":9007199254740993}]'], ['/things/1/id']],
  ])('are refused in %s of multipart', async (_name, fields, pointers) => {
    const body = new FormData();
    for (let at = 0; at < fields.length; at += 2)
      body.append(fields[at] ?? '', new Blob([fields[at + 1] ?? ''], { type: 'application/json' }));
    expect(await take({ body })).toEqual(refused('body', ...pointers));
  });

  it.each([
    [
      'events',
      sent('text/event-stream', 'data: {"wide":9007199254740993}\n\n'),
      { data: { wide: 9_007_199_254_740_993n } },
    ],
    [
      'lists in forms',
      sent('application/x-www-form-urlencoded', 'things={"wide":9007199254740993}&things={}'),
      { things: [{ wide: 9_007_199_254_740_993n }, {}] },
    ],
  ])('those that are bigints keep their digits in %s', async (_name, init, value) => {
    expect(await take(init)).toMatchObject({ status: 204, seen: [value] });
  });

  it('are refused in parameters of JSON', async () => {
    const filter = encodeURIComponent('{"id":9007199254740993,"next":{"id":9007199254740993}}');
    expect(await take({}, `?filter=${filter}`)).toEqual(refused('query', '/filter/id', '/filter/next/id'));
  });
});

it.each([
  ['{"id":9007199254740993,"n":1}', { id: '9007199254740993', n: 1 }],
  ['{"n":9007199254740993}', { n: 9_007_199_254_740_992 }],
])('%s inside of a parameter is read as a text where it would be refused', (written, value) => {
  const schema = { type: 'object', properties: { id: { type: 'integer' }, n: { type: 'number' } } };
  expect(shapeOf(schema, {}).coerce(written)).toEqual(value);
});
