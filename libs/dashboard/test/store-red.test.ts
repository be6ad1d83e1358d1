import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDuration, cellCount, type LatencyCells, percentile, sumCells } from '../src/store/latency-cells.ts';
import { createTelemetryStore } from '../src/store/telemetry-store.ts';
import { attributes, givenSpan, group, now, spanId, traceId } from './given-otlp.ts';

const createStore = () => createTelemetryStore({ now: () => now });
let serial = 0;

function served(more: { at?: number; duration?: number; status?: number; operation?: string; failed?: boolean } = {}) {
  const { at = now, duration = 10, status, operation, failed = false } = more;
  serial += 1;
  return givenSpan({
    traceId: traceId(serial),
    spanId: spanId(serial),
    startedAt: at - duration,
    duration,
    status: failed ? 'error' : 'unset',
    attributes: attributes({
      ...(operation === undefined ? {} : { 'brrt.operation': operation }),
      ...(status === undefined ? {} : { 'http.response.status_code': status }),
    }),
  });
}

describe('rate, errors and duration', () => {
  it('are counted per service and operation, whoever failed', () => {
    const store = createStore();
    store.ingest('traces', [
      group(
        'petstore',
        served({ operation: 'listPets', status: 200 }),
        served({ operation: 'listPets', status: 404 }),
        served({ operation: 'listPets', status: 503, failed: true }),
        served({ failed: true }),
        givenSpan({ traceId: traceId(9_001), kind: 'client', startedAt: now }),
      ),
      group('bff', served({ status: 302 })),
    ]);
    const { series, from, to, step } = store.red({});
    expect([from, to, step]).toEqual([now - 895_000, now + 5_000, 5]);
    expect(
      series.map(({ service, operation, total }) => [
        service,
        operation,
        total.count,
        total.clientErrors,
        total.serverErrors,
      ]),
    ).toEqual([
      ['bff', undefined, 1, 0, 0],
      ['bff', 'GET /pets', 1, 0, 0],
      ['petstore', undefined, 4, 1, 2],
      ['petstore', 'listPets', 3, 1, 1],
      ['petstore', 'GET /pets', 1, 0, 1],
    ]);
    expect(store.red({ service: 'bff' }).series.map(({ service }) => service)).toEqual(['bff', 'bff']);
  });

  it('stand at the time at which they ended', () => {
    const store = createStore();
    const times = [now, now - 1, now - 4_999, now - 5_001, now - 890_000, now - 899_000];
    store.ingest('traces', [group('a', ...times.map((at) => served({ at })))]);
    const [whole] = store.red({}).series;
    expect(whole?.total.count).toBe(5);
    expect(whole?.points).toHaveLength(180);
    expect(whole?.points.flatMap(({ count }, index) => (count === 0 ? [] : [[index, count]]))).toEqual([
      [1, 1],
      [177, 1],
      [178, 2],
      [179, 1],
    ]);
    expect(whole?.points[0]).toEqual({ count: 0, clientErrors: 0, serverErrors: 0, p50: null, p95: null, p99: null });
  });

  it.each([
    [1, 5, 1],
    [60, 5, 12],
    [900, 5, 180],
    [3_600, 20, 180],
    [90_000, 20, 180],
    [Number.NaN, 5, 180],
  ])('have as many points as a window of %d seconds needs', (window, step, points) => {
    const store = createStore();
    store.ingest('traces', [group('a', served())]);
    const report = store.red({ window });
    expect([report.step, report.series[0]?.points.length]).toEqual([step, points]);
    expect(report.to - report.from).toBe(step * points * 1000);
  });

  it('are exact when the spans are long gone, and leave out retried exports', () => {
    const store = createTelemetryStore({ now: () => now, maximumBytes: { traces: 50_000 } });
    for (let index = 0; index < 1_000; index += 1) {
      const batch = [group('a', served({ operation: 'x', duration: index }))];
      store.ingest('traces', batch);
      store.ingest('traces', batch);
    }
    expect(store.state().spans.count).toBeLessThan(200);
    const total = store.red({}).series[0]?.total;
    expect(total?.count).toBe(1_000);
    expect(total?.p50).toBeCloseTo(500, -1);
    expect((total?.p99 ?? 0) / 990).toBeCloseTo(1, 1);
  });

  it('forget what is older than an hour and what lies ahead', () => {
    let time = now;
    const store = createTelemetryStore({ now: () => time });
    store.ingest('traces', [group('a', served({ at: now - 3_700_000 }), served({ at: now + 3_600_000 }), served())]);
    expect(store.red({ window: 3_600 }).series[0]?.total.count).toBe(1);
    time += 3_700_000;
    expect(store.red({ window: 3_600 }).series).toEqual([]);
  });

  it('name the slow and the failed ones of late', () => {
    const store = createStore();
    const spans = Array.from({ length: 100 }, (_, index) =>
      served({ at: now - index * 100, duration: index, operation: 'x' }),
    );
    const failed = Array.from({ length: 30 }, (_, index) =>
      served({ at: now - 50_000 + index, status: 500, operation: 'x' }),
    );
    store.ingest('traces', [group('a', ...spans, ...failed)]);
    const exemplars = store.red({}).series.find(({ operation }) => operation === 'x')?.exemplars ?? [];
    expect(exemplars).toHaveLength(20);
    expect(exemplars.slice(0, 10).map(({ duration }) => duration)).toEqual([90, 91, 92, 93, 94, 95, 96, 97, 98, 99]);
    expect(exemplars.slice(10).every(({ status }) => status === 500)).toBe(true);
    expect(exemplars[0]).toMatchObject({ traceId: spans[90]?.traceId, spanId: spans[90]?.spanId });
  });

  it('keep their own number of operations', () => {
    const store = createStore();
    store.ingest('traces', [
      group('a', ...Array.from({ length: 1_000 }, (_, index) => served({ operation: `op ${index}` }))),
    ]);
    const { series } = store.red({});
    expect(series).toHaveLength(202);
    expect(series.find(({ operation }) => operation === '(other)')?.total.count).toBe(800);
    expect(series[0]?.total.count).toBe(1_000);
  });
});

