import { describe, expect, it } from 'vitest';
import { formatAge, formatBytes, formatCount, formatDuration, formatShare, plural } from './format.ts';

describe('formats', () => {
  it.each([
    [0, '0 ms'],
    [0.0004, '0.4 µs'],
    [0.4, '400 µs'],
    [1, '1 ms'],
    [12.34, '12.3 ms'],
    [99.99, '100 ms'],
    [532.4, '532 ms'],
    [1240, '1.24 s'],
    [61_000, '1 min 1 s'],
    [3_723_000, '1 h 2 min'],
    [90_000_000, '1 d 1 h'],
    [-2, '−2 ms'],
  ])('duration %d is %s', (given, want) => expect(formatDuration(given)).toBe(want));

  it.each([
    [0, 'just now'],
    [12_000, '12 s ago'],
    [150_000, '2 min ago'],
    [7_300_000, '2 h ago'],
    [200_000_000, '2 d ago'],
    [-5000, 'just now'],
  ])('an age of %d is %s', (age, want) => expect(formatAge(1e12, 1e12 + age)).toBe(want));

  it.each([
    [512, '512 B'],
    [1500, '1.5 kB'],
    [64_000_000, '64 MB'],
    [2_340_000_000, '2.34 GB'],
  ])('%d octets are %s', (given, want) => expect(formatBytes(given)).toBe(want));

  it('counts, shares, plurals', () => {
    expect([formatCount(12345), formatShare(0.0312), plural(1, 'span'), plural(2, 'query', 'queries')]).toEqual([
      '12,345',
      '3.12 %',
      '1 span',
      '2 queries',
    ]);
  });
});
