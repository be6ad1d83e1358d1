import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  ErrorGroup,
  LogRecord,
  NumbersReport,
  RedReport,
  ServiceInfo,
  ServiceMap,
  Trace,
  TraceSummary,
} from '../../libs/dashboard/src/index.ts';
import { ada, bffKey, petstoreKey } from '../support/mixed-traffic.ts';
import { startWorkspace, type TestWorkspace } from './support/start-workspace.ts';

let workspace: TestWorkspace;
let bff = '';
let petstore = '';

const patience = { timeout: 15_000 };

beforeAll(async () => {
  workspace = await startWorkspace();
  ({ bff, petstore } = workspace);
  for (const [times, url, key, status] of traffic()) {
    for (let time = 0; time < times; time += 1) expect([url, await send(url, key)]).toEqual([url, status]);
  }
  await api('/api/services/petstore/operations/list_pets/mock', 'PUT', {
    mode: 'chaos',
    delayMilliseconds: 0,
    failShare: 1,
    status: 500,
  });
  for (let time = 0; time < failures; time += 1) expect(await send(`${petstore}/pets`, petstoreKey)).toBe(500);
  await api('/api/services/petstore/operations/list_pets/mock', 'PUT', { mode: 'handler' });
});

afterAll(async () => {
  await workspace?.[Symbol.asyncDispose]();
});

const dashboards = 3;
const failures = 2;

/** How often, what, with which key, and what has to come back. */
function traffic(): readonly (readonly [times: number, url: string, key: string, status: number])[] {
  return [
    [dashboards, `${bff}/dashboard/${ada}`, bffKey, 200],
    [2, `${bff}/dashboard/${ada}`, 'wrong', 401],
    [1, `${bff}/dashboard/not-a-uuid`, bffKey, 400],
    [4, `${petstore}/pets`, petstoreKey, 200],
    [2, `${petstore}/pets?limit=many`, petstoreKey, 400],
    [1, `${petstore}/pets`, 'wrong', 401],
    [2, `${petstore}/pets/999999`, petstoreKey, 404],
    [1, `${petstore}/nowhere`, petstoreKey, 404],
  ];
}

