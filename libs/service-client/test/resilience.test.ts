import type { RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { defaultResilience } from '@brrt/router-core/config';
import type { BindableClient, FinishedCall } from '@brrt/router-core/ports';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ClientRequest, Resilience } from '../src/index.ts';
import { type AnyClient, createAnyClient, methodOf } from './call.ts';
import { exchangeOf, type GivenExchange } from './exchange.ts';
import { startUpstream, type Upstream } from './upstream.ts';

const closers: AsyncDisposable[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  for (const closer of closers.splice(0).reverse()) await closer[Symbol.asyncDispose]();
});

const { retry, breaker } = defaultResilience;
const quick = { ...retry, baseMs: 1, maxMs: 2 };
const nothing = {
  timeoutMs: undefined,
  retry: undefined,
  hedgeAfterMs: undefined,
  cache: undefined,
  coalesce: undefined,
};
const noBreaker = { ...breaker, enabled: false };

interface Given {
  readonly upstream: Upstream;
  readonly client: BindableClient<AnyClient>;
  /** Status, or code of what was thrown. */
  call(operation: string, request?: ClientRequest, exchange?: GivenExchange): Promise<unknown>;
}

interface GivenOptions extends Partial<Resilience> {
  readonly timeoutMilliseconds?: number;
}

/** A service that gives each request to the next of `answers`, and to the last of them all that follow; and its client. */
async function given(answers: readonly RequestListener[], options: GivenOptions = {}): Promise<Given> {
  const { timeoutMilliseconds = 5_000, ...resilience } = options;
  let next = 0;
  const upstream = await startUpstream((request, response) => {
    answers[Math.min(next++, answers.length - 1)]?.(request, response);
  });
  const client = await createAnyClient('failing', {
    baseUrl: upstream.url,
    timeoutMilliseconds,
    resilience: { ...defaultResilience, retry: quick, breaker: noBreaker, ...resilience },
  });
  closers.push(upstream, { [Symbol.asyncDispose]: () => client.close() });
  const call = (operation: string, request?: ClientRequest, exchange?: GivenExchange): Promise<unknown> =>
    methodOf(
      client.bind(exchangeOf(exchange)),
      operation,
    )(request).then(
      ({ status }) => status,
      (error: { readonly code: string }) => error.code,
    );
  return { upstream, client, call };
}

const fine = answer(204);
const silent: RequestListener = () => undefined;
const cut: RequestListener = (request) => request.socket.destroy();

function answer(status: number, headers: Readonly<Record<string, string>> = {}, body?: string): RequestListener {
  return (_request, response) => response.writeHead(status, headers).end(body);
}

