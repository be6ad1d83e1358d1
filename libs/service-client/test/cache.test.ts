import type { RequestListener } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { FinishedCall } from '@brrt/router-core/ports';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { GivenExchange } from './exchange.ts';
import { counting, givenReuse, ownConfig } from './reuse.ts';
import { startUpstream } from './upstream.ts';

const fresh = { 'cache-control': 'max-age=60' };

/** What time it is for everything that asks; timers and sockets go on. */
function at(seconds: number): void {
  vi.setSystemTime(Date.parse('2026-11-26T08:00:00Z') + seconds * 1000);
}

afterEach(() => void vi.useRealTimers());

function startClock(): void {
  vi.useFakeTimers({ toFake: ['Date'] });
  at(0);
}

const other = { path: { id: '2' } };

describe('an answer is kept', () => {
  it.each<[string, Readonly<Record<string, string>>, number]>([
    ['that says how long it is good for', fresh, 1],
    ['that says when it ends', { expires: new Date(Date.now() + 60_000).toUTCString() }, 1],
    ['for this service alone', { 'cache-control': 'private, max-age=60' }, 1],
    ['whatever the case of its directives', { 'cache-control': 'Private, Max-Age=60' }, 1],
    ['that has to be asked for when it is stale', { 'cache-control': 'max-age=60, must-revalidate' }, 1],
    ['unless it says nothing', {}, 2],
    ['unless it forbids that', { 'cache-control': 'max-age=60, No-Store' }, 2],
    ['unless it is over', { 'cache-control': 'max-age=0' }, 2],
    ['unless it was good for long enough on its way', { ...fresh, age: '61' }, 2],
    ['but no time is guessed for it', { 'last-modified': 'Tue, 01 Jan 2019 00:00:00 GMT' }, 2],
    ['unless it sets a cookie', { ...fresh, 'set-cookie': 'a=1' }, 2],
    ['unless it varies with everything', { ...fresh, vary: '*' }, 2],
    ['unless it varies with the request id', { ...fresh, vary: 'Accept, X-Request-Id' }, 2],
  ])('%s', async (_name, headers, sent) => {
    await using given = await givenReuse(counting(headers));
    expect(await given.look()).toBe(1);
    expect(await given.look()).toBe(sent);
    expect(given.upstream.arrived).toHaveLength(sent);
  });

  it('for what it was asked for: target, headers, cookies, baggage', async () => {
    await using given = await givenReuse(counting({ ...fresh, vary: 'Accept-Language' }));
    const asked = [
      { path: { id: '1' } },
      other,
      { path: { id: '1' }, headers: { 'Accept-Language': 'nl' } },
      { path: { id: '1' }, headers: { 'Accept-Language': 'de' } },
      { path: { id: '1' }, cookies: { session: 'ada' } },
      { path: { id: '1' }, cookies: { session: 'eve' } },
    ];
    for (let round = 0; round < 2; round++) {
      expect(await Promise.all(asked.map((request) => given.look(request)))).toHaveLength(6);
      await given.look(undefined, { baggage: 'tenant=1' });
    }
    expect(given.upstream.arrived).toHaveLength(7);
  });

  it('until it is stale, and then the service is asked whether it still holds', async () => {
    startClock();
    const finished: FinishedCall[] = [];
    const answer: RequestListener = (request, response) => {
      const known = request.headers['if-none-match'] === '"1"';
      const head = { ...fresh, etag: '"1"', date: new Date().toUTCString() };
      if (known) response.writeHead(304, head).end();
      else response.writeHead(200, { 'content-type': 'application/json', ...head }).end('{"n":1}');
    };
    await using given = await givenReuse(answer);
    for (const second of [0, 59, 61, 120, 122]) {
      at(second);
      const { status, body, headers } = await given.call('look', undefined, { finished });
      expect({ status, body, etag: headers.ETag }).toEqual({ status: 200, body: { n: 1 }, etag: '"1"' });
    }
    expect(given.upstream.arrived.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"1"', '"1"']);
    expect(finished.map(({ status, cache }) => [status, cache])).toEqual([
      [200, 'miss'],
      [200, 'hit'],
      [304, 'revalidated'],
      [200, 'hit'],
      [304, 'revalidated'],
    ]);
  });

  it('with a validator alone, to be asked for each time', async () => {
    const answer: RequestListener = (request, response) =>
      request.headers['if-none-match'] === 'W/"7"'
        ? response.writeHead(304, { etag: 'W/"7"' }).end()
        : response.writeHead(200, { 'content-type': 'application/json', etag: 'W/"7"' }).end('{"n":7}');
    await using given = await givenReuse(answer);
    expect(await Promise.all([given.look(), given.look(other)])).toEqual([7, 7]);
    expect(await given.look()).toBe(7);
    expect(given.upstream.arrived.map(({ headers }) => headers['if-none-match'])).toEqual([
      undefined,
      undefined,
      'W/"7"',
    ]);
  });

  it('and replaced by a new one', async () => {
    startClock();
    await using given = await givenReuse(counting({ ...fresh, etag: '"always another"' }));
    expect(await given.look()).toBe(1);
    at(61);
    expect(await given.look()).toBe(2);
    at(100);
    expect(await given.look()).toBe(2);
  });

  it('with its age', async () => {
    startClock();
    await using given = await givenReuse(counting({ ...fresh, age: '10' }));
    expect((await given.call('look')).headers).toMatchObject({ Age: 10 });
    at(7);
    expect((await given.call('look')).headers).toMatchObject({ Age: 17 });
  });

  it('of 404 too, but none that breaks the contract', async () => {
    const texts = ['{"n":"none"}', '{"n":1}', '{"n":2}'];
    const answer: RequestListener = (request, response) => {
      if (request.url === '/things/2') response.writeHead(404, { 'content-type': 'text/plain', ...fresh }).end('none');
      else response.writeHead(200, { 'content-type': 'application/json', ...fresh }).end(texts.shift());
    };
    await using given = await givenReuse(answer);
    await expect(given.look()).rejects.toMatchObject({ code: 'ERR_UPSTREAM' });
    expect([await given.look(), await given.look()]).toEqual([1, 1]);
    expect([(await given.call('look', other)).status, (await given.call('look', other)).body]).toEqual([404, 'none']);
    expect(given.upstream.arrived).toHaveLength(3);
  });

  it('so that nobody changes what others get', async () => {
    await using given = await givenReuse(counting(fresh));
    const first = (await given.call('look')).body as { n: number };
    first.n = 99;
    expect(await given.look()).toBe(1);
  });
});

describe('a stale answer', () => {
  it('is used while it is asked for anew, once, where it allows that', async () => {
    startClock();
    const finished: FinishedCall[] = [];
    await using given = await givenReuse(counting({ 'cache-control': 'max-age=10, stale-while-revalidate=60' }));
    await given.look();
    at(20);
    const stale = await Promise.all([1, 2, 3].map(() => given.look(undefined, { finished })));
    expect(stale).toEqual([1, 1, 1]);
    await expect.poll(() => given.upstream.arrived.length).toBe(2);
    await expect.poll(() => given.look()).toBe(2);
    expect(given.upstream.arrived).toHaveLength(2);
    expect(finished.map(({ cache }) => cache).toSorted()).toEqual(['miss', 'stale', 'stale', 'stale']);
  });

  const outage: readonly [string, RequestListener][] = [
    ['answers 503', (_request, response) => void response.writeHead(503).end()],
    ['breaks the connection', (request) => void request.socket.destroy()],
    ['answers nothing', () => undefined],
  ];

  it.each(outage)('stands in where it allows that and the service %s', async (_name, fail) => {
    startClock();
    const head = { 'cache-control': 'max-age=10, stale-if-error=60', 'content-type': 'application/json' };
    let isDown = false;
    const answer: RequestListener = (request, response) =>
      isDown ? fail(request, response) : response.writeHead(200, head).end('{"n":1}');
    await using given = await givenReuse(answer, { timeoutMilliseconds: 200 });
    await given.look();
    isDown = true;
    at(20);
    expect(await given.look()).toBe(1);
    expect(given.upstream.arrived).toHaveLength(2);
    at(80);
    await expect(given.look()).rejects.toMatchObject({ code: expect.stringMatching(/^ERR_UPSTREAM/) });
  });

  it('does not stand in where it has to be asked for', async () => {
    startClock();
    const head = {
      'cache-control': 'max-age=10, must-revalidate, stale-if-error=60',
      'content-type': 'application/json',
    };
    let sent = 0;
    await using given = await givenReuse((_request, response) =>
      sent++ === 0 ? response.writeHead(200, head).end('{"n":1}') : response.writeHead(503).end(),
    );
    await given.look();
    at(20);
    await expect(given.look()).rejects.toMatchObject({ code: 'ERR_UPSTREAM' });
  });

  it('is there while the service is left alone, and fresh ones are not asked for', async () => {
    startClock();
    const breaker = { enabled: true, failurePercent: 50, windowMs: 1_000, minimumCalls: 1, openMs: 60_000 };
    const head = { 'cache-control': 'max-age=10, stale-if-error=60', 'content-type': 'application/json' };
    let isDown = false;
    const answer: RequestListener = (_request, response) =>
      isDown ? response.writeHead(500).end() : response.writeHead(200, head).end('{"n":1}');
    await using given = await givenReuse(answer, { resilience: { breaker } });
    await given.look();
    isDown = true;
    for (let index = 0; index < 4; index++) await given.look(other).catch(() => undefined);
    await expect(given.look(other)).rejects.toMatchObject({ code: 'ERR_UPSTREAM_OPEN' });
    const before = given.upstream.arrived.length;
    expect(await given.look()).toBe(1);
    at(20);
    expect(await given.look()).toBe(1);
    expect(given.upstream.arrived).toHaveLength(before);
  });
});

describe('what is kept is outdated', () => {
  it.each<[string, string, number, Readonly<Record<string, string>>, unknown]>([
    ['by a change', 'change', 204, {}, 2],
    ['by what a new one names', 'create', 201, { location: '/things/1' }, 2],
    ['by what a new one names in full', 'create', 201, { 'content-location': 'http://HOST/things/1' }, 2],
    ['not by a change that failed', 'change', 409, {}, 1],
    ['not by what it names of another service', 'create', 201, { location: 'http://other.example/things/1' }, 1],
  ])('%s', async (_name, operation, status, headers, want) => {
    const look = counting(fresh);
    await using given = await givenReuse((request, response) => {
      if (request.method === 'GET') return look(request, response);
      const named = Object.entries(headers).map(([name, value]) => [
        name,
        value.replace('HOST', String(request.headers.host)),
      ]);
      response.writeHead(status, Object.fromEntries(named)).end();
    });
    await given.look();
    await given.call(operation, operation === 'create' ? {} : undefined);
    expect(await given.look()).toBe(want);
  });

  it('by a change while it is on its way', async () => {
    const held: (() => void)[] = [];
    let sent = 0;
    await using given = await givenReuse((request, response) => {
      if (request.method === 'PUT') return response.writeHead(204).end();
      const n = ++sent;
      const answer = () => response.writeHead(200, { 'content-type': 'application/json', ...fresh }).end(`{"n":${n}}`);
      if (n === 1) held.push(answer);
      else answer();
    });
    const before = given.look();
    await expect.poll(() => held.length).toBe(1);
    await given.call('change');
    const after = given.look();
    held[0]?.();
    expect([await before, await after]).toEqual([1, 2]);
    expect(await given.look()).toBe(2);
  });
});

describe('the cache', () => {
  const large =
    (octets: number): RequestListener =>
    (request, response) => {
      const text = `{"n":${String(request.url).split('/').at(-1)},"filling":"${'x'.repeat(octets)}"}`;
      response.writeHead(200, { 'content-type': 'application/json', ...fresh }).end(text);
    };
  const limits = { enabled: true, maxBytes: 8_000, maxEntryBytes: 3_000 };
  const ask = (id: number) => ({ path: { id: String(id) } });

  it('keeps nothing that is too large', async () => {
    await using given = await givenReuse(large(3_000), { resilience: { cache: limits } });
    await given.look();
    await given.look();
    expect(given.upstream.arrived).toHaveLength(2);
  });

  it('drops what was not used for longest', async () => {
    await using given = await givenReuse(large(2_000), { resilience: { cache: limits } });
    for (const id of [1, 2, 3, 1, 4]) await given.look(ask(id));
    expect(given.upstream.arrived.map(({ target }) => target?.at(-1))).toEqual(['1', '2', '3', '4']);
    for (const id of [1, 3, 4]) await given.look(ask(id));
    expect(given.upstream.arrived).toHaveLength(4);
    await given.look(ask(2));
    expect(given.upstream.arrived).toHaveLength(5);
  });

  it.each<[string, Parameters<typeof givenReuse>[1], string, number]>([
    ['can be switched off', { resilience: { cache: { ...limits, enabled: false } } }, 'look', 2],
    [
      'can be switched off for an operation',
      { resilience: { operations: { look: ownConfig({ cache: false }) } } },
      'look',
      2,
    ],
    ['is not asked for what the contract says nothing of', {}, 'list', 2],
    ['is, where that is configured', { resilience: { operations: { list: ownConfig({ cache: true }) } } }, 'list', 1],
  ])('%s', async (_name, options, operation, sent) => {
    const answer: RequestListener = (_request, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json', ...fresh })
        .end(operation === 'list' ? '[]' : '{"n":1}');
    await using given = await givenReuse(answer, options);
    for (let index = 0; index < 2; index++) await given.call(operation, operation === 'list' ? {} : undefined);
    expect(given.upstream.arrived).toHaveLength(sent);
  });

  it.each(['change', 'watch'])('is refused for %s', async (operation) => {
    const made = givenReuse(counting(), { resilience: { operations: { [operation]: ownConfig({ cache: true }) } } });
    await expect(made).rejects.toThrow(new RegExp(`clients\\.reuse\\.operations\\.${operation}\\.cache: .* needs GET`));
  });

  it('leaves conditions of the caller alone', async () => {
    const answer: RequestListener = (request, response) =>
      request.headers['if-none-match'] === undefined
        ? counting({ ...fresh, etag: '"1"' })(request, response)
        : response.writeHead(304, { etag: '"1"' }).end();
    await using given = await givenReuse(answer);
    await given.look();
    const request = { path: { id: '1' }, headers: { 'If-None-Match': '"1"' } };
    expect((await given.call('look', request)).status).toBe(304);
    expect(given.upstream.arrived).toHaveLength(2);
  });

  it('never gives one caller what was for another', async () => {
    // Tokens exchanged for those of callers: the service sees who asks.
    const answer: RequestListener = (request, response) => {
      const n = /\d+$/.exec(String(request.headers.authorization))?.[0];
      response.writeHead(200, { 'content-type': 'application/json', ...fresh }).end(`{"n":${n}}`);
    };
    await using issuer = await startIssuer();
    await using given = await givenReuse(answer, { credentials: {}, tokens: { Bearer: issuer.tokens } });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 8 }), async (callers) => {
        const answers = await Promise.all(callers.map((caller) => given.call('mine', {}, as(caller))));
        expect(answers.map(({ body }) => body)).toEqual(callers.map((n) => ({ n })));
      }),
      { numRuns: 20 },
    );
    expect(given.upstream.arrived.length).toBeLessThanOrEqual(5);
    await expect(given.call('mine', {})).rejects.toMatchObject({ code: 'ERR_UPSTREAM_CREDENTIALS' });
  });
});

