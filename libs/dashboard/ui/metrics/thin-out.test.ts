import { describe, expect, it } from 'vitest';
import { thinOut } from './thin-out.ts';

const dot = (left: number, top: number, value: number, bad = false) => ({ left, top, value, bad });

describe('thinOut', () => {
  it.each([
    ['keeps what can be told apart', [dot(0, 0, 1), dot(30, 0, 2), dot(0, 30, 3)], [3, 2, 1]],
    ['keeps the greatest of a heap', [dot(0, 0, 1), dot(10, 10, 3), dot(5, 5, 2)], [3]],
    ['keeps what failed before what is great', [dot(0, 0, 9), dot(10, 0, 1, true)], [1]],
  ])('%s', (_name, dots, want) => expect(thinOut(dots).map(({ value }) => value)).toEqual(want));
});
