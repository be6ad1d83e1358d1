/** When an attempt is made again. */
export interface RetrySchedule {
  /** Seconds at most between one attempt and the next; after the last one there is none. */
  readonly retrySecs: readonly number[];
}

export interface JudgedAttempt {
  /** Undefined: nothing came back. */
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  /** It must not be sent there. */
  readonly isRefused: boolean;
  /** How many there were, this one included. */
  readonly attempt: number;
}

export type Verdict =
  | { readonly outcome: 'delivered' | 'dead' | 'gone' }
  | { readonly outcome: 'retry'; readonly milliseconds: number };

/** Two attempts of one message never carry the same time, by which receivers tell a repetition from a replay. */
export const leastMilliseconds = 1_000;

/**
 * Standard Webhooks 1.0, "Delivery success and failure": 2xx is success, 410 ends the endpoint, anything else may be mended over
 * there and is tried again. The wait is random up to what the schedule says, and no shorter than `Retry-After`, as far as the
 * schedule knows such waits at all.
 */
export function judgeAttempt(
  { status, retryAfterMs, isRefused, attempt }: JudgedAttempt,
  { retrySecs }: RetrySchedule,
  random: () => number = Math.random,
): Verdict {
  if (status !== undefined && status >= 200 && status < 300) return { outcome: 'delivered' };
  if (status === 410) return { outcome: 'gone' };
  const step = retrySecs[attempt - 1];
  if (isRefused || step === undefined) return { outcome: 'dead' };
  const asked = Math.min(retryAfterMs ?? 0, Math.max(...retrySecs) * 1_000);
  return { outcome: 'retry', milliseconds: Math.max(leastMilliseconds, asked, random() * step * 1_000) };
}

const busyStatuses: readonly number[] = [429, 502, 503, 504];

/** How long an endpoint should be left alone altogether, milliseconds. */
export function restAfter({ status, retryAfterMs }: JudgedAttempt, { retrySecs }: RetrySchedule): number {
  if (status === undefined || !busyStatuses.includes(status)) return 0;
  return Math.min(retryAfterMs ?? leastMilliseconds, Math.max(...retrySecs, 1) * 1_000);
}