describe('a call is sent again', () => {
  it.each<[string, readonly RequestListener[], { readonly want: unknown; readonly sent: number }]>([
    ['when the connection breaks', [cut, fine], { want: 204, sent: 2 }],
    ['after 502, 503 and 504', [answer(503), answer(502), fine], { want: 204, sent: 3 }],
    ['after 429 that says when', [answer(429, { 'retry-after': '0' }), fine], { want: 204, sent: 2 }],
    ['after a page of a proxy', [answer(503, { 'content-type': 'text/html' }, '<p>'), fine], { want: 204, sent: 2 }],
    ['at most twice', [answer(504)], { want: 'ERR_UPSTREAM_TIMEOUT', sent: 3 }],
    ['not after 429 that does not', [answer(429), fine], { want: 'ERR_UPSTREAM', sent: 1 }],
    [
      'not after 429 whose time is none',
      [answer(429, { 'retry-after': '1.5' }), fine],
      { want: 'ERR_UPSTREAM', sent: 1 },
    ],
    ['not after 500', [answer(500), fine], { want: 'ERR_UPSTREAM', sent: 1 }],
    [
      'not after an answer that something behind the service fails',
      [answer(502, { 'x-upstream-failure': 'true' }), fine],
      { want: 'ERR_UPSTREAM', sent: 1 },
    ],
    ['not after 404', [answer(404), fine], { want: 'ERR_UPSTREAM', sent: 1 }],
    [
      'not when the service wants more time than there is',
      [answer(503, { 'retry-after': '60' }), fine],
      { want: 'ERR_UPSTREAM', sent: 1 },
    ],
    [
      'not when it wants to be asked on another day',
      [answer(503, { 'retry-after': new Date(Date.now() + 86_400_000).toUTCString() }), fine],
      { want: 'ERR_UPSTREAM', sent: 1 },
    ],
  ])('%s', async (_name, answers, { want, sent }) => {
    const { upstream, call } = await given(answers);
    expect(await call('look')).toBe(want);
    const attempts = upstream.arrived.map(({ headers }) => headers['x-retry-attempt']);
    expect(attempts).toEqual([undefined, '1', '2'].slice(0, sent));
  });

  it.each<[string, string, ClientRequest, number]>([
    ['PUT', 'change', { body: { a: 1 } }, 2],
    ['PUT of octets', 'change', { body: new Uint8Array(3), contentType: 'application/octet-stream' }, 2],
    ['PUT of a stream, which is gone', 'change', { body: streamOf('abc'), contentType: 'application/octet-stream' }, 1],
    ['POST', 'create', {}, 1],
    ['POST with an idempotency key', 'create', { headers: { 'Idempotency-Key': 'k1' } }, 2],
  ])('%s', async (_name, operation, request, sent) => {
    const { upstream, call } = await given([answer(503), fine]);
    expect(await call(operation, request)).toBe(sent === 2 ? 204 : 'ERR_UPSTREAM');
    expect(upstream.arrived).toHaveLength(sent);
    if (sent === 2) expect(upstream.arrived[1]?.body).toEqual(upstream.arrived[0]?.body);
  });

  it('where the contract declares the failure, and the last one is the answer', async () => {
    const later = answer(503, { 'content-type': 'text/plain' }, 'later');
    const { upstream, call } = await given([later]);
    expect(await call('declared')).toBe(503);
    expect(upstream.arrived).toHaveLength(3);
  });

  it.each([
    [{ look: { retry: false } }, 'look', 1],
    [{ create: { retry: true } }, 'create', 2],
  ])('as configured: %j', async (operations, operation, sent) => {
    const full = Object.fromEntries(Object.entries(operations).map(([name, own]) => [name, { ...nothing, ...own }]));
    const { upstream, call } = await given([answer(503), fine], { operations: full });
    await call(operation);
    expect(upstream.arrived).toHaveLength(sent);
  });

  it('not on behalf of a request that is a retry itself', async () => {
    const { upstream, call } = await given([answer(503), fine]);
    expect(await call('look', {}, { headers: { 'x-retry-attempt': '1' } })).toBe('ERR_UPSTREAM');
    expect(upstream.arrived).toHaveLength(1);
  });

  it('not when nobody waits any more', async () => {
    const controller = new AbortController();
    const { upstream, call } = await given([
      (request, response) => {
        answer(503, { 'retry-after': '1' })(request, response);
        setTimeout(() => controller.abort(Object.assign(new TypeError('gone'), { code: 'GONE' })), 50);
      },
      fine,
    ]);
    expect(await call('look', {}, { signal: controller.signal })).toBe('GONE');
    expect(upstream.arrived).toHaveLength(1);
  });

  it('knowing what time is left', async () => {
    const { upstream, call } = await given([answer(503, { 'retry-after': '1' }), fine]);
    expect(await call('look')).toBe(204);
    const [first = 0, second = 0] = upstream.arrived.map(({ headers }) => Number(headers['x-request-timeout-ms']));
    expect(first - second).toBeGreaterThanOrEqual(990);
  });

  it('and each time is seen by those who observe calls', async () => {
    const finished: FinishedCall[] = [];
    const { call } = await given([answer(503), fine]);
    await call('look', {}, { finished });
    expect(finished.map(({ status, resent }) => [status, resent])).toEqual([
      [503, undefined],
      [204, 1],
    ]);
  });

  it('not more often than the budget allows: a dead service gets a fifth more, not three times as much', async () => {
    const { upstream, call } = await given([cut]);
    for (let index = 0; index < 200; index++) await call('look');
    // Ten in reserve, and one for five calls.
    expect(upstream.arrived.length).toBeGreaterThanOrEqual(200 + 10 + 39);
    expect(upstream.arrived.length).toBeLessThanOrEqual(200 + 10 + 40);
  });

  it('never without a budget', async () => {
    const { upstream, call } = await given([cut], { retry: { ...quick, budgetPercent: 0 } });
    await call('look');
    expect(upstream.arrived).toHaveLength(1);
  });

  it('after a random time, which grows', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const slow = { ...retry, baseMs: 40, maxMs: 60 };
    const at: number[] = [];
    const note: RequestListener = (request, response) => {
      at.push(performance.now());
      answer(503)(request, response);
    };
    const { call } = await given([note], { retry: slow });
    await call('look');
    const [first = 0, second = 0, third = 0] = at;
    expect(second - first).toBeGreaterThanOrEqual(19);
    expect(third - second).toBeGreaterThanOrEqual(29);
  });
});

