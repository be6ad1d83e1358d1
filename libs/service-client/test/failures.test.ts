import { HttpError } from '@brrt/router-core/ports';
import { Agent, type buildConnector, errors } from 'undici';
import { expect, it } from 'vitest';
import { type UpstreamError, UpstreamTimeoutError, UpstreamUnavailableError } from '../src/index.ts';
import { callShop, createAnyClient, methodOf } from './call.ts';
import { exchangeOf } from './exchange.ts';
import { startUpstream } from './upstream.ts';

class DeadlinePassed extends HttpError {
  readonly code = 'ERR_DEADLINE_EXCEEDED';
  readonly status = 504;
  readonly type = 'deadline-exceeded';
  readonly title = 'The deadline has passed';
}

const getItem = { operation: 'getItem', request: { path: { id: '1' } } };
const failureOf = (call: Promise<unknown>) => call.catch((error: unknown) => error) as Promise<UpstreamError>;

it('says 502 when nobody listens', async () => {
  const upstream = await startUpstream({});
  await upstream[Symbol.asyncDispose]();
  const failure = await failureOf(callShop(upstream.url, getItem));
  expect(failure).toBeInstanceOf(UpstreamUnavailableError);
  expect(failure).toMatchObject({
    name: 'UpstreamUnavailableError',
    status: 502,
    code: 'ERR_UPSTREAM',
    type: 'upstream-unavailable',
    title: 'A service behind this one is unavailable',
    message: 'shop cannot be reached',
    service: 'shop',
    operation: 'getItem',
    answered: undefined,
  });
  expect(failure.cause).toMatchObject({ code: 'ECONNREFUSED' });
});

