import { describe, expect, it } from 'vitest';
import { buildWaterfall } from './build-waterfall.ts';
import { findCriticalPath, ownTime } from './critical-path.ts';
import { givenSpan as span, givenTrace as trace } from './given-trace.ts';

const given = trace(
  span('root', undefined, { duration: 100 }),
  span('fast', 'root', { startedAt: 10, duration: 20 }),
  span('slow', 'root', { startedAt: 10, duration: 70 }),
  span('inner', 'slow', { startedAt: 30, duration: 40 }),
  span('after', 'root', { startedAt: 95, duration: 50 }),
);

describe('the critical path', () => {
  it('goes through what the caller waited for', () => {
    const { rows } = buildWaterfall(given);
    const path = findCriticalPath(rows);
    const named = rows.flatMap(({ key, index }) =>
      path.has(index)
        ? [
            [
              key,
              (path.get(index) ?? [])
                .map(({ from, to }) => [from, to])
                .toSorted(([one = 0], [other = 0]) => one - other),
            ],
          ]
        : [],
    );
    expect(Object.fromEntries(named)).toEqual({
      root: [
        [0, 10],
        [80, 95],
      ],
      slow: [
        [10, 30],
        [70, 80],
      ],
      inner: [[30, 70]],
      after: [[95, 100]],
    });
  });

  it('covers the whole root, once', () => {
    const path = findCriticalPath(buildWaterfall(given).rows);
    const total = [...path.values()].flat().reduce((sum, { from, to }) => sum + to - from, 0);
    expect(total).toBe(100);
  });

  it('is empty for an empty trace', () => expect(findCriticalPath([]).size).toBe(0));
});

describe('own time', () => {
  it('is where no child ran', () => {
    const { rows } = buildWaterfall(given);
    const own = (key: string) => {
      const row = rows.find((one) => one.key === key);
      return row === undefined ? [] : ownTime(row, rows).map(({ from, to }) => [from, to]);
    };
    expect(own('root')).toEqual([
      [0, 10],
      [80, 95],
    ]);
    expect(own('inner')).toEqual([[30, 70]]);
  });
});
