import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { ClientRequest, ClientResponse } from '../src/index.ts';
import { createAnyClient, methodOf } from './call.ts';
import { exchangeOf, type GivenExchange } from './exchange.ts';
import { startUpstream, type Upstream } from './upstream.ts';

type Step = (response: ServerResponse) => unknown;

let upstream: Upstream;
let close: () => Promise<void>;
afterEach(async () => {
  await upstream[Symbol.asyncDispose]();
  await close();
});

/** A service that does one thing after the other, the last one for ever. */
async function news(
  steps: readonly Step[],
  request: ClientRequest = {},
  exchange?: GivenExchange,
  operation = 'getNews',
) {
  let step = 0;
  upstream = await startUpstream((_request, response) => steps[Math.min(step++, steps.length - 1)]?.(response));
  const options = { baseUrl: upstream.url, timeoutMilliseconds: 60_000 };
  const client = await createAnyClient('news', options);
  close = () => client.close();
  return methodOf(client.bind(exchangeOf(exchange)), operation)({ resume: true, ...request });
}

const begin = (response: ServerResponse, text: string): ServerResponse => {
  response.writeHead(200, { 'content-type': 'text/event-stream' }).write(text);
  return response;
};
const ends =
  (text: string): Step =>
  (response) =>
    begin(response, text).end();
const breaks =
  (text: string): Step =>
  (response) => {
    begin(response, text);
    setImmediate(() => response.destroy());
  };
const refuses =
  (status: number): Step =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/problem+json' }).end('{}');
const noMore: Step = (response) => response.writeHead(204).end();
const at = (id: number | string): string => `retry: 1\nid: ${id}\ndata: d${id}\n\n`;

async function collect({ body }: ClientResponse, seen: unknown[] = []): Promise<readonly unknown[]> {
  // The test says that it is an iterable.
  for await (const item of body as AsyncIterable<{ readonly data: string }>) seen.push(item.data);
  return seen;
}

const asked = (): readonly unknown[] => upstream.arrived.map(({ headers }) => headers['last-event-id']);

describe('an event stream that is resumed', () => {
  it('goes on behind its last event when it breaks and when it ends, until there is no more', async () => {
    const answer = await news([breaks(at(1) + at(2)), ends(at(3)), noMore]);
    expect(await collect(answer)).toEqual(['d1', 'd2', 'd3']);
    expect(asked()).toEqual([undefined, '2', '3']);
  });

  it('begins where the caller says, once', async () => {
    const answer = await news([breaks(at(8)), noMore], { headers: { 'Last-Event-ID': 7 } });
    expect([await collect(answer), asked()]).toEqual([['d8'], ['7', '8']]);
  });

  it('comes back when the service says, which is no event, and knows ids that are none', async () => {
    const answer = await news([ends(`${at(1)}id: 5\n\nretry: 2\n\n`), noMore]);
    expect([await collect(answer), asked()]).toEqual([['d1'], [undefined, '5']]);
  });

  it('passes over what may be otherwise later', async () => {
    const answer = await news([breaks(at(1)), refuses(503), (response) => response.destroy(), ends(at(2)), noMore]);
    expect(await collect(answer)).toEqual(['d1', 'd2']);
  });

  it('is over when the service says that it will not be otherwise', async () => {
    const answer = await news([breaks(at(1)), refuses(410)]);
    const seen: unknown[] = [];
    await expect(collect(answer, seen)).rejects.toMatchObject({ code: 'ERR_UPSTREAM', answered: 410 });
    expect([seen, upstream.arrived.length]).toEqual([['d1'], 2]);
  });

  it('is over when an event breaks the contract', async () => {
    const answer = await news([ends(`${at(1)}data: ${'x'.repeat(21)}\n\n`)]);
    await expect(collect(answer)).rejects.toMatchObject({ breaches: [{ pointer: '/1/data', keyword: 'maxLength' }] });
    expect(upstream.arrived).toHaveLength(1);
  });

  it('is asked for five times more when nothing comes', async () => {
    expect(await collect(await news([ends(at(1)), ends('')]))).toEqual(['d1']);
    expect(upstream.arrived).toHaveLength(6);
  });

  it('is left with its loop', async () => {
    const gone = Promise.withResolvers<void>();
    const answer = await news([(response) => begin(response, at(1)).on('close', () => gone.resolve())]);
    for await (const _ of answer.body as AsyncIterable<unknown>) break;
    await gone.promise;
    expect(upstream.arrived).toHaveLength(1);
  });

  it('ends with the exchange while it waits to come back', async () => {
    const controller = new AbortController();
    const answer = await news([ends('retry: 60000\ndata: one\n\n')], {}, { signal: controller.signal });
    const seen: unknown[] = [];
    const all = collect(answer, seen);
    await expect.poll(() => seen.length).toBe(1);
    controller.abort(new TypeError('over'));
    await expect(all).rejects.toThrow('over');
    expect(upstream.arrived).toHaveLength(1);
  });

  it('is not resumed unless it is said', async () => {
    const answer = await news([ends(at(1))], { resume: false });
    expect([await collect(answer), upstream.arrived.length]).toEqual([['d1'], 1]);
  });

  it('cannot be of a method that changes something', async () => {
    await expect(news([ends('')], {}, undefined, 'postNews')).rejects.toThrow(TypeError);
    expect(upstream.arrived).toHaveLength(0);
  });

  it('gives any other answer as it is', async () => {
    expect((await news([refuses(404)])).status).toBe(404);
  });
});
