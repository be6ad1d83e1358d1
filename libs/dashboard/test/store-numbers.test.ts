import { setImmediate } from 'node:timers/promises';
import { ValueType } from '@opentelemetry/api';
import { OTLPMetricExporter as JsonMetrics } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as ProtobufMetrics } from '@opentelemetry/exporter-metrics-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  AggregationType,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OtlpMetricData } from '../src/otlp/otlp-data.ts';
import { readMetrics } from '../src/otlp/read-metrics.ts';
import type { NumberSample } from '../src/store/number-memory.ts';
import { createTelemetryStore } from '../src/store/telemetry-store.ts';
import { attributes, group, now } from './given-otlp.ts';
import { serveIntake } from './serve-intake.ts';

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

describe('metrics of OTLP', () => {
  const point = { at: now, attributes: attributes({ kind: 'dog' }) };
  const metric = (data: OtlpMetricData) => ({ name: 'pets', description: 'Pets', unit: '1', metadata: [], data });
  const ingest = (data: OtlpMetricData) => store.ingest('metrics', [group('a', metric(data))]);
  const shown = () =>
    store
      .numbers({})
      .series.map((one) => [one.metric, one.type, one.labels.le ?? one.labels.quantile, one.points.at(-1)?.[1]]);

  it.each<[string, OtlpMetricData, unknown]>([
    ['a gauge', { type: 'gauge', points: [{ ...point, value: 3 }] }, [['pets', 'gauge', undefined, 3]]],
    [
      'a sum that only grows',
      { type: 'sum', isMonotonic: true, isDelta: false, points: [{ ...point, value: 3 }] },
      [['pets', 'counter', undefined, 3]],
    ],
    [
      'a sum that also falls',
      { type: 'sum', isMonotonic: false, isDelta: false, points: [{ ...point, value: -3 }] },
      [['pets', 'gauge', undefined, -3]],
    ],
    [
      'a histogram',
      {
        type: 'histogram',
        isDelta: false,
        points: [{ ...point, count: 6, sum: 9.5, bounds: [1, 2], counts: [1, 2, 3] }],
      },
      [
        ['pets_count', 'histogram', undefined, 6],
        ['pets_sum', 'histogram', undefined, 9.5],
        ['pets_bucket', 'histogram', '1', 1],
        ['pets_bucket', 'histogram', '2', 3],
        ['pets_bucket', 'histogram', '+Inf', 6],
      ],
    ],
    [
      'a histogram without buckets and sum',
      { type: 'histogram', isDelta: false, points: [{ ...point, count: 6, sum: undefined, bounds: [], counts: [] }] },
      [['pets_count', 'histogram', undefined, 6]],
    ],
    [
      'a summary',
      { type: 'summary', points: [{ ...point, count: 2, sum: 3, quantiles: [{ quantile: 0.5, value: 1 }] }] },
      [
        ['pets_count', 'summary', undefined, 2],
        ['pets_sum', 'summary', undefined, 3],
        ['pets', 'summary', '0.5', 1],
      ],
    ],
    ['what came after this was written', { type: 'unknown' }, []],
  ])('can be %s', (_name, data, want) => {
    ingest(data);
    expect(shown()).toEqual(want);
  });

  it('that tell differences are added up', () => {
    for (const value of [3, 4, 5]) {
      time += 1_000;
      ingest({ type: 'sum', isMonotonic: true, isDelta: true, points: [{ ...point, at: time, value }] });
      ingest({
        type: 'histogram',
        isDelta: true,
        points: [{ ...point, at: time, count: value, sum: value, bounds: [], counts: [value] }],
      });
    }
    expect(
      store
        .numbers({ metric: 'pets' })
        .series.map(({ metric: name, points }) => [name, points.map(([, value]) => value)]),
    ).toEqual([
      ['pets', [3, 7, 12]],
      ['pets_count', [3, 7, 12]],
      ['pets_sum', [3, 7, 12]],
      ['pets_bucket', [3, 7, 12]],
    ]);
  });

  it.each([
    [
      'of a base near one',
      20,
      3,
      [
        [0, 0],
        [2, 40],
      ],
    ],
    [
      'of base two',
      0,
      1,
      [
        [0, 0],
        [2, 0],
        [4, 10],
        [8, 10],
        [16, 10],
        [32, 10],
      ],
    ],
    [
      'of base sixteen',
      -2,
      0,
      [
        [0, 0],
        [16, 10],
        [256, 10],
        [4096, 10],
        [65536, 10],
      ],
    ],
    ['that is out of its mind', 2_000_000_000, 1_000_000_000, [[0, 0]]],
  ])('in exponential buckets get bounds that stay: %s', (_name, scale, offset, want) => {
    const document = {
      resourceMetrics: [
        {
          scopeMetrics: [
            {
              metrics: [
                {
                  name: 'x',
                  exponentialHistogram: {
                    dataPoints: [{ count: '40', scale, positive: { offset, bucketCounts: ['10', '10', 10, 10] } }],
                  },
                },
              ],
            },
          ],
        },
      ],
    };
    const [metricOfX] = readMetrics(document)[0]?.records ?? [];
    const data = metricOfX?.data;
    if (data?.type !== 'histogram') expect.unreachable();
    const [first] = data.points;
    const pairs = first?.bounds.map((bound, index) => [bound, first.counts[index]]) ?? [];
    expect(pairs.filter(([bound, count]) => bound === 0 || count !== 0)).toEqual(
      want.filter(([bound, count]) => bound === 0 || count !== 0),
    );
    expect(first?.counts.reduce((sum, count) => sum + count, 0)).toBe(40);
  });
});

