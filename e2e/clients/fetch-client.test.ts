import type { RequestListener } from 'node:http';
import {
  CallFailedError,
  CallTimeoutError,
  ContractBreachError,
  createFetchClient,
  type FetchClientOptions,
  type FetchRequest,
} from '@brrt/fetch-client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { contractOf } from '../../libs/service-client/test/echo-service.ts';
import { type Canned, startUpstream, type Upstream } from '../../libs/service-client/test/upstream.ts';
import { type FetchAnswer, importFetchClient } from './support/import-fetch-client.ts';

const pet = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'integer', minimum: 1 }, name: { type: 'string' } },
  additionalProperties: false,
};
const problem = { content: { 'application/problem+json': { schema: { type: 'object', required: ['code'] } } } };

const document = {
  openapi: '3.2.0',
  info: { title: 'Pets', version: '1' },
  security: [{ Both: [], Key: [] }, { Basic: [] }, {}],
  paths: {
    '/pets/{id}': {
      get: {
        operationId: 'getPet',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: {
          200: {
            description: '',
            headers: {
              'X-Count': { required: true, schema: { type: 'integer' } },
              Tags: { schema: { type: 'array', items: { type: 'string' } } },
            },
            content: { 'application/json': { schema: pet } },
          },
          '4XX': { description: '', ...problem },
        },
      },
      post: {
        operationId: 'addPet',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: pet }, 'text/plain': { schema: { type: 'string' } } },
        },
        responses: { 201: { description: '' } },
      },
    },
    '/lines': {
      get: {
        operationId: 'lines',
        responses: { 200: { description: '', content: { 'application/jsonl': { itemSchema: pet } } } },
      },
    },
    '/keyed': {
      get: {
        operationId: 'keyed',
        security: [{ KeyHeader: [] }],
        responses: {
          200: { description: '' },
          302: { description: '', headers: { Location: { schema: { type: 'string' } } } },
        },
      },
    },
    '/all': {
      get: {
        operationId: 'all',
        responses: {
          200: {
            description: '',
            content: { 'application/jsonl': { schema: { type: 'array', maxItems: 2, items: pet } } },
          },
        },
      },
    },
    '/events': {
      get: {
        operationId: 'events',
        responses: {
          200: {
            description: '',
            content: {
              'text/event-stream': {
                itemSchema: {
                  type: 'object',
                  properties: { event: { type: 'string' }, id: { type: 'string' }, data: pet },
                },
              },
            },
          },
          204: { description: '' },
        },
      },
    },
    '/file': {
      put: {
        operationId: 'putFile',
        requestBody: { content: { 'application/octet-stream': {} } },
        responses: { 204: { description: '' } },
      },
      get: { operationId: 'getFile', responses: { 200: { description: '', content: { 'image/*': {} } } } },
    },
  },
  components: {
    securitySchemes: {
      Both: { type: 'http', scheme: 'bearer' },
      Key: { type: 'apiKey', in: 'query', name: 'key' },
      KeyHeader: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
      Basic: { type: 'http', scheme: 'basic' },
    },
  },
};

let upstream: Upstream;
afterEach(() => {
  vi.restoreAllMocks();
  return upstream[Symbol.asyncDispose]();
});

type Calling = Partial<FetchClientOptions> & {
  readonly request?: FetchRequest;
  readonly isChecked?: boolean;
  readonly call?: Parameters<Awaited<ReturnType<typeof importFetchClient>>['functions'][string]>[2];
};

async function call(answer: Canned | RequestListener, operation: string, calling: Calling = {}): Promise<FetchAnswer> {
  const { request = { path: { id: '1' } }, call: options, ...given } = calling;
  upstream = await startUpstream(answer);
  const { model } = await contractOf(document);
  const { client, functions } = await importFetchClient(model, { baseUrl: `${upstream.url}/`, ...given });
  const send = functions[operation];
  if (send === undefined) throw new TypeError(`There is no ${operation}`);
  return send(client, request, options);
}

const json = (body: string, headers: Readonly<Record<string, string>> = { 'x-count': '2' }): Canned => ({
  headers: { 'content-type': 'application/json', ...headers },
  body,
});
const typed = (contentType: string, body: string): Canned => ({ headers: { 'content-type': contentType }, body });

