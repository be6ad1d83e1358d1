import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NumbersReport, ServiceInfo } from '../src/index.ts';
import { readReadiness } from '../src/services/read-readiness.ts';
import { ask, type OpenDashboard, openTestDashboard } from './open-server.ts';

let service: Server;
let url = '';
let answers: Readonly<Record<string, readonly [status: number, body: string]>> = {};
const asked: (readonly [url: string, traceparent: string])[] = [];

beforeEach(async () => {
  asked.length = 0;
  service = createServer((request, response) => {
    asked.push([request.url ?? '', String(request.headers.traceparent)]);
    const [status, body] = answers[request.url ?? ''] ?? [404, '{}'];
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
});

afterEach(() => {
  service.closeAllConnections();
  service.close();
});

describe('what /ready says', () => {
  it.each<readonly [string, readonly [number, string], unknown]>([
    ['nothing of checks', [200, '{"status":"ready"}'], { status: 'ready', checks: [] }],
    [
      'all checks hold',
      [200, '{"status":"ready","checks":[{"name":"database","status":"ok"}]}'],
      { status: 'ready', checks: [{ name: 'database', status: 'ok' }] },
    ],
    [
      'one fails that it can do without',
      [200, '{"status":"degraded","checks":[{"name":"users","status":"failing","reason":"no connection"}]}'],
      { status: 'degraded', checks: [{ name: 'users', status: 'failing', detail: 'no connection' }] },
    ],
    [
      'checks by name',
      [200, '{"checks":{"a":"up","b":{"status":"down"}}}'],
      {
        status: 'degraded',
        checks: [
          { name: 'a', status: 'up' },
          { name: 'b', status: 'down' },
        ],
      },
    ],
    [
      'one fails that it cannot do without',
      [503, '{"detail":"Failing: database (no connection); keys (HTTP 500)"}'],
      {
        status: 'not-ready',
        checks: [
          { name: 'database', status: 'failing', detail: 'no connection' },
          { name: 'keys', status: 'failing', detail: 'HTTP 500' },
        ],
      },
    ],
    ['it drains', [503, '{"detail":"The service is draining"}'], { status: 'draining', checks: [] }],
    ['no reason', [503, ''], { status: 'not-ready', checks: [] }],
    ['something else', [500, 'no'], undefined],
    ['no JSON', [200, 'ok'], { status: 'ready', checks: [] }],
  ])('%s', async (_name, answer, want) => {
    answers = { '/ready': answer };
    expect(await readReadiness(url)).toEqual(want);
  });

  it('nothing: whoever does not answer is not ready', async () => {
    const silent = { name: '/ready', status: 'failing', detail: 'No answer within 2 s' };
    service.removeAllListeners('request');
    expect(await readReadiness(url)).toEqual({ status: 'not-ready', checks: [silent] });
    service.closeAllConnections();
    service.close();
    expect(await readReadiness(url)).toEqual({ status: 'not-ready', checks: [silent] });
  });
});

describe('a service that runs', () => {
  let open: OpenDashboard;
  const told: unknown[] = [];
  beforeEach(async () => {
    told.length = 0;
    answers = {
      '/ready': [200, '{"status":"ready","checks":[{"name":"database","status":"ok"}]}'],
      '/metrics': [200, '# TYPE up gauge\nup 3\n'],
    };
    open = await openTestDashboard();
    const app = { name: 'pets', root: 'apps/pets', folder: open.folder };
    open.dashboard.add(app, {
      act: async (action) => void told.push(action),
      send: (message) => told.push(message) > 0,
    });
    open.dashboard.report({ type: 'started', app: 'pets', at: 1, pid: 7 });
    open.dashboard.report({ type: 'ready', app: 'pets', at: 2, url, managementUrl: url, milliseconds: 5 });
  });
  afterEach(() => open[Symbol.asyncDispose]());

  const api = (path: string, method = 'GET', body?: unknown) =>
    ask({
      port: open.port,
      path,
      method,
      headers: { authorization: `Bearer ${open.token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const services = async (): Promise<readonly ServiceInfo[]> => JSON.parse((await api('/api/services')).body);

  it('is asked how it is, and for its numbers, without a trace of the asking', async () => {
    await expect
      .poll(services)
      .toMatchObject([{ name: 'pets', state: 'ready', checks: [{ name: 'database', status: 'ok' }] }]);
    const numbers = async (): Promise<NumbersReport> => JSON.parse((await api('/api/numbers?service=pets')).body);
    await expect
      .poll(async () => (await numbers()).series, { timeout: 10_000 })
      .toMatchObject([{ service: 'pets', metric: 'up', type: 'gauge', points: [[expect.any(Number), 3]] }]);
    expect(asked.every(([, traceparent]) => traceparent.endsWith('-00'))).toBe(true);
    expect((await api('/api/services/pets/metrics')).body).toBe('# TYPE up gauge\nup 3\n');
  });

  it('is asked less often for many numbers', async () => {
    answers = { ...answers, '/metrics': [200, `# TYPE up gauge\nup 3\n${'# HELP up\n'.repeat(100_000)}`] };
    const count = (path: string): number => asked.filter(([each]) => each === path).length;
    await expect.poll(() => count('/metrics'), { timeout: 10_000 }).toBe(1);
    const before = count('/ready');
    await expect.poll(() => count('/ready'), { timeout: 10_000 }).toBe(before + 2);
    expect(count('/metrics')).toBe(1);
  });

  it('is stopped, started and crashes', async () => {
    expect((await api('/api/services/pets/restart', 'POST')).status).toBe(202);
    expect(told).toContain('restart');
    open.dashboard.report({ type: 'exited', app: 'pets', at: 3, code: 0, signal: null, expected: true });
    expect(await services()).toMatchObject([{ state: 'stopped', actions: ['start'], exit: { code: 0 } }]);
    expect((await api('/api/services/pets/metrics')).status).toBe(404);
    open.dashboard.report({ type: 'exited', app: 'pets', at: 4, code: null, signal: 'SIGKILL', expected: false });
    expect(await services()).toMatchObject([{ state: 'crashed', exit: { signal: 'SIGKILL' } }]);
  });

  it('has a contract that is followed, also where it cannot be read', async () => {
    const files = ['apps/pets/openapi.yaml'];
    open.dashboard.report({
      type: 'changed',
      app: 'pets',
      at: 3,
      kind: 'contract',
      outcome: 'rejected',
      files,
      findings: [],
    });
    expect(await services()).toMatchObject([{ state: 'contract-broken' }]);
    await expect
      .poll(async () => JSON.parse((await api('/api/services/pets/contract')).body))
      .toMatchObject({ file: 'apps/pets/openapi.yaml', reloads: [{ at: 3, outcome: 'rejected' }] });
    expect((await api('/api/services/orders/contract')).status).toBe(404);
  });

  it.each([
    ['GET', '/api/services/pets/operations', undefined, 404],
    ['POST', '/api/services/pets/call', { operationId: 3 }, 400],
    ['POST', '/api/services/pets/call', [], 400],
    ['PUT', '/api/services/pets/operations/list/mock', { mode: 'loud' }, 400],
    [
      'PUT',
      '/api/services/pets/operations/list/mock',
      { mode: 'chaos', delayMilliseconds: 1, failShare: 2, status: 500 },
      400,
    ],
    ['PUT', '/api/services/pets/operations/list/mock', { mode: 'example', example: 3 }, 400],
    ['PUT', '/api/services/pets/operations/list/mock', { mode: 'generated', status: '200' }, 409],
    ['PUT', '/api/services/pets/operations/list/mock', { mode: 'contract' }, 409],
  ])('%s %s %o → %i', async (method, path, body, status) => {
    expect((await api(path, method, body)).status).toBe(status);
  });

  it('takes no more than it can hold', async () => {
    const headers = { authorization: `Bearer ${open.token}`, 'content-type': 'application/json' };
    const mock = { port: open.port, path: '/api/services/pets/operations/list/mock', method: 'PUT' };
    const body = `"${'a'.repeat(1_100_000)}"`;
    // The connection may be closed before all of it is sent.
    const answer = await ask({ ...mock, headers, body }).catch(() => undefined);
    expect(answer?.status ?? 413).toBe(413);
    const plain = { ...headers, 'content-type': 'text/plain' };
    expect((await ask({ ...mock, headers: plain, body: '{}' })).status).toBe(415);
  });

  it('is told of as it happens', async () => {
    const response = await fetch(`http://127.0.0.1:${open.port}/api/events`, {
      headers: { authorization: `Bearer ${open.token}` },
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    let text = '';
    const reading = (async () => {
      for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString();
    })().catch(() => undefined);
    await expect.poll(() => text).toMatch(/event: hello\ndata: .*"shop"[\s\S]*event: services\n[\s\S]*event: store\n/);
    text = '';
    open.dashboard.report({ type: 'exited', app: 'pets', at: 3, code: 1, signal: null, expected: false });
    await expect.poll(() => text).toMatch(/event: services\ndata: .*"crashed"/);
    await fetch(`${open.dashboard.otlpUrl}/v1/logs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(logs),
    });
    await expect.poll(() => text).toMatch(/event: logs\ndata: .*"out of stock"/);
    await expect
      .poll(services)
      .toMatchObject([{ name: 'pets' }, { name: 'stock', origin: 'telemetry', errorCount: 1 }]);
    await open.dashboard.close();
    await reading;
  });
});

const logs = {
  resourceLogs: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'stock' } }] },
      scopeLogs: [
        {
          logRecords: [
            { timeUnixNano: `${Date.now()}000000`, severityNumber: 17, body: { stringValue: 'out of stock' } },
          ],
        },
      ],
    },
  ],
};
