import { describe, expect, it } from 'vitest';
import type { HandlerContext, ProblemDocument } from '../src/index.ts';
import { hosts, start } from './body-service.ts';

const text = `
openapi: 3.1.0
info: { title: Wide, version: '1' }
paths:
  /accounts/{id}:
    post:
      operationId: take
      parameters:
        - { name: id, in: path, required: true, schema: { $ref: '#/components/schemas/Wide' } }
        - { name: ids, in: query, schema: { type: array, items: { $ref: '#/components/schemas/Wide' } } }
        - { name: page, in: query, schema: { type: integer, x-brrt-type: bigint, default: 7 } }
        - { name: last, in: query, schema: { type: integer, x-brrt-type: bigint, default: 9007199254740993 } }
        - { name: range, in: query, content: { application/json: { schema: { $ref: '#/components/schemas/Range' } } } }
        - { name: filter, in: query, content: { application/json: { schema: { $ref: '#/components/schemas/Account' } } } }
        - { name: x-since, in: header, schema: { $ref: '#/components/schemas/Wide' } }
        - { name: narrow, in: query, schema: { type: integer, format: int64 } }
      requestBody:
        content:
          application/json: { schema: { $ref: '#/components/schemas/Account' } }
          application/vnd.range+json: { schema: { $ref: '#/components/schemas/Range' } }
          application/jsonl: { schema: { type: object, properties: { id: { $ref: '#/components/schemas/Wide' } } } }
          application/x-www-form-urlencoded: { schema: { $ref: '#/components/schemas/Account' } }
      responses:
        '200':
          description: The same
          headers: { x-id: { schema: { $ref: '#/components/schemas/Wide' } } }
          content: { application/json: { schema: { $ref: '#/components/schemas/Account' } } }
  /plain:
    post:
      operationId: plain
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                signed: { type: integer, format: int64 }
                unsigned: { type: integer, format: uint64 }
                any: { type: integer }
      responses:
        '200': { description: The same, content: { application/json: { schema: { properties: { any: { format: int64 } } } } } }
components:
  schemas:
    Wide: { type: integer, format: int64, x-brrt-type: bigint }
    Range: { type: object, properties: { from: { type: integer, x-brrt-type: bigint, default: 9007199254740993 }, step: { allOf: [{ $ref: '#/components/schemas/Wide' }], default: 2 } } }
    Account:
      type: object
      properties:
        id: { $ref: '#/components/schemas/Wide' }
        most: { type: integer, x-brrt-type: bigint, minimum: 9007199254740993, maximum: 9223372036854775806 }
        step: { type: integer, x-brrt-type: bigint, multipleOf: 9007199254740993 }
        kind: { type: [integer, 'null'], x-brrt-type: bigint, enum: [1, 9223372036854775807, null] }
        one: { type: integer, x-brrt-type: bigint, const: 9007199254740993 }
        number: { type: number }
        narrow: { type: integer, format: int64 }
        list: { type: array, items: { $ref: '#/components/schemas/Wide' }, uniqueItems: true }
        nested: { allOf: [{ properties: { id: { minimum: 5 } } }, { properties: { id: { $ref: '#/components/schemas/Wide' } } }] }
        choice: { oneOf: [{ type: string }, { $ref: '#/components/schemas/Wide' }] }
        tuple: { type: array, prefixItems: [{ type: number }, { $ref: '#/components/schemas/Wide' }] }
        next: { $ref: '#/components/schemas/Account' }
      patternProperties: { '^wide-': { $ref: '#/components/schemas/Wide' } }
      additionalProperties: { type: array, items: { type: [string, number] } }
`;

type Context = HandlerContext & { readonly body?: unknown };

/** A bigint as the text `5n`, so that rows show what the handler got. */
const shown = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_key, inner) => (typeof inner === 'bigint' ? `${inner}n` : inner)));

