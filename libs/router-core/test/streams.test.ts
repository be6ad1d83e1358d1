import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { defaultConfig, type HttpConfig } from '../src/config/index.ts';
import { createChannel, createService, type Exchange, type HandlerContext } from '../src/index.ts';
import type { Contract } from '../src/ports/index.ts';
import { contractOf, openSocket, type Started, start } from './body-service.ts';

const text = `
openapi: 3.2.0
info: { title: Streams, version: '1' }
paths:
  /events:
    get:
      operationId: events
      responses:
        '200':
          description: Events
          headers: { Cache-Control: { schema: { type: string } } }
          content: { text/event-stream: { itemSchema: { $ref: '#/components/schemas/Event' } } }
  /lines:
    get:
      operationId: lines
      responses:
        '200': { description: Items, content: { application/jsonl: { itemSchema: { type: object } } } }
  /parts:
    get:
      operationId: parts
      responses:
        '200': { description: Items, content: { multipart/mixed: { itemSchema: { type: object }, itemEncoding: { contentType: application/json } } } }
  /plain:
    get: { operationId: plain, responses: { '200': { description: Text, content: { text/plain: {} } } } }
components:
  schemas:
    Event:
      type: object
      required: [data]
      properties: { id: { type: string }, data: { type: string, maxLength: 200000 } }
`;

let contract: Contract;
const started: Started[] = [];
afterEach(async () => {
  for (const service of started.splice(0)) await service[Symbol.asyncDispose]();
});

interface Setting {
  readonly http?: Omit<Partial<HttpConfig>, 'streams'>;
  readonly streams?: Partial<HttpConfig['streams']>;
}

async function open(handlers: object, { http, streams }: Setting = {}): Promise<Started> {
  contract ??= await contractOf(text);
  const { streams: usual } = defaultConfig().http;
  const config = { http: { drainTimeoutMs: 300, ...http, streams: { ...usual, ...streams } } };
  const service = await start(contract, handlers, { config });
  started.push(service);
  return service;
}

/** What a client has received so far, as it came over the connection. */
async function listen({ port }: Started, path: string, ...headers: readonly string[]) {
  const socket = await openSocket(port, ['GET', path, 'HTTP/1.1\r\nHost: a\r\n'].join(' ') + lines(headers));
  let received = '';
  socket.setEncoding('utf8').on('data', (chunk) => (received += chunk));
  return { socket, received: () => received, closed: once(socket, 'close') };
}

function lines(headers: readonly string[]): string {
  return `${headers.map((header) => `${header}\r\n`).join('')}\r\n`;
}

const lastChunk = '\r\n0\r\n\r\n';
const event = (data: string, id?: string) => (id === undefined ? { data } : { id, data });

describe('the context of a handler', () => {
  it.each([
    ['Last-Event-ID: 7', '7'],
    ['Last-Event-ID: \u00c3\u00bc', 'ü'],
    ['Last-Event-ID:', ''],
    [`Last-Event-ID: ${'9'.repeat(1_025)}`, ''],
    ['X-Other: 1', ''],
  ])('tells Last-Event-ID, which the contract need not declare: %.30s', async (header, want) => {
    const events = (_request: unknown, { lastEventId }: HandlerContext) => ({
      status: 200,
      body: [event(lastEventId ?? '')],
    });
    const service = await open({ events });
    const socket = await openSocket(service.port, '');
    socket.write(`GET /events HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${header}\r\n\r\n`, 'latin1');
    let received = '';
    socket.setEncoding('utf8').on('data', (chunk) => (received += chunk));
    await once(socket, 'close');
    expect(received.split('\r\n\r\n')[1]).toBe(`data: ${want}\n\n`);
  });
});

