import type { HrTime } from '@opentelemetry/api';

const maximumDrift = 5;

/** Wall-clock time at `performance.now() === 0`, in milliseconds; follows the clock of the machine when that was set anew. */
export function clockOrigin(): number {
  const { timeOrigin } = performance;
  const drift = Date.now() - (timeOrigin + performance.now());
  return timeOrigin + (Math.abs(drift) > maximumDrift ? drift : 0);
}

/** Wall-clock time of a moment of `performance.now()`, in milliseconds; `origin` is one for all that is told of a span. */
export function toHrTime(at: number, origin: number): HrTime {
  const milliseconds = origin + at;
  const seconds = Math.floor(milliseconds / 1_000);
  return [seconds, Math.round((milliseconds - seconds * 1_000) * 1_000_000)];
}
