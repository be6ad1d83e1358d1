import { expect, it } from 'vitest';
import { createRetryMemory } from '../src/otlp/retry-memory.ts';

it('knows what came within two minutes, and the last 256 of that', () => {
  let time = 0;
  const memory = createRetryMemory(() => time);
  const isRetry = (text: string): boolean => memory.isRetry(Buffer.from(text));
  expect([isRetry('a'), isRetry('b'), isRetry('a')]).toEqual([false, false, true]);
  time = 119_000;
  expect(isRetry('a')).toBe(true);
  time = 240_000;
  expect(isRetry('a')).toBe(false);
  for (let index = 0; index < 256; index += 1) isRetry(`other ${index}`);
  expect(isRetry('a')).toBe(false);
});