describe('a stream of items', () => {
  it('is not for those in between, unless the handler says otherwise', async () => {
    const events = (_request: unknown, { lastEventId }: HandlerContext) => ({
      status: 200,
      body: new Set([event('x')]),
      headers: lastEventId === undefined ? {} : { 'Cache-Control': 'private' },
    });
    const service = await open({ events, lines: () => ({ status: 200, body: new Set([{}]) }) });
    const seen = async (path: string, headers = {}) => {
      const answer = await fetch(service.url + path, { headers });
      await answer.text();
      return [answer.headers.get('cache-control'), answer.headers.get('x-accel-buffering')];
    };
    expect(await seen('/events')).toEqual(['no-store', 'no']);
    expect(await seen('/lines')).toEqual(['no-store', 'no']);
    expect(await seen('/events', { 'last-event-id': '1' })).toEqual(['private', 'no']);
  });

  it.each(['/events', '/lines'])('%s asks its source for nothing that a client does not read', async (path) => {
    let given = 0;
    const source = async function* () {
      for (;;) {
        given += 1;
        yield { data: 'x'.repeat(100_000) };
      }
    };
    const handler = () => ({ status: 200, body: source() });
    const service = await open({ events: handler, lines: handler });
    const client = await listen(service, path);
    client.socket.pause();
    const settled = async (): Promise<number> => {
      for (let before = -1; before !== given; await wait(100)) before = given;
      return given;
    };
    const first = await settled();
    // The kernel holds some megabytes on the way.
    expect(first).toBeLessThan(200);
    client.socket.resume();
    await expect.poll(() => given).toBeGreaterThan(first + 100);
    client.socket.pause();
    const second = await settled();
    await wait(100);
    expect(given).toBe(second);
    client.socket.destroy();
  });

  it('is cut when its client takes nothing for too long, heartbeats or not', async () => {
    const left = Promise.withResolvers<void>();
    const source = async function* () {
      try {
        for (;;) yield event('x'.repeat(100_000));
      } finally {
        left.resolve();
      }
    };
    const service = await open(
      { events: () => ({ status: 200, body: source() }) },
      { http: { sendTimeoutMs: 300 }, streams: { heartbeatMs: 50 } },
    );
    const client = await listen(service, '/events');
    client.socket.pause();
    await left.promise;
    await expect.poll(() => service.ended.length).toBe(1);
    client.socket.destroy();
  });

  it('keeps a client that reads and is told nothing', async () => {
    const channel = createChannel<object>();
    const service = await open(
      { events: () => ({ status: 200, body: channel.subscribe() }) },
      { http: { sendTimeoutMs: 200 }, streams: { heartbeatMs: 0 } },
    );
    const client = await listen(service, '/events');
    await expect.poll(() => client.received()).toContain('200 OK');
    await wait(600);
    channel.publish(event('still here'));
    await expect.poll(() => client.received()).toContain('still here');
    client.socket.destroy();
  });

  it('sends heartbeats as often as it is told', async () => {
    const channel = createChannel<object>();
    const service = await open(
      { events: () => ({ status: 200, body: channel.subscribe() }) },
      { streams: { heartbeatMs: 20 } },
    );
    const client = await listen(service, '/events');
    await expect.poll(() => client.received().split(': \n\n').length).toBeGreaterThan(3);
    client.socket.destroy();
  });

  const waits = {
    'the signal': async function* ({ signal }: HandlerContext) {
      yield event('begun');
      await once(signal, 'abort');
    },
    'what the signal aborts': async function* ({ signal }: HandlerContext) {
      yield event('begun');
      await wait(60_000, undefined, { signal });
    },
    'a channel': async function* ({ signal }: HandlerContext) {
      yield event('begun');
      yield* createChannel<object>().subscribe({ signal });
    },
  };

  it.each(Object.entries(waits))(
    'runs the finally of a handler that waits for %s when its client goes',
    async (_name, source) => {
      const left = Promise.withResolvers<unknown>();
      const guarded = async function* (context: HandlerContext) {
        try {
          yield* source(context);
        } finally {
          left.resolve(context.signal.reason);
        }
      };
      const service = await open({
        events: (_request: unknown, context: HandlerContext) => ({ status: 200, body: guarded(context) }),
      });
      const client = await listen(service, '/events');
      await expect.poll(() => client.received()).toContain('begun');
      client.socket.destroy();
      expect(await left.promise).toMatchObject({ code: 'ERR_REQUEST_ABORTED' });
      await expect.poll(() => service.ended.length).toBe(1);
      expect(service.ended[0]?.error).toBeUndefined();
    },
  );

  it.each([
    ['/events', 'throws', /: ERR_INTERNAL\n\n\r\n$/],
    ['/events', 'breaks', /: ERR_RESPONSE_VALIDATION\n\n\r\n$/],
    ['/lines', 'throws', /\{"data":"fine"\}\n\r\n$/],
  ])('%s breaks off visibly when its source %s', async (path, how, end) => {
    const source = async function* () {
      yield event('fine');
      if (how === 'throws') throw new TypeError('secret');
      yield { secret: 1 };
    };
    const handler = () => ({ status: 200, body: source() });
    const service = await open({ events: handler, lines: handler });
    const client = await listen(service, path);
    await client.closed;
    expect(client.received()).toMatch(end);
    expect(client.received()).not.toMatch(/secret|\r\n0\r\n/);
    await expect.poll(() => service.ended[0]?.error?.status).toBe(500);
  });

  it('has no deadline once it has begun, nor have calls on its behalf', async () => {
    const left: number[] = [];
    const source = async function* () {
      yield event('1');
      await wait(100);
      yield event('2');
    };
    contract ??= await contractOf(text);
    const onStream = (exchange: Exchange) => void left.push(exchange.remainingMilliseconds());
    const service = createService({
      contract,
      handlers: { events: () => ({ status: 200, body: source() }) } as never,
      config: { http: { handlerDeadlineMs: 50 } },
      hooks: [{ onStream }],
    });
    const { url } = await service.listen({ port: 0, host: '127.0.0.1' });
    expect(await (await fetch(`${url}/events`)).text()).toBe('data: 1\n\ndata: 2\n\n');
    expect(left).toEqual([Number.POSITIVE_INFINITY]);
    await service.close();
  });

  it.each([
    ['/events', true],
    ['/lines', false],
  ])('%s ends when it has lasted too long; complete: %s', async (path, isComplete) => {
    const left = Promise.withResolvers<unknown>();
    const source = async function* ({ signal }: HandlerContext) {
      try {
        yield event('x');
        await once(signal, 'abort');
      } finally {
        left.resolve(signal.reason);
      }
    };
    const handler = (_request: unknown, context: HandlerContext) => ({ status: 200, body: source(context) });
    const service = await open({ events: handler, lines: handler }, { streams: { maxDurationMs: 100 } });
    const client = await listen(service, path, 'Connection: close');
    await client.closed;
    expect(client.received().endsWith(lastChunk)).toBe(isComplete);
    expect(await left.promise).toMatchObject({ code: 'ERR_DEADLINE_EXCEEDED' });
    await expect
      .poll(() => service.ended.map(({ error }) => error?.code))
      .toEqual([isComplete ? undefined : 'ERR_DEADLINE_EXCEEDED']);
  });
});

