import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { CallEvent } from '../src/api/console.ts';
import { defaultCallLimits } from '../src/console/call-limits.ts';
import type { AnswerCheck, CallMessage } from '../src/console/contract-tools.ts';
import { openSocket } from '../src/console/open-socket.ts';
import type { OpenSockets } from '../src/console/open-sockets.ts';

const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const clean of cleanups.splice(0)) clean();
});

/** A service that is spoken to at `/chat`; elsewhere the handshake is refused. */
async function startService(connected: (socket: WebSocket, request: IncomingMessage) => void) {
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'chat.v1' });
  server.on('upgrade', (request, socket, head) => {
    if (request.url === '/chat') sockets.handleUpgrade(request, socket, head, connected);
    else socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 7\r\nX-Why: rank\r\n\r\nno room');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    for (const socket of sockets.clients) socket.terminate();
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on a port
}

const violation = { in: 'message', pointer: '', keyword: 'maxLength', detail: 'It is too long' } as const;

/** By this contract a message has at most five octets. */
function givenOpening(origin: string, message: Partial<CallMessage> = {}) {
  const sockets: OpenSockets = new Map();
  const taken: Uint8Array[] = [];
  const check = (): AnswerCheck => ({
    charset: 'utf-8',
    isStream: false,
    take: (octets) => void taken.push(octets),
    end: async () => [violation],
  });
  const opening = {
    origin,
    message: { method: 'GET', target: '/chat', headers: [], body: undefined, ...message },
    check,
    limits: defaultCallLimits,
    webSocket: {
      subprotocols: ['chat.v1'],
      check: (_way: 'receive' | 'send', octets: Buffer) => (octets.length > 5 ? [violation] : []),
    },
    sockets,
    key: 'pets 1',
  };
  return {
    opening,
    sockets,
    say: (text: string, sendInvalid = false) => sockets.get('pets 1')?.({ text, sendInvalid }),
  };
}

/** All that is told; `heard` may answer what the service says. */
async function read(events: AsyncIterable<CallEvent>, heard: (event: CallEvent) => void = () => undefined) {
  const told: CallEvent[] = [];
  for await (const event of events) {
    told.push(event);
    if (event.type === 'message' && event.from === 'service') heard(event);
  }
  return told;
}

const never = new AbortController().signal;

describe('a WebSocket of the console', () => {
  it('tells what goes over it both ways, held against the contract, until the service ends it', async () => {
    const received: string[] = [];
    const origin = await startService((socket) => {
      socket.on('message', (data) => {
        received.push(String(data));
        if (String(data) === 'bye') socket.close(4_000, 'enough');
      });
      socket.send('hello');
    });
    const { opening, sockets, say } = givenOpening(origin);
    const told = await read(openSocket(opening, never), () => {
      say('far too long');
      say('too long as well', true);
      say('bye');
    });
    expect(received).toEqual(['too long as well', 'bye']);
    expect(told).toMatchObject([
      { type: 'head', status: 101 },
      { type: 'message', from: 'service', text: 'hello', violations: [] },
      { type: 'message', from: 'page', text: 'far too long', violations: [violation], sent: false },
      { type: 'message', from: 'page', text: 'too long as well', violations: [violation], sent: true },
      { type: 'message', from: 'page', text: 'bye', violations: [], sent: true },
      { type: 'closed', code: 4_000, reason: 'enough' },
    ]);
    expect(sockets.size).toBe(0);
  });

  it('tells octets of the service that are no text, and where they break the contract', async () => {
    const origin = await startService((socket) => {
      socket.send(Buffer.from([0, 1, 2, 3, 4, 255]));
      socket.close(1_000);
    });
    const told = await read(openSocket(givenOpening(origin).opening, never));
    expect(told[1]).toMatchObject({ type: 'message', base64: 'AAECAwT/', violations: [violation], sent: true });
    expect(told[1]).not.toHaveProperty('text');
  });

  it('asks with the headers of the page, except those of an answer with a body', async () => {
    let asked: IncomingMessage['headers'] = {};
    const origin = await startService((socket, { headers }) => {
      asked = headers;
      socket.close(1_000);
    });
    const headers = [
      ['Authorization', 'Bearer 1'],
      ['Accept', 'application/json'],
      ['Accept-Encoding', 'gzip'],
    ] as const;
    await read(openSocket(givenOpening(origin, { headers }).opening, never));
    expect(asked).toMatchObject({ authorization: 'Bearer 1', 'sec-websocket-protocol': 'chat.v1' });
    expect(asked).not.toHaveProperty('accept');
    expect(asked).not.toHaveProperty('accept-encoding');
  });

  it('says goodbye when the page ends the call', async () => {
    const codes: number[] = [];
    const origin = await startService((socket) => {
      socket.once('close', (code) => codes.push(code));
      socket.send('hello');
    });
    const page = new AbortController();
    const told = await read(openSocket(givenOpening(origin).opening, page.signal), () => page.abort());
    expect(told.at(-1)).toMatchObject({ type: 'closed', code: 1_000 });
    expect(codes).toEqual([1_000]);
  });

  it('says goodbye when nobody reads any more', async () => {
    const goodbye = Promise.withResolvers<number>();
    const origin = await startService((socket) => {
      socket.once('close', goodbye.resolve);
      socket.send('hello');
    });
    const { opening } = givenOpening(origin);
    for await (const { type } of openSocket(opening, never)) if (type === 'message') break;
    expect(await goodbye.promise).toBe(1_000);
  });

  it('is not opened for a page that is gone already', async () => {
    let opened = 0;
    const origin = await startService(() => void opened++);
    const told = await read(openSocket(givenOpening(origin).opening, AbortSignal.abort()));
    expect(told).toMatchObject([{ type: 'failed' }]);
    expect(opened).toBe(0);
  });

  it('that is refused is told as the answer of another operation is', async () => {
    const origin = await startService(() => undefined);
    const { opening, sockets } = givenOpening(origin, { target: '/vault' });
    expect(await read(openSocket(opening, never))).toMatchObject([
      { type: 'head', status: 403, statusText: 'Forbidden', headers: expect.arrayContaining([['X-Why', 'rank']]) },
      { type: 'chunk', text: 'no room' },
      { type: 'end', size: 7, truncated: false, violations: [violation] },
    ]);
    expect(sockets.size).toBe(0);
  });

  it.each<[string, Partial<CallMessage>, string]>([
    ['nobody listens', {}, 'Nobody listens at the address of the service (ECONNREFUSED)'],
    [
      'a header cannot be written',
      { headers: [['X-Name', 'a\nb']] },
      'A header has characters that cannot be sent (ERR_INVALID_CHAR)',
    ],
  ])('fails where %s, and says so', async (_name, message, want) => {
    const told = await read(openSocket(givenOpening('http://127.0.0.1:1', message).opening, never));
    expect(told).toMatchObject([{ type: 'failed', message: want }]);
  });
});