async function collect({ body }: FetchAnswer): Promise<readonly unknown[]> {
  const items: unknown[] = [];
  // The test says that it is an iterable.
  for await (const item of body as AsyncIterable<unknown>) items.push(item);
  return items;
}

describe('answers', () => {
  it('come with status, media type, typed headers and body', async () => {
    const answer = await call(json('{"id":1}', { 'x-count': '2', tags: 'a, b' }), 'getPet');
    expect(answer).toEqual({
      status: 200,
      contentType: 'application/json',
      headers: { 'X-Count': 2, Tags: ['a', 'b'] },
      body: { id: 1 },
    });
    expect(upstream.arrived[0]?.headers.accept).toBe('application/json, application/problem+json');
  });

  it('are problems where the contract says so', async () => {
    const answer = await call(
      { status: 404, headers: { 'content-type': 'application/problem+json' }, body: '{"code":"ERR"}' },
      'getPet',
    );
    expect(answer).toMatchObject({ status: 404, contentType: 'application/problem+json', body: { code: 'ERR' } });
  });

  it.each<readonly [string, Canned, readonly object[]]>([
    ['a value', json('{"id":"secret"}'), [{ pointer: '/id', keyword: 'type' }]],
    [
      'two values',
      json('{"id":0,"name":7}'),
      [
        { pointer: '/id', keyword: 'minimum' },
        { pointer: '/name', keyword: 'type' },
      ],
    ],
    ['a header', json('{"id":1}', { 'x-count': 'secret' }), [{ pointer: '/headers/X-Count', keyword: 'type' }]],
    ['a header that is not there', json('{"id":1}', {}), [{ pointer: '/headers/X-Count', keyword: 'required' }]],
    ['text that is no JSON', json('{"id":secret'), [{ pointer: '', keyword: 'parse' }]],
    [
      'a media type',
      { headers: { 'content-type': 'text/secret', 'x-count': '1' } },
      [{ pointer: '', keyword: 'contentType' }],
    ],
    ['a status', { status: 302, headers: { location: '' } }, [{ pointer: '', keyword: 'status' }]],
  ])('that break the contract with %s are told by place and never by value', async (_what, answer, breaches) => {
    const failed = call(answer, 'getPet', {
      isChecked: true,
      fetch: (request) => fetch(request, { redirect: 'manual' }),
    });
    await expect(failed).rejects.toMatchObject({ code: 'ERR_CONTRACT_BREACH', operation: 'getPet', breaches });
    const error = await failed.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ContractBreachError);
    expect(JSON.stringify(error) + String(error)).not.toContain('secret');
  });

  it('are not checked without checks', async () => {
    expect(await call(json('{"id":"any"}', {}), 'getPet')).toMatchObject({ body: { id: 'any' } });
  });

  it('of 500 that nobody declared are failures', async () => {
    const failed = call({ status: 500 }, 'getPet');
    await expect(failed).rejects.toThrow(CallFailedError);
    await expect(failed).rejects.toMatchObject({ status: 500 });
  });

  it('of octets are a stream, a blob, or text', async () => {
    const { body, contentType } = await call(typed('image/png', 'octets'), 'getFile');
    expect(contentType).toBe('image/png');
    expect(await (body as { blob(): Promise<Blob> }).blob()).toMatchObject({ size: 6 });
  });
});

