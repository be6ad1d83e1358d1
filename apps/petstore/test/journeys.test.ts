import type { Service } from '@brrt/router-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ada,
  address,
  cookieKey,
  expectProblem,
  firstItem,
  openPetstore,
  pixel,
  queryKey,
  request,
} from './petstore.ts';

let service: Service;
beforeEach(async () => {
  service = await openPetstore();
});
afterEach(() => service.close());

describe('files', () => {
  const octets = Uint8Array.from({ length: 512 }, (_, index) => index % 256);

  it('come back exactly as they were sent', async () => {
    const form = new FormData();
    form.set('file', new Blob([octets], { type: 'image/png' }), 'Grüße.bin');
    const uploaded = await service.fetch(request('POST /upload', { body: form }));
    const location = uploaded.headers.get('location') ?? '';
    expect(await uploaded.json()).toEqual({ id: location.slice('/download/'.length), location });
    const downloaded = await service.fetch(request(`GET ${location}`));
    expect(downloaded.headers.get('content-type')).toBe('application/octet-stream');
    expect(downloaded.headers.get('content-disposition')).toContain("filename*=UTF-8''Gr%C3%BC%C3%9Fe.bin");
    expect(Buffer.from(await downloaded.arrayBuffer()).equals(octets)).toBe(true);
  });

  it('come in parts', async () => {
    const response = await service.fetch(request(`GET /download/${pixel}`, { headers: { range: 'bytes=1-3' } }));
    expect([response.status, response.headers.get('content-range'), await response.text()]).toEqual([
      206,
      'bytes 1-3/70',
      'PNG',
    ]);
  });

  it('say how large they are when a range begins behind the end', async () => {
    const response = await service.fetch(request(`GET /download/${pixel}`, { headers: { range: 'bytes=70-' } }));
    expect(response.headers.get('content-range')).toBe('bytes */70');
    await expectProblem(response, 416, 'range-not-satisfiable');
  });
});

describe('events', () => {
  it('are replayed from the last one seen', async () => {
    await service.fetch(request('POST /pets', { json: { name: 'Rex' } }));
    const response = await service.fetch(request('GET /events', { headers: { 'last-event-id': '49' } }));
    expect(await response.text()).toBe('event: pet.created\nid: 50\ndata: {"petId":37,"name":"Rex"}\n\n');
  });

  it('are open to those who cannot send headers', async () => {
    const byQuery = await service.fetch(request(`GET /events?api_key=${queryKey}`, { key: false }));
    const byCookie = await service.fetch(
      request('GET /events', { key: false, headers: { cookie: `session=${cookieKey}` } }),
    );
    expect([byQuery.status, byCookie.status]).toEqual([200, 200]);
    await Promise.all([byQuery.text(), byCookie.text()]);
  });

  it('arrive while they happen, until the client goes away', async () => {
    const { url } = await service.listen({ port: 0, host: '127.0.0.1' });
    const controller = new AbortController();
    const { headers } = request('GET /events', { headers: { 'last-event-id': '49' } });
    const response = await fetch(`${url}/events?follow=true`, { headers, signal: controller.signal });
    await service.fetch(request('PATCH /pets/2', { json: { age: 3 } }));
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const { value } = (await reader?.read()) ?? {};
    expect(value).toContain('event: pet.updated');
    controller.abort();
  });
});

describe('orders', () => {
  const order = { userId: ada, lines: [{ itemId: firstItem, quantity: 2 }], shippingAddress: address };
  const headers = { 'idempotency-key': '5f1c3c1e-8a53-4b34-a2d2-0f1f9e1f2a10' };

  it('are placed once per key', async () => {
    const first = await service.fetch(request('POST /orders', { json: order, headers }));
    const second = await service.fetch(request('POST /orders', { json: order, headers }));
    const other = await service.fetch(request('POST /orders', { json: { ...order, gift: true }, headers }));
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(await second.json()).toEqual(await first.json());
    await expectProblem(other, 409, 'idempotency-key-reused');
  });

  it('are found where their answer says', async () => {
    const placed = await service.fetch(request('POST /orders', { json: order }));
    const found = await service.fetch(request(`GET ${placed.headers.get('location')}`));
    expect(await found.json()).toEqual(await placed.json());
  });
});

it('shows purchase prices to those with a key only', async () => {
  const read = async (key: boolean): Promise<string> => (await service.fetch(request('GET /items', { key }))).text();
  expect([(await read(true)).includes('purchasePrice'), (await read(false)).includes('purchasePrice')]).toEqual([
    true,
    false,
  ]);
});

it('remembers the searches of a session', async () => {
  const headers = { cookie: 'session=session-of-ada' };
  await service.fetch(request('GET /search?tags=cat', { headers }));
  const response = await service.fetch(request('GET /search?tags=dog', { headers }));
  expect(await response.json()).toMatchObject({ earlier: ['tags=cat'] });
});

it('never lets a body name another pet than the path', async () => {
  const response = await service.fetch(request('PATCH /pets/1', { json: { id: 2, name: 'Twin' } }));
  await expectProblem(response, 400, 'request-validation');
});

it('limits cross-origin use per operation', async () => {
  const preflight = (path: string): Promise<Response> =>
    service.fetch(
      request(`OPTIONS ${path}`, {
        key: false,
        headers: { origin: 'http://localhost:3000', 'access-control-request-method': 'GET' },
      }),
    );
  const [items, settings] = await Promise.all([preflight('/items'), preflight('/admin/settings')]);
  expect(items.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
  expect(settings.headers.get('access-control-allow-origin')).toBeNull();
});
