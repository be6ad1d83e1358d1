import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type FaultyProcess, startFaulty } from './support/start-faulty.ts';

/**
 * One connection that always has `depth` requests under way, until it is told that it is closed. Lost is a request that was
 * sent and neither answered nor told that it would not be: those behind an answer that says `close` are not taken (RFC 9112 §9.6).
 */
class Client {
  answered = 0;
  lost = 0;
  /** A write failed while answers were outstanding: Node drops what is unread then, and `close` may have been in it. */
  isUndecided = false;
  readonly done: Promise<void>;
  #waiting = 0;
  #isClosing = false;
  #pending = '';

  constructor(port: number, path: string, depth: number) {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const request = `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
    const send = (times: number): void => {
      const isOutstanding = this.#waiting > 0;
      this.#waiting += times;
      socket.write(request.repeat(times), (error) => {
        this.isUndecided ||= isOutstanding && error instanceof Error;
      });
    };
    socket.on('connect', () => send(depth));
    socket.on('error', () => undefined);
    socket.setEncoding('latin1').on('data', (text: string) => {
      this.#pending += text;
      const answered = this.#takeAnswers();
      if (!this.#isClosing && answered > 0) send(answered);
    });
    this.done = new Promise((resolve) => {
      socket.on('close', () => {
        if (!this.#isClosing && !this.isUndecided) this.lost += this.#waiting;
        resolve();
      });
    });
  }

  #takeAnswers(): number {
    let taken = 0;
    for (;;) {
      const end = this.#pending.indexOf('\r\n\r\n');
      if (end === -1) return taken;
      const head = this.#pending.slice(0, end);
      const length = end + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1]);
      if (this.#pending.length < length) return taken;
      if (!head.startsWith('HTTP/1.1 200 ')) this.lost++;
      if (/^connection: close$/im.test(head)) this.#isClosing = true;
      this.#pending = this.#pending.slice(length);
      this.#waiting--;
      this.answered++;
      taken++;
    }
  }
}

async function open(service: FaultyProcess, octets: string): Promise<Socket> {
  const socket = connect(service.port, '127.0.0.1').on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(octets);
  return socket;
}

describe('SIGTERM', () => {
  it('under load loses no request, on kept and pipelined connections, and ends with 0', async () => {
    await using service = await startFaulty();
    const ways: readonly (readonly [path: string, depth: number])[] = [
      ['/fast', 1],
      ['/slow', 1],
      ['/fast', 4],
      ['/slow', 4],
    ];
    const clients = ways.flatMap(([path, depth]) =>
      Array.from({ length: 16 }, () => new Client(service.port, path, depth)),
    );
    await wait(1_000);
    service.signal('SIGTERM');
    expect(await service.exited).toBe(0);
    await Promise.all(clients.map(({ done }) => done));
    expect(clients.map(({ lost }) => lost)).toEqual(clients.map(() => 0));
    expect(clients.filter(({ answered }) => answered === 0)).toEqual([]);
    expect(clients.filter(({ isUndecided }) => isUndecided).length).toBeLessThan(8);
  });

  it('takes what arrives right after it on a connection that was idle', async () => {
    await using service = await startFaulty();
    const idle = await Promise.all(Array.from({ length: 50 }, () => open(service, '')));
    const answers = idle.map(async (socket) => {
      const [text] = await once(socket.setEncoding('latin1'), 'data');
      return String(text);
    });
    service.signal('SIGTERM');
    for (const socket of idle) socket.write('GET /fast HTTP/1.1\r\nHost: localhost\r\n\r\n');
    for (const text of await Promise.all(answers)) expect(text).toMatch(/^HTTP\/1\.1 200 /);
    expect(await service.exited).toBe(0);
  });

  it('waits for no client that dribbles, says nothing or reads a stream', async () => {
    await using service = await startFaulty({ config: 'http: { drain_timeout_ms: 2000 }' });
    const sockets = [
      await open(service, ''),
      await open(service, 'GET /fast HTTP/1.1\r\nHost: lo'),
      await open(
        service,
        'POST /json HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n"',
      ),
      await open(service, 'GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n'),
      await open(service, 'GET /waits HTTP/1.1\r\nHost: localhost\r\n\r\n'),
    ];
    for (const socket of sockets) socket.resume();
    await wait(200);
    service.signal('SIGTERM');
    expect(await service.exited).toBe(0);
  });

  it('twice ends at once', async () => {
    await using service = await startFaulty();
    await open(service, 'GET /waits HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await wait(200);
    service.signal('SIGTERM');
    await wait(100);
    service.signal('SIGTERM');
    expect(await service.exited).toBe(130);
  });
});
