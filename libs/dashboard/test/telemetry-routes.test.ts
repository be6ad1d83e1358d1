import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask, type OpenDashboard, openTestDashboard } from './open-server.ts';

const traceId = 'ab'.repeat(16);
const at = Date.now();
const started = BigInt(at) * 1_000_000n;
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const resource = { attributes: [text('service.name', 'pets')] };
const sent = {
  resourceSpans: [
    {
      resource,
      scopeSpans: [
        {
          spans: [
            {
              ...{ traceId, spanId: 'cd'.repeat(8), name: 'GET /pets', kind: 2 },
              startTimeUnixNano: String(started),
              endTimeUnixNano: String(started + 5_000_000n),
              attributes: [text('brrt.operation', 'listPets')],
              status: { code: 2 },
            },
          ],
        },
      ],
    },
  ],
  resourceLogs: [
    {
      resource,
      scopeLogs: [
        {
          logRecords: [
            {
              ...{ timeUnixNano: String(started), severityNumber: 17, body: { stringValue: 'no room left' } },
              attributes: [text('shelf', 'b')],
            },
          ],
        },
      ],
    },
  ],
  resourceMetrics: [
    {
      resource,
      scopeMetrics: [
        { metrics: [{ name: 'shelves', gauge: { dataPoints: [{ timeUnixNano: String(started), asInt: '3' }] } }] },
      ],
    },
  ],
};
const listed = expect.objectContaining({
  ...{ service: 'pets', operation: 'listPets' },
  total: expect.objectContaining({ count: 1, serverErrors: 1 }),
});

let open: OpenDashboard;

beforeEach(async () => {
  open = await openTestDashboard();
});

afterEach(() => open[Symbol.asyncDispose]());

async function api(path: string, body?: string) {
  const headers = { authorization: `Bearer ${open.token}`, 'content-type': 'application/json' };
  const method = body === undefined ? 'GET' : 'POST';
  const answer = await ask({ ...{ port: open.port, method, headers, path: `/api/${path}` }, ...(body && { body }) });
  const isJson = String(answer.headers['content-type']).includes('json');
  return { ...answer, value: isJson ? JSON.parse(answer.body) : undefined };
}

const counts = async () => [(await api('traces')).value.length, (await api('logs')).value.length];

it.each([
  ['traces', [{ traceId, service: 'pets', errorCount: 1 }]],
  ['traces?service=pets&status=error&minDuration=5', [{ traceId }]],
  ['traces?status=ok', []],
  [`traces/${traceId.toUpperCase()}`, { traceId, spans: [{ name: 'GET /pets' }] }],
  ['logs?severity=error&attribute=shelf:b', [{ body: 'no room left' }]],
  ['logs?attribute=shelf:c', []],
  ['attributes', { names: [{ name: 'brrt.operation' }] }],
  ['attributes?signal=logs', { names: [{ name: 'shelf' }] }],
  ['red?service=pets&window=900', { series: expect.arrayContaining([listed]) }],
  ['errors?service=pets', [{ operation: 'listPets' }, { message: 'no room left' }]],
  ['errors?service=orders', []],
  ['map', { nodes: [{ name: 'pets', kind: 'service' }], edges: [] }],
  ['numbers?service=pets&metric=shelves', { series: [{ metric: 'shelves', type: 'gauge', points: [[at, 3]] }] }],
  ['numbers?service=pets&metric=doors', { series: [] }],
  ['store', { spans: { count: 1 }, logs: { count: 1 } }],
])('what came in is told by /api/%s', async (path, want) => {
  await api('import', JSON.stringify(sent));
  const { status, value } = await api(path);
  expect(status).toBe(200);
  expect(value).toMatchObject(want);
});

it.each([
  ['traces?status=bad', 400, 'status has to be ok or error'],
  ['logs?severity=loud', 400, 'severity has to be trace, debug, info, warn, error, fatal'],
  ['logs?limit=-1', 400, 'limit has to be a number, not negative'],
  ['attributes?signal=metrics', 400, 'signal has to be traces or logs'],
  ['attributes?signal=smoke', 400, 'signal has to be traces, logs or metrics'],
  [`traces/${traceId}`, 404, 'No span of this trace is in the store'],
])('/api/%s → %i', async (path, status, detail) => {
  expect(await api(path)).toMatchObject({ status, value: { detail } });
});

describe('an export', () => {
  it.each([
    ['export', 'telemetry'],
    [`export?traceId=${traceId}`, traceId],
    ['export?traceId=ab%22%3B.exe', 'abee'],
  ])('is a file whose name has nothing of what a client made up: /api/%s', async (path, name) => {
    const { status, headers } = await api(path);
    expect(status).toBe(200);
    expect(headers['content-disposition']).toBe(`attachment; filename="${name}.otlp.json"`);
  });

  it('comes back by an import, its lines of the log not a second time', async () => {
    expect((await api('import', JSON.stringify(sent))).value).toEqual({ accepted: 3, rejected: 0 });
    const { body } = await api('export');
    expect((await api('import', body)).status).toBe(200);
    expect(await counts()).toEqual([1, 1]);
    await api('clear', '');
    expect(await counts()).toEqual([0, 0]);
    await api('import', body);
    expect(await counts()).toEqual([1, 1]);
  });
});

it.each([
  ['{"pets":[]}', 'There is neither resourceSpans nor resourceLogs nor resourceMetrics in it'],
  ['', 'There is nothing in it'],
])('an import of what is no OTLP is refused: %s', async (body, detail) => {
  expect(await api('import', body)).toMatchObject({ status: 400, value: { detail }, headers: { connection: 'close' } });
});

it('one signal can be emptied alone', async () => {
  await api('import', JSON.stringify(sent));
  expect((await api('clear?signal=logs', '')).status).toBe(204);
  expect(await counts()).toEqual([1, 0]);
});
