import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { LazyMessage } from './lazy-message.ts';
import { lazyMessages } from './lazy-messages.ts';
import { LazyResponse } from './lazy-response.ts';

type Answer = (message: IncomingMessage, response: ServerResponse, note: (text: string) => void) => unknown;
/** @param asked resolves when the first request has been handed over */
type Send = (socket: Socket, asked: Promise<void>) => unknown;
type Classes = ReturnType<typeof lazyMessages>;

interface Conversation {
  /** What the client received, without what the clock decides. */
  readonly received: string;
  readonly notes: readonly string[];
}

/** Sends pieces one after the other to a server of Node, with messages of its own or with those of `classes`. */
async function converse(classes: Classes, answer: Answer, send: Send): Promise<Conversation> {
  const notes: string[] = [];
  const asked = Promise.withResolvers<void>();
  const server = createServer({ ...classes, optimizeEmptyRequests: true }, (message, response) => {
    answer(message, response, (note) => notes.push(note));
    asked.resolve();
  });
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1' }, resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.setEncoding('latin1');
  const received = text(socket).catch(() => 'cut');
  await send(socket, asked.promise);
  const all = (await received).replaceAll(/^Date: .*$/gm, 'Date: now');
  await new Promise((resolve) => server.close(resolve));
  // The end of a connection is told when its handle is closed, some turns of the event loop later.
  for (let turn = 0; turn < 3; turn++) await nextTurn();
  return { received: all, notes };
}

const get = 'GET /a HTTP/1.1\r\nHost: a\r\n\r\n';
const last = 'GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';

function post(body: string, length = body.length): string {
  return `POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: ${length}\r\n\r\n${body}`;
}

const cases: readonly (readonly [string, Answer, Send])[] = [
  [
    'a body that is read as a stream',
    async (message, response, note) => {
      note(await text(message));
      response.end('read');
    },
    (socket) => socket.write(post('body') + last),
  ],
  [
    'a body that is read when it has arrived long since',
    async (message, response, note) => {
      await wait(30);
      note(`${message.complete} ${await text(message)}`);
      response.end('read late');
    },
    (socket) => socket.write(post('body') + last),
  ],
  [
    'a body in pieces, by events',
    (message, response, note) => {
      let body = '';
      message.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      message.on('end', () => note(`end ${body}`));
      message.on('close', () => note('close'));
      if (message.method === 'GET') response.end('no body');
      else message.on('end', () => response.end('events'));
    },
    async (socket) => {
      socket.write(post('bo', 4));
      await wait(30);
      socket.write(`dy${last}`);
    },
  ],
  [
    'an answer before the body is there',
    (_message, response) => response.end('early'),
    async (socket) => {
      socket.write(post('bo', 4));
      await wait(30);
      socket.write(`dy${last}`);
    },
  ],
  [
    'trailers',
    async (message, response, note) => {
      note(await text(message));
      note(JSON.stringify(message.trailers));
      response.end('chunks');
    },
    (socket) =>
      socket.write(
        `PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX-T: 1\r\n\r\n${last}`,
      ),
  ],
  [
    'answers that come in another order than their requests',
    async (message, response) => {
      if (message.url !== '/last') await wait(30);
      response.setHeader('x-url', message.url ?? '');
      response.end(message.url);
    },
    (socket) => socket.write(get + get + last),
  ],
  [
    'an answer in pieces',
    (_message, response) => {
      response.writeHead(201, { 'x-a': 'b' });
      response.write('one');
      response.write('two');
      response.end('three');
    },
    (socket) => socket.write(get + last),
  ],
  [
    'what can be asked of a response',
    (_message, response, note) => {
      note(`${response.headersSent} ${response.writableEnded} ${response.writableFinished} ${response.destroyed}`);
      note(
        `${response.socket === null} ${response.statusCode} ${response.hasHeader('x-a')} ${response.writableLength}`,
      );
      response.setHeader('x-a', '1').appendHeader('x-a', '2');
      note(JSON.stringify(response.getHeaders()));
      response.on('finish', () => note(`finish ${response.writableFinished}`));
      response.on('close', () => note(`close ${response.destroyed}`));
      response.end('asked');
      note(`${response.headersSent} ${response.writableEnded}`);
    },
    (socket) => socket.write(last),
  ],
  [
    'what can be asked of a message',
    (message, response, note) => {
      note(`${message.method} ${message.url} ${message.httpVersion} ${message.headers.host} ${message.rawHeaders}`);
      note(`${message.complete} ${message.readableEnded} ${message.destroyed} ${message.readable} ${message.aborted}`);
      note(`${JSON.stringify(message.headersDistinct)} ${message.readableFlowing} ${message.readableLength}`);
      response.end('asked');
    },
    (socket) => socket.write(post('body') + last),
  ],
  [
    'a client that leaves while its answer is made',
    (message, response, note) => {
      response.on('close', () => note(`response ${response.writableFinished}`));
      message.on('aborted', () => note('aborted'));
      message.on('error', (error: NodeJS.ErrnoException) => note(`error ${error.code}`));
      message.on('close', () => note(`message ${message.destroyed} ${message.complete}`));
    },
    async (socket, asked) => {
      socket.write(post('bo', 4));
      await asked;
      socket.destroy();
    },
  ],
  [
    'a response that is destroyed',
    (_message, response, note) => {
      response.on('close', () => note('close'));
      response.destroy();
    },
    (socket) => socket.write(last),
  ],
  [
    'an informational response',
    (_message, response) => {
      response.writeEarlyHints({ link: '</a.css>; rel=preload' });
      response.end('hints');
    },
    (socket) => socket.write(last),
  ],
  [
    'a connection that is too quiet',
    (_message, response, note) => {
      response.setTimeout(30, () => {
        note('timeout');
        response.end('late');
      });
    },
    (socket) => socket.write(last),
  ],
];

