import type { HrTime } from '@opentelemetry/api';

const maximumDrift = 5;

/** Wall-clock time of a moment of `performance.now()`, in milliseconds; follows the clock of the machine when that was set anew. */
export function toHrTime(at: number): HrTime {
  const drift = Date.now() - (performance.timeOrigin + performance.now());
  const milliseconds = performance.timeOrigin + at + (Math.abs(drift) > maximumDrift ? drift : 0);
  const seconds = Math.floor(milliseconds / 1_000);
  return [seconds, Math.round((milliseconds - seconds * 1_000) * 1_000_000)];
}
