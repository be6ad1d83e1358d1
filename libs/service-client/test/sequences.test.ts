import type { RequestListener } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClientRequest, ClientResponse } from '../src/index.ts';
import { type AnyClient, createAnyClient, methodOf } from './call.ts';
import { exchangeOf, type GivenExchange } from './exchange.ts';
import { type Canned, startUpstream, type Upstream } from './upstream.ts';

let upstream: Upstream;
const opened: { close(): Promise<void> }[] = [];
beforeEach(() => {
  opened.length = 0;
});
afterEach(async () => {
  await upstream[Symbol.asyncDispose]();
  for (const client of opened) await client.close();
});

interface Calling {
  readonly request?: ClientRequest;
  readonly exchange?: GivenExchange;
  /** Long, unless the test is about it: a machine under load answers late. */
  readonly timeoutMilliseconds?: number;
}

async function call(
  answer: Canned | RequestListener,
  operation: string,
  { request, exchange, timeoutMilliseconds = 60_000 }: Calling = {},
): Promise<ClientResponse> {
  upstream = await startUpstream(answer);
  const client = await createAnyClient('streams', { baseUrl: upstream.url, timeoutMilliseconds });
  opened.push(client);
  const bound: AnyClient = client.bind(exchangeOf(exchange));
  return methodOf(bound, operation)(request);
}

async function collect({ body }: ClientResponse): Promise<readonly unknown[]> {
  const items: unknown[] = [];
  // The test says that it is an iterable.
  for await (const item of body as AsyncIterable<unknown>) items.push(item);
  return items;
}

const typed = (contentType: string, body: string): Canned => ({ headers: { 'content-type': contentType }, body });

describe('items of an answer', () => {
  it.each([
    ['application/jsonl', '{"id":1}\n{"id":2}\n', [{ id: 1 }, { id: 2 }]],
    ['application/json-seq', '\x1e{"id":1}\n', [{ id: 1 }]],
    ['text/event-stream; charset=utf-8', 'event: a\ndata: 1\ndata: 2\n\n', [{ event: 'a', data: '1\n2' }]],
  ])('%s', async (contentType, body, want) => {
    expect(await collect(await call(typed(contentType, body), 'getItems'))).toEqual(want);
  });

  it('are an array where the contract describes the complete one', async () => {
    const answer = await call(typed('application/x-ndjson', '{"id":1}\n'), 'getItems');
    expect(answer).toMatchObject({ contentType: 'application/x-ndjson', body: [{ id: 1 }] });
  });

  it.each([
    ['application/jsonl', '{"id":1}\n{"id":"secret"}\n', '/1/id', 'type'],
    ['application/jsonl', '{"id":1}\n{"id"', '', 'parse'],
    ['text/event-stream', 'data: no event\n\n', '/0/event', 'required'],
  ])('%s: what breaks the contract ends the iteration, row %#', async (contentType, body, pointer, keyword) => {
    const answer = await call(typed(contentType, body), 'getItems');
    const failed = collect(answer);
    await expect(failed).rejects.toMatchObject({ code: 'ERR_UPSTREAM', breaches: [{ pointer, keyword }] });
    await expect(failed).rejects.not.toThrow('secret');
  });

  it.each([
    ['{"id":1}\n{"id":2}\n{"id":3}\n', 'maxItems'],
    ['{"id":', 'parse'],
    [`"${'x'.repeat(6_000_000)}"`, 'maxLength'],
  ])('a complete array that breaks the contract fails the call, row %#', async (body, keyword) => {
    const failed = call(typed('application/x-ndjson', body), 'getItems');
    await expect(failed).rejects.toMatchObject({ answered: 200, breaches: [{ keyword }] });
  });

  it('a broken connection is an unavailable service', async () => {
    const half: RequestListener = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/jsonl' }).write('{"id":1}\n');
      setTimeout(() => response.destroy(), 20);
    };
    await expect(collect(await call(half, 'getItems'))).rejects.toMatchObject({ name: 'UpstreamUnavailableError' });
  });
});

describe('a stream that goes on', () => {
  const closed = Promise.withResolvers<void>();
  const endless: RequestListener = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/jsonl' });
    let id = 0;
    const timer = setInterval(() => response.write(`{"id":${++id}}\n`), 5);
    response.on('close', () => {
      clearInterval(timer);
      closed.resolve();
    });
  };

  it('outlives the time of a call', async () => {
    const timeoutMilliseconds = 1_000;
    const { body } = await call(endless, 'getItems', { timeoutMilliseconds });
    const begin = performance.now();
    for await (const _ of body as AsyncIterable<unknown>) {
      if (performance.now() - begin > timeoutMilliseconds + 200) break;
    }
    await closed.promise;
  });

  it('ends with the exchange it belongs to', async () => {
    const controller = new AbortController();
    const answer = await call(endless, 'getItems', { exchange: { signal: controller.signal } });
    const reason = new TypeError('over');
    setTimeout(() => controller.abort(reason), 30);
    await expect(collect(answer)).rejects.toBe(reason);
  });
});

describe('items of a request', () => {
  const taken: RequestListener = (_request, response) => void response.writeHead(204).end();

  async function* numbers(): AsyncGenerator<unknown> {
    yield { id: 1 };
    yield { id: 2 };
  }

  it.each<[string, ClientRequest, string]>([
    ['an async iterable', { body: numbers() }, '{"id":1}\n{"id":2}\n'],
    ['an array', { body: [{ id: 1 }] }, '{"id":1}\n'],
    ['events', { body: new Set([{ data: 'x' }]), contentType: 'text/event-stream' }, 'data: x\n\n'],
  ])('are sent from %s', async (_name, request, want) => {
    expect(await call(taken, 'postItems', { request })).toMatchObject({ status: 204 });
    expect(String(upstream.arrived[0]?.body)).toBe(want);
  });

  it('that cannot be made fail the call', async () => {
    async function* broken(): AsyncGenerator<unknown> {
      yield { id: 1 };
      throw new RangeError('no more');
    }
    await expect(call(taken, 'postItems', { request: { body: broken() } })).rejects.toThrow('no more');
  });
});