describe.each(hosts)('integers without loss in a %s contract', (_name, createContract) => {
  async function take(query: string, init: RequestInit = {}) {
    const seen: unknown[] = [];
    const take = async (
      request: { path: unknown; query: unknown; headers: unknown; body: unknown },
      _context: Context,
    ) => {
      const { path, query: queried, headers, body } = request;
      const { page } = queried as { readonly page: bigint };
      const isItems = typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
      const read: unknown[] = [];
      if (isItems) for await (const item of body as AsyncIterable<unknown>) read.push(item);
      seen.push({ path, query: queried, headers, body: isItems ? read : body });
      return {
        status: 200,
        headers: { 'x-id': (path as { id: bigint }).id },
        body: isItems || page === 0n ? {} : (body ?? {}),
      };
    };
    await using started = await start(await createContract(text), { take, plain: () => ({ status: 200, body: {} }) });
    const response = await fetch(`${started.url}/accounts/${query}`, { method: 'POST', ...init });
    return { response, content: await response.text(), seen: shown(seen[0] ?? null) };
  }

  const json = (body: string): RequestInit => ({ headers: { 'content-type': 'application/json' }, body });

  it.each([
    ['path', '9223372036854775807', {}, { path: { id: '9223372036854775807n' } }],
    ['path, small', '5', {}, { path: { id: '5n' } }],
    [
      'query',
      '1?ids=9007199254740993&ids=-9223372036854775808',
      {},
      { query: { ids: ['9007199254740993n', '-9223372036854775808n'], page: '7n' } },
    ],
    [
      'JSON in query',
      `1?filter=${encodeURIComponent('{"id":9007199254740993,"number":1}')}`,
      {},
      { query: { filter: { id: '9007199254740993n', number: 1 } } },
    ],
    [
      'header',
      '1',
      { headers: { 'x-since': '9223372036854775806' } },
      { headers: { 'x-since': '9223372036854775806n' } },
    ],
    [
      'form',
      '1',
      {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'id=9007199254740993&nested=%7B%22id%22%3A9007199254740995%7D&number=2',
      },
      { body: { id: '9007199254740993n', nested: { id: '9007199254740995n' }, number: 2 } },
    ],
    ['a default', '1', {}, { query: { page: '7n', last: '9007199254740993n' } }],
    ['defaults in a query', '1?range=%7B%7D', {}, { query: { range: { from: '9007199254740993n', step: '2n' } } }],
    [
      'defaults in JSON',
      '1?page=0',
      { headers: { 'content-type': 'application/vnd.range+json' }, body: '{}' },
      { body: { from: '9007199254740993n', step: '2n' } },
    ],
    [
      'lines',
      '1',
      {
        headers: { 'content-type': 'application/jsonl' },
        body: '{"id":9007199254740993,"x":9007199254740993}\n{"id":1}\n',
      },
      { body: [{ id: '9007199254740993n', x: 9007199254740992 }, { id: '1n' }] },
    ],
  ])('arrive by %s', async (_way, query, init: RequestInit, expected) => {
    const { response, seen, content } = await take(query, init);
    expect([response.status, content.includes('errors')]).toEqual([200, false]);
    expect(seen).toMatchObject(expected);
  });

  it('arrive in JSON wherever the schema leads, and leave as digits', async () => {
    const body =
      '{"id":-9223372036854775808,"most":9007199254740993,"step":18014398509481986,"kind":9223372036854775807,"one":9007199254740993,' +
      '"number":0.5,"list":[9007199254740993,9007199254740992],"nested":{"id":9007199254740993},"choice":9007199254740993,' +
      '"tuple":[1,9007199254740993],"next":{"id":9007199254740993,"kind":null},"wide-1":9007199254740995,"other":[9007199254740993,"a"],"__proto__":[1]}';
    const { response, seen, content } = await take('9007199254740993', json(body));
    expect(content).toBe(body.replace('"other":[9007199254740993,', '"other":[9007199254740992,'));
    expect(response.status).toBe(200);
    expect(response.headers.get('x-id')).toBe('9007199254740993');
    expect(seen).toMatchObject({
      body: {
        id: '-9223372036854775808n',
        most: '9007199254740993n',
        list: ['9007199254740993n', '9007199254740992n'],
        nested: { id: '9007199254740993n' },
        choice: '9007199254740993n',
        tuple: [1, '9007199254740993n'],
        next: { id: '9007199254740993n', kind: null },
        'wide-1': '9007199254740995n',
        other: [9007199254740992, 'a'],
      },
    });
  });

  it.each([
    ['{"id":9223372036854775808}', '/id format'],
    ['{"id":0.5}', '/id type'],
    ['{"id":"1"}', '/id type'],
    ['{"most":9007199254740992}', '/most minimum'],
    ['{"most":9223372036854775807}', '/most maximum'],
    ['{"step":9007199254740992}', '/step multipleOf'],
    ['{"kind":9223372036854775806}', '/kind enum'],
    ['{"one":9007199254740992}', '/one const'],
    ['{"list":[9007199254740993,9007199254740993]}', '/list uniqueItems'],
    ['{"nested":{"id":4}}', '/nested/id minimum'],
    ['{"choice":9223372036854775808}', '/choice format'],
    ['{"next":{"next":{"id":9223372036854775808}}}', '/next/next/id format'],
  ])('are checked exactly: %s', async (body, expected) => {
    const { response, content } = await take('1', json(body));
    expect(response.status).toBe(400);
    const { errors } = JSON.parse(content) as ProblemDocument;
    expect(errors?.map(({ pointer, keyword }) => `${pointer} ${keyword}`)[0]).toBe(expected);
  });

  it.each([
    ['1e3', '1000n'],
    ['1.0', '1n'],
    ['900719925474099.3e1', '9007199254740993n'],
    ['-0', '0n'],
  ])('are integers however they are written: %s', async (written, expected) => {
    const { seen } = await take('1', json(`{"id":${written}}`));
    expect(seen).toMatchObject({ body: { id: expected } });
  });

  it.each([
    ['9223372036854775808', 400],
    ['1.0', 400],
    ['x', 400],
    ['9'.repeat(60), 400],
  ])('are refused in a path when they are none: %s', async (id, status) => {
    expect((await take(id)).response.status).toBe(status);
  });

  it.each([
    ['{"signed":9007199254740991,"unsigned":0,"any":1e300}', 200, undefined],
    ['{"signed":9007199254740993}', 400, '/signed format'],
    ['{"signed":-9007199254740993}', 400, '/signed format'],
    ['{"unsigned":18446744073709551615}', 400, '/unsigned format'],
    ['{"unsigned":-1}', 400, '/unsigned format'],
  ])('are refused, not rounded, where nobody asks for them: %s', async (body, status, expected) => {
    await using started = await start(await createContract(text), { plain: () => ({ status: 200, body: {} }) });
    const response = await fetch(`${started.url}/plain`, { method: 'POST', ...json(body) });
    expect(response.status).toBe(status);
    const { errors = [] } = (await response.json()) as ProblemDocument;
    expect(errors.map(({ pointer, keyword }) => `${pointer} ${keyword}`)[0]).toBe(expected);
    const isInexact = expected !== undefined && !body.includes('-1}');
    expect(errors.some(({ detail }) => detail.includes('9007199254740991'))).toBe(isInexact);
  });

  it.each([
    ['9007199254740993', 'must be integer and lie from -9007199254740991 to 9007199254740991, where numbers are exact'],
    [
      '-9007199254740993',
      'must be integer and lie from -9007199254740991 to 9007199254740991, where numbers are exact',
    ],
    ['9007199254740993.5', 'must be integer'],
    ['x', 'must be integer'],
  ])('are refused in text where nobody asks for them, with the reason: %s', async (written, detail) => {
    const inQuery = await take(`1?narrow=${written}`);
    const inForm = await take('1', { method: 'POST', body: new URLSearchParams({ narrow: written }) });
    for (const { response, content } of [inQuery, inForm]) {
      expect(response.status).toBe(400);
      const { errors } = JSON.parse(content) as ProblemDocument;
      expect(errors).toMatchObject([{ pointer: '/narrow', keyword: 'type', detail }]);
    }
  });

  it('may leave as numbers and not without being exact', async () => {
    const contract = await createContract(text);
    const answer = async (body: unknown): Promise<string> => {
      await using started = await start(contract, { take: () => ({ status: 200, body }) });
      return await (await fetch(`${started.url}/accounts/1`, { method: 'POST' })).text();
    };
    expect(await answer({ id: 5 })).toBe('{"id":5}');
    expect(await answer({ number: 5n })).toBe('{"number":5}');
    expect(await answer({ id: 2 ** 60 })).toContain('"status":500');
    expect(await answer({ id: 2n ** 63n })).toContain('"status":500');
  });
});
