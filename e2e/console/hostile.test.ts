import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { CallEvent, CallLimits } from '@brrt/dashboard';
import { afterEach, describe, expect, it } from 'vitest';
import { bodyOf, collect, createRawConsole, type RawConsole } from './world.ts';

const limits = { bodyOctets: 100_000 };
// For what never comes.
const impatient = { headMilliseconds: 300, idleMilliseconds: 300, ...limits };
const bomb = gzipSync('x'.repeat(20_000_000));
const head = (headers: string): string => `HTTP/1.1 200 OK\r\nX-Count: 1\r\n${headers}\r\n\r\n`;

type Answer = (socket: Socket) => unknown;

let server: Server | undefined;
let raw: RawConsole | undefined;
afterEach(async () => {
  server?.close();
  await raw?.[Symbol.asyncDispose]();
});

/** A service that answers each connection in one way, and a console of it. */
async function hostile(answer: Answer, within: Partial<CallLimits> = limits): Promise<RawConsole> {
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => answer(socket));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  raw = await createRawConsole(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, within);
  return raw;
}

function lastOf(events: readonly CallEvent[]): CallEvent | undefined {
  return events.at(-1);
}

describe('a service that breaks HTTP ends its call and nothing else', () => {
  it.each<[string, Answer, RegExp]>([
    ['never answers', () => undefined, /No answer came in time/],
    ['closes at once', (socket) => socket.end(), /closed the connection/],
    ['is no HTTP', (socket) => socket.end('SSH-2.0-OpenSSH\r\n'), /no HTTP|HPE_/],
    ['sends half a head', (socket) => socket.write('HTTP/1.1 200 OK\r\nA: '), /No answer came in time/],
    [
      'sends a head without end',
      (socket) => socket.write(`HTTP/1.1 200 OK\r\nA: ${'x'.repeat(200_000)}`),
      /head of the answer is too long/,
    ],
    [
      'sends interim answers without end',
      (socket) => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(200)),
      /no end of interim answers/,
    ],
    [
      'changes the protocol',
      (socket) => socket.write('HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
      /changed the protocol/,
    ],
    [
      'breaks its chunks',
      (socket) => socket.write(`${head('Transfer-Encoding: chunked\r\nContent-Type: text/plain')}zz\r\nabc`),
      /chunks of the body are broken/,
    ],
    [
      'stops in the middle',
      (socket) => socket.end(`${head('Content-Length: 10\r\nContent-Type: text/plain')}abc`),
      /closed the connection/,
    ],
    [
      'stops coming',
      (socket) => socket.write(`${head('Content-Length: 10\r\nContent-Type: text/plain')}abc`),
      /The body stopped coming/,
    ],
    [
      'breaks its gzip',
      (socket) => socket.end(`${head('Content-Encoding: gzip\r\nContent-Type: text/plain')}no gzip at all`),
      /content coding/,
    ],
    [
      'cuts its gzip',
      (socket) => {
        socket.write(head('Content-Encoding: gzip\r\nContent-Type: text/plain'));
        socket.end(gzipSync('x'.repeat(500)).subarray(0, 20));
      },
      /content coding/,
    ],
  ])('%s', async (_name, answer, reason) => {
    const { console } = await hostile(answer, /time|stopped/.test(reason.source) ? impatient : limits);
    const last = lastOf(await collect(console, { operationId: 'answer' }));
    expect(last).toMatchObject({ type: 'failed', message: expect.stringMatching(reason) });
  });

  it('sends a body without end: what is shown of it ends, and says so', async () => {
    const { console } = await hostile((socket) => {
      socket.write(head('Content-Type: text/plain'));
      for (let count = 0; count < 40; count += 1) socket.write('x'.repeat(10_000));
    });
    const events = await collect(console, { operationId: 'answer' });
    expect(lastOf(events)).toMatchObject({ type: 'end', size: limits.bodyOctets, truncated: true });
    expect(bodyOf(events)).toHaveLength(limits.bodyOctets);
  });

  it('sends a little gzip that unpacks to much', async () => {
    const { console } = await hostile((socket) => {
      socket.write(head('Content-Encoding: gzip\r\nContent-Type: text/plain'));
      socket.write(bomb);
      socket.end();
    });
    expect(lastOf(await collect(console, { operationId: 'answer' }))).toMatchObject({ truncated: true });
  });

  it('nobody listens', async () => {
    const { console } = await hostile(() => undefined);
    await new Promise((resolve) => server?.close(resolve));
    expect(lastOf(await collect(console, { operationId: 'answer' }))).toMatchObject({
      type: 'failed',
      message: expect.stringContaining('Nobody listens'),
    });
  });
});

it('a redirect to another host is an answer: nobody goes there', async () => {
  let visits = 0;
  const other = createHttpServer((_request, response) => {
    visits += 1;
    response.end();
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
  const { console } = await hostile((socket) =>
    socket.write(`HTTP/1.1 302 Found\r\nLocation: ${elsewhere}\r\nContent-Length: 0\r\n\r\n`),
  );
  const events = await collect(console, { operationId: 'answer' });
  expect(events.find(({ type }) => type === 'head')).toMatchObject({ status: 302 });
  expect(visits).toBe(0);
  other.close();
});

it('a page that goes away ends the call and its connection', async () => {
  let closed = false;
  const { call } = await hostile((socket) => socket.write(`${head('Content-Type: text/event-stream')}data: a\n\n`));
  server?.on('connection', (socket) => socket.once('close', () => (closed = true)));
  const gone = new AbortController();
  const events: CallEvent[] = [];
  for await (const event of call({ operationId: 'answer' }, gone.signal)) {
    events.push(event);
    if (event.type === 'chunk') gone.abort();
  }
  expect(events.map(({ type }) => type)).toEqual(['checked', 'head', 'chunk']);
  await expect.poll(() => closed).toBe(true);
});

it('an event stream may be silent for longer than a body', async () => {
  const { console } = await hostile(
    (socket) => {
      socket.write(`${head('Content-Type: text/event-stream')}data: a\n\n`);
      setTimeout(() => {
        socket.write('data: b\n\n');
        socket.end();
      }, impatient.idleMilliseconds * 2);
    },
    { ...limits, idleMilliseconds: impatient.idleMilliseconds },
  );
  expect(bodyOf(await collect(console, { operationId: 'answer' }))).toBe('data: a\n\ndata: b\n\n');
});