describe('what the dashboard counts is what was sent', () => {
  it('by service and operation: how many, and how many failed', async () => {
    const counted = async (): Promise<readonly unknown[]> => {
      const { series } = await api<RedReport>('/api/red?window=900');
      return series
        .map(({ service, operation, total }) => [
          `${service} ${operation ?? '(all)'}`,
          [total.count, total.clientErrors, total.serverErrors],
        ])
        .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1));
    };
    await expect.poll(counted, patience).toEqual([
      ['bff (all)', [6, 3, 0]],
      ['bff getDashboard', [6, 3, 0]],
      ['petstore (all)', [21, 6, 2]],
      ['petstore GET', [1, 1, 0]],
      ['petstore get_pet', [2, 2, 0]],
      ['petstore get_user_recommendations', [3, 0, 0]],
      ['petstore list_pets', [9, 3, 2]],
      ['petstore list_user_orders', [3, 0, 0]],
      ['petstore list_user_pets', [3, 0, 0]],
      ['user-service (all)', [6, 0, 0]],
      ['user-service getUser', [3, 0, 0]],
      ['user-service listUserPets', [3, 0, 0]],
    ]);
  });

  it('by percentiles that are in order', async () => {
    const { series } = await api<RedReport>('/api/red?window=900');
    for (const { total } of series) {
      const { p50, p95, p99 } = total;
      expect(p50).toBeGreaterThan(0);
      expect(p95).toBeGreaterThanOrEqual(p50 ?? 0);
      expect(p99).toBeGreaterThanOrEqual(p95 ?? 0);
    }
  });

  it('by points that add up to the total', async () => {
    const { series } = await api<RedReport>('/api/red?window=900');
    for (const { total, points } of series) expect(points.reduce((sum, { count }) => sum + count, 0)).toBe(total.count);
  });

  it('as kinds of errors', async () => {
    const groups = await api<readonly ErrorGroup[]>('/api/errors');
    const shown = groups.map(
      ({ service, operation, status, type, count }) => `${count} × ${service} ${operation} ${status} ${type}`,
    );
    expect(shown.sort()).toEqual([
      '1 × bff getDashboard 400 ERR_REQUEST_VALIDATION',
      '1 × petstore GET 404 ERR_NOT_FOUND',
      '1 × petstore list_pets 401 ERR_AUTHENTICATION',
      '2 × bff getDashboard 401 ERR_AUTHENTICATION',
      '2 × petstore get_pet 404 ERR_PET_NOT_FOUND',
      '2 × petstore list_pets 400 ERR_REQUEST_VALIDATION',
      '2 × petstore list_pets 500 ERR_SIMULATED_FAILURE',
    ]);
    const invalid = groups.find(({ service, status }) => service === 'petstore' && status === 400);
    expect(invalid?.violations).toEqual([{ in: 'query', pointer: '/limit', keyword: 'type', count: 2 }]);
  });

  it('as traces: one for each request, whole', async () => {
    const sent = traffic().reduce((sum, [times]) => sum + times, failures);
    const traces = await api<readonly TraceSummary[]>('/api/traces?limit=1000');
    expect(traces).toHaveLength(sent);
    expect(traces.every(({ complete }) => complete)).toBe(true);
    const failed = await api<readonly TraceSummary[]>('/api/traces?limit=1000&status=error&service=petstore');
    expect(failed.map(({ httpStatus }) => httpStatus)).toEqual([500, 500]);
    const chains = traces.filter(({ service, httpStatus }) => service === 'bff' && httpStatus === 200);
    expect(chains).toHaveLength(dashboards);
    for (const { traceId } of chains) {
      const { spans } = await api<Trace>(`/api/traces/${traceId}`);
      expect(spans.filter(({ kind }) => kind === 'server')).toHaveLength(6);
      const ids = new Set(spans.map(({ spanId }) => spanId));
      expect(spans.filter(({ parentSpanId }) => parentSpanId !== undefined && !ids.has(parentSpanId))).toEqual([]);
    }
  });

  it('as lines of the log: one for each request, with its trace', async () => {
    const lines = async (service: string): Promise<readonly LogRecord[]> => {
      const logs = await api<readonly LogRecord[]>(`/api/logs?service=${service}&limit=2000`);
      return logs.filter(({ body }) => body === 'request completed');
    };
    for (const [service, count] of [
      ['bff', 6],
      ['petstore', 21],
      ['user-service', 6],
    ] as const) {
      await expect.poll(async () => (await lines(service)).length, patience).toBe(count);
      const traces = (await lines(service)).map(({ traceId }) => traceId);
      expect(traces.every((traceId) => traceId !== undefined)).toBe(true);
    }
  });

  it('as calls between services', async () => {
    const { edges, nodes } = await api<ServiceMap>('/api/map?window=900');
    const calls = edges.map(({ from, to, seen, numbers }) => `${from} → ${to}: ${numbers.count} ${seen}`);
    expect(calls.filter((call) => !call.includes('sqlite')).sort()).toEqual([
      'bff → petstore: 6 both',
      'bff → user-service: 6 both',
      'user-service → petstore: 3 both',
    ]);
    expect(
      nodes
        .filter(({ kind }) => kind === 'service')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['bff', 'petstore', 'user-service']);
  });

  it('as the services count themselves', async () => {
    const counted = async (): Promise<number> => {
      const path = '/api/numbers?service=petstore&metric=http_server_request_duration_seconds_count&window=900';
      const { series } = await api<NumbersReport>(path);
      const pets = series.filter(({ labels }) => labels.http_route === '/pets' && labels.http_request_method === 'GET');
      return pets.reduce((sum, { points }) => sum + (points.at(-1)?.[1] ?? 0), 0);
    };
    await expect.poll(counted, patience).toBe(9);
  });

  it('as services that are up', async () => {
    // The BFF is degraded until it has seen what it calls.
    const shown = async (): Promise<readonly unknown[]> =>
      (await api<readonly ServiceInfo[]>('/api/services')).map(({ name, state, restarts }) => [name, state, restarts]);
    await expect.poll(shown, patience).toEqual([
      ['bff', 'ready', 0],
      ['petstore', 'ready', 0],
      ['user-service', 'ready', 0],
    ]);
  });
});

async function send(url: string, key: string): Promise<number> {
  const response = await fetch(url, { headers: { 'x-api-key': key } });
  await response.arrayBuffer();
  return response.status;
}

async function api<Value>(path: string, method = 'GET', body?: unknown): Promise<Value> {
  const { token, url } = JSON.parse(await readFile(join(workspace.root, '.brrt/dashboard.json'), 'utf8'));
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Value; // as the server says
}
