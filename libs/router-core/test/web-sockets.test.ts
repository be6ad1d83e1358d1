import { once } from 'node:events';
import type { SecurityScheme } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../src/config/index.ts';
import { ProblemError } from '../src/index.ts';
import type { SecurityHandler } from '../src/ports/index.ts';
import { contractOf } from './body-service.ts';
import {
  type Channel,
  Client,
  closeCodeOf,
  frame,
  handshake,
  openRaw,
  readAll,
  serve,
  until,
} from './web-socket-service.ts';

const limits = (more: object) => ({ config: { http: { websocket: { ...defaultConfig().http.websocket, ...more } } } });

/** Answers each command with its quantity. */
async function echo(_request: unknown, _context: unknown, socket: Channel): Promise<void> {
  for await (const message of socket) {
    const { quantity, note } = message as { readonly quantity: number; readonly note: string };
    await socket.send({ state: `${quantity} ${note}` });
  }
}

describe('a WebSocket', () => {
  it('gives the handler decoded messages, defaults filled in, and sends what it says', async () => {
    const { url, ended } = await serve({ watchOrder: echo });
    const client = await new Client(`${url}/orders/7/live`).opened();
    client.send({ quantity: 1 });
    client.send({ quantity: 2, note: 'soon' });
    await until(() => client.messages.length === 2);
    client.socket.close(1000, 'bye');
    expect(await client.closed).toBe('1000 bye');
    expect(client.messages).toEqual([{ state: '1 none' }, { state: '2 soon' }]);
    await until(() => ended.length === 1);
    expect(ended[0]).toMatchObject({ status: 101, error: undefined, route: '/orders/{orderId}/live' });
    expect(ended[0]?.webSocket).toMatchObject({
      received: 2,
      sent: 2,
      end: { code: 1000, reason: 'bye', by: 'client' },
    });
  });

  it('gives it the parameters, and aborts its signal when the client is gone', async () => {
    const seen: unknown[] = [];
    const { url, ended } = await serve({
      watchOrder: async (request, { signal }, socket) => {
        seen.push((request as { readonly path: unknown }).path, socket.protocol);
        signal.addEventListener('abort', () => seen.push((signal.reason as { readonly code: string }).code));
        seen.push(await socket.closed);
      },
    });
    const client = await new Client(`${url}/orders/7/live`, { protocols: ['orders.v1', 'orders.v2'] }).opened();
    expect(client.socket.protocol).toBe('orders.v1');
    client.socket.terminate();
    await until(() => seen.length === 4);
    expect(seen).toEqual([{ orderId: 7 }, 'orders.v1', 'ERR_REQUEST_ABORTED', { code: 1006, reason: '', by: 'lost' }]);
    await until(() => ended.length === 1);
  });

  it('ends with the handler, in the way it ends', async () => {
    const { url } = await serve({
      watchOrder: async (request, _context, socket) => {
        const { orderId } = (request as { readonly path: { readonly orderId: number } }).path;
        if (orderId === 1) return;
        if (orderId === 2) socket.close(4001, 'moved');
        else if (orderId === 3) throw new TypeError('secret');
        else throw new ProblemError({ status: 404, type: 'no-order', code: 'ERR_NO_ORDER', title: 'No such order' });
      },
    });
    const closing = [1, 2, 3, 4].map((id) => new Client(`${url}/orders/${id}/live`).closed);
    expect(await Promise.all(closing)).toEqual(['1000', '4001 moved', '1011 ERR_INTERNAL', '1008 ERR_NO_ORDER']);
  });

  it.each([
    ['what breaks the schema', '{"quantity":0}', '1008 minimum at /quantity', 'ERR_REQUEST_VALIDATION'],
    ['what loses digits', '{"quantity":9007199254740993}', '1008 type at /quantity', 'ERR_REQUEST_VALIDATION'],
    ['what is no JSON', '{"quantity":', '1007 parse', 'ERR_REQUEST_VALIDATION'],
    ['octets that are not declared', Buffer.from([1]), '1003 type', 'ERR_REQUEST_VALIDATION'],
    ['a message that is too long', `{"note":"${'x'.repeat(70_000)}"}`, '1009', 'ERR_PAYLOAD_TOO_LARGE'],
  ])('is closed by %s, without anything of it', async (_name, data, close, code) => {
    const { url, ended } = await serve({ watchOrder: echo });
    const client = await new Client(`${url}/orders/7/live`).opened();
    client.socket.send(data);
    expect(await client.closed).toBe(close);
    await until(() => ended.length === 1);
    expect(ended[0]?.error?.code).toBe(code);
    expect(ended[0]?.webSocket?.end?.by).toBe('refused');
  });

  it('is closed by a message of the service that breaks the contract, which is not sent', async () => {
    let thrown: unknown;
    const { url, ended } = await serve({
      watchOrder: (_request, _context, socket) => socket.send({ state: 7 }).catch((error: unknown) => (thrown = error)),
    });
    const client = new Client(`${url}/orders/7/live`);
    expect(await client.closed).toBe('1011 ERR_RESPONSE_VALIDATION');
    expect(client.messages).toEqual([]);
    expect(thrown).toMatchObject({ code: 'ERR_RESPONSE_VALIDATION', answered: 101 });
    await until(() => ended.length === 1);
    expect(ended[0]?.error).toBe(thrown);
  });

  it('sends it where responses are not validated', async () => {
    const { websocket } = defaultConfig().http;
    const config = { http: { websocket, validateResponses: false } };
    const { url } = await serve({ watchOrder: (_request, _context, socket) => socket.send({ state: 7 }) }, { config });
    const client = new Client(`${url}/orders/7/live`);
    await client.closed;
    expect(client.messages).toEqual([{ state: 7 }]);
  });

  it('carries octets where the contract says so', async () => {
    const { url } = await serve({
      octets: async (_request, _context, socket) => {
        for await (const message of socket) await socket.send(message);
      },
    });
    const client = await new Client(`${url}/octets`).opened();
    client.socket.send(Buffer.from([0, 255]));
    await until(() => client.messages.length === 1);
    expect(client.messages).toEqual([Buffer.from([0, 255])]);
    client.socket.send(Buffer.alloc(65));
    expect(await client.closed).toBe('1009');
  });

  it('shows the examples of the contract until there is a handler', async () => {
    const { url, ended } = await serve({});
    const client = new Client(`${url}/orders/7/live`);
    const [response] = await once(client.socket, 'upgrade');
    expect(response.headers['x-brrt-mock']).toBe('example');
    await until(() => client.messages.length === 2);
    client.send({ quantity: 1 });
    await until(() => client.messages.length === 3);
    expect(client.messages).toEqual([{ state: 'open' }, { eta: 5 }, { state: 'open' }]);
    client.send({ quantity: 0 });
    expect(await client.closed).toBe('1008 minimum at /quantity');
    await until(() => ended.length === 1);
    expect(ended[0]?.mock).toBe('example');
  });
});