describe('messages that are made when they are needed', () => {
  it('are those of this Node', () =>
    expect(lazyMessages()).toEqual({ IncomingMessage: LazyMessage, ServerResponse: LazyResponse }));

  it.each(cases)('behave as those of Node: %s', async (_name, answer, send) => {
    const [own, theirs] = [await converse(lazyMessages(), answer, send), await converse({}, answer, send)];
    expect(own).toEqual(theirs);
    expect(own.received + own.notes.join()).not.toBe('');
  });

  it('are not made for an answer that is a text', async () => {
    const { received, notes } = await converse(
      lazyMessages(),
      (message, response, note) => {
        if (!(message instanceof LazyMessage && response instanceof LazyResponse)) return;
        const end = (): void => {
          response.writeWhole('HTTP/1.1 204 No Content\r\n\r\n', 'latin1');
          note(`${message.isStream} ${response.isMade}`);
        };
        if (message.method === 'GET') end();
        else message.collect({ data: (chunk) => note(String(chunk)), end, aborted: () => note('aborted') });
      },
      (socket) => {
        socket.write(get + post('body') + get);
        setTimeout(() => socket.end(), 50);
      },
    );
    expect(received).toBe('HTTP/1.1 204 No Content\r\n\r\n'.repeat(3));
    expect(notes).toEqual(['false false', 'body', 'false false', 'false false']);
  });

  it('tell who takes the octets of a body that its client has gone', async () => {
    const { notes } = await converse(
      lazyMessages(),
      (message, response, note) => {
        response.on('close', () => note('close'));
        if (message instanceof LazyMessage)
          message.collect({
            data: (chunk) => note(String(chunk)),
            end: () => note('end'),
            aborted: () => note('aborted'),
          });
      },
      async (socket, asked) => {
        socket.write(post('bo', 4));
        await asked;
        socket.destroy();
      },
    );
    expect(notes.toSorted()).toEqual(['aborted', 'bo', 'close']);
  });

  it('finish when all that was written is on its way', async () => {
    const body = 'x'.repeat(16 * 1024 * 1024);
    const finished = Promise.withResolvers<void>();
    const { received, notes } = await converse(
      lazyMessages(),
      (_message, response, note) => {
        if (!(response instanceof LazyResponse)) return;
        const { socket } = response;
        response.on('finish', () => {
          note(`finish ${response.writableFinished} ${socket?.writableLength}`);
          finished.resolve();
        });
        response.writeWhole(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`, 'latin1');
        note(`${response.writableFinished} ${response.writableLength > 0}`);
      },
      async (socket) => {
        socket.write(get);
        await finished.promise;
        socket.end();
      },
    );
    expect(received.length).toBeGreaterThan(body.length);
    expect(notes).toEqual(['false true', 'finish true 0']);
  });

  it('are made at once for who listens to the making of responses', async () => {
    const made: unknown[] = [];
    const listen = (message: unknown): void => void made.push(message);
    subscribe('http.server.response.created', listen);
    await converse(
      lazyMessages(),
      (_message, response) => response.end('seen'),
      (socket) => socket.write(last),
    );
    unsubscribe('http.server.response.created', listen);
    expect(made).toHaveLength(1);
  });
});