/** On behalf of somebody. */
function as(caller: number): GivenExchange {
  const principal = { scheme: 'Bearer', subject: String(caller), scopes: [], claims: {} };
  return { principal, headers: { authorization: `Bearer caller-${caller}` } };
}

/** Exchanges `caller-1` for `exchanged-1`. */
async function startIssuer() {
  const issuer = await startUpstream((_request, response) => {
    const form = new URLSearchParams(issuer.arrived.at(-1)?.body.toString());
    const token = String(form.get('subject_token')).replace('caller', 'exchanged');
    response.writeHead(200).end(JSON.stringify({ access_token: token, token_type: 'bearer', expires_in: 600 }));
  });
  const tokens = {
    grant: 'token_exchange',
    tokenUrl: `${issuer.url}/token`,
    clientId: 'bff',
    clientSecret: 'secret',
    scopes: [],
    audience: undefined,
    timeoutMs: 2_000,
  } as const;
  return { tokens, [Symbol.asyncDispose]: () => issuer[Symbol.asyncDispose]() };
}

it('holds what RFC 9111 says of freshness, whatever time passes', async () => {
  startClock();
  const head = { 'cache-control': 'max-age=30' };
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 45 }), { maxLength: 12 }), async (pauses) => {
      let now = 0;
      at(now);
      await using given = await givenReuse(counting(head));
      let storedAt = Number.NEGATIVE_INFINITY;
      let sent = 0;
      for (const pause of pauses) {
        now += pause;
        at(now);
        if (now - storedAt >= 30) {
          storedAt = now;
          sent += 1;
        }
        expect(await given.look()).toBe(sent);
      }
    }),
    { numRuns: 15 },
  );
  await wait(0);
});
