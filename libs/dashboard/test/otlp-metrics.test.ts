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
import { createTelemetryStore } from '../src/store/telemetry-store.ts';
import { attributes, group, now } from './given-otlp.ts';
import { serveIntake } from './serve-intake.ts';

let time = now;
let store = createTelemetryStore();
beforeEach(() => {
  time = now;
  store = createTelemetryStore({ now: () => time });
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