describe('a service that fails is left alone', () => {
  const soon = { ...breaker, minimumCalls: 4, windowMs: 1_000, openMs: 200 };
  const once = { ...retry, enabled: false };

  it.each<[string, RequestListener, string]>([
    ['by breaking connections', cut, 'ERR_UPSTREAM'],
    ['by answering 500', answer(500), 'ERR_UPSTREAM'],
    ['by answering nothing', silent, 'ERR_UPSTREAM_TIMEOUT'],
  ])('%s; then one call tries, and its success lets the others in', async (_name, failing, code) => {
    const answers = [...Array<RequestListener>(4).fill(failing), fine];
    const { upstream, call } = await given(answers, { breaker: soon, retry: once, timeoutMilliseconds: 60 });
    for (let index = 0; index < 4; index++) expect(await call('look')).toBe(code);
    expect(await call('look')).toBe('ERR_UPSTREAM_OPEN');
    expect(upstream.arrived).toHaveLength(4);
    await wait(210);
    expect(await Promise.all([call('look'), call('look'), call('look')])).toEqual([
      204,
      'ERR_UPSTREAM_OPEN',
      'ERR_UPSTREAM_OPEN',
    ]);
    expect(await call('look')).toBe(204);
    expect(upstream.arrived).toHaveLength(6);
  });

  it('when its callers have a little less time than a call may take, and it needs more', async () => {
    const { upstream, call } = await given([silent], { breaker: soon, retry: once, timeoutMilliseconds: 60 });
    for (let index = 0; index < 4; index++) await call('look', {}, { remaining: 50 });
    expect(await call('look')).toBe('ERR_UPSTREAM_OPEN');
    expect(upstream.arrived).toHaveLength(4);
  });

  it.each<[string, GivenExchange, string]>([
    ['left alone', {}, 'ERR_UPSTREAM_OPEN'],
    ['given no time', { remaining: 4 }, 'ERR_UPSTREAM_TIMEOUT'],
  ])('and what should have been sent to one that is %s is closed', async (_name, exchange, code) => {
    const { call } = await given([cut], { breaker: soon, retry: once });
    for (let index = 0; index < 4; index++) await call('look');
    const [octets, part] = [0, 1].map(() => Readable.from(['abc'], { objectMode: false }));
    expect(await call('change', { body: octets, contentType: 'application/octet-stream' }, exchange)).toBe(code);
    expect(await call('change', { body: { part }, contentType: 'multipart/form-data' }, exchange)).toBe(code);
    await expect.poll(() => [octets?.destroyed, part?.destroyed]).toEqual([true, true]);
  });

  it('again, when the call that tries fails too', async () => {
    const { upstream, call } = await given([cut], { breaker: soon, retry: once });
    for (let index = 0; index < 4; index++) await call('look');
    await wait(210);
    expect(await call('look')).toBe('ERR_UPSTREAM');
    expect(await call('look')).toBe('ERR_UPSTREAM_OPEN');
    expect(upstream.arrived).toHaveLength(5);
  });

  it.each<[string, RequestListener, GivenExchange]>([
    ['answers 404', answer(404), {}],
    ['answers 429', answer(429), {}],
    ['says that something behind it fails', answer(502, { 'x-upstream-failure': 'true' }), {}],
    ['is given no time by the caller', silent, { remaining: 20 }],
  ])('but not because it %s', async (_name, listener, exchange) => {
    const { upstream, call } = await given([listener], { breaker: soon, retry: once });
    for (let index = 0; index < 8; index++) await call('look', {}, exchange);
    expect(upstream.arrived).toHaveLength(8);
  });

  it('also when others gave their calls up, which says nothing of it', async () => {
    const fails = (index: number): boolean => index % 3 === 2;
    const answers = Array.from({ length: 12 }, (_, index) => (fails(index) ? cut : silent));
    const { upstream, call } = await given([...answers, fine], { breaker: { ...soon, windowMs: 10_000 }, retry: once });
    for (let index = 0; index < 12; index++) {
      const controller = new AbortController();
      const outcome = call('look', {}, { signal: controller.signal });
      await expect.poll(() => upstream.arrived.length).toBe(index + 1);
      if (!fails(index)) controller.abort(Object.assign(new TypeError('gone'), { code: 'GONE' }));
      expect(await outcome).toBe(fails(index) ? 'ERR_UPSTREAM' : 'GONE');
    }
    expect(await call('look')).toBe('ERR_UPSTREAM_OPEN');
  });

  it('not for a few failures among many calls', async () => {
    const { upstream, call } = await given([cut, fine, fine, cut, fine, fine, fine], { breaker: soon, retry: once });
    for (let index = 0; index < 20; index++) await call('look');
    expect(upstream.arrived).toHaveLength(20);
  });

  it('and its callers are told when to come back', async () => {
    const finished: FinishedCall[] = [];
    const { call } = await given([cut], { breaker: { ...soon, openMs: 4_000 }, retry: once });
    for (let index = 0; index < 4; index++) await call('look');
    await call('look', {}, { finished });
    expect(finished).toMatchObject([
      {
        status: undefined,
        error: { status: 503, code: 'ERR_UPSTREAM_OPEN', headers: ['x-upstream-failure', 'true', 'retry-after', '4'] },
      },
    ]);
  });
});