it.each([
  ['is closed before the answer', (socket: { destroy(): void }) => socket.destroy()],
  ['speaks no HTTP', (socket: { end(text: string): void }) => socket.end('SSH-2.0-OpenSSH\r\n')],
  [
    'breaks off',
    (socket: { end(text: string): void }) =>
      socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-count: 1\r\ncontent-length: 99\r\n\r\n{'),
  ],
])('says 502 when the connection %s', async (_name, act) => {
  const upstream = await startUpstream((request) => act(request.socket));
  const failure = await failureOf(callShop(upstream.url, getItem));
  await upstream[Symbol.asyncDispose]();
  expect(failure).toBeInstanceOf(UpstreamUnavailableError);
  expect(failure.message).toBe('shop cannot be reached');
});

it.each([
  ['header', () => undefined],
  [
    'whole body',
    (_request: unknown, response: { writeHead(...args: unknown[]): { write(text: string): void } }) =>
      response.writeHead(200, { 'content-type': 'application/json', 'x-count': '1' }).write('{'),
  ],
])('says 504 when the %s does not arrive in time', async (_name, answer) => {
  // The cast: the rows above use the part of a response that they name.
  await using upstream = await startUpstream(answer as Parameters<typeof startUpstream>[0]);
  const failure = await failureOf(callShop(upstream.url, { ...getItem, options: { timeoutMilliseconds: 60 } }));
  expect(failure).toBeInstanceOf(UpstreamTimeoutError);
  expect(failure).toMatchObject({
    status: 504,
    code: 'ERR_UPSTREAM_TIMEOUT',
    type: 'upstream-timeout',
    message: 'shop did not answer in time',
    service: 'shop',
    operation: 'getItem',
  });
});

it('waits no longer than the exchange has left', async () => {
  await using upstream = await startUpstream(() => undefined);
  const failure = await failureOf(callShop(upstream.url, { ...getItem, exchange: { remaining: 50 } }));
  expect(failure).toBeInstanceOf(UpstreamTimeoutError);
});

it('ends a little before the exchange, so that it can still say that it was the other service', async () => {
  await using upstream = await startUpstream(() => undefined);
  const deadline = new AbortController();
  const end = performance.now() + 1_000;
  const timer = setTimeout(() => deadline.abort(new DeadlinePassed()), 1_000);
  const exchange = { remaining: () => end - performance.now(), signal: deadline.signal };
  const failure = await failureOf(callShop(upstream.url, { ...getItem, exchange }));
  clearTimeout(timer);
  expect(failure).toMatchObject({ code: 'ERR_UPSTREAM_TIMEOUT', headers: ['x-upstream-failure', 'true'] });
});

it('sends nothing when there is no time left', async () => {
  await using upstream = await startUpstream({});
  const failure = await failureOf(callShop(upstream.url, { ...getItem, exchange: { remaining: 4 } }));
  expect(failure).toBeInstanceOf(UpstreamTimeoutError);
  expect(upstream.arrived).toEqual([]);
});

it('ends with the exchange, for its reason', async () => {
  const controller = new AbortController();
  const reason = new DeadlinePassed();
  await using upstream = await startUpstream(() => controller.abort(reason));
  const failure = await failureOf(callShop(upstream.url, { ...getItem, exchange: { signal: controller.signal } }));
  expect(failure).toBe(reason);
});

it('sends nothing when the exchange is over', async () => {
  await using upstream = await startUpstream({});
  const reason = new DeadlinePassed();
  const exchange = { signal: AbortSignal.abort(reason) };
  expect(await failureOf(callShop(upstream.url, { ...getItem, exchange }))).toBe(reason);
  expect(upstream.arrived).toEqual([]);
});

it('refuses calls after it is closed', async () => {
  const client = await createAnyClient('shop', { baseUrl: 'http://127.0.0.1:1', credentials: { Key: 'k' } });
  await client.close();
  const call = methodOf(client.bind(exchangeOf()), 'getItem')(getItem.request);
  await expect(call).rejects.toThrow(UpstreamUnavailableError);
});

it('leaves a dispatcher that it was given open', async () => {
  await using upstream = await startUpstream({ status: 204 });
  const dispatcher = new Agent();
  const calling = { operation: 'deleteItem', request: { path: { id: '1' } }, options: { dispatcher } };
  await callShop(upstream.url, calling);
  expect((await callShop(upstream.url, calling)).status).toBe(204);
  await dispatcher.close();
});

it('says 504 when no connection comes about in time', async () => {
  const connect: buildConnector.connector = (_options, callback) => callback(new errors.ConnectTimeoutError(), null);
  const dispatcher = new Agent({ connect });
  const failure = await failureOf(callShop('http://127.0.0.1:1', { ...getItem, options: { dispatcher } }));
  expect(failure).toBeInstanceOf(UpstreamTimeoutError);
  await dispatcher.close();
});

it('leaves a mistake of its own as it is', async () => {
  const mistake = new RangeError('no dispatcher should say this');
  const dispatcher = new Agent().compose(() => (_options, _handler) => {
    throw mistake;
  });
  const failure = await failureOf(callShop('http://127.0.0.1:1', { ...getItem, options: { dispatcher } }));
  expect(failure).toBe(mistake);
});

it.each([
  ['no URL', { baseUrl: 'shop:' }, /base URL of shop/],
  ['a URL of another scheme', { baseUrl: 'ftp://127.0.0.1' }, /base URL of shop/],
  ['a URL with a password', { baseUrl: 'http://a:b@127.0.0.1' }, /base URL of shop/],
  ['a URL with a query', { baseUrl: 'http://127.0.0.1/?a' }, /base URL of shop/],
  ['no URL at all', { baseUrl: '' }, /base URL of shop/],
  ['no time', { baseUrl: 'http://127.0.0.1', timeoutMilliseconds: 0 }, /timeout of shop/],
  [
    'time without end',
    { baseUrl: 'http://127.0.0.1', timeoutMilliseconds: Number.POSITIVE_INFINITY },
    /timeout of shop/,
  ],
])('is not made with %s', async (_name, options, message) => {
  const made = createAnyClient('shop', { credentials: { Key: 'k' }, ...options });
  await expect(made).rejects.toThrow(TypeError);
  await expect(made).rejects.toThrow(message);
});
