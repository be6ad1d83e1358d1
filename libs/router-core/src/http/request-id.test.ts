import { describe, expect, it } from 'vitest';
import { createRequestId, isRequestId } from './request-id.ts';

describe('request ids', () => {
  it('are UUIDs of version 8 and never repeat', () => {
    const ids = Array.from({ length: 1000 }, createRequestId);
    for (const id of ids) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/);
    expect(new Set(ids).size).toBe(1000);
  });

  it.each([
    ['abc', true],
    ['01J8ZQ4W3K5M7N9P0R2S4T6V8X', true],
    ['a:b-c.d_e', true],
    ['', false],
    ['a b', false],
    ['a\nb', false],
    ['"', false],
    ['x'.repeat(65), false],
  ])('takes %j from a caller: %s', (text, want) => {
    expect(isRequestId(text)).toBe(want);
  });
});