describe('a handshake', () => {
  const change = (name: string, value?: string): string[] => [
    ...handshake.filter((line) => !line.startsWith(`${name}:`)),
    ...(value === undefined ? [] : [`${name}: ${value}`]),
  ];

  it.each([
    ['without Upgrade', '/orders/7/live', ['X-None: 1', 'Connection: close'], 426, 'upgrade-required'],
    ['of another version', '/orders/7/live', change('Sec-WebSocket-Version', '8'), 426, 'upgrade-required'],
    ['without a key', '/orders/7/live', change('Sec-WebSocket-Key'), 400, 'malformed-request'],
    ['with another key', '/orders/7/live', change('Sec-WebSocket-Key', 'short'), 400, 'malformed-request'],
    ['of no subprotocol', '/orders/7/live', [...handshake, 'Sec-WebSocket-Protocol: other'], 400, 'malformed-request'],
    ['of bad names', '/orders/7/live', [...handshake, 'Sec-WebSocket-Protocol: a b'], 400, 'malformed-request'],
    ['with content', '/orders/7/live', [...handshake, 'Content-Length: 3'], 400, 'malformed-http'],
    ['with two hosts', '/orders/7/live', [...handshake, 'Host: other'], 400, 'malformed-http'],
    ['with a bad parameter', '/orders/x/live', handshake, 400, 'request-validation'],
  ])('%s gets a problem document', async (_name, path, headers, status, type) => {
    const { port } = await serve({ watchOrder: echo });
    const answer = (await readAll(await openRaw(port, path, headers))).toString();
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toMatch(/content-type: application\/problem\+json/i);
    expect(answer).toContain(`"type":"urn:brrt:problem:${type}"`);
    if (status !== 426) return;
    expect(answer).toMatch(/\r\nupgrade: websocket\r\n/i);
    expect(answer).toMatch(/\r\nsec-websocket-version: 13\r\n/i);
  });

  it('means nothing for any other operation (RFC 9110 §7.8)', async () => {
    const { port } = await serve({ watchOrder: echo });
    const answer = await readAll(await openRaw(port, '/plain', [...change('Connection', 'Upgrade, close')]));
    expect(answer.toString()).toMatch(/^HTTP\/1.1 200 .*"hello"/s);
  });

  it('stands behind the answers before it on its connection', async () => {
    const { port } = await serve({ plain: async () => ({ status: 200, body: 'first' }), watchOrder: () => undefined });
    const socket = await openRaw(port, '/plain', ['X-None: 1']);
    socket.write(['GET /orders/7/live HTTP/1.1', 'Host: localhost', ...handshake, '', ''].join('\r\n'));
    socket.end(frame(0x88, ''));
    expect((await readAll(socket)).toString('latin1')).toMatch(/^HTTP\/1.1 200 .*"first"HTTP\/1.1 101 /s);
  });

  it('is no business of a service without a port, which says so', async () => {
    const { service } = await serve({ watchOrder: echo });
    const asked = await service.fetch('/orders/7/live');
    expect([asked.status, asked.headers.get('upgrade')]).toEqual([426, 'websocket']);
    const refused = await service.fetch('/orders/7/live', { headers: { upgrade: 'websocket' } });
    expect(await refused.json()).toMatchObject({
      status: 426,
      detail: expect.stringContaining('a service that listens'),
    });
    expect((await service.fetch('/orders/x/live')).status).toBe(400);
  });

  it('can be signed as bodies are', async () => {
    const signed = await contractOf(`
openapi: 3.1.0
info: { title: Signed, version: '1' }
paths:
  /signed:
    get:
      operationId: signed
      security: [Signature: []]
      responses: { '101': { description: Switching protocols } }
      x-websocket: { send: { type: string } }
components: { securitySchemes: { Signature: { type: apiKey, in: header, name: signature } } }
`);
    const scheme = signed.model.securitySchemes.Signature as SecurityScheme;
    const Signature: SecurityHandler = {
      scheme,
      readsBody: true,
      authenticate: async ({ body }) => {
        const subject = `${(await body.read(10)).length} octets`;
        return { outcome: 'authenticated', principal: { scheme: 'Signature', subject, scopes: [], claims: {} } };
      },
      challenge: () => 'Signature',
    };
    const { url } = await serve(
      { signed: async (_request, { principal }, socket) => socket.send(principal?.subject) },
      { contract: signed, security: { Signature } },
    );
    const client = new Client(`${url}/signed`);
    expect(await client.closed).toBe('1000');
    expect(client.messages).toEqual(['0 octets']);
  });

  it('is 503 beyond the connections that an operation or the service has', async () => {
    const { url, service } = await serve({ octets: async (_request, _context, socket) => void (await socket.closed) });
    const clients = [await new Client(`${url}/octets`).opened(), await new Client(`${url}/octets`).opened()];
    const third = new Client(`${url}/octets`);
    const [, response] = await once(third.socket, 'unexpected-response');
    expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '5']);
    clients[0]?.socket.close();
    await clients[0]?.closed;
    await new Client(`${url}/octets`).opened();
    expect((await service.fetch('/plain')).status).toBe(200);
  });
});