describe('a channel as a body', () => {
  it('is checked and written once for all its clients', async () => {
    const channel = createChannel<object>();
    const service = await open({ events: () => ({ status: 200, body: channel.subscribe() }) });
    const clients = await Promise.all(Array.from({ length: 20 }, () => listen(service, '/events')));
    await expect.poll(() => clients.every((client) => client.received().includes('200 OK'))).toBe(true);
    let reads = 0;
    const counted = {
      id: '1',
      get data() {
        reads += 1;
        return 'once';
      },
    };
    channel.publish(counted);
    await expect.poll(() => clients.every((client) => client.received().includes('id: 1\ndata: once\n\n'))).toBe(true);
    const forAll = reads;
    reads = 0;
    const one = await listen(service, '/events');
    await expect.poll(() => one.received()).toContain('200 OK');
    channel.publish(counted);
    await expect.poll(() => one.received()).toContain('once');
    expect(forAll).toBe(reads);
    for (const { socket } of [one, ...clients]) socket.destroy();
  });

  const resuming = (channel: ReturnType<typeof createChannel<object>>) => ({
    events: (_request: unknown, { lastEventId }: HandlerContext) => ({
      status: 200,
      body: channel.subscribe({ after: lastEventId }),
    }),
  });

  it('goes on behind Last-Event-ID, and says when that is not kept any more', async () => {
    const channel = createChannel<object>({ retain: 2 });
    const service = await open(resuming(channel));
    for (const id of ['1', '2', '3']) channel.publish(event(`d${id}`, id));
    const client = await listen(service, '/events', 'Last-Event-ID: 2');
    await expect.poll(() => client.received()).toContain('id: 3\ndata: d3\n\n');
    client.socket.destroy();
    const gone = await fetch(`${service.url}/events`, { headers: { 'last-event-id': '1' } });
    expect(await gone.json()).toMatchObject({ status: 410, code: 'ERR_RESUME_EXPIRED' });
  });

  it('cuts who is sent what the contract does not allow, and lets them pass it when they come back', async () => {
    const channel = createChannel<object>();
    const service = await open(resuming(channel));
    const [one, other] = [await listen(service, '/events'), await listen(service, '/events')];
    await expect.poll(() => one.received() + other.received()).toMatch(/200 OK[\s\S]*200 OK/);
    channel.publish(event('fine', '1'));
    channel.publish({ id: '2', data: 7 });
    channel.publish(event('after', '3'));
    await Promise.all([one.closed, other.closed]);
    expect([one.received(), other.received()]).toEqual([
      expect.stringMatching(/data: fine[\s\S]*ERR_RESPONSE_VALIDATION/),
      expect.stringMatching(/data: fine[\s\S]*ERR_RESPONSE_VALIDATION/),
    ]);
    const again = await listen(service, '/events', 'Last-Event-ID: 1');
    await expect.poll(() => again.received()).toContain('id: 3\ndata: after\n\n');
    again.socket.destroy();
  });

  it('cuts who reads more slowly than it keeps, and nobody else', async () => {
    const channel = createChannel<object>({ retain: 50 });
    const service = await open(resuming(channel));
    const [slow, quick] = [await listen(service, '/events'), await listen(service, '/events')];
    await expect.poll(() => slow.received() + quick.received()).toMatch(/200 OK[\s\S]*200 OK/);
    slow.socket.pause();
    let last = 0;
    for (; last < 400; last += 1) {
      channel.publish(event('x'.repeat(100_000), String(last)));
      if (last % 10 === 9) await expect.poll(() => quick.received().slice(-110_000)).toContain(`id: ${last}\n`);
    }
    slow.socket.resume();
    await slow.closed;
    await expect.poll(() => service.ended.map(({ error }) => error?.code)).toEqual(['ERR_READER_TOO_SLOW']);
    quick.socket.destroy();
  });
});

