import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { findFreePort } from './support/free-port.ts';
import { petstoreKey } from './support/mixed-traffic.ts';
import { type RunningProgram, startProgram } from './support/running-program.ts';
import { workspaceRoot } from './support/workspace-copy.ts';

let petstore: RunningProgram;
let port = 0;

async function start(): Promise<void> {
  port = await findFreePort();
  petstore = startProgram(process.execPath, ['src/main.ts'], {
    cwd: join(workspaceRoot, 'apps/petstore'),
    env: { PORT: String(port), LOG_FORMAT: 'json' },
  });
  await petstore.printed(/listens on/);
}

const queryKey = 'api_key=petstore-query-key-b82e57a1';
const handshake = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

/** Status of the answer to a handshake, and the type of its problem. */
async function knock(target: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const lines = Object.entries({ host: 'localhost', ...handshake, ...headers }).map((pair) => pair.join(': '));
  socket.write([`GET ${target} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
  let answer = '';
  socket.setEncoding('utf8').on('data', (text) => {
    answer += text;
    if (answer.startsWith('HTTP/1.1 101')) socket.destroy();
  });
  await once(socket, 'close');
  const type = /"type":"urn:brrt:problem:([\w-]+)"/.exec(answer)?.[1];
  const challenges = answer.match(/^www-authenticate: \w+/gim)?.length ?? 0;
  return [answer.slice(9, 12), type ?? '', challenges > 0 ? 'challenged' : ''].join(' ').trim();
}

function open(query = queryKey): WebSocket {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/events/live?${query}`);
  socket.on('error', () => undefined);
  return socket;
}

/** Who is refused by a busy service comes again. */
async function enter(): Promise<WebSocket> {
  for (;;) {
    const socket = open();
    try {
      await once(socket, 'open');
      return socket;
    } catch (error) {
      if (!String(error).includes('503')) throw error;
      await wait(100);
    }
  }
}

async function residentMegabytes(): Promise<number> {
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\d+)/m.exec(metrics)?.[1]) / 2 ** 20;
}

async function metric(line: string): Promise<number> {
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const found = metrics.split('\n').find((each) => each.startsWith(line));
  return found === undefined ? Number.NaN : Number(found.slice(line.length));
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await wait(20);
}

async function addPet(): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/pets`, {
    method: 'POST',
    headers: { 'x-api-key': petstoreKey, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Rex', breed: 'Beagle', age: 3, vaccinated: true, tags: [] }),
  });
  expect(response.status).toBe(201);
}

describe('a WebSocket of the pet store', () => {
  beforeAll(start);
  afterAll(() => petstore[Symbol.asyncDispose]());

  it.each([
    ['no credential', '/events/live', {}, '401 unauthenticated challenged'],
    ['a wrong key', '/events/live', { 'x-api-key': 'wrong' }, '401 unauthenticated challenged'],
    ['a wrong key in the query', '/events/live?api_key=wrong', {}, '401 unauthenticated challenged'],
    ['the key in a header', '/events/live', { 'x-api-key': petstoreKey }, '101'],
    ['the key in the query', `/events/live?${queryKey}`, {}, '101'],
    ['the key in a cookie', '/events/live', { cookie: 'session=petstore-session-key-30c9f4d7' }, '101'],
    ['a bad parameter', `/events/live?${queryKey}&after=soon`, {}, '400 request-validation'],
    ['an unknown parameter', `/events/live?${queryKey}&more=1`, {}, '400 request-validation'],
    ['no key of the handshake', `/events/live?${queryKey}`, { 'sec-websocket-key': '' }, '400 malformed-request'],
    ['a foreign origin', `/events/live?${queryKey}`, { origin: 'https://evil.example' }, '403 origin-not-allowed'],
    ['an origin of nowhere', `/events/live?${queryKey}`, { origin: 'null' }, '403 origin-not-allowed'],
    ['an allowed origin', `/events/live?${queryKey}`, { origin: 'http://localhost:3000' }, '101'],
    ['its own origin', `/events/live?${queryKey}`, { origin: 'http://localhost' }, '101'],
    ['another path', '/events/dead', { connection: 'Upgrade, close' }, '404 not-found'],
  ])('with %s', async (_name, target, headers, want) => {
    expect(await knock(target, headers)).toBe(want);
  });

  it('tells a client what it chose, in one line of the log', async () => {
    const socket = open();
    const messages: Record<string, unknown>[] = [];
    socket.on('message', (data) => messages.push(JSON.parse(String(data))));
    await once(socket, 'open');
    socket.send(JSON.stringify({ events: ['pet.created'] }));
    await once(socket, 'message');
    await addPet();
    await until(() => messages.length === 2);
    expect(messages).toMatchObject([{ kind: 'following' }, { kind: 'event', event: 'pet.created' }]);
    expect(await metric('brrt_websocket_connections{operation="watch_events"} ')).toBe(1);
    socket.close(1000);
    await once(socket, 'close');
    await petstore.printed(/"webSocket":\{"received":1,"sent":2,"closeCode":1000,"endedBy":"client"\}/);
    expect(await metric('brrt_websocket_connections{operation="watch_events"} ')).toBe(0);
  });

  it('with a thousand clients that read nothing stays within its memory, and serves the others', async () => {
    const before = await residentMegabytes();
    const slow: WebSocket[] = [];
    while (slow.length < 1_000) slow.push(...(await Promise.all(Array.from({ length: 50 }, enter))));
    for (const socket of slow) {
      socket.send(JSON.stringify({ events: ['pet.created'] }));
      socket.pause();
    }
    await until(
      async () => (await metric('brrt_websocket_messages_total{operation="watch_events",direction="sent"} ')) >= 1_000,
    );
    for (let count = 0; count < 50; count++) await addPet();
    expect(await metric('brrt_websocket_connections{operation="watch_events"} ')).toBe(1_000);
    expect((await residentMegabytes()) - before).toBeLessThan(250);
    for (const socket of slow) socket.terminate();
    await until(async () => (await metric('brrt_websocket_connections{operation="watch_events"} ')) === 0);
  });

  it('says goodbye to everybody when the process ends', async () => {
    const sockets = Array.from({ length: 20 }, () => open());
    await Promise.all(sockets.map((socket) => once(socket, 'open')));
    const closing = sockets.map((socket) => once(socket, 'close'));
    const exited = petstore.terminate();
    expect(new Set((await Promise.all(closing)).map(([code, reason]) => `${code} ${reason}`))).toEqual(
      new Set(['1001 draining']),
    );
    expect(await exited).toBe(0);
  });
});
