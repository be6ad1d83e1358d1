import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type FaultyProcess, startFaulty } from './support/start-faulty.ts';

const request = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

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
    const send = (times: number): void => {
      const isOutstanding = this.#waiting > 0;
      this.#waiting += times;
      socket.write(request(path).repeat(times), (error) => {
        this.isUndecided ||= isOutstanding && error instanceof Error;
      });
    };
    // One after the other, so that there is always one behind that which is answered.
    socket.on('connect', async () => {
      for (let count = 0; count < depth; count++) {
        send(1);
        await wait(100 / depth);
      }
    });
    socket.on('error', () => undefined);
    socket.setEncoding('latin1').on('data', (text: string) => {
      this.#pending += text;
      const answered = this.#takeAnswers();
      if (!this.#isClosing && answered > 0) send(answered);
    });
    this.done = new Promise((resolve) => {
      socket.on('close', () => {
        if (!this.#isClosing) this.lost += this.#waiting;
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

async function firstText(socket: Socket): Promise<string> {
  const [text] = await once(socket.setEncoding('latin1'), 'data');
  return String(text);
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
    const decided = clients.filter(({ isUndecided }) => !isUndecided);
    expect(decided.map(({ lost }) => lost)).toEqual(decided.map(() => 0));
    expect(clients.filter(({ answered }) => answered === 0)).toEqual([]);
    expect(clients.length - decided.length).toBeLessThan(8);
  });

  it('takes what arrives right after it on a connection that was idle', async () => {
    await using service = await startFaulty();
    const idle = await Promise.all(Array.from({ length: 50 }, () => open(service, '')));
    const answers = idle.map(firstText);
    service.signal('SIGTERM');
    for (const socket of idle) socket.write(request('/fast'));
    for (const text of await Promise.all(answers)) expect(text).toMatch(/^HTTP\/1\.1 200 /);
    expect(await service.exited).toBe(0);
  });

  it('takes what arrived while the process stood still', async () => {
    await using service = await startFaulty();
    const blocking = await open(service, '');
    const idle = await Promise.all(Array.from({ length: 50 }, () => open(service, '')));
    const answers = idle.map(firstText);
    service.signal('SIGTERM');
    await wait(600);
    // Two of them hold the event loop until the second is over.
    blocking.write(request('/block').repeat(2));
    await wait(100);
    for (const socket of idle) socket.write(request('/fast'));
    for (const text of await Promise.all(answers)) expect(text).toMatch(/^HTTP\/1\.1 200 /);
    expect(await service.exited).toBe(0);
  });

  it('takes who connected while the process stood still', async () => {
    await using service = await startFaulty();
    const blocking = await open(service, '');
    service.signal('SIGTERM');
    await wait(30);
    blocking.write(request('/block'));
    await wait(300);
    const late = await Promise.all(Array.from({ length: 50 }, () => open(service, request('/fast'))));
    for (const text of await Promise.all(late.map(firstText))) expect(text).toMatch(/^HTTP\/1\.1 200 /);
    expect(await service.exited).toBe(0);
  });

  it('takes a crowd that has just connected, with several workers too', async () => {
    for (const config of ['', 'http: { workers: 2 }']) {
      await using service = await startFaulty({ config });
      const crowd = await Promise.all(Array.from({ length: 100 }, () => open(service, request('/fast'))));
      const answers = crowd.map(firstText);
      service.signal('SIGTERM');
      for (const text of await Promise.all(answers)) expect(text).toMatch(/^HTTP\/1\.1 200 /);
      expect(await service.exited).toBe(0);
    }
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
      await open(service, request('/events')),
      await open(service, request('/waits')),
    ];
    for (const socket of sockets) socket.resume();
    await wait(200);
    service.signal('SIGTERM');
    expect(await service.exited).toBe(0);
  });

  it('twice ends at once', async () => {
    await using service = await startFaulty();
    await open(service, request('/waits'));
    await wait(200);
    service.signal('SIGTERM');
    await wait(100);
    service.signal('SIGTERM');
    expect(await service.exited).toBe(130);
  });
});