describe('sequences', () => {
  it('are iterables of items, each checked', async () => {
    expect(
      await collect(await call(typed('application/jsonl', '{"id":1}\n\n{"id":2}'), 'lines', { isChecked: true })),
    ).toEqual([{ id: 1 }, { id: 2 }]);
    await upstream[Symbol.asyncDispose]();
    const broken = collect(
      await call(typed('application/jsonl', '{"id":1}\n{"id":"x"}\n'), 'lines', { isChecked: true }),
    );
    await expect(broken).rejects.toMatchObject({ breaches: [{ pointer: '/1/id', keyword: 'type' }] });
  });

  it('are arrays where the contract describes the whole', async () => {
    expect(await call(typed('application/jsonl', '{"id":1}\n'), 'all', { isChecked: true })).toMatchObject({
      body: [{ id: 1 }],
    });
    await upstream[Symbol.asyncDispose]();
    const failed = call(typed('application/jsonl', '{"id":1}\n{"id":1}\n{"id":1}\n'), 'all', { isChecked: true });
    await expect(failed).rejects.toMatchObject({ breaches: [{ keyword: 'maxItems' }] });
  });

  it('of events are read by the schema of their fields, whatever ends their lines', async () => {
    const body = '\uFEFFevent: a\r\ndata: {"id":\rdata: 1}\n\n: comment\n\nid: 7\ndata: {"id":2}\n\ndata: {"id":3}';
    expect(await collect(await call(typed('text/event-stream', body), 'events', { isChecked: true }))).toEqual([
      { event: 'a', data: { id: 1 } },
      { id: '7', data: { id: 2 } },
    ]);
  });

  it('of events are taken up again behind the last one when the connection breaks and when it ends, until 204', async () => {
    let connections = 0;
    const answer: RequestListener = (request, response) => {
      connections += 1;
      if (connections === 1) {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('retry: 1\nid: 5\ndata: {"id":1}\n\n');
        setTimeout(() => request.socket.destroy(), 20);
      } else if (connections === 2)
        response.writeHead(200, { 'content-type': 'text/event-stream' }).end('id: 6\ndata: {"id":2}\n\n');
      else response.writeHead(204).end();
    };
    const got = await collect(await call(answer, 'events', { request: { resume: true } }));
    expect(got.map((event) => (event as { id: string }).id)).toEqual(['5', '6']);
    expect(upstream.arrived.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '5', '6']);
  });

  it('of events are taken up again with the credentials of that time', async () => {
    let connections = 0;
    const answer: RequestListener = (_request, response) => {
      connections += 1;
      if (connections > 2) response.writeHead(204).end();
      else response.writeHead(200, { 'content-type': 'text/event-stream' }).end('retry: 1\nid: 5\ndata: {"id":1}\n\n');
    };
    let asked = 0;
    const credentials = { Basic: () => `ada:${++asked}` };
    await collect(await call(answer, 'events', { credentials, request: { resume: true } }));
    const shown = upstream.arrived.map(({ headers }) => atob(String(headers.authorization).slice('Basic '.length)));
    expect(shown).toEqual(['ada:1', 'ada:2', 'ada:3']);
  });

  it('of events are not taken up again with what is no stream of events', async () => {
    let connections = 0;
    const answer: RequestListener = (_request, response) => {
      connections += 1;
      if (connections > 1) response.writeHead(200, { 'content-type': 'text/html' }).end('data: {"id":2}\n\n');
      else response.writeHead(200, { 'content-type': 'text/event-stream' }).end('retry: 1\nid: 5\ndata: {"id":1}\n\n');
    };
    const answered = await call(answer, 'events', { request: { resume: true } });
    await expect(collect(answered)).rejects.toMatchObject({
      code: 'ERR_CONTRACT_BREACH',
      breaches: [{ keyword: 'contentType' }],
    });
    expect(connections).toBe(2);
  });

  it('of events are not taken up again where the service refuses it', async () => {
    let connections = 0;
    const answer: RequestListener = (_request, response) => {
      connections += 1;
      if (connections > 1) response.writeHead(410).end();
      else response.writeHead(200, { 'content-type': 'text/event-stream' }).end('retry: 1\nid: 5\ndata: {"id":1}\n\n');
    };
    const answered = await call(answer, 'events', { request: { resume: true } });
    await expect(collect(answered)).rejects.toMatchObject({ code: 'ERR_CALL_FAILED', status: 410 });
    expect(connections).toBe(2);
  });

  it('of events end with the connection where nobody wants more', async () => {
    const answer: RequestListener = (request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('id: 5\ndata: {"id":1}\n\n');
      setTimeout(() => request.socket.destroy(), 20);
    };
    await expect(collect(await call(answer, 'events'))).rejects.toThrow(CallFailedError);
    expect(upstream.arrived.length).toBe(1);
  });
});

