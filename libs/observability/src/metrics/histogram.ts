import {
  type Exemplar,
  type Labels,
  type Metric,
  maxSeries,
  overflowLabels,
  type Sample,
  seriesKey,
} from './metric.ts';

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
  /** By bucket: the last observation whose trace is recorded. */
  readonly exemplars: (Exemplar | undefined)[];
}

/** @param traceId of a trace that is recorded: it becomes the exemplar of its bucket (OpenMetrics 1.0 §4.6) */
export function observe({ slots, exemplars }: HistogramSeries, seconds: number, traceId?: string): void {
  let bucket = 0;
  while (bucket < bounds.length && seconds > (bounds[bucket] ?? 0)) bucket++;
  slots[bucket] = (slots[bucket] ?? 0) + 1;
  slots[sumSlot] = (slots[sumSlot] ?? 0) + seconds;
  if (traceId !== undefined)
    exemplars[bucket] = { labelSet: { trace_id: traceId }, value: seconds, timestamp: Date.now() / 1000 };
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
    const series = { labels: wanted, slots: new Float64Array(sumSlot + 1), exemplars: [] };
    this.#series.set(seriesKey(wanted), series);
    return series;
  }

  samples(): readonly Sample[] {
    return [...this.#series.values()].flatMap((series) => this.#samplesOf(series));
  }

  #samplesOf({ labels, slots, exemplars }: HistogramSeries): readonly Sample[] {
    let count = 0;
    const metricName = `${this.name}_bucket`;
    const buckets: Sample[] = [];
    for (const [index, bound] of bounds.entries()) {
      count += slots[index] ?? 0;
      buckets.push({ metricName, labels: { le: bound, ...labels }, value: count, exemplar: exemplars[index] });
    }
    count += slots[bounds.length] ?? 0;
    return [
      ...buckets,
      { metricName, labels: { le: '+Inf', ...labels }, value: count, exemplar: exemplars[bounds.length] },
      { metricName: `${this.name}_sum`, labels, value: slots[sumSlot] ?? 0 },
      { metricName: `${this.name}_count`, labels, value: count },
    ];
  }
}
