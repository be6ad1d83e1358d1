import { once } from 'node:events';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type Exchange, type HandlerContext, ProblemError, type Service } from '../src/index.ts';
import { createTestService, key, readProblem } from './test-service.ts';

const started: Service[] = [];
afterEach(async () => {
  for (const service of started.splice(0)) await service.close();
});

async function start(
  ...parameters: Parameters<typeof createTestService>
): Promise<{ service: Service; url: string; port: number }> {
  const service = createTestService(...parameters);
  started.push(service);
  return { service, ...(await service.listen({ port: 0, host: '127.0.0.1' })) };
}

/** Sends raw octets and returns everything that comes back until the connection closes or falls silent. */
async function exchange(port: number, text: string | readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.setEncoding('latin1').on('data', (chunk) => {
    received += chunk;
  });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  for (const part of typeof text === 'string' ? [text] : text) {
    socket.write(part);
    await wait(60);
  }
  await Promise.race([once(socket, 'close'), wait(150)]);
  socket.destroy();
  return received;
}

const post = 'POST /v1/things HTTP/1.1\r\nHost: a\r\nX-Key: good\r\nContent-Type: application/json\r\n';

describe('over a socket', () => {
  it('answers and keeps the connection', async () => {
    const { port } = await start();
    const get = 'GET /livez HTTP/1.1\r\nHost: a\r\n\r\n';
    const received = await exchange(port, get + get + get);
    expect(received.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3);
    expect(received).not.toMatch(/connection: close/i);
  });

  it('takes a target in absolute form and ignores its authority', async () => {
    const { port } = await start();
    expect(await exchange(port, 'GET http://evil.example/livez HTTP/1.1\r\nHost: a\r\n\r\n')).toContain('200 OK');
    expect(await exchange(port, 'GET http://evil.example?x HTTP/1.1\r\nHost: a\r\n\r\n')).toContain('404 Not Found');
  });

  it.each([
    ['around each sign of equality', `a=b${' ; k = '.repeat(18)}"`],
    ['in one place', `a=${' '.repeat(8_000)}"`],
  ])('takes no time for baggage with blanks %s', async (_name, baggage) => {
    const { port } = await start();
    const began = performance.now();
    await exchange(port, `GET /v1/things HTTP/1.1\r\nHost: a\r\nBaggage: ${baggage}\r\nConnection: close\r\n\r\n`);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it.each([
    ['a fragment', 'GET /livez/x#frag HTTP/1.1\r\nHost: a\r\n\r\n', 400],
    ['no Host', 'GET /livez HTTP/1.1\r\n\r\n', 400],
    ['two lengths', `${post}Content-Length: 3\r\nContent-Length: 4\r\n\r\n{}`, 400],
    ['a length and chunks', `${post}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
    ['noise', 'noise\r\n\r\n', 400],
    ['a huge header', `GET /livez HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`, 431],
    ['OPTIONS *', 'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n', 400],
    ['chunks in HTTP/1.0 without Host', 'POST /v1/things HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
    ['two origins', 'GET /livez HTTP/1.1\r\nHost: a\r\nOrigin: http://a http://b\r\n\r\n', 400],
    ['a header that may be there once', `${post}content-type: application/json\r\nContent-Length: 2\r\n\r\n{}`, 400],
    ['an expectation beside the known one', `${post}Expect: 100-continue, x\r\nContent-Length: 2\r\n\r\n{}`, 417],
    ['a tunnel', 'CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n', 501],
  ])('answers %s with a problem document', async (_name, text, status) => {
    const errors: [string, number][] = [];
    const { port } = await start({}, { hooks: [{ onClientError: (code, answered) => errors.push([code, answered]) }] });
    const received = await exchange(port, text);
    expect(received).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    if (errors.length > 0) expect(errors[0]?.[1]).toBe(status);
    if (received.includes('content-type')) expect(received).toContain('application/problem+json');
  });

  it('counts a request whose body breaks once, when it ends', async () => {
    const errors: string[] = [];
    const ended: number[] = [];
    const hooks = {
      onClientError: (code: string) => void errors.push(code),
      onEnd: ({ status }: Exchange) => void ended.push(status),
    };
    const { port } = await start({}, { hooks: [hooks] });
    const received = await exchange(port, `${post}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\nx\r\n`);
    expect(received).toMatch(/^HTTP\/1\.1 400 /);
    // Its handler's part ends a turn later than its answer.
    await expect.poll(() => ended).toEqual([400]);
    expect(errors).toEqual([]);
  });

  it('refuses a declared length beyond the limit at once and stays usable', async () => {
    const { port } = await start({}, { config: { http: { maxBodyBytes: 100 } } });
    const received = await exchange(
      port,
      `${post}Content-Length: 5000\r\n\r\n${'x'.repeat(5000)}GET /livez HTTP/1.1\r\nHost: a\r\n\r\n`,
    );
    expect(received).toMatch(/^HTTP\/1\.1 413 /);
    expect(received).toContain('200 OK');
  });

  it('refuses chunks beyond the limit as they come', async () => {
    const { port } = await start({}, { config: { http: { maxBodyBytes: 100 } } });
    const chunk = `40\r\n${'x'.repeat(64)}\r\n`;
    const received = await exchange(port, [
      `${post}Transfer-Encoding: chunked\r\n\r\n${chunk}`,
      chunk,
      chunk,
      '0\r\n\r\n',
    ]);
    expect(received).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('asks for a body that waits for 100 Continue only when it will be read', async () => {
    const { port } = await start({
      addThing: ({ body }: { body: object }) => ({ status: 201, body: { id: 1, ...body } }),
    } as never);
    const stranger = await exchange(
      port,
      `${post.replace('good', 'bad')}Expect: 100-continue\r\nContent-Length: 12\r\n\r\n`,
    );
    expect(stranger).toMatch(/^HTTP\/1\.1 401 /);
    const known = await exchange(port, [
      `${post}Expect: 100-continue\r\nContent-Length: 12\r\n\r\n`,
      '{"name":"ab"}'.slice(0, 12),
    ]);
    expect(known).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 400 /);
    const refused = await exchange(port, `${post}Expect: 100-continue\r\nContent-Length: 99999999\r\n\r\n`);
    expect(refused).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('reads a body that arrived while the credentials were still being verified', async () => {
    const addThing = ({ body }: { body: object }) => ({ status: 201, body: { id: 1, ...body } });
    const { port } = await start({ addThing } as never);
    const request = `${post.replace('good', 'later')}Content-Length: 15\r\n\r\n{"name":"Lamp"}`;
    expect(await exchange(port, request + request)).toMatch(/201 Created[\s\S]*201 Created/);
  });

  it('joins a body that comes in pieces', async () => {
    const { port } = await start({
      addThing: ({ body }: { body: object }) => ({ status: 201, body: { id: 1, ...body } }),
    } as never);
    expect(await exchange(port, [`${post}Content-Length: 15\r\n\r\n`, '{"name"', ':"Lamp"}'.padEnd(8)])).toContain(
      '201 Created',
    );
  });

  it('closes a connection that is not used again in time', async () => {
    const { port } = await start({}, { config: { http: { timeoutSecs: 1 } } });
    const socket = connect(port, '127.0.0.1');
    let received = '';
    socket.on('data', (chunk) => {
      received += String(chunk);
    });
    socket.write('GET /livez HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(socket, 'close');
    expect(received).toContain('Keep-Alive: timeout=1\r\n');
  });

  it('gives up on a request that does not complete in time', async () => {
    const { port } = await start({}, { config: { http: { headersTimeoutMs: 100, requestTimeoutMs: 200 } } });
    const socket = connect(port, '127.0.0.1');
    let received = '';
    socket.on('data', (chunk) => {
      received += String(chunk);
    });
    socket.write('GET /livez HTTP/1.1\r\nHost: a\r\n');
    await once(socket, 'close');
    expect(received).toMatch(/^HTTP\/1\.1 408 /);
    expect(received).toContain('ERR_HTTP_FRAMING');
  });
});

describe('a client that goes away', () => {
  it('aborts the handler and ends the exchange once', async () => {
    const ends: Exchange[] = [];
    const aborted = Promise.withResolvers<unknown>();
    const slow = (_request: never, { signal }: HandlerContext) => {
      signal.addEventListener('abort', () => aborted.resolve(signal.reason));
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    };
    const { port } = await start({ open: slow } as never, {
      hooks: [
        {
          onEnd: (ended) => {
            ends.push(ended);
          },
        },
      ],
    });
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /v1/open HTTP/1.1\r\nHost: a\r\n\r\n');
    await wait(80);
    socket.destroy();
    expect(await aborted.promise).toMatchObject({ code: 'ERR_REQUEST_ABORTED' });
    await wait(20);
    expect(ends.map(({ error }) => error?.code)).toEqual(['ERR_REQUEST_ABORTED']);
  });

  it('in the middle of a body costs the handler nothing', async () => {
    let ran = false;
    const ends: Exchange[] = [];
    const { port } = await start(
      {
        addThing: () => {
          ran = true;
          return { status: 201 };
        },
      } as never,
      {
        hooks: [
          {
            onEnd: (ended) => {
              ends.push(ended);
            },
          },
        ],
      },
    );
    const socket = connect(port, '127.0.0.1');
    socket.write(`${post}Content-Length: 100\r\n\r\n{"na`);
    await wait(80);
    socket.destroy();
    await wait(60);
    expect([ran, ends.map(({ error }) => error?.code)]).toEqual([false, ['ERR_REQUEST_ABORTED']]);
  });

  it('in the middle of a stream stops its source', async () => {
    const source = Readable.from(
      (async function* () {
        for (;;) {
          yield Buffer.from('tick');
          await wait(10);
        }
      })(),
    );
    const { port } = await start({ stream: () => ({ status: 200, body: source }) } as never);
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /v1/stream HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(socket, 'data');
    socket.destroy();
    const closed = Promise.withResolvers<void>();
    source.on('close', closed.resolve).on('error', () => undefined);
    await closed.promise;
    expect(source.destroyed).toBe(true);
  });
});

describe('a stream that fails', () => {
  it('cuts the connection instead of pretending a complete body', async () => {
    const source = Readable.from(
      (async function* () {
        yield Buffer.from('half');
        throw new TypeError('source broke');
      })(),
    );
    const { url } = await start({ stream: () => ({ status: 200, body: source }) } as never);
    const response = await fetch(`${url}/v1/stream`);
    await expect(response.text()).rejects.toThrow();
  });

  it('has no body for HEAD', async () => {
    const { url } = await start({ stream: () => ({ status: 200, body: Readable.from([Buffer.from('x')]) }) } as never);
    const response = await fetch(`${url}/v1/stream`, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });
});

describe('fields in which a proxy says whose certificate it saw', () => {
  const octets =
    'GET /v1/open HTTP/1.1\r\nHost: a\r\nClient-Cert: :AAAA:\r\nX-Kept: 1\r\nCLIENT-CERT-CHAIN: :AAAA:\r\n' +
    'X-Forwarded-Client-Cert: By=a;Hash=b\r\nX-Forwarded-Client-Cert: By=c\r\nConnection: close\r\n\r\n';
  const forwardedBy = (...peers: readonly string[]) => ({
    http: {},
    security: {
      mutualTls: {
        Partner: {
          ...{ subjects: [], dnsNames: [], spiffeIds: [], trust: [], scopes: [] },
          forwarded: { peers, header: 'client-cert' as const },
        },
      },
    },
  });

  it.each([
    ['of everybody where no proxy is known', { http: {} }, []],
    ['of who is no such proxy', forwardedBy('10.0.0.0/8', '::1'), []],
    [
      'but of the proxy',
      forwardedBy('127.0.0.0/8'),
      ['client-cert', 'client-cert-chain', 'x-forwarded-client-cert', 'x-forwarded-client-cert'],
    ],
  ])('are taken away, %s', async (_name, config, want) => {
    const seen: string[][] = [];
    const onRequest = ({ request }: Exchange): void => {
      const names = request.rawHeaders.filter((_text, index) => index % 2 === 0).map((name) => name.toLowerCase());
      expect([...new Set(names)].sort()).toEqual(Object.keys(request.headers).sort());
      expect(request.headers['x-kept']).toBe('1');
      seen.push(names.filter((name) => name.includes('cert')));
    };
    const { port } = await start({ open: () => ({ status: 200, body: 'ok' }) } as never, {
      hooks: [{ onRequest }],
      config,
    });
    await exchange(port, octets);
    expect(seen.map((names) => names.sort())).toEqual([want]);
  });
});

describe('draining', () => {
  it('finishes what is in flight, says it closes, and takes nothing new', async () => {
    const release = Promise.withResolvers<void>();
    const stopped: string[] = [];
    const { service, url, port } = await start(
      { open: () => release.promise.then(() => ({ status: 200, body: 'done' })) } as never,
      {
        onStop: [
          () => {
            stopped.push('first');
          },
          async () => {
            stopped.push('second');
          },
        ],
        hooks: [
          {
            onStop: async () => {
              stopped.push('hooks');
            },
          },
        ],
      },
    );
    const inFlight = fetch(`${url}/v1/open`);
    await wait(50);
    const closing = service.close();
    expect(service.close()).toBe(closing);
    await wait(20);
    await expect(fetch(`http://127.0.0.1:${port}/livez`)).rejects.toThrow();
    release.resolve();
    const response = await inFlight;
    expect([response.status, response.headers.get('connection'), await response.text()]).toEqual([
      200,
      'close',
      'done',
    ]);
    await closing;
    expect(stopped).toEqual(['first', 'second', 'hooks']);
  });

  it('is seen by readiness before the listener closes', async () => {
    const { service, url } = await start({}, { config: { http: { drainDelayMs: 200 } } });
    expect((await fetch(`${url}/ready`)).status).toBe(200);
    const closing = service.close();
    const response = await fetch(`${url}/ready`);
    expect([response.status, (await readProblem(response)).detail]).toEqual([503, 'The service is draining']);
    // Clients are told before the listener closes, so that they do not send into a closing connection.
    expect((await fetch(`${url}/livez`)).headers.get('connection')).toBe('close');
    await closing;
  });

  it('does not wait for ever for a connection that is never used', async () => {
    const { service, port } = await start({}, { config: { http: { drainTimeoutMs: 100 } } });
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write('GET /livez HTTP/1.1\r\n');
    await wait(20);
    await service.close();
    await once(socket, 'close');
  });
});

describe('draining an endless stream', () => {
  it('tells its source through the signal, so that it can end well', async () => {
    const stream = (_request: never, { signal }: HandlerContext) => {
      async function* ticks() {
        while (!signal.aborted) {
          yield Buffer.from('tick ');
          await wait(10);
        }
        yield Buffer.from('bye');
      }
      return { status: 200, body: Readable.from(ticks()) };
    };
    const { service, url } = await start({ stream } as never);
    const response = await fetch(`${url}/v1/stream`);
    const closing = service.close();
    expect(await response.text()).toMatch(/^(tick )+bye$/);
    await closing;
  });
});

describe('a service with its keep-alive off', () => {
  it('closes after each answer', async () => {
    const { url } = await start({}, { config: { http: { keepAlive: false } } });
    const response = await fetch(`${url}/v1/things/1`, { headers: key });
    expect(response.headers.get('connection')).toBe('close');
  });
});

describe('a response that Node refuses to write', () => {
  it('fails its request and nothing else', async () => {
    const ends: (string | undefined)[] = [];
    const bad = () => {
      throw new ProblemError({ status: 400, type: 'bad', title: 'Bad', headers: ['x-bad', 'a\r\nb'] });
    };
    const onEnd = ({ status, error }: Exchange) => void ends.push(`${status} ${error?.code}`);
    const { url } = await start({ open: bad } as never, { hooks: [{ onEnd }] });
    expect((await fetch(`${url}/v1/open`)).status).toBe(500);
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    expect(ends).toEqual(['500 ERR_INTERNAL', '200 undefined']);
  });
});

describe('listening', () => {
  it('rejects with the reason when the port is taken', async () => {
    const { port } = await start();
    await expect(createTestService().listen({ port, host: '127.0.0.1' })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
