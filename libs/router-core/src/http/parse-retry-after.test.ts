import { expect, it } from 'vitest';
import { parseRetryAfter } from './parse-retry-after.ts';

const now = Date.UTC(1994, 10, 6, 8, 49, 0);

it.each([
  ['0', 0],
  ['120', 120_000],
  ['Sun, 06 Nov 1994 08:49:37 GMT', 37_000],
  ['Sunday, 06-Nov-94 08:49:37 GMT', 37_000],
  ['Sun Nov  6 08:49:37 1994', 37_000],
  ['Sun, 06 Nov 1994 08:48:37 GMT', 0],
  ['', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['9999999999', undefined],
  ['1994-11-06', undefined],
  ['Sunday', undefined],
  ['1, 2', undefined],
])('%s asks for %s ms', (text, want) => expect(parseRetryAfter(text, now)).toBe(want));
