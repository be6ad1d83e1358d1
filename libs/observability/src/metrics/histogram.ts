import { type Labels, type Metric, maxSeries, overflowLabels, type Sample, seriesKey } from './metric.ts';

/** Upper bounds in seconds: those that OpenTelemetry advises for HTTP, and finer ones for services that answer from memory. */
const bounds = Float64Array.of(
  0.001,
  0.0025,
  0.005,
  0.01,
  0.025,
  0.05,
  0.075,
  0.1,
  0.25,
  0.5,
  0.75,
  1,
  2.5,
  5,
  7.5,
  10,
);
const sumSlot = bounds.length + 1;

/** One combination of labels. Found once, observed with a loop over sixteen numbers. */
export interface HistogramSeries {
  readonly labels: Labels;
  /** Observations by bucket, those beyond the last bound, and the sum of all. */
  readonly slots: Float64Array;
}

export function observe({ slots }: HistogramSeries, seconds: number): void {
  let bucket = 0;
  while (bucket < bounds.length && seconds > (bounds[bucket] ?? 0)) bucket++;
  slots[bucket] = (slots[bucket] ?? 0) + 1;
  slots[sumSlot] = (slots[sumSlot] ?? 0) + seconds;
}

/** A histogram of durations in seconds. */
export class Histogram implements Metric {
  readonly type = 'histogram';
  readonly name: string;
  readonly help: string;
  readonly #series = new Map<string, HistogramSeries>();

  constructor(name: string, help: string) {
    this.name = name;
    this.help = help;
  }

  /** The series of these labels; keep it. */
  series(labels: Labels): HistogramSeries {
    const wanted = this.#series.size < maxSeries ? labels : overflowLabels(labels);
    const known = this.#series.get(seriesKey(labels)) ?? this.#series.get(seriesKey(wanted));
    if (known !== undefined) return known;
    const series = { labels: wanted, slots: new Float64Array(sumSlot + 1) };
    this.#series.set(seriesKey(wanted), series);
    return series;
  }

  samples(): readonly Sample[] {
    return [...this.#series.values()].flatMap((series) => this.#samplesOf(series));
  }

  #samplesOf({ labels, slots }: HistogramSeries): readonly Sample[] {
    let count = 0;
    const metricName = `${this.name}_bucket`;
    const buckets: Sample[] = [];
    for (const [index, bound] of bounds.entries()) {
      count += slots[index] ?? 0;
      buckets.push({ metricName, labels: { le: bound, ...labels }, value: count });
    }
    count += slots[bounds.length] ?? 0;
    return [
      ...buckets,
      { metricName, labels: { le: '+Inf', ...labels }, value: count },
      { metricName: `${this.name}_sum`, labels, value: slots[sumSlot] ?? 0 },
      { metricName: `${this.name}_count`, labels, value: count },
    ];
  }
}