describe('a service that is slow', () => {
  it('holds no more calls than may wait', async () => {
    const { upstream, call } = await given([silent], { connections: 2, maxWaiting: 1, timeoutMilliseconds: 300 });
    const outcomes = await Promise.all([call('look'), call('look'), call('look'), call('look')]);
    expect(outcomes).toEqual([...Array<string>(3).fill('ERR_UPSTREAM_TIMEOUT'), 'ERR_UPSTREAM_BUSY']);
    expect(upstream.arrived).toHaveLength(2);
  });

  it('holds a connection for each stream until it is over', async () => {
    const begin: RequestListener = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
    };
    const { client, call } = await given([begin, fine, begin, fine], { connections: 1, maxWaiting: 0 });
    for (let round = 0; round < 2; round++) {
      const { body } = await methodOf(client.bind(exchangeOf()), 'watch')();
      const items = (body as AsyncIterable<unknown>)[Symbol.asyncIterator]();
      await items.next();
      expect(await call('look')).toBe('ERR_UPSTREAM_BUSY');
      await items.return?.();
      await expect.poll(() => call('look')).toBe(204);
    }
  });

  it.each<[string, RequestListener, unknown]>([
    ['204', fine, 204],
    ['a text', answer(200, { 'content-type': 'text/plain' }, 'text'), 200],
    ['nothing that was declared', answer(404, {}, 'x'.repeat(70_000)), 'ERR_UPSTREAM'],
    ['another media type', answer(200, { 'content-type': 'image/png' }, 'x'), 'ERR_UPSTREAM'],
    [
      'half an answer',
      (request) => void request.socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx'),
      'ERR_UPSTREAM',
    ],
  ])('is free again after %s', async (_name, listener, want) => {
    const limits = { connections: 1, maxWaiting: 0, retry: { ...retry, enabled: false } };
    const { call } = await given([listener], limits);
    for (let index = 0; index < 20; index++) expect(await call('look')).toBe(want);
  });

  const hedging = (afterMs: number) => ({
    operations: {
      look: { ...nothing, hedgeAfterMs: afterMs },
      change: { ...nothing, timeoutMs: 150, hedgeAfterMs: afterMs },
    },
  });

  it('is asked a second time where that is configured, and the first answer counts', async () => {
    const finished: FinishedCall[] = [];
    const { upstream, call } = await given([silent, fine], hedging(30));
    expect(await call('look', {}, { finished })).toBe(204);
    expect(upstream.arrived.map(({ headers }) => headers['x-retry-attempt'])).toEqual([undefined, '1']);
    await expect.poll(() => finished.length).toBe(2);
    expect(finished).toMatchObject([
      { status: 204, resent: 1 },
      { status: undefined, error: { code: 'ERR_CALL_SUPERSEDED' } },
    ]);
  });

  it('is not asked a second time when the first answer was quick, or the method is not safe', async () => {
    const { upstream, call } = await given([fine, silent], hedging(30));
    expect(await call('look')).toBe(204);
    expect(await call('change', { body: 1 })).toBe('ERR_UPSTREAM_TIMEOUT');
    expect(upstream.arrived).toHaveLength(2);
  });

  it('says what went wrong when both fail', async () => {
    const late: RequestListener = (request) => setTimeout(() => request.socket.destroy(), 60);
    const { upstream, call } = await given([late, late], { ...hedging(10), retry: { ...quick, attempts: 0 } });
    expect(await call('look')).toBe('ERR_UPSTREAM');
    expect(upstream.arrived).toHaveLength(2);
  });
});

it('stops the start when an operation is configured that the client does not have', async () => {
  const operations = { lok: { ...nothing, timeoutMs: 5 } };
  const made = createAnyClient('failing', {
    baseUrl: 'http://127.0.0.1:1',
    resilience: { ...defaultResilience, operations },
  });
  await expect(made).rejects.toThrow(
    /clients\.failing\.operations\.lok: .* it has look, change, create, declared, watch/,
  );
});

function streamOf(text: string): ReadableStream {
  return new Blob([text]).stream();
}
