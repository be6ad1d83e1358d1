import { expect, it } from 'vitest';
import { judgeAttempt, restAfter } from '../src/delivery/judge-attempt.ts';

const schedule = { retrySecs: [5, 300, 3_600] };
const usual = { status: undefined, retryAfterMs: undefined, isRefused: false, attempt: 1 };
const retry = (milliseconds: number) => ({ outcome: 'retry', milliseconds });

it.each([
  [{ status: 200 }, 0.5, { outcome: 'delivered' }],
  [{ status: 299 }, 0.5, { outcome: 'delivered' }],
  [{ status: 410 }, 0.5, { outcome: 'gone' }],
  [{ isRefused: true }, 0.5, { outcome: 'dead' }],
  [{}, 0.5, retry(2_500)],
  [{ status: 301 }, 1, retry(5_000)],
  [{ status: 400 }, 0.5, retry(2_500)],
  [{ status: 500, attempt: 2 }, 0.5, retry(150_000)],
  [{ status: 500, attempt: 3 }, 1, retry(3_600_000)],
  [{ status: 500, attempt: 4 }, 1, { outcome: 'dead' }],
  // Never so soon that the time in the signature could be the same.
  [{ status: 500 }, 0, retry(1_000)],
  [{ status: 429, retryAfterMs: 60_000 }, 1, retry(60_000)],
  [{ status: 503, retryAfterMs: 2_000 }, 1, retry(5_000)],
  // No receiver decides that a message waits for ever.
  [{ status: 503, retryAfterMs: 999_999_000 }, 1, retry(3_600_000)],
])('%j with %s of the wait: %j', (judged, random, want) => {
  expect(judgeAttempt({ ...usual, ...judged }, schedule, () => random)).toEqual(want);
});

it.each([
  [{ status: 200, retryAfterMs: 60_000 }, 0],
  [{ status: 500 }, 0],
  [{ status: 502 }, 1_000],
  [{ status: 429, retryAfterMs: 60_000 }, 60_000],
  [{ status: 429, retryAfterMs: 999_999_000 }, 3_600_000],
])('after %j the endpoint rests for %s ms', (judged, want) => {
  expect(restAfter({ ...usual, ...judged }, schedule)).toBe(want);
});
