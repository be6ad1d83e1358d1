import type { MetricExemplar, MetricSample, MetricSnapshot } from '@brrt/router-core/ports';

/** Names and values of labels, in the order they are shown. */
export type Labels = Readonly<Record<string, string>>;

export type Sample = MetricSample;

export type Exemplar = MetricExemplar;

/** What a scrape sees of a metric; counted elsewhere, in plain numbers. */
export interface Metric {
  /** With `_total` where it is a counter. */
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** What several workers make together; their sum unless given. */
  readonly across?: MetricSnapshot['across'];
  samples(): readonly Sample[];
}

export function snapshotOf(metric: Metric, across = metric.across ?? 'sum'): MetricSnapshot {
  const { name, help, type } = metric;
  return { name, help, type, across, samples: metric.samples() };
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