describe('a client that', () => {
  const open = (port: number) => openRaw(port, '/orders/7/live');
  const broken: readonly (readonly [string, Buffer, number])[] = [
    ['does not mask its frames', Buffer.from([0x81, 2, 0x7b, 0x7d]), 1002],
    ['sends a text that is not UTF-8', frame(0x81, Buffer.from([0xc3, 0x28])), 1007],
    ['claims a length of 2^62', Buffer.from([0x81, 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]), 1009],
    ['claims a length of 1 GiB', Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, 1, 2, 3, 4]), 1009],
    ['compresses unasked', frame(0xc1, 'x'), 1002],
    ['sends a frame of no known kind', frame(0x83, 'x'), 1002],
    ['goes on with nothing', frame(0x80, 'x'), 1002],
    ['sends a control frame in pieces', frame(0x09, 'x'), 1002],
    ['sends a control frame that is too long', frame(0x89, 'x'.repeat(126)), 1002],
    ['closes with a code that nobody may send', frame(0x88, Buffer.from([3, 0xed])), 1002],
    [
      'sends more pieces than a message may have',
      Buffer.concat([frame(0x01, ' '), ...Array.from({ length: 20_000 }, () => frame(0x00, ''))]),
      1008,
    ],
  ];
  it.each(broken)('%s is refused', async (_name, octets, code) => {
    const { port, ended } = await serve({ watchOrder: echo });
    const socket = await open(port);
    await once(socket, 'data');
    const answer = readAll(socket);
    socket.write(octets);
    socket.end();
    expect(closeCodeOf(Buffer.concat([Buffer.from('\r\n\r\n'), await answer]))).toBe(code);
    await until(() => ended.length === 1);
    expect(ended[0]?.webSocket?.end).toMatchObject({ code, by: 'refused' });
  });

  it('packs a megabyte into a kilobyte is refused where compression is on', async () => {
    const { url } = await serve({ watchOrder: echo }, limits({ compression: true }));
    const client = await new Client(`${url}/orders/7/live`).opened();
    expect(client.socket.extensions).toBe('permessage-deflate');
    client.send({ quantity: 1, note: 'x'.repeat(1_000_000) });
    expect(await client.closed).toBe('1009');
  });

  it('floods a service with pings and reads no answer is cut', async () => {
    const { port, ended } = await serve({ watchOrder: echo });
    const socket = await open(port);
    await once(socket, 'data');
    socket.pause();
    socket.on('error', () => undefined);
    const flood = Buffer.concat(Array.from({ length: 2_000 }, () => frame(0x89, 'x'.repeat(125))));
    const write = (): void => {
      while (!socket.destroyed && socket.writable && socket.write(flood));
      if (!socket.destroyed) socket.once('drain', write);
    };
    write();
    await until(() => ended.length === 1);
    expect(ended[0]?.webSocket?.received).toBe(0);
    socket.destroy();
  });

  it('gives no sign of life is cut', async () => {
    const { port, ended } = await serve({ watchOrder: echo }, limits({ pingIntervalMs: 20 }));
    await once(await open(port), 'data');
    await until(() => ended.length === 1);
    expect(ended[0]?.webSocket?.end).toMatchObject({ by: 'dead', code: 1006 });
  });

  it('answers pings stays, and one that says nothing for too long is sent away', async () => {
    const { url } = await serve({ watchOrder: echo }, limits({ pingIntervalMs: 20, idleTimeoutMs: 300 }));
    const client = await new Client(`${url}/orders/7/live`).opened();
    let pings = 0;
    client.socket.on('ping', () => pings++);
    expect(await client.closed).toBe('1001 idle');
    expect(pings).toBeGreaterThan(2);
  });

  it('does not read is cut when too much waits for it', async () => {
    const { port, ended } = await serve(
      {
        watchOrder: async (_request, { signal }, socket) => {
          while (!signal.aborted) {
            void socket.send({ state: 'x'.repeat(60_000) });
            await new Promise(setImmediate);
          }
        },
      },
      limits({ maxWaitingBytes: 200_000 }),
    );
    const socket = await open(port);
    socket.pause();
    await until(() => ended.length === 1);
    expect(ended[0]?.webSocket?.end?.by).toBe('slow');
    socket.destroy();
  });

  it('is faster than the handler is held back', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let count = 0;
    const { url } = await serve({
      watchOrder: async (_request, _context, socket) => {
        await held;
        for await (const _ of socket) count++;
      },
    });
    const client = await new Client(`${url}/orders/7/live`).opened();
    const message = JSON.stringify({ quantity: 1, note: 'x'.repeat(30_000) });
    let written = 0;
    for (let index = 0; index < 1_000; index++) client.socket.send(message, () => written++);
    await new Promise((resolve) => setTimeout(resolve, 200));
    // 30 MB do not fit into the buffers of two sockets.
    expect(client.socket.bufferedAmount).toBeGreaterThan(1_000_000);
    release();
    await until(() => count === 1_000);
    expect(written).toBe(1_000);
  });
});

it('says goodbye to its WebSockets when it stops, and is ready no more', async () => {
  const reasons: unknown[] = [];
  const config = { http: { websocket: defaultConfig().http.websocket, drainTimeoutMs: 1_000 } };
  const { url, service } = await serve(
    {
      watchOrder: async (_request, { signal }, socket) => {
        for await (const _ of socket);
        reasons.push((signal.reason as { readonly code: string }).code);
      },
    },
    { config },
  );
  const clients = await Promise.all(Array.from({ length: 10 }, () => new Client(`${url}/orders/7/live`).opened()));
  const dead = await openRaw(Number(new URL(url).port), '/orders/7/live');
  await once(dead, 'data');
  dead.pause();
  const stopped = service.close();
  expect((await service.fetch('/ready')).status).toBe(503);
  expect(new Set(await Promise.all(clients.map(({ closed }) => closed)))).toEqual(new Set(['1001 draining']));
  await stopped;
  expect(reasons).toHaveLength(11);
  expect(new Set(reasons)).toEqual(new Set(['ERR_OVERLOADED']));
});