describe('requests', () => {
  it.each<readonly [string, NonNullable<FetchClientOptions['credentials']>, string, string | undefined]>([
    ['all of the first alternative', { Both: async () => 'token', Key: 'k 1' }, '/pets/1?key=k%201', 'Bearer token'],
    [
      'the next where one is missing',
      { Both: 'token', Basic: 'ada:päss' },
      '/pets/1',
      `Basic ${Buffer.from('ada:päss').toString('base64')}`,
    ],
    ['nothing where none is complete', { Both: () => undefined, Key: 'k' }, '/pets/1', undefined],
  ])('show %s', async (_what, credentials, target, authorization) => {
    await call(json('{"id":1}'), 'getPet', { credentials });
    expect(upstream.arrived[0]).toMatchObject({
      target,
      headers: { ...(authorization !== undefined && { authorization }) },
    });
    expect(upstream.arrived[0]?.headers.authorization).toBe(authorization);
  });

  it('carry no API key to where an answer redirects them', async () => {
    await using elsewhere = await startUpstream({});
    const answer = { status: 302, headers: { location: elsewhere.url } };
    const answered = await call(answer, 'keyed', { credentials: { KeyHeader: 'k' } });
    expect(answered).toMatchObject({ status: 302, headers: { Location: elsewhere.url } });
    expect(elsewhere.arrived).toEqual([]);
  });

  it('carry the headers of the call instead of those of the client, however they are written', async () => {
    const headers = { 'X-Tenant': 'client', 'X-Source': 'client' };
    await call(json('{"id":1}'), 'getPet', { headers, call: { headers: { 'x-tenant': 'call' } } });
    expect(upstream.arrived[0]).toMatchObject({ headers: { 'x-tenant': 'call', 'x-source': 'client' } });
  });

  it('carry the media type that was chosen, the first otherwise', async () => {
    await call({ status: 201 }, 'addPet', { request: { path: { id: 'a b/c' }, body: { id: 1 } } });
    expect(upstream.arrived[0]).toMatchObject({
      target: '/pets/a%20b%2Fc',
      headers: { 'content-type': 'application/json' },
    });
    await upstream[Symbol.asyncDispose]();
    await call({ status: 201 }, 'addPet', { request: { path: { id: '1' }, contentType: 'text/plain', body: 'x' } });
    expect(upstream.arrived[0]).toMatchObject({ headers: { 'content-type': 'text/plain' }, body: Buffer.from('x') });
  });

  it.each<readonly [string, 'stream' | 'buffer']>([
    ['stream', 'stream'],
    ['buffer', 'buffer'],
  ])('%s bodies that come in pieces', async (_name, uploads) => {
    async function* octets() {
      yield new Uint8Array([1, 2]);
      yield new Uint8Array([3]);
    }
    await call({ status: 204 }, 'putFile', { uploads, request: { body: octets() } });
    expect(upstream.arrived[0]?.body).toEqual(Buffer.from([1, 2, 3]));
    expect(upstream.arrived[0]?.headers['transfer-encoding']).toBe(uploads === 'stream' ? 'chunked' : undefined);
  });

  it.each(['localhost:8080', 'http://ada@pets.example.com', 'http://pets.example.com?key=1'])(
    'go nowhere from the base URL %s',
    (baseUrl) => {
      expect(() => createFetchClient({ baseUrl })).toThrow(
        new TypeError('The base URL has scheme, host, port and path at most'),
      );
    },
  );

  it('refuse what the contract has no room for before anything is sent', async () => {
    await expect(call({}, 'addPet', { request: { path: { id: '..' }, body: {} } })).rejects.toThrow(TypeError);
    await upstream[Symbol.asyncDispose]();
    await expect(call({}, 'addPet', { request: { path: { id: '1' } } })).rejects.toThrow('addPet needs a body');
    expect(upstream.arrived.length).toBe(0);
  });
});

/** Fails so often, then answers. */
function failing(times: number, status: number, headers: Readonly<Record<string, string>> = {}): RequestListener {
  let left = times;
  return (_request, response) => {
    left -= 1;
    if (left >= 0) response.writeHead(status, headers).end();
    else response.writeHead(200, { 'content-type': 'application/json', 'x-count': '1' }).end('{"id":1}');
  };
}

