import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Service } from '@brrt/router-core';
import { readConfig } from '@brrt/router-core/config';
import { afterEach, describe, expect, it } from 'vitest';
import { ada, askForDashboard, nobody, openBff } from '../test/open-bff.ts';
import { type StandIn, startStandIn } from '../test/stand-in.ts';

const user = {
  id: ada,
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  role: 'admin',
  bio: null,
  createdAt: '2024-01-10T09:00:00.000Z',
  updatedAt: '2024-01-10T09:00:00.000Z',
};
const item = { id: '10000000-0000-4000-8000-000000000002', name: 'Rope toy', tags: [], attributes: {} };
const address = { street: 'Kompilerweg 1', city: 'Utrecht', postalCode: '3511 AA', country: 'NL' };
const price = { amount: 790, currency: 'EUR' };
const order = {
  id: '20000000-0000-4000-8000-000000000001',
  userId: ada,
  status: 'shipped',
  lines: [{ itemId: item.id, name: 'Rope toy', quantity: 2, unitPrice: price }],
  total: { amount: 1580, currency: 'EUR' },
  shippingAddress: address,
  billingAddress: address,
  gift: false,
  placedAt: '2025-02-14T08:30:00.000Z',
};
const recommendations = [
  { item, reason: 'popular', score: 1 },
  { item: { ...item, price }, reason: 'fits-your-pets', score: 0.5 },
];
const pet = { id: 1, name: 'Max', breed: 'Labrador', age: 3 };

/** Answers of both services by path, as their contracts have them. */
const whole: Readonly<Record<string, unknown>> = {
  [`/users/${ada}`]: user,
  [`/users/${ada}/pets`]: { items: [pet] },
  [`/users/${ada}/orders`]: { orders: [order], total: 1 },
  [`/users/${ada}/recommendations`]: { userId: ada, recommendations },
};

const running: (StandIn | Service)[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await ('stop' in each ? each.stop() : each.close());
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** The BFF before two services that answer alike; both are stopped after the test. */
async function openBefore(answer: Answer) {
  const petstore = await startStandIn(answer);
  const userService = await startStandIn(answer);
  const service = await openBff({ petstore: petstore.url, userService: userService.url });
  running.push(service, petstore, userService);
  return { service, petstore, userService };
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.replace(/\?.*/, '');
}

function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  const contentType = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'content-type': contentType }).end(JSON.stringify(body));
}

function problem(status: number) {
  return { type: 'about:blank', title: 'secret', status };
}