describe('metrics of the OpenTelemetry SDK', () => {
  let intake: Awaited<ReturnType<typeof serveIntake>>;
  beforeAll(async () => {
    intake = await serveIntake({ ingest: (signal, batch) => store.ingest(signal, batch) });
  });
  afterAll(() => intake.close());

  it.each([
    ['protobuf', ProtobufMetrics, AggregationTemporality.CUMULATIVE],
    ['protobuf, differences', ProtobufMetrics, AggregationTemporality.DELTA],
    ['JSON', JsonMetrics, AggregationTemporality.CUMULATIVE],
    ['JSON, differences', JsonMetrics, AggregationTemporality.DELTA],
  ] as const)('arrive as %s', async (_name, Exporter, temporalityPreference) => {
    store = createTelemetryStore();
    const exporter = new Exporter({ url: `${intake.url}/v1/metrics`, temporalityPreference });
    const provider = new MeterProvider({
      resource: resourceFromAttributes({ 'service.name': 'petstore' }),
      readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 60_000 })],
      views: [{ instrumentName: 'sizes', aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } }],
    });
    const meter = provider.getMeter('test');
    const counter = meter.createCounter('pets', { description: 'Pets', unit: '{pet}', valueType: ValueType.INT });
    const histogram = meter.createHistogram('took', { advice: { explicitBucketBoundaries: [1, 5] } });
    const sizes = meter.createHistogram('sizes');
    meter.createObservableGauge('rooms').addCallback((result) => result.observe(0.5, { floor: 1 }));
    for (const turn of [1, 2]) {
      counter.add(2, { kind: 'dog' });
      histogram.record(turn * 2.5);
      for (const size of [0, 3, 3, 100]) sizes.record(size);
      await provider.forceFlush();
    }
    const last = store
      .numbers({})
      .series.map(({ metric, type, labels, points }) => [metric, type, labels, points.at(-1)?.[1]]);
    const want = [
      ['pets', 'counter', { kind: 'dog' }, 4],
      ['took_count', 'histogram', {}, 2],
      ['took_sum', 'histogram', {}, 7.5],
      ['took_bucket', 'histogram', { le: '1' }, 0],
      ['took_bucket', 'histogram', { le: '5' }, 2],
      ['took_bucket', 'histogram', { le: '+Inf' }, 2],
      ['sizes_count', 'histogram', {}, 8],
      ['sizes_sum', 'histogram', {}, 212],
      ['sizes_bucket', 'histogram', { le: '0' }, 2],
      ['sizes_bucket', 'histogram', { le: '4' }, 6],
      ['sizes_bucket', 'histogram', { le: '128' }, 8],
      ['sizes_bucket', 'histogram', { le: '+Inf' }, 8],
      ['rooms', 'gauge', { floor: '1' }, 0.5],
    ];
    expect(last).toEqual(expect.arrayContaining(want));
    expect(last).toHaveLength(want.length);
    expect(store.numbers({ metric: 'pets' }).series[0]).toMatchObject({
      service: 'petstore',
      help: 'Pets',
      unit: '{pet}',
    });
    await provider.shutdown();
  });
});
