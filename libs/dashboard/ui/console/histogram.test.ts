import { describe, expect, it } from 'vitest';
import { histogramOf, quantileOf } from './histogram.ts';

describe('durations of many calls', () => {
  it.each<readonly [string, readonly number[], readonly number[]]>([
    ['nothing', [], [0, 0, 0, 0]],
    ['all the same', [5, 5, 5], [3, 0, 0, 0]],
    ['the greatest is in the last bucket', [0, 1, 2, 3, 4], [1, 1, 1, 2]],
  ])('%s', (_name, values, counts) => expect(histogramOf(values, 4).counts).toEqual(counts));

  it.each([
    [0.5, 2],
    [0.95, 4],
    [1, 4],
    [0, 1],
  ])('quantile %s is %s', (share, want) => expect(quantileOf([1, 2, 3, 4], share)).toBe(want));
});