describe('calls that fail', () => {
  const retry = { baseMilliseconds: 1 };

  it.each<readonly [string, RequestListener, Calling, number]>([
    ['again after 503', failing(2, 503), { retry }, 3],
    ['again after 429 with Retry-After', failing(1, 429, { 'retry-after': '0' }), { retry }, 2],
  ])('are sent %s', async (_what, answer, calling, times) => {
    expect(await call(answer, 'getPet', calling)).toMatchObject({ status: 200 });
    expect(upstream.arrived.length).toBe(times);
  });

  it.each<readonly [string, RequestListener, string, Calling]>([
    ['where nobody wants it', failing(1, 503), 'getPet', { retry: false }],
    ['where the service has done it', failing(1, 503, { 'x-upstream-failure': 'true' }), 'getPet', { retry }],
    ['where Retry-After is long', failing(1, 503, { 'retry-after': '60' }), 'getPet', { retry }],
    ['with POST', failing(1, 503), 'addPet', { retry, request: { path: { id: '1' }, body: { id: 1 } } }],
  ])('are not sent again %s', async (_what, answer, operation, calling) => {
    await expect(call(answer, operation, calling)).rejects.toMatchObject({ status: 503 });
    expect(upstream.arrived.length).toBe(1);
  });

  it('are not sent again after 429 whose Retry-After is none', async () => {
    const failed = call(failing(1, 429, { 'retry-after': '-1' }), 'getPet', { retry });
    await expect(failed).rejects.toMatchObject({ status: 429 });
    expect(upstream.arrived.length).toBe(1);
  });

  it('are sent again at different moments, whatever Retry-After says to all', async () => {
    const timers = vi.spyOn(globalThis, 'setTimeout');
    const fail = failing(1, 503, { 'retry-after': '0' });
    const answer: RequestListener = (request, response) => {
      vi.spyOn(Math, 'random').mockReturnValue(0.25);
      return fail(request, response);
    };
    await call(answer, 'getPet', { retry: { baseMilliseconds: 52 } });
    expect(timers).toHaveBeenCalledWith(expect.any(Function), 13);
  });

  it('are sent again with POST and an idempotency key, the same each time', async () => {
    const calling = { retry, request: { path: { id: '1' }, body: { id: 1 } }, call: { idempotencyKey: 'k-1' } };
    await expect(call(failing(9, 503), 'addPet', calling)).rejects.toMatchObject({ status: 503 });
    expect(upstream.arrived.map(({ headers }) => headers['idempotency-key'])).toEqual(['k-1', 'k-1', 'k-1']);
  });

  it('end with their time and with their signal', async () => {
    const never: RequestListener = () => undefined;
    await expect(call(never, 'getPet', { timeoutMilliseconds: 30 })).rejects.toThrow(CallTimeoutError);
    await upstream[Symbol.asyncDispose]();
    const signal = AbortSignal.timeout(30);
    await expect(call(never, 'getPet', { call: { signal } })).rejects.toBe(
      await new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(signal.reason));
      }),
    );
  });

  it.each([0, Number.POSITIVE_INFINITY, 2 ** 31, Number.NaN])('have no time of %s ms', async (timeoutMilliseconds) => {
    const failed = call(json('{"id":1}'), 'getPet', { call: { timeoutMilliseconds } });
    await expect(failed).rejects.toThrow(new TypeError('A timeout is from 1 ms to 2^31 - 1 ms'));
    expect(upstream.arrived).toEqual([]);
  });

  it.each<readonly [string, Calling]>([
    ['a credential', { credentials: { Basic: () => new Promise(() => undefined) } }],
    ['the function around fetch', { fetch: () => new Promise(() => undefined) }],
  ])('end with their time while they wait for %s', async (_what, calling) => {
    const given = { ...calling, timeoutMilliseconds: 30 };
    await expect(call(json('{"id":1}'), 'getPet', given)).rejects.toThrow(CallTimeoutError);
  });

  it('can be mended by the function around fetch', async () => {
    const calling: Calling = {
      async fetch(request) {
        const again = request.clone();
        const response = await fetch(request);
        if (response.status !== 401) return response;
        again.headers.set('authorization', 'Bearer fresh');
        return fetch(again);
      },
    };
    expect(await call(failing(1, 401), 'getPet', calling)).toMatchObject({ status: 200 });
    expect(upstream.arrived.map(({ headers }) => headers.authorization)).toEqual([undefined, 'Bearer fresh']);
  });
});
