import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type FaultyProcess, startFaulty } from './support/start-faulty.ts';

const config = `
http:
  headers_timeout_ms: 1500
  request_timeout_ms: 2000
  send_timeout_ms: 1000
  timeout_secs: 1
  max_body_bytes: 65536
`;
const many = 100;

let service: FaultyProcess;
let quiet = 0;
beforeAll(async () => {
  service = await startFaulty({ config });
  await service.get('/fast');
  quiet = service.descriptors();
});
afterAll(() => service[Symbol.asyncDispose]());

let sockets: Socket[] = [];
beforeEach(() => {
  sockets = [];
  return () => {
    for (const socket of sockets) socket.destroy();
  };
});

async function open(octets: string): Promise<Socket> {
  const socket = connect(service.port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(octets);
  return socket;
}

function openMany(octets: string): Promise<readonly Socket[]> {
  return Promise.all(Array.from({ length: many }, () => open(octets)));
}

/** Nothing of them is left, and others were served all the time. */
async function isCleanedUp(): Promise<void> {
  expect((await service.get('/fast')).status).toBe(200);
  // The request that asks is one.
  await expect.poll(() => service.metric('http_server_active_requests'), { timeout: 15_000 }).toBe(1);
  await expect.poll(() => service.descriptors(), { timeout: 15_000 }).toBeLessThanOrEqual(quiet + 2);
  expect(service.exitCode).toBeUndefined();
}

const head = (method: string, path: string, more = '') => `${method} ${path} HTTP/1.1\r\nHost: localhost\r\n${more}`;
const json = 'Content-Type: application/json\r\n';

it.each([
  ['says nothing', '', ''],
  ['dribbles its header', head('GET', '/fast'), 'X: 1\r\n'],
  ['dribbles its body', head('POST', '/json', `${json}Content-Length: 1000\r\n\r\n"`), 'x'],
  ['dribbles chunks', head('POST', '/json', `${json}Transfer-Encoding: chunked\r\n\r\n1\r\n"\r\n`), '1\r\nx\r\n'],
])('a client that %s is closed in time', async (_name, first, next) => {
  const opened = await openMany(first);
  const dribble = setInterval(() => {
    if (next !== '') for (const socket of opened) if (socket.writable) socket.write(next);
  }, 200);
  // Read, so that the end is seen.
  for (const socket of opened) socket.resume();
  await Promise.all(opened.map((socket) => (socket.destroyed ? undefined : once(socket, 'close'))));
  clearInterval(dribble);
  await isCleanedUp();
});

it('a body that never ends is refused, and its connection closed', async () => {
  const opened = await openMany(head('POST', '/json', `${json}Transfer-Encoding: chunked\r\n\r\n`));
  const chunk = `8000\r\n${'x'.repeat(0x8000)}\r\n`;
  const answers = await Promise.all(
    opened.map(async (socket) => {
      let text = '';
      socket.setEncoding('latin1').on('data', (more) => (text += more));
      const end = once(socket, 'close');
      const sending = setInterval(() => {
        if (!socket.readableEnded && socket.writableLength < 1_000_000) socket.write(chunk);
      }, 5);
      await end;
      clearInterval(sending);
      return /^HTTP\/1\.1 (\d+)/.exec(text)?.[1];
    }),
  );
  expect(new Set(answers)).toEqual(new Set(['413']));
  expect(service.memory()).toBeLessThan(400);
  await isCleanedUp();
});

it.each([
  ['while a handler works', 'GET', '/waits', ''],
  ['in the middle of a stream', 'GET', '/events', ''],
])('a client vanishes %s: the handler is told', async (_name, method, path, more) => {
  const before = Number((await service.get('/aborted')).text);
  const opened = await openMany(`${head(method, path, more)}\r\n`);
  await expect.poll(() => service.metric('http_server_active_requests')).toBeGreaterThan(many / 2);
  for (const socket of opened) socket.resetAndDestroy();
  await expect.poll(async () => Number((await service.get('/aborted')).text)).toBe(before + many);
  await isCleanedUp();
});

it('a client vanishes in the middle of an upload', async () => {
  const part = '--x\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n';
  const length = 'Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 60000\r\n\r\n';
  const opened = await openMany(head('POST', '/upload', length) + part + 'x'.repeat(10_000));
  await wait(200);
  for (const socket of opened) socket.resetAndDestroy();
  await isCleanedUp();
});

it('a client vanishes in the middle of an answer, or does not take it', async () => {
  const few = await Promise.all(Array.from({ length: 10 }, () => open(`${head('GET', '/large')}\r\n`)));
  // Once all answers have begun, the service is not busy writing them, and a newcomer need not wait for that.
  await Promise.all(few.map((socket) => once(socket, 'readable')));
  for (const socket of few.slice(5)) socket.resetAndDestroy();
  // The other five stay and take nothing.
  await isCleanedUp();
});
