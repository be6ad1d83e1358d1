import { once } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { HandlerContext, ProblemDocument } from '../src/index.ts';
import type { Contract } from '../src/ports/index.ts';
import { hosts, openSocket, start } from './body-service.ts';

const text = `
openapi: 3.2.0
info: { title: Sequences, version: '1' }
paths:
  /items:
    post:
      operationId: takeItems
      requestBody:
        required: true
        content:
          application/jsonl: { itemSchema: { $ref: '#/components/schemas/Item' } }
          application/x-ndjson: { itemSchema: { $ref: '#/components/schemas/Item' } }
          application/json-seq: { itemSchema: { $ref: '#/components/schemas/Item' } }
          application/geo+json-seq: { itemSchema: { $ref: '#/components/schemas/Item' } }
          text/event-stream: { itemSchema: { $ref: '#/components/schemas/Event' } }
      responses: { '200': { description: What arrived, content: { application/json: {} } } }
    get:
      operationId: sendItems
      parameters: [{ name: bad, in: query, schema: { type: boolean, default: false } }]
      responses:
        '200':
          description: Items
          content:
            application/jsonl: { itemSchema: { $ref: '#/components/schemas/Item' } }
            application/json-seq: { itemSchema: { $ref: '#/components/schemas/Item' } }
            text/event-stream: { itemSchema: { $ref: '#/components/schemas/Event' } }
  /few:
    post:
      operationId: takeFew
      requestBody:
        content:
          application/jsonl: { schema: { type: array, maxItems: 2 }, itemSchema: { $ref: '#/components/schemas/Item' } }
      responses:
        '200':
          description: The same
          content:
            application/jsonl: { schema: { type: array, maxItems: 2 }, itemSchema: { $ref: '#/components/schemas/Item' } }
components:
  schemas:
    Item:
      type: object
      required: [id]
      properties: { id: { type: integer }, note: { type: string, writeOnly: true } }
    Plain:
      type: object
      required: [data]
      properties:
        data: { type: string }
        event: { type: string }
        id: { type: string }
        retry: { type: integer, minimum: 0 }
    Event:
      $ref: '#/components/schemas/Plain'
      required: [event]
      oneOf:
        - properties: { event: { const: add } }
        - properties: { event: { const: count }, data: { pattern: '^[0-9]+$' } }
        - properties:
            event: { const: item }
            data: { contentMediaType: application/json, contentSchema: { $ref: '#/components/schemas/Item' } }
`;

async function* all(items: AsyncIterable<unknown>, seen: unknown[]): AsyncGenerator<unknown> {
  for await (const item of items) {
    seen.push(item);
    yield item;
  }
}

interface Taking {
  readonly body: AsyncIterable<unknown>;
}

async function takeItems({ body }: Taking) {
  const seen: unknown[] = [];
  for await (const _ of all(body, seen));
  return { status: 200, body: seen };
}

const events = [
  'retry: 5\nevent: add\ndata: across\ndata: two lines\n\n',
  ': a comment\r\nevent: count\rdata: 12\nunknown: x\r\n\r\n',
  'event: item\nid: 7\ndata: {"id":1}\n\n',
];

afterEach(() => void vi.useRealTimers());

