import type { ScaleRun } from './scale-run.ts';

/** A row per size. */
export function printScale(runs: readonly ScaleRun[]): void {
  console.table(
    Object.fromEntries(
      runs.map(({ size, megabytes, operations, modelAndCode, start, microsecondsPerMatch }) => [
        `× ${size}`,
        {
          MB: round(megabytes, 1),
          operations,
          'model and code, CPU s': round(modelAndCode.cpuSeconds, 2),
          'peak MiB': round(modelAndCode.peakMebibytes, 0),
          'start, CPU s': round(start.cpuSeconds, 2),
          'start, peak MiB': round(start.peakMebibytes, 0),
          'route match, µs': round(microsecondsPerMatch, 2),
        },
      ]),
    ),
  );
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
