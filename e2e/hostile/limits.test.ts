import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchangeRaw, type RawAnswer } from './exchange-raw.ts';
import { type StartedService, startService } from './support/start-service.ts';

const text = (type = 'application/json') => ({ content: { [type]: { schema: { type: 'string' } } } });
const ok = { '200': { description: 'Fine', ...text() } };
const document = {
  components: { securitySchemes: { Key: { type: 'apiKey', in: 'header', name: 'X-API-Key' } } },
  paths: {
    '/fast': { get: { operationId: 'fast', responses: ok } },
    '/noted': { get: { operationId: 'noted', responses: ok } },
    '/mine': { get: { operationId: 'mine', security: [{ Key: [] }], responses: ok } },
    '/own': {
      get: {
        operationId: 'own',
        security: [{ Key: [] }],
        responses: {
          '200': {
            description: 'Fine',
            headers: {
              'Cache-Control': { schema: { type: 'string' } },
              'Referrer-Policy': { schema: { type: 'string' } },
            },
            ...text(),
          },
        },
      },
    },
    '/stuck': { get: { operationId: 'stuck', 'x-brrtrouter-deadline-ms': 200, responses: ok } },
    '/later': { get: { operationId: 'later', 'x-brrtrouter-deadline-ms': 2_000, responses: ok } },
    '/large': { get: { operationId: 'large', responses: { '200': { description: 'Much', ...text('text/plain') } } } },
    '/body': {
      post: { operationId: 'body', requestBody: { required: true, ...text() }, responses: ok },
    },
  },
};

const calls: string[] = [];
const signals: AbortSignal[] = [];
const fine = () => ({ status: 200, body: 'fine' });
const note = (name: string, context: { readonly signal: AbortSignal }): void => {
  calls.push(name);
  signals.push(context.signal);
};
const handlers = {
  fast: fine,
  noted: (_request: unknown, context: { readonly signal: AbortSignal }) => {
    note('noted', context);
    return fine();
  },
  mine: fine,
  own: () => ({ status: 200, body: 'fine', headers: { 'Cache-Control': 'max-age=5', 'Referrer-Policy': 'origin' } }),
  body: fine,
  large: () => ({ status: 200, body: 'x'.repeat(64 * 1_048_576) }),
  stuck: (_request: unknown, context: { readonly signal: AbortSignal }) => {
    note('stuck', context);
    return new Promise(() => undefined);
  },
  later: async (_request: unknown, context: { readonly signal: AbortSignal }) => {
    note('later', context);
    await once(context.signal, 'abort');
    // Who is told to stop and goes on all the same has nobody to answer.
    await wait(50);
    return fine();
  },
};

const config = `
http:
  headers_timeout_ms: 500
  request_timeout_ms: 1000
  send_timeout_ms: 500
  max_connections: 20
  max_requests: 3
  max_header_bytes: 4096
  max_target_octets: 100
security: { api_keys: { Key: { key: hostile-key-1234 } } }
log: { level: error }
`;

let service: StartedService;

beforeAll(async () => {
  service = await startService({ document, handlers, config });
});

afterAll(() => service[Symbol.asyncDispose]());

async function ask(path: string, ...headers: readonly string[]): Promise<RawAnswer> {
  const lines = ['Host: a', 'Connection: close', ...headers].join('\r\n');
  const { answers } = await exchangeRaw(service.port, `GET ${path} HTTP/1.1\r\n${lines}\r\n\r\n`);
  if (answers[0] === undefined) throw new TypeError('no answer');
  return answers[0];
}

/** Writes the parts with pauses and gives what came back until the connection was closed. */
async function drip(parts: readonly string[], pause: number): Promise<string> {
  const socket = await open();
  let received = '';
  socket.setEncoding('latin1').on('data', (chunk) => {
    received += chunk;
  });
  const closed = once(socket, 'close');
  for (const part of parts) {
    if (socket.closed) break;
    socket.write(part);
    await wait(pause);
  }
  await closed;
  return received;
}

