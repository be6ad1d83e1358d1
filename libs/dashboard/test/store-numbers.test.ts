import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { NumberSample } from '../src/store/number-memory.ts';
import { createTelemetryStore } from '../src/store/telemetry-store.ts';
import { now } from './given-otlp.ts';

let time = now;
let store = createTelemetryStore();
beforeEach(() => {
  time = now;
  store = createTelemetryStore({ now: () => time });
});

const sample = (value: number, more: Partial<NumberSample> = {}): NumberSample => ({
  metric: 'pets',
  help: 'Pets',
  type: 'gauge',
  labels: {},
  value,
  ...more,
});

const pointsOf = (metric = 'pets') => store.numbers({ metric }).series.map(({ points }) => points);

describe('numbers', () => {
  it('are kept by service, metric and labels, whatever their order', () => {
    store.recordNumbers('a', now - 10, [sample(1, { labels: { x: '1', y: '2' } }), sample(2, { metric: 'other' })]);
    store.recordNumbers('a', now - 5, [sample(3, { labels: { y: '2', x: '1' } })]);
    store.recordNumbers('b', now - 5, [sample(4, { unit: 'animals' })]);
    expect(store.numbers({ service: 'a' }).series).toEqual([
      {
        service: 'a',
        metric: 'pets',
        help: 'Pets',
        type: 'gauge',
        labels: { x: '1', y: '2' },
        points: [
          [now - 10, 1],
          [now - 5, 3],
        ],
      },
      { service: 'a', metric: 'other', help: 'Pets', type: 'gauge', labels: {}, points: [[now - 10, 2]] },
    ]);
    expect(store.numbers({ metric: 'pets', service: 'b' }).series).toMatchObject([{ unit: 'animals' }]);
  });

  it('of a family are found by its name', () => {
    const names = ['took_bucket', 'took_sum', 'took_count', 'took_other'];
    store.recordNumbers(
      'a',
      now,
      names.map((metric) => sample(1, { metric, type: 'histogram' })),
    );
    expect(store.numbers({ metric: 'took' }).series.map(({ metric }) => metric)).toEqual(names.slice(0, 3));
    expect(store.numbers({ metric: 'took_sum' }).series).toHaveLength(1);
  });

  it('that stay the same take two points, and are there at the start of the window', () => {
    for (let second = 0; second <= 3_600; second += 5)
      store.recordNumbers('a', now - (3_600 - second) * 1000, [sample(second < 3_000 ? 7 : 8)]);
    expect(pointsOf()).toEqual(
      [
        [
          [now - 600_000, 8],
          [now, 8],
        ],
      ].map(() => [
        [now - 900_000, 7],
        [now - 605_000, 7],
        [now - 600_000, 8],
        [now, 8],
      ]),
    );
  });

  it('older than the last one, and those that are none, are left out', () => {
    store.recordNumbers('a', now, [sample(1)]);
    store.recordNumbers('a', now - 1, [sample(2)]);
    store.recordNumbers('a', now + 1, [sample(Number.NaN)]);
    expect(pointsOf()).toEqual([[[now, 1]]]);
  });

  it('lie in rings of fixed size', () => {
    for (let index = 0; index < 1_000; index += 1) store.recordNumbers('a', now - 1_000 + index, [sample(index)]);
    const [points] = pointsOf();
    expect([points?.length, points?.[0], points?.at(-1)]).toEqual([720, [now - 720, 280], [now - 1, 999]]);
    expect(store.state().metrics).toMatchObject({ count: 1, dropped: { overwritten: 280, refused: 0 } });
  });

  it('have bounds: on series of a service, and on all memory', () => {
    const many = Array.from({ length: 9_000 }, (_, index) => sample(1, { labels: { index: String(index) } }));
    expect(store.recordNumbers('a', now, many)).toBe(1_000);
    expect(store.state().metrics).toMatchObject({ count: 8_000, dropped: { refused: 1_000 } });
    store = createTelemetryStore({ now: () => time, maximumBytes: { metrics: 100_000 } });
    for (let turn = 0; turn < 20; turn += 1)
      store.recordNumbers(
        'a',
        now + turn,
        many.map((one) => ({ ...one, value: turn })),
      );
    const { bytes, dropped, count } = store.state().metrics;
    expect(bytes).toBeLessThanOrEqual(100_000);
    expect(dropped.refused).toBe(20 * (9_000 - count));
    expect(dropped.overwritten).toBeGreaterThan(0);
    store.clear('metrics');
    expect(store.state().metrics).toMatchObject({ count: 0, bytes: 0 });
  });

  it('are told to listeners', async () => {
    let calls = 0;
    store.subscribe({ numbers: () => (calls += 1) });
    store.recordNumbers('a', now, [sample(1)]);
    store.recordNumbers('a', now + 1, [sample(1)]);
    await setImmediate();
    expect(calls).toBe(1);
  });
});
