import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { openCallScope } from '../src/call-scope.ts';
import type { ClientRequest } from '../src/index.ts';
import { callShop, createAnyClient, methodOf } from './call.ts';
import { callSpanId, exchangeOf } from './exchange.ts';
import { type Canned, startUpstream } from './upstream.ts';

const item: Canned = { headers: { 'content-type': 'application/json', 'x-count': '1' }, body: '{"name":"Rope"}' };
const echo: Canned = { headers: { 'content-type': 'application/json' }, body: '{}' };

it('writes every parameter where and as the contract says', async () => {
  await using upstream = await startUpstream(item);
  await callShop(upstream.url, {
    operation: 'getItem',
    request: {
      path: { id: 'a/b ü' },
      query: { tags: ['red', 'blue'] },
      headers: { 'X-Tenant': 7 },
      cookies: { session: 'abc' },
    },
  });
  const [request] = upstream.arrived;
  expect(request).toMatchObject({ method: 'GET', target: '/v1/items/a%2Fb%20%C3%BC?tags=red%7Cblue' });
  expect(request?.headers).toMatchObject({ 'x-tenant': '7', cookie: 'session=abc', 'x-api-key': 'open sesame' });
});

it('leaves out what is not given', async () => {
  await using upstream = await startUpstream(item);
  await callShop(upstream.url, { operation: 'getItem', request: { path: { id: '1' } } });
  expect(upstream.arrived[0]?.target).toBe('/v1/items/1');
  expect(upstream.arrived[0]?.headers).not.toHaveProperty('cookie');
  expect(upstream.arrived[0]?.headers).not.toHaveProperty('content-type');
});

it('asks for the media types that the contract declares', async () => {
  await using upstream = await startUpstream({ status: 204 });
  await callShop(upstream.url, { operation: 'deleteItem', request: { path: { id: '1' } } });
  expect(upstream.arrived[0]?.headers.accept).toBe('text/plain');
});

it('puts the base path of the contract behind that of the base URL', async () => {
  await using upstream = await startUpstream(item);
  await callShop(`${upstream.url}/gateway/`, { operation: 'getItem', request: { path: { id: '1' } } });
  expect(upstream.arrived[0]?.target).toBe('/gateway/v1/items/1');
});

const octets = new Uint8Array([0, 255]);

it.each<[string, ClientRequest, string, string | Uint8Array]>([
  ['JSON, the first that is declared', { body: { name: 'Rope' } }, 'application/json', '{"name":"Rope"}'],
  [
    'a form',
    { body: { name: 'a b', tags: ['x', 'y'] }, contentType: 'application/x-www-form-urlencoded' },
    'application/x-www-form-urlencoded',
    'name=a+b&tags=x&tags=y',
  ],
  ['text', { body: 'Größe', contentType: 'text/plain' }, 'text/plain', 'Größe'],
  ['octets', { body: octets, contentType: 'application/octet-stream' }, 'application/octet-stream', octets],
  [
    'a stream of octets',
    { body: Readable.from([octets], { objectMode: false }), contentType: 'application/octet-stream' },
    'application/octet-stream',
    octets,
  ],
])('sends %s', async (_name, request, contentType, body) => {
  await using upstream = await startUpstream(echo);
  await callShop(upstream.url, { operation: 'putItem', request: { path: { id: '1' }, ...request } });
  const [arrived] = upstream.arrived;
  expect(arrived?.headers['content-type']).toBe(contentType);
  expect(arrived?.body).toEqual(Buffer.from(body as string));
});

it('sends multipart with a boundary', async () => {
  await using upstream = await startUpstream(echo);
  const body = new FormData();
  body.set('name', 'Rope');
  const request = { path: { id: '1' }, body, contentType: 'multipart/form-data' };
  await callShop(upstream.url, { operation: 'putItem', request });
  const [arrived] = upstream.arrived;
  expect(arrived?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=./);
  expect(arrived?.body.toString()).toMatch(/name="name"\r\n\r\nRope\r\n/);
});

