import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LogQuery, LogRecord, TraceQuery, TraceSummary } from '../src/api/telemetry.ts';
import { createTelemetryStore } from '../src/store/telemetry-store.ts';
import { attributes, givenLog, givenSpan, group, now, spanId, traceId } from './given-otlp.ts';

let store = createTelemetryStore();

beforeEach(() => {
  store = createTelemetryStore({ now: () => now });
});

/** 1: BFF → petstore, slow · 2: failed in petstore · 3: a client alone, its root is missing. */
function givenTraces(): void {
  const bff = (id: number, more = {}) => givenSpan({ traceId: traceId(id), spanId: spanId(id * 10), ...more });
  const below = { parentSpanId: spanId(10), spanId: spanId(11), traceId: traceId(1) };
  store.ingest('traces', [
    group(
      'petstore',
      givenSpan({
        ...below,
        startedAt: now + 5,
        duration: 80,
        attributes: attributes({ 'brrt.operation': 'listPets' }),
      }),
    ),
    group(
      'bff',
      bff(1, { name: 'GET /dashboard', duration: 100, attributes: attributes({ 'http.response.status_code': 200 }) }),
    ),
  ]);
  store.ingest('traces', [
    group(
      'petstore',
      bff(2, {
        name: 'POST /pets',
        startedAt: now + 1_000,
        status: 'error',
        attributes: attributes({ 'http.response.status_code': 500, 'brrt.request_id': 'Ärger-77', list: [1, 2] }),
        events: [{ name: 'exception', at: now, attributes: attributes({ 'exception.message': 'No room (42) left' }) }],
      }),
    ),
    group('user-service', bff(3, { startedAt: now + 2_000, kind: 'client', parentSpanId: spanId(99), name: 'SELECT' })),
  ]);
}

describe('traces', () => {
  it.each<[string, TraceQuery, number[]]>([
    ['all, newest first', {}, [3, 2, 1]],
    ['of a service anywhere in them', { service: 'petstore' }, [2, 1]],
    ['with a span of a name', { operation: 'SELECT' }, [3]],
    ['with an operation of the contract', { operation: 'listPets' }, [1]],
    ['with an operation of a service', { operation: 'listPets', service: 'bff' }, []],
    ['that failed', { status: 'error' }, [2]],
    ['that did not fail', { status: 'ok' }, [3, 1]],
    ['that took long', { minDuration: 100 }, [1]],
    ['with a text in a name', { text: 'get /DASH' }, [1]],
    ['with a text in a value', { text: 'ärger-7' }, [2]],
    ['with a text of an event, taken literally', { text: '(42)' }, [2]],
    ['with a part of their id', { text: '0003' }, [3]],
    ['with an empty text', { text: '' }, [3, 2, 1]],
    ['with an attribute', { attribute: ['http.response.status_code:500'] }, [2]],
    ['that have an attribute', { attribute: ['http.response.status_code:*'] }, [2, 1]],
    [
      'with all attributes, of whichever span',
      { attribute: ['http.response.status_code:200', 'brrt.operation:listPets'] },
      [1],
    ],
    ['with an attribute of the resource', { attribute: ['service.name:user-service'] }, [3]],
    ['with a list', { attribute: ['list:[1,2]'] }, [2]],
    ['from a time', { from: now + 1_000 }, [3, 2]],
    ['up to a time', { to: now + 1_000 }, [2, 1]],
    ['no more than asked for', { limit: 1 }, [3]],
    ['at least one', { limit: -5 }, [3]],
    ['of no service', { service: 'nobody' }, []],
  ])('%s', (_name, query, want) => {
    givenTraces();
    expect(store.traces(query).map((trace) => Number(trace.traceId))).toEqual(want);
  });

  it('are summarized by their root, or by what came first', () => {
    givenTraces();
    const [orphan, , whole] = store.traces({});
    expect(whole).toEqual({
      traceId: traceId(1),
      name: 'GET /dashboard',
      service: 'bff',
      startedAt: now,
      duration: 100,
      spanCount: 2,
      errorCount: 0,
      httpStatus: 200,
      services: [
        { name: 'petstore', spans: 1, errors: 0 },
        { name: 'bff', spans: 1, errors: 0 },
      ],
      complete: true,
    } satisfies TraceSummary);
    expect(orphan).toMatchObject({ name: 'SELECT', complete: false });
    const status = attributes({ 'http.response.status_code': 401 });
    const called = { kind: 'server', parentSpanId: spanId(9), attributes: status } as const;
    store.ingest('traces', [group('petstore', givenSpan({ traceId: traceId(7), ...called }))]);
    expect(store.traces({}).find((trace) => trace.traceId === traceId(7))).toMatchObject({
      httpStatus: 401,
      complete: false,
    });
  });

  it('take late and early spans in whatever order they come, each once', () => {
    const spans = [4, 2, 5, 1, 3].map((number) =>
      givenSpan({
        spanId: spanId(number),
        startedAt: now + number,
        ...(number === 1 ? {} : { parentSpanId: spanId(1) }),
      }),
    );
    for (const span of spans) store.ingest('traces', [group('a', span)]);
    expect(store.ingest('traces', [group('a', ...spans)])).toEqual({ accepted: 5, rejected: 0 });
    expect(store.trace(traceId(1))?.spans.map((span) => span.spanId)).toEqual([1, 2, 3, 4, 5].map(spanId));
    expect(store.traces({})).toMatchObject([{ spanCount: 5, startedAt: now + 1, complete: true }]);
    expect(store.state().spans.count).toBe(5);
  });

  it('are in the order of their starts, also when a late span moves one', () => {
    const starts = [
      [1, 10],
      [2, 20],
      [2, 5],
      [3, 20],
      [1, 20],
    ] as const;
    starts.forEach(([id, start], index) => {
      store.ingest('traces', [
        group('a', givenSpan({ traceId: traceId(id), spanId: spanId(index + 1), startedAt: now + start })),
      ]);
    });
    expect(store.traces({}).map((trace) => Number(trace.traceId))).toEqual([3, 1, 2]);
    store.ingest('traces', [group('a', givenSpan({ traceId: traceId(4), startedAt: now + 20 }))]);
    expect(store.traces({}).map((trace) => Number(trace.traceId))).toEqual([4, 3, 1, 2]);
  });

  it('know the span ids of many spans', () => {
    const spans = Array.from({ length: 100 }, (_, index) => givenSpan({ spanId: spanId(index + 1) }));
    store.ingest('traces', [group('a', ...spans)]);
    store.ingest('traces', [group('a', ...spans)]);
    expect(store.trace(traceId(1).toUpperCase())?.spans).toHaveLength(100);
  });

  it('come with the logs of theirs and the resources of both', () => {
    givenTraces();
    store.ingest('logs', [group('petstore', givenLog({ traceId: traceId(2), spanId: spanId(20), body: 'failed' }))]);
    const trace = store.trace(traceId(2));
    expect(trace?.logs).toMatchObject([{ body: 'failed', spanId: spanId(20), service: 'petstore' }]);
    expect(Object.values(trace?.resources ?? {})).toEqual([{ 'service.name': 'petstore' }]);
    expect(store.trace(traceId(9))).toBeUndefined();
  });
});

