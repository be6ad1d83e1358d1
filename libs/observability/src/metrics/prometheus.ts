import type { MetricSample, MetricSnapshot } from '@brrt/router-core/ports';
import {
  collectDefaultMetrics,
  Histogram,
  type OpenMetricsContentType,
  type Metric as PromMetric,
  Registry,
} from 'prom-client';
import type { Exposed, Format } from './exposition.ts';

/** What prom-client does here: the metrics of Node, from now on, and the text formats. */
export interface Prometheus {
  runtime(): Promise<readonly MetricSnapshot[]>;
  write(metrics: readonly MetricSnapshot[], format: Format): Promise<Exposed>;
}

/** As prom-client names them. */
const collectionKinds = ['major', 'minor', 'incremental', 'weakcb'];

export function startPrometheus(): Prometheus {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const collections = registry.getSingleMetric('nodejs_gc_duration_seconds');
  // A rate needs a beginning, and what asks for a series has to find one before the first collection of its kind.
  if (collections instanceof Histogram) for (const kind of collectionKinds) collections.zero({ kind });
  return { runtime: () => runtimeSnapshots(registry), write };
}

async function runtimeSnapshots(runtime: Registry): Promise<readonly MetricSnapshot[]> {
  const objects = await Promise.all(
    runtime.getMetricsAsArray().map(({ name }) => runtime.getSingleMetric(name)?.get()),
  );
  return objects.flatMap((object) => {
    if (object === undefined || misnamed.has(object.name)) return [];
    const { name, help, values } = object;
    // The casts: labels that are there have values, and `type` is a text, whatever the declarations of prom-client say.
    const samples = values.filter(({ value }) => isMeasured(name, value)) as readonly MetricSample[];
    const type = String(object.type) as MetricSnapshot['type'];
    return [{ name, help, type, across: 'each' as const, samples }];
  });
}

/** A registry of its own each time: prom-client renames counters in place when it writes OpenMetrics. */
async function write(metrics: readonly MetricSnapshot[], format: Format): Promise<Exposed> {
  const registry = new Registry<OpenMetricsContentType>();
  if (format === 'openmetrics') registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  for (const { name, help, type, samples } of metrics) {
    const get = () => ({ name: shownName(name, type === 'counter', format), help, type, values: samples });
    // A registry asks a metric for nothing but its name and `get`; the type wants one of prom-client's own classes.
    registry.registerMetric({ name, get } as unknown as PromMetric);
  }
  return { contentType: registry.contentType, text: await registry.metrics() };
}

/** Gauges of prom-client that are named like counters; the same numbers by type have names of their own. */
const misnamed: ReadonlySet<string> = new Set([
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
]);

/** Node's histogram of the event loop begins anew with each scrape: until something is in it, its mean is no number and its least 2^63 ns. */
function isMeasured(name: string, value: number): boolean {
  return Number.isFinite(value) && !(name.startsWith('nodejs_eventloop_lag_') && value >= unmeasuredSeconds);
}

const unmeasuredSeconds = 2 ** 63 / 1e9;

/** OpenMetrics 1.0 §5.1: the family has no suffix, its samples have; prom-client adds it to each. */
function shownName(name: string, isCounter: boolean, format: Format): string {
  return isCounter && format === 'openmetrics' ? name.replace(/_total$/, '') : name;
}
