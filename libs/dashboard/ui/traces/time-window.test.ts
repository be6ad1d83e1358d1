import { expect, it } from 'vitest';
import { pan, select, ticks, wholeTrace, zoom } from './time-window.ts';

it.each([
  ['in at the middle', zoom(wholeTrace, 0.5), { from: 0.25, to: 0.75 }],
  ['in at a place that stays where it is', zoom(wholeTrace, 0.5, 0.2), { from: 0.1, to: 0.6 }],
  ['out never past the ends', zoom({ from: 0, to: 0.4 }, 2), { from: 0, to: 0.8 }],
  ['out to everything', zoom({ from: 0.3, to: 0.9 }, 4), wholeTrace],
  ['later, up to the end', pan({ from: 0.5, to: 0.9 }, 0.5), { from: 0.6, to: 1 }],
  ['earlier, up to the start', pan({ from: 0.1, to: 0.5 }, -0.5), { from: 0, to: 0.4 }],
  ['a drag to the left', select(0.8, 0.2), { from: 0.2, to: 0.8 }],
  ['a click', select(0.5, 0.501), undefined],
])('%s', (_name, got, want) => {
  if (want === undefined || got === undefined) expect(got).toBe(want);
  else {
    expect(got.from).toBeCloseTo(want.from);
    expect(got.to).toBeCloseTo(want.to);
  }
});

it.each([
  // One at the very end would have no room for its text.
  [0, 412, [0, 100, 200, 300]],
  [30, 50, [30, 35, 40, 45]],
  [0, 0, [0]],
])('ticks from %d to %d', (from, to, want) => expect(ticks(from, to)).toEqual(want));
