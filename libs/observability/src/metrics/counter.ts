import { type Labels, type Metric, maxSeries, overflowLabels, type Sample, seriesKey } from './metric.ts';

interface CounterSeries {
  readonly labels: Labels;
  count: number;
}

/** A counter with labels; for events that are no part of an ordinary request. */
export class Counter implements Metric {
  readonly type = 'counter';
  readonly name: string;
  readonly help: string;
  readonly #series = new Map<string, CounterSeries>();

  constructor(name: string, help: string) {
    this.name = name;
    this.help = help;
  }

  add(labels: Labels, count = 1): void {
    const key = seriesKey(labels);
    const series = this.#series.get(key);
    if (series !== undefined) series.count += count;
    else if (this.#series.size < maxSeries) this.#series.set(key, { labels, count });
    else this.#overflow(labels, count);
  }

  samples(): readonly Sample[] {
    return [...this.#series.values()].map(({ labels, count }) => ({ labels, value: count }));
  }

  #overflow(labels: Labels, count: number): void {
    const other = overflowLabels(labels);
    const series = this.#series.get(seriesKey(other)) ?? { labels: other, count: 0 };
    series.count += count;
    this.#series.set(seriesKey(other), series);
  }
}