describe('percentiles', () => {
  it('are at most two percent off', () => {
    const duration = fc.double({ min: 0.05, max: 2_000_000, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(duration, { minLength: 1, maxLength: 200 }),
        fc.constantFrom(0.5, 0.95, 0.99),
        (list, share) => {
          const cells: LatencyCells = [];
          for (const each of list) addDuration(cells, each);
          const counts = new Float64Array(cellCount);
          sumCells(cells, counts);
          const exact = [...list].sort((a, b) => a - b)[Math.ceil(list.length * share) - 1] ?? 0;
          const found = percentile(counts, list.length, share) ?? Number.NaN;
          expect(Math.abs(found - exact) / exact).toBeLessThan(0.02);
        },
      ),
    );
  });

  it.each([
    ['none', [], null],
    ['zero', [0], 0],
    ['microseconds', [0.003], 0.003],
    ['less than nothing', [-5], 0],
    ['weeks', [1e12], 2_130_706.4315],
  ])('of %s', (_name, list, want) => {
    const cells: LatencyCells = [];
    for (const each of list) addDuration(cells, each);
    const counts = new Float64Array(cellCount);
    sumCells(cells, counts);
    expect(percentile(counts, list.length, 0.5)).toBe(want);
  });

  it('count more than one cell holds', () => {
    const cells: LatencyCells = [2 ** 21 - 1];
    addDuration(cells, 0);
    addDuration(cells, 0);
    const counts = new Float64Array(cellCount);
    sumCells(cells, counts);
    expect(counts[0]).toBe(2 ** 21 + 1);
  });
});
