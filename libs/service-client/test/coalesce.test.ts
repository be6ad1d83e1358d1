import type { RequestListener, ServerResponse } from 'node:http';
import type { FinishedCall } from '@brrt/router-core/ports';
import { describe, expect, it } from 'vitest';
import { counting, givenReuse, ownConfig } from './reuse.ts';

/** Holds every request until it is told to answer. */
function holding(headers: Readonly<Record<string, string>> = {}) {
  const held: ServerResponse[] = [];
  let closed = 0;
  const listener: RequestListener = (_request, response) => {
    held.push(response);
    response.on('close', () => {
      if (!response.writableEnded) closed += 1;
    });
  };
  const answer = (index = 0): void => {
    const head = { 'content-type': 'application/json', ...headers };
    held[index]?.writeHead(200, head).end(`{"n":${index + 1}}`);
  };
  return { held, listener, answer, closed: () => closed };
}

const arrived = (held: readonly unknown[], count = 1) => expect.poll(() => held.length).toBe(count);
const gone = new TypeError('gone');

describe('calls for the same at the same time', () => {
  it('are one call, however many there are, and nobody shares what he gets', async () => {
    const { held, listener, answer } = holding();
    const finished: FinishedCall[] = [];
    await using given = await givenReuse(listener);
    const calls = Array.from({ length: 50 }, () => given.call('look', undefined, { finished }));
    await arrived(held);
    answer();
    const answers = await Promise.all(calls);
    expect(given.upstream.arrived).toHaveLength(1);
    expect(answers.map(({ body }) => body)).toEqual(Array(50).fill({ n: 1 }));
    expect(new Set(answers.map(({ body }) => body)).size).toBe(50);
    expect(finished.filter(({ sharedWith }) => sharedWith !== undefined)).toHaveLength(49);
    // The next one asks again.
    const next = given.look();
    await arrived(held, 2);
    answer(1);
    expect(await next).toBe(2);
  });

  it.each([0, 1, 2])('go on when caller %i goes away', async (leaver) => {
    const { held, listener, answer, closed } = holding();
    await using given = await givenReuse(listener);
    const controllers = [0, 1, 2].map(() => new AbortController());
    const calls = controllers.map(({ signal }) => given.look(undefined, { signal }).catch((error: unknown) => error));
    await arrived(held);
    controllers[leaver]?.abort(gone);
    expect(await calls[leaver]).toBe(gone);
    answer();
    const others = calls.filter((_, index) => index !== leaver);
    expect(await Promise.all(others)).toEqual([1, 1]);
    expect([given.upstream.arrived.length, closed()]).toEqual([1, 0]);
  });

  it('end when the last caller goes away, and the next one asks anew', async () => {
    const { held, listener, answer, closed } = holding();
    await using given = await givenReuse(listener);
    const controllers = [0, 1].map(() => new AbortController());
    const calls = controllers.map(({ signal }) => given.look(undefined, { signal }).catch((error: unknown) => error));
    await arrived(held);
    for (const controller of controllers) controller.abort(gone);
    expect(await Promise.all(calls)).toEqual([gone, gone]);
    const next = given.look();
    await expect.poll(closed).toBe(1);
    await arrived(held, 2);
    answer(1);
    expect(await next).toBe(2);
  });

  it('wait each as long as it may, and tell the service of the longest time', async () => {
    const { held, listener, answer } = holding();
    await using given = await givenReuse(listener);
    const short = given.look(undefined, { remaining: 60 });
    const long = given.look();
    await expect(short).rejects.toMatchObject({ code: 'ERR_UPSTREAM_TIMEOUT' });
    expect(Number(given.upstream.arrived[0]?.headers['x-request-timeout-ms'])).toBeGreaterThan(4_000);
    answer();
    expect(await long).toBe(1);
    expect(held).toHaveLength(1);
  });

  it('do not join one that should have been over', async () => {
    const { held, listener, answer } = holding();
    const operations = { look: ownConfig({ timeoutMs: 100 }) };
    await using given = await givenReuse(listener, { resilience: { operations } });
    await expect(given.look()).rejects.toMatchObject({ code: 'ERR_UPSTREAM_TIMEOUT' });
    const next = given.look();
    await arrived(held, 2);
    answer(1);
    expect(await next).toBe(2);
  });

  it('fail together, after the same attempts', async () => {
    let sent = 0;
    const fail: RequestListener = (request) => {
      sent += 1;
      request.socket.destroy();
    };
    const retry = { enabled: true, attempts: 2, baseMs: 1, maxMs: 2, budgetPercent: 20 };
    await using given = await givenReuse(fail, { resilience: { retry } });
    const outcomes = await Promise.allSettled([given.look(), given.look(), given.look()]);
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.code)).toEqual(
      Array(3).fill('ERR_UPSTREAM'),
    );
    expect(sent).toBe(3);
  });

  it('are one call for the cache too', async () => {
    await using given = await givenReuse(counting({ 'cache-control': 'max-age=60' }));
    expect(await Promise.all([given.look(), given.look(), given.look()])).toEqual([1, 1, 1]);
    expect(await given.look()).toBe(1);
    expect(given.upstream.arrived).toHaveLength(1);
  });
});

