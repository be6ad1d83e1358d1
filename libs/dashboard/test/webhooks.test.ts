import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ask, type OpenDashboard, openTestDashboard } from './open-server.ts';

let service: Server;
let open: OpenDashboard;
const asked: (readonly [method: string, url: string, header: unknown])[] = [];
const report = { pending: 1, dead: 0, deliveries: [] };

beforeEach(async () => {
  asked.length = 0;
  service = createServer(({ method = '', url = '', headers }, response) => {
    if (url.startsWith('/webhook')) asked.push([method, url, headers['x-brrt-dashboard']]);
    if (url === '/webhook-deliveries') response.end(JSON.stringify(report));
    else if (url === '/webhook-deliveries?replay=msg_1') response.writeHead(202).end('{}');
    else if (url.startsWith('/webhook-deliveries')) response.writeHead(409).end('{}');
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => {
    service.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  open = await openTestDashboard();
  for (const [name, managementUrl] of [
    ['shop', url],
    ['silent', `${url}/elsewhere`],
  ] as const) {
    const control = { act: async () => undefined, send: () => true };
    open.dashboard.add({ name, root: `apps/${name}`, folder: open.folder }, control);
    open.dashboard.report({ type: 'ready', app: name, at: 2, url, managementUrl, milliseconds: 5 });
  }
});
afterEach(async () => {
  await open[Symbol.asyncDispose]();
  service.closeAllConnections();
  service.close();
});

const api = (path: string, method = 'GET', headers: Readonly<Record<string, string>> = {}) =>
  ask({ port: open.port, path, method, headers: { authorization: `Bearer ${open.token}`, ...headers } });

it('deliveries of a service are those it tells of', async () => {
  const answer = await api('/api/services/shop/webhooks');
  expect([answer.status, JSON.parse(answer.body)]).toEqual([200, report]);
  expect(asked).toEqual([['GET', '/webhook-deliveries', '1']]);
});

it('deliveries in one state are asked for as such: those given up are found behind however many newer ones', async () => {
  await api('/api/services/shop/webhooks?state=dead');
  expect(asked).toEqual([['GET', '/webhook-deliveries?state=dead', '1']]);
});

it.each([
  ['shop', 'msg_1', 202],
  ['shop', 'msg_2', 409],
  ['shop', 'a%26replay=msg_1', 409],
  ['silent', 'msg_1', 404],
  ['nobody', 'msg_1', 404],
])('%s sends %s again: %i', async (name, id, status) => {
  expect((await api(`/api/services/${name}/webhooks/${id}/replay`, 'POST')).status).toBe(status);
});

it('a page of another site sends nothing again', async () => {
  const answer = await api('/api/services/shop/webhooks/msg_1/replay', 'POST', { origin: 'https://evil.example' });
  expect([answer.status, asked]).toEqual([403, []]);
});
