import { describe, expect, it } from 'vitest';
import { alignSeries, groupByMetric, increaseOf, labelsInWords, ratesOf, sumPoints } from './number-series.ts';

describe('numbers over time', () => {
  it('makes rates of counters, also when one began anew', () => {
    expect(
      ratesOf([
        [0, 10],
        [5000, 20],
        [10_000, 5],
        [10_000, 5],
      ]),
    ).toEqual([
      [5000, 2],
      [10_000, 1],
    ]);
  });

  it.each<readonly [string, readonly (readonly [number, number])[], number]>([
    ['nothing', [], 0],
    ['one point', [[0, 7]], 0],
    [
      'growth',
      [
        [0, 7],
        [1, 9],
      ],
      2,
    ],
    [
      'a restart',
      [
        [0, 7],
        [1, 3],
        [2, 4],
      ],
      4,
    ],
  ])('counts the increase: %s', (_name, points, want) => expect(increaseOf(points)).toBe(want));

  it('puts series on one axis', () => {
    expect(
      alignSeries([
        [
          [1, 10],
          [3, 30],
        ],
        [[2, 5]],
      ]),
    ).toEqual({
      times: [1, 2, 3],
      values: [
        [10, null, 30],
        [null, 5, null],
      ],
    });
  });

  it('sums', () =>
    expect(
      sumPoints([
        [
          [2, 1],
          [1, 1],
        ],
        [[2, 5]],
      ]),
    ).toEqual([
      [1, 1],
      [2, 6],
    ]));

  it('groups by metric, by name', () => {
    const series = ['b', 'a', 'b'].map((metric) => ({
      service: 'petstore',
      metric,
      help: `about ${metric}`,
      type: 'gauge' as const,
      labels: {},
      points: [],
    }));
    expect(groupByMetric(series).map(({ metric, help, series: all }) => [metric, help, all.length])).toEqual([
      ['a', 'about a', 1],
      ['b', 'about b', 2],
    ]);
  });

  it('writes labels', () => {
    expect(labelsInWords({})).toBe('');
    expect(labelsInWords({ route: '/a"b', status: '200' })).toBe('{route="/a\\"b", status="200"}');
  });
});
