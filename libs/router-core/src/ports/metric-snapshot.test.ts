import { describe, expect, it } from 'vitest';
import { lastingMetrics, type MetricSample, type MetricSnapshot, mergeMetrics } from './metric-snapshot.ts';

const metric = (across: MetricSnapshot['across'], ...samples: MetricSample[]): MetricSnapshot => ({
  name: 'm',
  help: '',
  type: 'counter',
  across,
  samples,
});
const get = { method: 'GET' };
const seen = (value: number, timestamp: number): MetricSample => ({
  labels: get,
  value,
  exemplar: { labelSet: { trace_id: `t${timestamp}` }, value, timestamp },
});

describe('metrics of several workers', () => {
  it.each<[string, MetricSnapshot['across'], MetricSample[][], MetricSample[]]>([
    ['are added up', 'sum', [[{ labels: get, value: 2 }], [{ labels: get, value: 3 }]], [{ labels: get, value: 5 }]],
    ['show the greatest', 'max', [[{ labels: {}, value: 2 }], [{ labels: {}, value: 3 }]], [{ labels: {}, value: 3 }]],
    ['show the least', 'min', [[{ labels: {}, value: 2 }], [{ labels: {}, value: 3 }]], [{ labels: {}, value: 2 }]],
    [
      'show each worker with its number',
      'each',
      [[{ labels: get, value: 2 }], [{ labels: get, value: 3 }]],
      [
        { labels: { method: 'GET', worker: '1' }, value: 2 },
        { labels: { method: 'GET', worker: '2' }, value: 3 },
      ],
    ],
    [
      'keep apart what has other labels or another name',
      'sum',
      [
        [
          { labels: get, value: 1 },
          { labels: get, value: 2, metricName: 'm_bucket' },
        ],
        [{ labels: { method: 'PUT' }, value: 4 }],
      ],
      [
        { labels: get, value: 1 },
        { labels: get, value: 2, metricName: 'm_bucket' },
        { labels: { method: 'PUT' }, value: 4 },
      ],
    ],
    [
      'keep the exemplar of the first when it is the later one',
      'sum',
      [[seen(1, 9)], [seen(1, 5)]],
      [{ ...seen(1, 9), value: 2 }],
    ],
    ['take the exemplar of the second when it is the later one', 'max', [[seen(1, 5)], [seen(1, 9)]], [seen(1, 9)]],
    ['take an exemplar rather than none', 'max', [[{ labels: get, value: 1 }], [seen(1, 9)]], [seen(1, 9)]],
    ['keep an exemplar rather than none', 'min', [[seen(1, 9)], [{ labels: get, value: 1 }]], [seen(1, 9)]],
  ])('%s', (_name, across, [one = [], other = []], want) => {
    const merged = mergeMetrics([
      { worker: 1, metrics: [metric(across, ...one)] },
      { worker: 2, metrics: [metric(across, ...other)] },
    ]);
    expect(merged).toEqual([metric(across, ...want)]);
  });

  it('stand in the order in which they were first told of', () => {
    const named = (name: string) => ({ ...metric('sum'), name });
    const merged = mergeMetrics([
      { worker: 1, metrics: [named('b')] },
      { worker: 2, metrics: [named('a'), named('b')] },
    ]);
    expect(merged.map(({ name }) => name)).toEqual(['b', 'a']);
  });

  it.each<[MetricSnapshot['type'], MetricSnapshot['across'], boolean]>([
    ['counter', 'sum', true],
    ['histogram', 'sum', true],
    ['gauge', 'sum', false],
    ['counter', 'max', false],
    ['histogram', 'each', false],
  ])('of type %s across %s count after the end of a worker: %s', (type, across, want) => {
    expect(lastingMetrics([{ ...metric(across), type }])).toHaveLength(want ? 1 : 0);
  });
});
