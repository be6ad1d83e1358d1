import { defaultResilience } from '@brrt/router-core/config';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AnswerReuse } from './answer-reuse.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('keeps nothing of work that is over', async () => {
  const reuse = new AnswerReuse<string>(defaultResilience);
  const { flight } = reuse.join('key', 5_000, async () => 'landed');
  expect(vi.getTimerCount()).toBe(1);
  expect(await flight.wait(new AbortController().signal)).toBe('landed');
  expect(vi.getTimerCount()).toBe(0);
  expect(reuse.join('key', 5_000, async () => 'other').isFirst).toBe(true);
});

it('lets nobody join work that takes longer than it should', () => {
  const reuse = new AnswerReuse<string>(defaultResilience);
  const { promise } = Promise.withResolvers<string>();
  reuse.join('key', 5_000, () => promise);
  expect(reuse.join('key', 5_000, () => promise).isFirst).toBe(false);
  vi.advanceTimersByTime(5_000);
  expect(reuse.join('key', 5_000, () => promise).isFirst).toBe(true);
});
