/** Names and values of labels, in the order they are shown. */
export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
  /** Where it is not that of the metric: `…_bucket`. */
  readonly metricName?: string;
  /** Shown in OpenMetrics only. */
  readonly exemplar?: Exemplar | undefined;
}

/** An observation that a recorded trace explains, as prom-client writes them (OpenMetrics 1.0 §4.6). */
export interface Exemplar {
  readonly labelSet: Readonly<Record<string, string>>;
  readonly value: number;
  /** Seconds since 1970. */
  readonly timestamp: number;
}

/** What a scrape sees of a metric; counted elsewhere, in plain numbers. */
export interface Metric {
  /** With `_total` where it is a counter. */
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  samples(): readonly Sample[];
}

/** Series that one metric may have; what comes after is counted under `_OTHER`, so that no client can fill the memory. */
export const maxSeries = 2_000;

export const otherValue = '_OTHER';

/** Key of a series; labels come in the same order every time. */
export function seriesKey(labels: Labels): string {
  return JSON.stringify(Object.values(labels));
}

export function overflowLabels(labels: Labels): Labels {
  return Object.fromEntries(Object.keys(labels).map((name) => [name, otherValue]));
}
