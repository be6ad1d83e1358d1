import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServiceAction, WorkspaceApp } from '../src/index.ts';
import { type Attachment, attach, readState } from '../src/link.ts';
import { ask, type OpenDashboard, openTestDashboard, sendRaw } from './open-server.ts';

let open: OpenDashboard;
let attachment: Attachment | undefined;

beforeEach(async () => {
  open = await openTestDashboard();
  attachment = undefined;
});

afterEach(async () => {
  attachment?.close();
  await open[Symbol.asyncDispose]();
});

const orders: WorkspaceApp = { name: 'orders', root: 'apps/orders', folder: '/shop/apps/orders' };

describe('a second process of the workspace', () => {
  const asked: unknown[] = [];
  beforeEach(async () => {
    asked.length = 0;
    attachment = await attach(readState(open.folder) ?? { token: '' });
    attachment?.add(orders, {
      act: async (action: ServiceAction) => void asked.push(action),
      send: (message) => asked.push(message) > 0,
    });
    attachment?.report({ type: 'started', app: 'orders', at: 1_000, pid: 42 });
    await expect.poll(services).toMatchObject([{ name: 'orders', state: 'starting', pid: 42, startedAt: 1_000 }]);
  });

  it('shows its apps, and what becomes of them', async () => {
    const report = attachment?.report ?? (() => undefined);
    report({ type: 'exited', app: 'orders', at: 2_000, code: 1, signal: null, expected: false });
    await expect.poll(services).toMatchObject([{ state: 'crashed', exit: { code: 1 }, actions: ['start'] }]);
    report({ type: 'started', app: 'orders', at: 3_000, pid: 43 });
    report({
      type: 'changed',
      app: 'orders',
      at: 4_000,
      kind: 'contract',
      outcome: 'rejected',
      files: [],
      findings: [],
    });
    await expect
      .poll(services)
      .toMatchObject([{ state: 'contract-broken', restarts: 1, actions: ['stop', 'restart'] }]);
  });

  it('does what the page asks for', async () => {
    for (const action of ['stop', 'restart', 'start']) {
      const path = `/api/services/orders/${action}`;
      expect(await api(path, 'POST')).toMatchObject({ status: 202 });
    }
    await expect.poll(() => asked).toEqual(['stop', 'restart', 'start']);
    expect(await api('/api/services/unknown/stop', 'POST')).toMatchObject({ status: 404 });
  });

  it('takes its apps along when it ends', async () => {
    attachment?.close();
    await expect.poll(services).toEqual([]);
  });

  it('is told when the dashboard ends', async () => {
    await open.dashboard.close();
    await attachment?.ended;
  });
});

it('finds nobody where no dashboard is', async () => {
  const state = readState(open.folder) ?? { token: '' };
  await open.dashboard.close();
  expect(await attach(state)).toBeUndefined();
});

it('does not tell the token to who took the port', async () => {
  const heard: string[] = [];
  const impostor = createServer((request, response) => {
    heard.push(`${request.url} ${JSON.stringify(request.headers)}`);
    response.end('{"proof":"aaaa"}');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => impostor.once('listening', resolve));
  const url = `http://127.0.0.1:${(impostor.address() as AddressInfo).port}`;
  expect(await attach({ token: open.token, url, otlpUrl: url })).toBeUndefined();
  impostor.close();
  expect(heard).toHaveLength(1);
  expect(heard.join()).not.toContain(open.token);
});

describe('is let in', () => {
  it.each([
    ['the token', 'authorization: Bearer TOKEN', 101],
    ['no token', 'x: y', 403],
    ['a wrong token', 'authorization: Bearer aaaa', 403],
    ['a browser', 'authorization: Bearer TOKEN\r\norigin: http://127.0.0.1:PORT', 403],
    ['a cookie', 'cookie: COOKIE', 403],
  ])('with %s', async (_name, header, status) => {
    const login = await ask({ port: open.port, path: `/?token=${open.token}` });
    const filled = header
      .replace('TOKEN', open.token)
      .replace('PORT', String(open.port))
      .replace('COOKIE', String(login.headers['set-cookie']).split(';')[0] ?? '');
    const head = `GET /api/attach HTTP/1.1\r\nhost: 127.0.0.1:${open.port}\r\nconnection: upgrade\r\nupgrade: brrt-attach`;
    expect(await sendRaw(open.port, `${head}\r\n${filled}\r\n\r\n`)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });
});

async function services(): Promise<unknown> {
  return JSON.parse((await api('/api/services')).body);
}

function api(path: string, method = 'GET') {
  return ask({ port: open.port, path, method, headers: { authorization: `Bearer ${open.token}` } });
}