async function open(): Promise<Socket> {
  const socket = connect(service.port, '127.0.0.1').on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

describe('security headers', () => {
  const always = {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
  };
  const of = ({ headers }: RawAnswer, names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, headers.get(name)]));

  it.each([
    ['an open answer', '/fast', [], undefined],
    ['an answer for who authenticated', '/mine', ['X-API-Key: hostile-key-1234'], 'no-store'],
    ['401', '/mine', [], 'no-store'],
    ['404', '/nowhere', [], 'no-store'],
    ['414', `/${'x'.repeat(200)}`, [], 'no-store'],
    ['a management endpoint', '/livez', [], 'no-store'],
    ['the contract', '/openapi.json', [], 'no-cache'],
  ])('are on %s', async (_name, path, headers, cacheControl) => {
    const answer = await ask(path, ...headers);
    expect(of(answer, Object.keys(always))).toEqual(always);
    expect(answer.headers.get('cache-control')).toBe(cacheControl);
    expect([...answer.headers.keys()]).not.toContain('server');
    expect([...answer.headers.keys()]).not.toContain('x-powered-by');
    expect(answer.headers.has('strict-transport-security')).toBe(false);
  });

  it('are left to an operation that declares them', async () => {
    const answer = await ask('/own', 'X-API-Key: hostile-key-1234');
    expect(of(answer, ['cache-control', 'referrer-policy', 'x-content-type-options'])).toEqual({
      'cache-control': 'max-age=5',
      'referrer-policy': 'origin',
      'x-content-type-options': 'nosniff',
    });
  });

  it('are on answers to what never became a request', async () => {
    const { answers } = await exchangeRaw(service.port, 'noise\r\n\r\n');
    expect(answers[0]?.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answers[0]?.headers.get('cache-control')).toBe('no-store');
  });
});