describe('calls are sent each on its own', () => {
  const ask = (request: object) => ({ path: { id: '1' }, ...request });

  it.each<[string, string, readonly object[]]>([
    ['for other things', 'look', [ask({}), { path: { id: '2' } }]],
    ['with other headers', 'look', [ask({ headers: { 'Accept-Language': 'nl' } }), ask({})]],
    ['with other cookies', 'look', [ask({ cookies: { session: 'ada' } }), ask({ cookies: { session: 'eve' } })]],
    ['to change something', 'change', [ask({}), ask({})]],
    ['where the contract says nothing of how long answers are good for', 'list', [{}, {}]],
  ])('%s', async (_name, operation, requests) => {
    const { held, listener } = holding();
    await using given = await givenReuse(listener);
    const controller = new AbortController();
    const calls = requests.map((request) => given.call(operation, request, { signal: controller.signal }));
    await arrived(held, 2);
    controller.abort(gone);
    await Promise.allSettled(calls);
  });

  it('for streams of events, whatever is declared beside', async () => {
    const stream: RequestListener = (_request, response) =>
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: 1\n\n');
    await using given = await givenReuse(stream);
    const answers = await Promise.all([given.call('watch', {}), given.call('watch', {})]);
    for (const { body } of answers) {
      const items: unknown[] = [];
      for await (const item of body as AsyncIterable<unknown>) items.push(item);
      expect(items).toHaveLength(1);
    }
    expect(given.upstream.arrived).toHaveLength(2);
  });

  it('after a change of the same service, so that it is seen', async () => {
    const { held, listener, answer } = holding();
    await using given = await givenReuse((request, response) =>
      request.method === 'PUT' ? response.writeHead(204).end() : listener(request, response),
    );
    const before = given.look();
    await arrived(held);
    await given.call('change');
    const after = given.look();
    await arrived(held, 2);
    answer(0);
    answer(1);
    expect([await before, await after]).toEqual([1, 2]);
  });

  it.each([{ 'cache-control': 'no-store' }, { 'set-cookie': 'a=1' }, { vary: 'traceparent' }])(
    'when the answer turns out to be for one alone: %j',
    async (headers) => {
      const { held, listener, answer } = holding(headers);
      await using given = await givenReuse(listener);
      const calls = [given.look(), given.look(), given.look()];
      await arrived(held);
      answer();
      await arrived(held, 3);
      for (const index of [1, 2]) answer(index);
      expect((await Promise.all(calls)).toSorted()).toEqual([1, 2, 3]);
    },
  );

  it('where that is configured', async () => {
    await using off = await givenReuse(counting(), { resilience: { coalesce: false } });
    expect((await Promise.all([off.look(), off.look()])).toSorted()).toEqual([1, 2]);
  });
});

it('calls are one where that is configured, and refused where it cannot be', async () => {
  const list: RequestListener = (_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('["a"]');
  await using given = await givenReuse(list, { resilience: { operations: { list: ownConfig({ coalesce: true }) } } });
  await Promise.all([given.call('list', {}), given.call('list', {})]);
  expect(given.upstream.arrived).toHaveLength(1);
  const refused = givenReuse(list, { resilience: { operations: { create: ownConfig({ coalesce: true }) } } });
  await expect(refused).rejects.toThrow(/operations\.create\.coalesce: POST create cannot have it/);
});