it.each<[string, ClientRequest]>([
  ['a missing path parameter', { body: {} }],
  ['a missing body', { path: { id: '1' } }],
  ['a media type that is not declared', { path: { id: '1' }, body: '', contentType: 'image/png' }],
  ['a form where JSON is expected', { path: { id: '1' }, body: new FormData() }],
  ['text that is no text', { path: { id: '1' }, body: {}, contentType: 'text/plain' }],
])('refuses %s before anything is sent', async (_name, request) => {
  await using upstream = await startUpstream(echo);
  await expect(callShop(upstream.url, { operation: 'putItem', request })).rejects.toThrow(TypeError);
  expect(upstream.arrived).toEqual([]);
});

it('refuses a body where the contract has none', async () => {
  const failure = callShop('http://127.0.0.1:1', { operation: 'getFile', request: { body: {} } });
  await expect(failure).rejects.toThrow('getFile takes no body');
});

it('refuses a credential that no header can carry', async () => {
  await using upstream = await startUpstream(item);
  const options = { credentials: { Key: 'two\r\nlines' } };
  const failure = callShop(upstream.url, { operation: 'getItem', request: { path: { id: '1' } }, options });
  await expect(failure).rejects.toThrow(TypeError);
  expect(upstream.arrived).toEqual([]);
});

it.each([
  [{ sampled: true, traceState: 'vendor=1', baggage: 'tier=gold' }, '01', 'vendor=1'],
  [{ sampled: false }, '00', undefined],
])(
  'continues the trace of the exchange with the span of the call as parent: %j',
  async (exchange, flags, traceState) => {
    await using upstream = await startUpstream(item);
    await callShop(upstream.url, { operation: 'getItem', request: { path: { id: '1' } }, exchange });
    const headers = upstream.arrived[0]?.headers;
    expect(headers?.traceparent).toBe(`00-4bf92f3577b34da6a3ce929d0e0e4736-${callSpanId}-${flags}`);
    expect(headers?.tracestate).toBe(traceState);
    expect(headers?.baggage).toBe('baggage' in exchange ? exchange.baggage : undefined);
    expect(headers?.['x-request-id']).toBe('7a0c6d5e-2f43-4f1b-8f0e-1c9b7c0de3a1');
  },
);

it.each([
  ['what the exchange has left, less a twentieth to answer in', { remaining: 700 }, {}, 655],
  ['what a long exchange has left, less 100 ms', { remaining: 4_000 }, {}, 3_890],
  ['its own timeout when that is shorter', { remaining: 700 }, { timeoutMilliseconds: 300 }, 290],
  ['five seconds', {}, {}, 4990],
])('tells the called service how long it may take: %s', async (_name, exchange, options, wanted) => {
  await using upstream = await startUpstream(item);
  const calling = { operation: 'getItem', request: { path: { id: '1' } }, exchange, options };
  await callShop(upstream.url, calling).catch(() => undefined);
  // Less a margin of 10 ms and what it took until the call was sent.
  const told = Number(upstream.arrived[0]?.headers['x-request-timeout-ms']);
  expect(told).toBeLessThanOrEqual(wanted);
  expect(told).toBeGreaterThan(wanted - 200);
});

it('allows the called service at least a millisecond', () => {
  const limits = { timeoutMilliseconds: 5_000, signal: new AbortController().signal };
  using scope = openCallScope(exchangeOf({ remaining: 6 }), limits, { service: 'shop', operation: 'getItem' });
  expect(scope.allowedMilliseconds()).toBe(1);
});

it('keeps its connections and lets its methods be taken apart', async () => {
  await using upstream = await startUpstream(item);
  const client = await createAnyClient('shop', { baseUrl: upstream.url, credentials: { Key: 'k' } });
  const { getItem } = client.bind(exchangeOf());
  for (let call = 0; call < 10; call += 1) await getItem?.({ path: { id: '1' } });
  await client.close();
  expect(upstream.arrived).toHaveLength(10);
  expect(upstream.connections).toBeLessThan(4);
});

it('sends each call on behalf of the exchange that it is bound to', async () => {
  await using upstream = await startUpstream(item);
  const client = await createAnyClient('shop', { baseUrl: upstream.url, credentials: { Key: 'k' } });
  const one = client.bind(exchangeOf({ sampled: true }));
  const other = client.bind(exchangeOf({ sampled: false }));
  await methodOf(one, 'getItem')({ path: { id: 'one' } });
  await methodOf(other, 'getItem')({ path: { id: 'other' } });
  await client.close();
  expect(upstream.arrived.map(({ headers }) => headers.traceparent?.slice(-2))).toEqual(['01', '00']);
});