describe('limits of connections', () => {
  it('A34 a header beyond the limit is 431, A35 a target beyond it 414', async () => {
    expect((await ask('/fast', `X-A: ${'a'.repeat(5_000)}`)).status).toBe(431);
    expect((await ask(`/fast?${'a'.repeat(120)}`)).status).toBe(414);
  });

  it('A34 a header refused while it was still arriving counts once, and its connection is closed', async () => {
    const before = await countMalformed();
    const socket = connect({ port: service.port, host: '127.0.0.1', allowHalfOpen: true });
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.write(`GET /fast HTTP/1.1\r\nHost: a\r\nX-A: ${'a'.repeat(20_000)}`);
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 431 /);
    socket.resume();
    const goesOn = setInterval(() => socket.write('a'.repeat(20_000)), 50);
    await closed;
    clearInterval(goesOn);
    expect((await countMalformed()) - before).toBe(1);
  });

  it('A66 the last request of a connection is told so', async () => {
    const one = 'GET /fast HTTP/1.1\r\nHost: a\r\n\r\n';
    const { answers } = await exchangeRaw(service.port, one.repeat(3), { expected: 3 });
    expect(answers.map(({ headers }) => headers.get('connection'))).toEqual(['keep-alive', 'keep-alive', 'close']);
  });

  it('A66 what stands behind the last request of a connection is not processed, and the connection is closed', async () => {
    const before = await countAll();
    calls.length = 0;
    const noted = 'GET /noted HTTP/1.1\r\nHost: a\r\n\r\n';
    const raw = { expected: 9, closes: true };
    const { answers, isClosed } = await exchangeRaw(service.port, noted.repeat(6), raw);
    expect(answers.map(({ status, headers }) => [status, headers.get('connection')])).toEqual([
      [200, 'keep-alive'],
      [200, 'keep-alive'],
      [200, 'close'],
    ]);
    expect(isClosed).toBe(true);
    expect(calls).toEqual(['noted', 'noted', 'noted']);
    // Three, and the one that asked for the numbers before.
    await expect.poll(async () => (await countAll()) - before).toBe(4);
  });

  it('A66 what stands behind a request to close is not answered', async () => {
    calls.length = 0;
    const noted = (close: string) => `GET /noted HTTP/1.1\r\nHost: a\r\n${close}\r\n`;
    const octets = `${noted('Connection: close\r\n')}${noted('')}`;
    const { answers, isClosed } = await exchangeRaw(service.port, octets, { expected: 2, closes: true });
    expect([answers.map(({ status }) => status), isClosed, calls]).toEqual([[200], true, ['noted']]);
  });

  it.each([
    ['a message that two readers understand differently', 'GET /noted HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n'],
    [
      'an expectation that nobody can meet',
      'POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nExpect: wonders\r\n\r\n',
    ],
  ])('A66 what stands behind %s is not processed', async (_what, first) => {
    calls.length = 0;
    const octets = `${first}GET /noted HTTP/1.1\r\nHost: a\r\n\r\n`;
    const { answers, isClosed } = await exchangeRaw(service.port, octets, { expected: 2, closes: true });
    expect([answers.length, isClosed, calls]).toEqual([1, true, []]);
  });

  it.each([
    ['a bad chunk size', 'Transfer-Encoding: chunked\r\n\r\nzz\r\n', '400'],
    ['a chunk longer than it says', 'Transfer-Encoding: chunked\r\n\r\n1\r\n"abc"\r\n0\r\n\r\n', '400'],
    ['an endless extension', `Transfer-Encoding: chunked\r\n\r\n5;${'x'.repeat(20_000)}\r\n`, '413'],
    ['silence', 'Content-Length: 10\r\n\r\n"a', '408'],
  ])(
    'A26 a body that breaks by %s counts as what was answered, once and with its operation',
    async (_what, rest, status) => {
      const labels = `http_route="/body",http_response_status_code="${status}"`;
      const [before, malformed] = [await countWith(labels), await countMalformed()];
      const octets = `POST /body HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n${rest}`;
      const raw = { closes: true, patience: 4_000 };
      const { answers, isClosed } = await exchangeRaw(service.port, octets, raw);
      expect([answers.map((answer) => String(answer.status)), isClosed]).toEqual([[status], true]);
      expect(answers[0]?.headers.get('content-type')).toBe('application/problem+json');
      expect(answers[0]?.headers.get('connection')).toBe('close');
      await expect.poll(async () => (await countWith(labels)) - before, { timeout: 5_000 }).toBe(1);
      expect((await countMalformed()) - malformed).toBe(0);
    },
  );

  it.each([
    ['a request that cannot be read', 'noise\r\n\r\n'],
    [
      'a body that breaks',
      'POST /body HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    ],
  ])('A65 the answer to %s comes after those before it', async (_what, last) => {
    const octets = `GET /stuck HTTP/1.1\r\nHost: a\r\n\r\n${last}`;
    const { answers, isClosed } = await exchangeRaw(service.port, octets, { expected: 2, closes: true });
    expect([answers.map(({ status }) => status), isClosed]).toEqual([[504, 400], true]);
  });

  it('A67 a body that drips is 408', async () => {
    const head = 'POST /body HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n';
    expect(await drip([head, ...Array<string>(40).fill('"')], 100)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('A67 a header that drips is 408', async () => {
    expect(await drip(['GET /fast HTTP/1.1\r\n', ...Array<string>(40).fill('a')], 100)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('A68 a connection that says nothing is closed', async () => {
    expect(await drip([], 0)).toMatch(/^(HTTP\/1\.1 408 |$)/);
  });

  it('A69 a client that takes nothing of its answer is let go', async () => {
    const socket = await open();
    const closed = once(socket, 'close');
    socket.pause();
    socket.write('GET /large HTTP/1.1\r\nHost: a\r\n\r\n');
    await expect.poll(() => countOf('200', '/large')).toBe(1);
    await wait(1_500);
    let size = 0;
    socket.on('data', (chunk) => {
      size += chunk.length;
    });
    socket.resume();
    await closed;
    expect(size).toBeLessThan(64 * 1_048_576);
  });

  it('A70 beyond the limit connections are dropped, and those that are there still served', async () => {
    const first = await open();
    first.write('GET /fast HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(first, 'data');
    const others = await Promise.all(Array.from({ length: 60 }, () => open()));
    await wait(100);
    expect(others.filter(({ closed }) => closed).length).toBeGreaterThanOrEqual(60 - 20);
    first.write('GET /fast HTTP/1.1\r\nHost: a\r\n\r\n');
    expect(String(await once(first, 'data'))).toMatch(/^HTTP\/1\.1 200 /);
    for (const socket of [first, ...others]) socket.destroy();
    await expect
      .poll(() =>
        ask('/fast')
          .then(({ status }) => status)
          .catch(() => 0),
      )
      .toBe(200);
  });
});

describe('time', () => {
  it.each([
    ['0', 504],
    ['00', 504],
    ['-1', 200],
    ['abc', 200],
    ['1e3', 200],
    ['', 200],
    ['1000000000000', 200],
    ['9'.repeat(400), 200],
  ])('H08 a caller with %s ms', async (given, status) => {
    expect((await ask('/fast', `X-Request-Timeout-Ms: ${given}`)).status).toBe(status);
  });

  it('H08 a caller without time does not wake the handler', async () => {
    calls.length = 0;
    expect((await ask('/stuck', 'X-Request-Timeout-Ms: 0')).status).toBe(504);
    expect(calls).toEqual([]);
  });

  it('H08 a caller with less time than the operation gets its 504 when it is over, never later', async () => {
    const answer = await ask('/later', 'X-Request-Timeout-Ms: 50');
    expect(JSON.parse(answer.body)).toMatchObject({ status: 504, detail: 'No answer within 50 ms' });
    const longest = await ask('/stuck', 'X-Request-Timeout-Ms: 999999');
    expect(JSON.parse(longest.body)).toMatchObject({ status: 504, detail: 'No answer within 200 ms' });
  });

  it.each([1, 2])('H09 a client that goes away stops the work, counted as 499: %d at once', async (count) => {
    const before = await countOf('499');
    calls.length = 0;
    signals.length = 0;
    const socket = await open();
    socket.write('GET /later HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(count));
    await expect.poll(() => calls.length).toBe(count);
    socket.destroy();
    await expect.poll(() => signals.every(({ aborted }) => aborted)).toBe(true);
    await expect.poll(async () => (await countOf('499')) - before).toBe(count);
  });

  it('H20 a handler that never answers is 504 and told to stop', async () => {
    expect((await ask('/stuck')).status).toBe(504);
    expect(signals.at(-1)?.aborted).toBe(true);
  });

  it('H21 what a handler answers after that is nothing', async () => {
    const errors = service.log().split('\n').length;
    expect((await ask('/later', 'X-Request-Timeout-Ms: 20')).status).toBe(504);
    await wait(150);
    // One line for the 504, none for what came after.
    expect(service.log().split('\n').length - errors).toBe(1);
    expect((await ask('/fast')).status).toBe(200);
  });
});

async function countMalformed(): Promise<number> {
  const { body } = await ask('/metrics');
  const counts = body.matchAll(/^brrt_malformed_messages_total\{.*\} (\d+)$/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

async function countAll(): Promise<number> {
  return countWith('');
}

async function countWith(labels: string): Promise<number> {
  const { body } = await ask('/metrics');
  const lines = body.matchAll(/^http_server_request_duration_seconds_count(\{.*\}) (\d+)$/gm);
  return [...lines].reduce((sum, [, all = '', count]) => sum + (all.includes(labels) ? Number(count) : 0), 0);
}

async function countOf(status: string, route = ''): Promise<number> {
  const { body } = await ask('/metrics');
  const lines = body.matchAll(/^http_server_request_duration_seconds_count(\{.*\}) (\d+)$/gm);
  const counts = [...lines].filter(([, labels = '']) => labels.includes(`"${status}"`) && labels.includes(`"${route}`));
  return counts.reduce((sum, [, , count]) => sum + Number(count), 0);
}