describe('open streams', () => {
  const forever = (_request: unknown, { signal }: HandlerContext) => ({
    status: 200,
    body: createChannel<object>().subscribe({ signal }),
  });
  const plain = () => ({ status: 200, body: 'ok' });

  it('are so many at most, of one operation and in all, and keep nobody else out', async () => {
    const service = await open(
      { events: forever, lines: forever, plain },
      { http: { maxActiveRequests: 1 }, streams: { maxOpen: 3, operations: { events: 2 } } },
    );
    const status = async (path: string) => {
      const client = await listen(service, path);
      await expect.poll(() => client.received()).toMatch(/^HTTP/);
      return { ...client, status: client.received().slice(9, 12) };
    };
    const first = await status('/events');
    const others = [await status('/events'), await status('/events'), await status('/lines'), await status('/lines')];
    expect([first, ...others].map((client) => client.status)).toEqual(['200', '200', '503', '200', '503']);
    expect(others[1]?.received()).toMatch(/retry-after: [1-5]\r\n/);
    expect(others[1]?.received()).toContain('ERR_OVERLOADED');
    expect((await fetch(`${service.url}/plain`)).status).toBe(200);
    first.socket.destroy();
    const again: typeof others = [];
    await expect
      .poll(async () => {
        again.push(await status('/events'));
        return again.at(-1)?.status;
      })
      .toBe('200');
    for (const { socket } of [...others, ...again]) socket.destroy();
  });

  it.each(['evens', 'plain'])('a limit for %s, which does not stream, stops the start', async (name) => {
    await expect(open({}, { streams: { operations: { [name]: 1 } } })).rejects.toThrow(
      `http.streams.operations.${name}: no operation of that name streams; those that do are events, lines, parts`,
    );
  });

  const ending = {
    'is a channel': forever,
    'returns when it is told': (_request: unknown, { signal }: HandlerContext) => ({
      status: 200,
      body: (async function* () {
        yield event('begun');
        await once(signal, 'abort');
      })(),
    }),
    'throws what it is told': (_request: unknown, { signal }: HandlerContext) => ({
      status: 200,
      body: (async function* () {
        yield event('begun');
        await wait(60_000, undefined, { signal });
      })(),
    }),
  };

  it.each(Object.entries(ending))('end with a hint when to come back, when the source %s', async (_name, events) => {
    const service = await open({ events });
    const clients = [await listen(service, '/events'), await listen(service, '/events')];
    await expect.poll(() => clients.every((client) => client.received().includes('200 OK'))).toBe(true);
    await service.service.close();
    for (const client of clients) {
      await client.closed;
      expect(client.received()).toMatch(/retry: [1-4]\d\d\d\n\n\r\n0\r\n\r\n$/);
    }
    expect(service.ended.map(({ error }) => error)).toEqual([undefined, undefined]);
  });

  it('that begin while the service drains are ended too', async () => {
    const release = Promise.withResolvers<void>();
    const channel = createChannel<object>();
    const events = async () => {
      await release.promise;
      return { status: 200, body: channel.subscribe() };
    };
    const service = await open({ events }, { http: { drainTimeoutMs: 20_000 } });
    const client = await listen(service, '/events');
    await wait(50);
    const closed = service.service.close();
    release.resolve();
    await closed;
    await client.closed;
    expect(client.received()).toMatch(/retry: \d+\n\n\r\n0\r\n\r\n$/);
  });

  it('of parts are counted, bounded and ended like all others', async () => {
    const left: unknown[] = [];
    const source = async function* ({ signal }: HandlerContext) {
      try {
        yield { id: 1 };
        await once(signal, 'abort');
      } finally {
        left.push((signal.reason as { readonly code?: unknown }).code);
      }
    };
    const parts = (_request: unknown, context: HandlerContext) => ({ status: 200, body: source(context) });
    const service = await open({ parts }, { streams: { maxDurationMs: 1_000, operations: { parts: 1 } } });
    const first = await listen(service, '/parts');
    await expect.poll(() => first.received()).toContain('{"id":1}');
    expect(first.received()).toMatch(/x-accel-buffering: no\r\n/);
    expect((await fetch(`${service.url}/parts`)).status).toBe(503);
    await first.closed;
    expect(first.received()).not.toMatch(/--\r\n|\r\n0\r\n/);
    const gone = await listen(service, '/parts');
    await expect.poll(() => gone.received()).toContain('{"id":1}');
    gone.socket.destroy();
    await expect.poll(() => left).toEqual(['ERR_DEADLINE_EXCEEDED', 'ERR_REQUEST_ABORTED']);
  });

  it('of a channel whose clients do not come back by themselves are cut at once', async () => {
    const service = await open({ lines: forever }, { http: { drainTimeoutMs: 20_000 } });
    const client = await listen(service, '/lines');
    await expect.poll(() => client.received()).toContain('200 OK');
    await service.service.close();
    await client.closed;
    expect(client.received()).toMatch(/\r\n\r\n$/);
    expect(client.received()).not.toContain('\r\n0\r\n');
    expect(service.ended[0]?.error).toMatchObject({ code: 'ERR_OVERLOADED', reason: 'draining' });
  });

  it('that do not end by themselves are cut when the drain is over', async () => {
    const events = () => ({
      status: 200,
      body: (async function* () {
        yield event('begun');
        await new Promise(() => undefined);
      })(),
    });
    const service = await open({ events });
    const client = await listen(service, '/events');
    await expect.poll(() => client.received()).toContain('begun');
    await service.service.close();
    await client.closed;
    expect(client.received()).toMatch(/retry: \d+\n\n\r\n$/);
  });
});