describe.each(hosts)('sequential bodies, %s', (_host, contractOf) => {
  let contract: Contract;
  const open = async (handlers: object) => {
    contract ??= await contractOf(text);
    return start(contract, handlers);
  };

  it.each([
    ['application/jsonl', '{"id":1}\n\n{"id":2}', [{ id: 1 }, { id: 2 }]],
    ['application/x-ndjson', '{"id":1}\r\n', [{ id: 1 }]],
    ['application/json-seq', '\x1e{"id":1}\n\x1e{\n"id":2}\n', [{ id: 1 }, { id: 2 }]],
    ['application/geo+json-seq; charset=utf-8', '\x1e{"id":1}\n', [{ id: 1 }]],
    [
      'text/event-stream',
      `\uFEFF${events.join('')}event: add\ndata: cut short`,
      [
        { data: 'across\ntwo lines', event: 'add', retry: 5 },
        { data: '12', event: 'count' },
        { data: '{"id":1}', event: 'item', id: '7' },
      ],
    ],
    ['application/jsonl', ' \n', []],
  ])('%s arrives item by item', async (contentType, body, want) => {
    await using service = await open({ takeItems });
    const response = await fetch(`${service.url}/items`, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body,
    });
    expect(await response.json()).toEqual(want);
  });

  it.each([
    ['application/jsonl', '{"id":1}\n{"id":"x"}\n{"id":3}\n', '/1/id', 'type'],
    ['application/json-seq', '\x1e{}\n', '/0/id', 'required'],
    ['text/event-stream', 'data: no event\n\n', '/0/event', 'required'],
    ['text/event-stream', `${events[0]}event: count\ndata: many\n\n`, '/1/data', 'pattern'],
    ['text/event-stream', 'event: item\ndata: {"id":"x"}\n\n', '/0/data/id', 'type'],
    ['text/event-stream', 'event: item\ndata: {\n\n', '/0/data', 'contentMediaType'],
  ])('%s %j is a 400 that names the item', async (contentType, body, pointer, keyword) => {
    await using service = await open({ takeItems });
    const headers = { 'content-type': contentType };
    const response = await fetch(`${service.url}/items`, { method: 'POST', headers, body });
    // The body of a failed request is the problem.
    const problem = (await response.json()) as ProblemDocument;
    expect([response.status, problem.code]).toEqual([400, 'ERR_REQUEST_VALIDATION']);
    expect(problem.errors).toContainEqual(expect.objectContaining({ in: 'body', pointer, keyword }));
  });

  it.each([
    ['application/jsonl', '{"id":1}\n{"id"', 'ERR_REQUEST_MALFORMED', 'In line 2'],
    ['application/jsonl; charset=utf-16', '{}', 'ERR_UNSUPPORTED_MEDIA_TYPE', 'utf-8'],
    ['application/json-seq', '{"id":1}\n', 'ERR_REQUEST_MALFORMED', 'record separator'],
    ['application/jsonl', `{"id":1,"x":"${'x'.repeat(1_100_000)}"}`, 'ERR_PAYLOAD_TOO_LARGE', '1048576'],
  ])('%s is refused, row %#', async (contentType, body, code, detail) => {
    await using service = await open({ takeItems });
    const headers = { 'content-type': contentType };
    const response = await fetch(`${service.url}/items`, { method: 'POST', headers, body });
    expect(await response.json()).toMatchObject({ code, detail: expect.stringContaining(detail) });
  });

  it('answers while items still arrive, and reads no faster than the handler', async () => {
    const takes = async function* ({ body }: Taking) {
      for await (const item of body) yield item;
    };
    await using service = await open({
      takeItems: ({ body }: Taking) =>
        Promise.resolve(takes({ body })[Symbol.asyncIterator]().next()).then(({ value }) => ({
          status: 200,
          body: value,
        })),
    });
    const socket = await openSocket(
      service.port,
      'POST /items HTTP/1.1\r\nHost: a\r\nContent-Type: application/jsonl\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{"id":1}\n\r\n',
    );
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toContain('{"id":1}');
    socket.destroy();
  });

  it('keeps the connection usable for a handler that stops early', async () => {
    const first = async ({ body }: Taking) => {
      for await (const item of body) return { status: 200, body: item };
    };
    await using service = await open({ takeItems: first });
    const head = 'POST /items HTTP/1.1\r\nHost: a\r\nContent-Type: application/jsonl\r\n';
    const body = '{"id":1}\n'.repeat(20_000);
    const socket = await openSocket(service.port, `${head}Content-Length: ${body.length}\r\n\r\n${body}`);
    let received = '';
    socket.on('data', (chunk) => {
      received += String(chunk);
    });
    socket.write('GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n');
    await expect.poll(() => received).toContain('404 Not Found');
    expect(received).toMatch(/^HTTP\/1\.1 200 OK/);
    socket.destroy();
  });

  it('tells the handler that the client went away', async () => {
    const failed = Promise.withResolvers<unknown>();
    const waits = ({ body }: Taking) =>
      takeItems({ body }).catch((error: unknown) => {
        failed.resolve(error);
        throw error;
      });
    await using service = await open({ takeItems: waits });
    const head =
      'POST /items HTTP/1.1\r\nHost: a\r\nContent-Type: application/jsonl\r\nContent-Length: 100\r\n\r\n{"id":1}\n';
    const socket = await openSocket(service.port, head);
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    expect(await failed.promise).toMatchObject({ code: 'ERR_REQUEST_ABORTED' });
  });

  it.each([
    ['application/jsonl', '{"id":1}\n{"id":2}\n'],
    ['application/json-seq', '\x1e{"id":1}\n\x1e{"id":2}\n'],
  ])('%s leaves item by item', async (accept, want) => {
    const sendItems = async function* () {
      yield { id: 1 };
      yield { id: 2 };
    };
    await using service = await open({ sendItems: () => ({ status: 200, body: sendItems() }) });
    const response = await fetch(`${service.url}/items`, { headers: { accept } });
    expect([response.headers.get('content-type'), await response.text()]).toEqual([accept, want]);
  });

  it('holds events against their schema and frames them', async () => {
    const sent = [
      { event: 'add', data: 'a\nb' },
      { event: 'item', data: '{"id":1}', id: '1' },
    ];
    await using service = await open({ sendItems: () => ({ status: 200, body: new Set(sent) }) });
    const response = await fetch(`${service.url}/items`, { headers: { accept: 'text/event-stream' } });
    expect(await response.text()).toBe('event: add\ndata: a\ndata: b\n\nevent: item\nid: 1\ndata: {"id":1}\n\n');
  });

  it('B66 events that do not come for a while are stood in for by comments', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const next = Promise.withResolvers<void>();
    const stopped = Promise.withResolvers<void>();
    const rare = async function* () {
      try {
        yield { event: 'add', data: '1' };
        await next.promise;
        yield { event: 'add', data: '2' };
      } finally {
        stopped.resolve();
      }
    };
    await using service = await open({ sendItems: () => ({ status: 200, body: rare() }) });
    const response = await fetch(`${service.url}/items`, { headers: { accept: 'text/event-stream' } });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let received = '';
    const receive = async (want: string): Promise<void> => {
      while (received !== want) {
        expect(want.startsWith(received)).toBe(true);
        received += (await reader?.read())?.value ?? '';
      }
    };
    await receive('event: add\ndata: 1\n\n');
    await vi.advanceTimersByTimeAsync(15_000);
    await receive('event: add\ndata: 1\n\n: \n\n');
    await vi.advanceTimersByTimeAsync(15_000);
    await receive('event: add\ndata: 1\n\n: \n\n: \n\n');
    next.resolve();
    await receive('event: add\ndata: 1\n\n: \n\n: \n\nevent: add\ndata: 2\n\n');
    expect((await reader?.read())?.done).toBe(true);
    await stopped.promise;
  });

  it.each([
    ['application/jsonl', [{ id: 1 }, { id: 'secret' }], '/1/id'],
    ['application/jsonl', [{ id: 1 }, { id: 2, note: 'secret' }], '/1/note'],
    ['text/event-stream', [{ event: 'item', data: '{"id":"secret"}' }], '/0/data/id'],
  ])('%s: an item that breaks the contract never leaves, row %#', async (accept, items, pointer) => {
    const array = () => ({ status: 200, body: items });
    await using whole = await open({ sendItems: array });
    const refused = await fetch(`${whole.url}/items`, { headers: { accept } });
    expect([refused.status, await refused.text()]).toEqual([500, expect.not.stringContaining('secret')]);

    const stopped = Promise.withResolvers<void>();
    const stream = async function* () {
      try {
        yield* items;
        yield items[0];
      } finally {
        stopped.resolve();
      }
    };
    await using streamed = await open({ sendItems: () => ({ status: 200, body: stream() }) });
    const response = await fetch(`${streamed.url}/items`, { headers: { accept } });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    await stopped.promise;
    await expect.poll(() => streamed.ended.length).toBe(1);
    expect(streamed.ended[0]?.error).toMatchObject({ code: 'ERR_RESPONSE_VALIDATION', answered: 200 });
    expect(streamed.ended[0]?.error).toMatchObject({ breaches: [expect.objectContaining({ pointer })] });
  });

  it('counts a stream whose source fails as a failure of the handler', async () => {
    const sendItems = async function* () {
      yield { id: 1 };
      throw new TypeError('source broke');
    };
    await using service = await open({ sendItems: () => ({ status: 200, body: sendItems() }) });
    const response = await fetch(`${service.url}/items`);
    await expect(response.text()).rejects.toThrow();
    await expect.poll(() => service.ended[0]?.error?.code).toBe('ERR_INTERNAL');
    const inProcess = await service.service.fetch('/items');
    await expect(inProcess.text()).rejects.toThrow();
    await expect.poll(() => service.ended[1]?.error?.code).toBe('ERR_INTERNAL');
  });

  it.each([
    ['{"id":1}\n{"id":2}\n', 200, undefined],
    ['{"id":1}\n{"id":2}\n{"id":3}\n', 400, ''],
    ['{"id":1}\n{}\n', 400, '/1/id'],
  ])('a schema of the complete array is asked before the handler runs, row %#', async (body, status, pointer) => {
    const seen: unknown[] = [];
    const takeFew = ({ body: items }: { body: readonly unknown[] }) => {
      seen.push(items);
      return { status: 200, body: items };
    };
    await using service = await open({ takeFew });
    const headers = { 'content-type': 'application/jsonl' };
    const response = await fetch(`${service.url}/few`, { method: 'POST', headers, body });
    expect([response.status, seen.length]).toEqual([status, status === 200 ? 1 : 0]);
    const answer = await response.text();
    if (pointer === undefined) expect(answer).toBe(body);
    else expect(JSON.parse(answer).errors[0].pointer).toBe(pointer);
  });

  it('a schema of the complete array holds back what is streamed until all is there', async () => {
    const items = async function* () {
      for (let id = 1; id < 4; id += 1) yield { id };
    };
    await using service = await open({ takeFew: () => ({ status: 200, body: items() }) });
    const response = await fetch(`${service.url}/few`, { method: 'POST' });
    await expect(response.text()).rejects.toThrow();
    await expect
      .poll(() => service.ended[0]?.error)
      .toMatchObject({ breaches: [{ pointer: '', keyword: 'maxItems' }] });
  });

  it('ends with the deadline while the answer is made, not while it streams', async () => {
    const sendItems = (_request: unknown, { signal }: HandlerContext) => {
      const stream = async function* () {
        yield { id: 1 };
        await new Promise((resolve) => setTimeout(resolve, 80));
        yield { id: signal.aborted ? 3 : 2 };
      };
      return { status: 200, body: stream() };
    };
    contract ??= await contractOf(text);
    await using service = await start(contract, { sendItems }, { config: { http: { handlerDeadlineMs: 30 } } });
    const response = await fetch(`${service.url}/items`);
    expect(await response.text()).toBe('{"id":1}\n{"id":2}\n');
  });
});