describe('GET /dashboard/{userId}', () => {
  it('composes what the services say', async () => {
    const { service } = await openBefore((request, response) => sendJson(response, whole[pathOf(request)]));
    const { status, body } = await askForDashboard(service, ada);
    expect(status).toBe(200);
    expect(body).toEqual({
      user: { id: ada, name: 'Ada Lovelace', email: 'ada@example.com', role: 'admin' },
      orders: [
        {
          id: order.id,
          status: 'shipped',
          placedAt: order.placedAt,
          total: order.total,
          lines: [{ name: 'Rope toy', quantity: 2 }],
        },
      ],
      recommendations: [
        { itemId: item.id, name: 'Rope toy', reason: 'popular' },
        { itemId: item.id, name: 'Rope toy', reason: 'fits-your-pets', price },
      ],
      pets: [pet],
    });
  });

  it('asks for all four parts before it has the first answer', async () => {
    const held: (() => void)[] = [];
    const { service } = await openBefore((request, response) => {
      held.push(() => sendJson(response, whole[pathOf(request)]));
      if (held.length === 4) for (const answer of held) answer();
    });
    expect((await askForDashboard(service, ada)).status).toBe(200);
    expect(held).toHaveLength(4);
  });

  it('sends trace, request id, remaining time and the credentials of each service', async () => {
    const { service, petstore, userService } = await openBefore((request, response) =>
      sendJson(response, whole[pathOf(request)]),
    );
    const requestId = 'b3e1c1de-66a3-4c0b-9d36-0f9a3f3f3a10';
    await askForDashboard(service, ada, {
      'x-request-id': requestId,
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      tracestate: 'vendor=1',
    });
    for (const { headers } of [...petstore.arrived, ...userService.arrived]) {
      expect(headers.traceparent).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$/);
      expect(headers).toMatchObject({ tracestate: 'vendor=1', 'x-request-id': requestId });
      expect(Number(headers['x-request-timeout-ms'])).toBeGreaterThan(0);
    }
    expect(petstore.arrived.map(({ headers }) => headers['x-api-key'])).toEqual(
      Array(2).fill('petstore-header-key-6f1d0c94'),
    );
    expect(userService.arrived.map(({ headers }) => headers['x-api-key'])).toEqual(
      Array(2).fill('dev-user-service-2b8e5d10f3c7'),
    );
  });

  it('says 404 when the user service knows no such user', async () => {
    const { service } = await openBefore((request, response) => {
      if (/users\/[^/]*(\/pets)?$/.test(pathOf(request))) return sendJson(response, problem(404), 404);
      sendJson(response, whole[pathOf(request).replace(nobody, ada)]);
    });
    const { status, body } = await askForDashboard(service, nobody);
    expect({ status, type: body.type }).toEqual({ status: 404, type: 'urn:brrt:problem:user-not-found' });
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  it.each([
    ['', 'user-service'],
    ['/orders', 'petstore'],
    ['/recommendations', 'petstore'],
  ])('says 502 when …/users/{id}%s has a problem', async (part, called) => {
    const { service } = await openBefore((request, response) =>
      pathOf(request) === `/users/${ada}${part}`
        ? sendJson(response, problem(400), 400)
        : sendJson(response, whole[pathOf(request)]),
    );
    const { status, body } = await askForDashboard(service, ada);
    expect(status).toBe(502);
    expect(body).toMatchObject({ type: 'urn:brrt:problem:upstream-unavailable', detail: `${called} answered 400` });
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  it('says 502 when a service breaks its contract', async () => {
    const { service } = await openBefore((request, response) => {
      const isOrders = pathOf(request).endsWith('/orders');
      sendJson(response, isOrders ? { orders: 'secret' } : whole[pathOf(request)]);
    });
    const { status, body } = await askForDashboard(service, ada);
    expect({ status, type: body.type }).toEqual({ status: 502, type: 'urn:brrt:problem:upstream-contract' });
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  it.each<[string, Answer]>([
    ['have a problem', (_request, response) => sendJson(response, problem(502), 502)],
    ['break their contract', (_request, response) => sendJson(response, { items: [{}] })],
    ['cannot be had', (_request, response) => response.destroy()],
  ])('does without the pets when they %s', async (_name, answerPets) => {
    const { service } = await openBefore((request, response) =>
      pathOf(request).endsWith('/pets') ? answerPets(request, response) : sendJson(response, whole[pathOf(request)]),
    );
    const { status, body } = await askForDashboard(service, ada);
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['user', 'orders', 'recommendations', 'missing']);
    expect(body.missing).toEqual(['pets']);
    const metrics = await (await service.fetch('/metrics')).text();
    const partsOf = (outcome: string) =>
      metrics.match(new RegExp(`^brrt_aggregate_parts_total.*"${outcome}".*$`, 'gm'));
    expect(partsOf('missing')).toEqual([
      'brrt_aggregate_parts_total{operation="getDashboard",part="pets",outcome="missing"} 1',
    ]);
    expect(partsOf('ok')).toHaveLength(3);
  });
});

it('does not start in production without credentials', async () => {
  const env = { NODE_ENV: 'production', LOG_LEVEL: 'silent' };
  await expect(readConfig({ directory: import.meta.dirname, env })).rejects.toThrow(/ApiKeyHeader.*BFF_API_KEY/);
});
