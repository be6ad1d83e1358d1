import type { NumberSeries } from '../../src/api/telemetry.ts';

type Points = NumberSeries['points'];

/** Increase a second between two points; a counter that fell began anew at zero. */
export function ratesOf(points: Points): Points {
  return points.flatMap(([at, value], index): Points => {
    const before = points[index - 1];
    if (before === undefined || at <= before[0]) return [];
    const increase = value < before[1] ? value : value - before[1];
    return [[at, (increase * 1000) / (at - before[0])]];
  });
}

/** How much a counter grew from its first point to its last. */
export function increaseOf(points: Points): number {
  let sum = 0;
  for (const [index, [, value]] of points.entries()) {
    const before = points[index - 1]?.[1];
    if (before !== undefined) sum += value < before ? value : value - before;
  }
  return sum;
}

export interface AlignedSeries {
  readonly times: readonly number[];
  /** One list for each series; null where it has no point. */
  readonly values: readonly (readonly (number | null)[])[];
}

/** Series with times of their own on one axis. */
export function alignSeries(all: readonly Points[]): AlignedSeries {
  const times = [...new Set(all.flatMap((points) => points.map(([at]) => at)))].toSorted((one, other) => one - other);
  return {
    times,
    values: all.map((points) => {
      const byTime = new Map(points);
      return times.map((at) => byTime.get(at) ?? null);
    }),
  };
}

/** Point by point; where one of them has none, the others are summed. */
export function sumPoints(all: readonly Points[]): Points {
  const sums = new Map<number, number>();
  for (const points of all) for (const [at, value] of points) sums.set(at, (sums.get(at) ?? 0) + value);
  return [...sums].toSorted(([one], [other]) => one - other);
}

export interface MetricGroup {
  readonly metric: string;
  readonly help: string;
  readonly type: NumberSeries['type'];
  readonly unit?: string;
  readonly series: readonly NumberSeries[];
}

/** Series by the name of their metric, by name. */
export function groupByMetric(series: readonly NumberSeries[]): readonly MetricGroup[] {
  return [...Map.groupBy(series, ({ metric }) => metric)]
    .map(([metric, all]): MetricGroup => {
      const { help = '', type = 'unknown', unit } = all[0] ?? {};
      return { metric, help, type, ...(unit !== undefined && { unit }), series: all };
    })
    .toSorted((one, other) => (one.metric < other.metric ? -1 : 1));
}

/** `{method="get", route="/pets"}` */
export function labelsInWords(labels: NumberSeries['labels']): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return pairs.length === 0 ? '' : `{${pairs.join(', ')}}`;
}
