import { execFile } from 'node:child_process';
import { createServer, ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import type { HttpResponse } from '../ports/http-message.ts';
import { lazyMessages } from './lazy-messages.ts';
import { writeDocumented, writeWhole } from './write-response.ts';

const common = ['x-content-type-options', 'nosniff', 'referrer-policy', 'no-referrer'];

function answer(more: Partial<HttpResponse> = {}): HttpResponse {
  return { status: 200, headers: ['content-type', 'application/json'], common: [common], body: '{"a":1}', ...more };
}

type Write = typeof writeWhole;

/** The octets of the answers to some requests on one connection, without what the clock decides. */
async function exchange(write: Write, response: HttpResponse, requests: string): Promise<string> {
  const options = write === writeDocumented ? {} : lazyMessages();
  const server = createServer(
    { ...options, keepAliveTimeout: 7_000, requireHostHeader: false, optimizeEmptyRequests: true },
    (_request, target) => {
      try {
        write(target, response, response.body as string);
      } catch (error) {
        target.removeAllListeners('finish');
        target.socket?.end(`refused: ${(error as NodeJS.ErrnoException).code}`);
      }
    },
  );
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1' }, resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.setEncoding('latin1');
  socket.write(requests);
  const received = await text(socket);
  server.close();
  return received.replaceAll(/^Date: .*$/gm, 'Date: now');
}

const once = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';

describe('a response that is written at once', () => {
  it('is possible with this Node', () =>
    expect(Object.keys(lazyMessages())).toEqual(['IncomingMessage', 'ServerResponse']));

  it.each<[string, HttpResponse, string]>([
    ['an answer', answer(), once],
    ['a connection that stays open', answer(), `GET / HTTP/1.1\r\nHost: a\r\n\r\n${once}`],
    ['pipelined requests', answer(), `GET / HTTP/1.1\r\nHost: a\r\n\r\n`.repeat(3) + once],
    ['HTTP/1.0', answer(), 'GET / HTTP/1.0\r\n\r\n'],
    ['HTTP/1.0 that stays open', answer(), `GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n${once}`],
    ['HEAD', answer(), once.replace('GET', 'HEAD')],
    ['no content', answer({ status: 204 }), once],
    ['an empty body', answer({ body: '' }), once],
    ['a status without a name', answer({ status: 299 }), once],
    ['a body beyond ASCII', answer({ body: '"grüße 🐾"' }), once],
    ['a header beyond ASCII', answer({ headers: ['x-name', 'gr\u00fc\u00dfe'] }), once],
    ['a header twice', answer({ headers: ['set-cookie', 'a=1', 'set-cookie', 'b=2'] }), once],
    ['no headers', answer({ headers: [], common: undefined }), once],
    ['a date of its own', answer({ headers: ['Date', 'Thu, 01 Jan 1970 00:00:00 GMT'] }), once],
    ['a connection header', answer({ headers: ['connection', 'close'] }), `GET / HTTP/1.1\r\nHost: a\r\n\r\n`],
    ['a header with a line break', answer({ headers: ['x-a', 'b\r\nset-cookie: c=d'] }), once],
    ['a common header with a line break', answer({ common: [common, ['x-a', 'b\nc']] }), once],
    ['a header beyond Latin-1', answer({ headers: ['x-a', '🐾'] }), once],
    ['a name that is no token', answer({ headers: ['x a', 'b'] }), once],
  ])('reads as Node would have written it: %s', async (_name, response, requests) => {
    const [own, documented] = await Promise.all([
      exchange(writeWhole, response, requests),
      exchange(writeDocumented, response, requests),
    ]);
    expect(own).toBe(documented);
    expect(own).toMatch(/^HTTP\/1\.1 \d{3} |^refused: ERR_/);
  });

  it('is said to be finished, then closed', async () => {
    const seen: string[] = [];
    await exchange(
      (target, response, body) => {
        target.on('finish', () => seen.push(`finish ${target.writableFinished} ${target.statusCode}`));
        target.on('close', () => seen.push('close'));
        writeWhole(target, response, body);
        seen.push(`ended ${target.writableEnded} ${target.headersSent}`);
      },
      answer({ status: 201 }),
      once,
    );
    expect(seen).toEqual(['ended true true', 'finish true 201', 'close']);
  });

  it('leaves the way of Node where a library has put a function of its own in place', async () => {
    const heads: number[] = [];
    const { writeHead } = ServerResponse.prototype;
    const spy = vi.spyOn(ServerResponse.prototype, 'writeHead').mockImplementation(function (
      this: ServerResponse,
      ...given
    ) {
      heads.push(given[0]);
      return Reflect.apply(writeHead, this, given);
    } as typeof writeHead);
    await exchange(writeWhole, answer(), once);
    spy.mockRestore();
    expect(heads).toEqual([200]);
  });

  /** What is printed by a program that is asked for `/asked` once and answers `a`, behind an agent. */
  async function runBehind(agent: string): Promise<string> {
    const module = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href);
    const program = `import { createServer } from 'node:http';
      import { lazyMessages } from ${module('lazy-messages.ts')};
      import { writeWhole } from ${module('write-response.ts')};
      const answer = { status: 200, headers: [] };
      const server = createServer(lazyMessages(), (_request, target) => writeWhole(target, answer, 'a'));
      server.listen(0, '127.0.0.1', async () => {
        console.log(await (await fetch('http://127.0.0.1:' + server.address().port + '/asked')).text());
        server.close();
      });`;
    const flags = [
      '--import',
      `data:text/javascript,${encodeURIComponent(agent)}`,
      '--input-type=module',
      '-e',
      program,
    ];
    return (await promisify(execFile)(process.execPath, flags)).stdout;
  }

  it.each(['writeHead', 'end'])('leaves the way of Node where %s was replaced before it was loaded', async (name) => {
    const agent = `import { ServerResponse } from 'node:http';
      const own = ServerResponse.prototype.${name};
      ServerResponse.prototype.${name} = function (...given) {
        console.log('seen', this.req?.url);
        return own.apply(this, given);
      };`;
    const printed = await runBehind(agent);
    expect(printed).toContain('seen /asked\n');
    expect(printed).toMatch(/^a$/m);
  });

  it('is tried at the start without a request that an agent would see', async () => {
    const agent = `import { Server } from 'node:http';
      const own = Server.prototype.emit;
      Server.prototype.emit = function (event, ...given) {
        if (event === 'request') console.log('seen', given[0].url);
        return own.call(this, event, ...given);
      };`;
    expect(await runBehind(agent)).toBe('seen /asked\na\n');
  });
});
