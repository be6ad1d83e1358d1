import type { ScaleRun } from './scale-run.ts';

/** Bounds for GitHub's document of 13 MB, and for what doubling a document may do to its cost. */
const limits = {
  modelAndCodeCpuSeconds: 5,
  startCpuSeconds: 1,
  startMebibytes: 200,
  microsecondsPerMatch: 10,
  growthPerDoubling: 2.5,
};

/** What is beyond the bounds, a sentence each. Absolute ones hold for the document as it is. */
export function judgeScale(runs: readonly ScaleRun[]): readonly string[] {
  return [...judgeWhole(runs), ...judgeGrowth(runs)];
}

function judgeWhole(runs: readonly ScaleRun[]): readonly string[] {
  const whole = runs.find(({ size }) => size === 1);
  if (whole === undefined) return [];
  const rows: readonly (readonly [string, number, number])[] = [
    ['model and code: CPU seconds', whole.modelAndCode.cpuSeconds, limits.modelAndCodeCpuSeconds],
    ['start: CPU seconds', whole.start.cpuSeconds, limits.startCpuSeconds],
    ['start: MiB', whole.start.peakMebibytes, limits.startMebibytes],
    ['microseconds per route match', whole.microsecondsPerMatch, limits.microsecondsPerMatch],
  ];
  return rows.flatMap(([what, is, limit]) => (is <= limit ? [] : [`${what}: ${is.toFixed(2)}, more than ${limit}`]));
}

/** Twice the document may take twice as much, and a little. */
function judgeGrowth(runs: readonly ScaleRun[]): readonly string[] {
  const measures: readonly (readonly [string, (run: ScaleRun) => number])[] = [
    ['CPU of model and code', ({ modelAndCode }) => modelAndCode.cpuSeconds],
    ['memory of model and code', ({ modelAndCode }) => modelAndCode.peakMebibytes],
    ['CPU of the start', ({ start }) => start.cpuSeconds],
    ['memory of the start', ({ start }) => start.peakMebibytes],
  ];
  return measures.flatMap(([what, read]) =>
    runs.slice(1).flatMap((run, index) => {
      const before = runs[index];
      if (before === undefined) return [];
      const growth = (read(run) / read(before)) ** (1 / Math.log2(run.size / before.size));
      if (growth <= limits.growthPerDoubling) return [];
      return [`${what} grows ${growth.toFixed(2)} times from ${before.size} to ${run.size} of the document`];
    }),
  );
}
