/** A metric as it stands at one moment, in plain data that another process can be told. */
export interface MetricSnapshot {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** What the workers of one service make together; `each`: nothing, every worker is shown with its number. */
  readonly across: 'sum' | 'max' | 'min' | 'each';
  readonly samples: readonly MetricSample[];
}

export interface MetricSample {
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
  /** Where it is not that of the metric: `…_bucket`. */
  readonly metricName?: string | undefined;
  readonly exemplar?: MetricExemplar | undefined;
}

/** An observation that a recorded trace explains (OpenMetrics 1.0 §4.6). */
export interface MetricExemplar {
  readonly labelSet: Readonly<Record<string, string>>;
  readonly value: number;
  /** Seconds since 1970. */
  readonly timestamp: number;
}

/** What a worker measured; undefined: some that have ended. */
export interface MeasuredWorker {
  readonly worker: number | undefined;
  readonly metrics: readonly MetricSnapshot[];
}

interface MergedMetric {
  readonly head: MetricSnapshot;
  readonly samples: Map<string, MetricSample>;
}

/** The metrics of several workers as those of one service. */
export function mergeMetrics(measured: readonly MeasuredWorker[]): readonly MetricSnapshot[] {
  const merged = new Map<string, MergedMetric>();
  for (const { worker, metrics } of measured) {
    for (const metric of metrics) {
      const into = merged.get(metric.name) ?? { head: metric, samples: new Map() };
      merged.set(metric.name, into);
      for (const sample of metric.samples) add(into, sample, worker);
    }
  }
  return [...merged.values()].map(({ head, samples }) => ({ ...head, samples: [...samples.values()] }));
}

/** What of a worker that has ended still counts: totals must not fall. */
export function lastingMetrics(metrics: readonly MetricSnapshot[]): readonly MetricSnapshot[] {
  return metrics.filter(({ type, across }) => type !== 'gauge' && across === 'sum');
}

function add({ head, samples }: MergedMetric, sample: MetricSample, worker: number | undefined): void {
  const labels = head.across === 'each' ? { ...sample.labels, worker: String(worker) } : sample.labels;
  const key = JSON.stringify([sample.metricName, ...Object.entries(labels)]);
  const known = samples.get(key);
  const own = { ...sample, labels };
  samples.set(key, known === undefined ? own : combine(known, own, head.across));
}

function combine(one: MetricSample, other: MetricSample, across: MetricSnapshot['across']): MetricSample {
  const isLater = (other.exemplar?.timestamp ?? 0) > (one.exemplar?.timestamp ?? 0);
  const exemplar = isLater ? other.exemplar : one.exemplar;
  if (across === 'max' || across === 'min') return { ...one, exemplar, value: Math[across](one.value, other.value) };
  return { ...one, exemplar, value: one.value + other.value };
}