describe('logs', () => {
  it.each<[string, LogQuery, string[]]>([
    ['all, newest first', {}, ['d', 'c', 'b', 'a']],
    ['of a severity and worse', { severity: 'error' }, ['d', 'c']],
    ['of a service', { service: 'bff' }, ['c']],
    ['with a text in the body', { text: 'B' }, ['b']],
    ['with a text in a value', { text: 'listp' }, ['b']],
    ['with an attribute', { attribute: ['operation:listPets'] }, ['b']],
    ['of a trace', { traceId: traceId(1) }, ['c', 'b']],
    ['of a span', { traceId: traceId(1), spanId: spanId(2) }, ['c']],
    ['from a time', { from: now + 2 }, ['d', 'c']],
    ['up to a time', { to: now + 1 }, ['b', 'a']],
    ['before a sequence', { before: 3 }, ['b', 'a']],
    ['no more than asked for', { limit: 2, before: 4 }, ['c', 'b']],
  ])('%s', (_name, query, want) => {
    store.ingest('logs', [
      group('petstore', givenLog({ body: 'a', severityNumber: 5 })),
      group(
        'petstore',
        givenLog({ body: 'b', at: now + 1, traceId: traceId(1), attributes: attributes({ operation: 'listPets' }) }),
      ),
      group('bff', givenLog({ body: 'c', at: now + 2, severityNumber: 17, traceId: traceId(1), spanId: spanId(2) })),
      group('petstore', givenLog({ body: 'd', at: now + 3, severityNumber: 0, severityText: 'CRITICAL' })),
    ]);
    expect(store.logs(query).map(({ body }) => body)).toEqual(want);
  });

  it.each([
    [1, 'trace'],
    [8, 'debug'],
    [9, 'info'],
    [16, 'warn'],
    [17, 'error'],
    [24, 'fatal'],
    [25, 'info'],
    [0, 'info'],
  ])('have the severity of number %i: %s', (severityNumber, severity) => {
    store.ingest('logs', [group('a', givenLog({ severityNumber, severityText: '' }))]);
    expect(store.logs({})).toMatchObject([{ severity }]);
  });

  it('get the time of their arrival where they say none, and a text where their body is none', () => {
    store.ingest('logs', [group('a', givenLog({ at: 0, body: { a: [1, null] } }), givenLog({ body: null }))]);
    expect(store.logs({})).toMatchObject([{ body: '' }, { at: now, body: '{"a":[1,null]}' }]);
  });
});

describe('listeners', () => {
  it('are told once per turn what came, and no longer when they left', async () => {
    const traces: (readonly TraceSummary[])[] = [];
    const logs: (readonly LogRecord[])[] = [];
    const leave = store.subscribe({ traces: (list) => traces.push(list), logs: (list) => logs.push(list) });
    store.ingest('traces', [
      group('a', givenSpan(), givenSpan({ spanId: spanId(2) }), givenSpan({ traceId: traceId(2) })),
    ]);
    store.ingest('traces', [group('a', givenSpan({ spanId: spanId(3) }))]);
    store.ingest('logs', [group('a', givenLog(), givenLog())]);
    expect([traces, logs]).toEqual([[], []]);
    await setImmediate();
    expect(traces.map((list) => list.map(({ spanCount }) => spanCount))).toEqual([[3, 1]]);
    expect(logs.map((list) => list.map(({ sequence }) => sequence))).toEqual([[1, 2]]);
    leave();
    store.ingest('logs', [group('a', givenLog())]);
    await setImmediate();
    expect(logs).toHaveLength(1);
  });
});
