import { collectDefaultMetrics, type OpenMetricsContentType, type Metric as PromMetric, Registry } from 'prom-client';
import type { Metric } from './metric.ts';
import { runtimeMetrics } from './runtime-metrics.ts';

type Format = 'prometheus' | 'openmetrics';

export interface Exposition {
  /** Text of all metrics, and its media type. */
  expose(format: Format): Promise<{ readonly contentType: string; readonly text: string }>;
}

/**
 * Our metrics and those of Node in both text formats. Each format has a registry of its own: prom-client renames counters in place
 * when it writes OpenMetrics, and would show them under the wrong name to the next Prometheus scrape.
 */
export function createExposition(metrics: readonly Metric[]): Exposition {
  const runtime = new Registry();
  collectDefaultMetrics({ register: runtime });
  const registries = { prometheus: new Registry(), openmetrics: new Registry<OpenMetricsContentType>() };
  registries.openmetrics.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  for (const format of ['prometheus', 'openmetrics'] as const) {
    for (const metric of [...metrics, ...runtimeMetrics])
      register(registries[format], metric.name, () => ownObject(metric, format));
    for (const { name } of runtime.getMetricsAsArray()) {
      const metric = runtime.getSingleMetric(name);
      if (metric === undefined || misnamed.has(name)) continue;
      register(registries[format], name, async () => {
        const object = await metric.get();
        // `type` is a text, whatever the declarations of prom-client say.
        const values = object.values.filter(({ value }) => isMeasured(name, value));
        return { ...object, values, name: shownName(name, String(object.type) === 'counter', format) };
      });
    }
  }
  return {
    expose: async (format) => ({
      contentType: registries[format].contentType,
      text: await registries[format].metrics(),
    }),
  };
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

function register(registry: Pick<Registry, 'registerMetric'>, name: string, get: () => unknown): void {
  // A registry asks a metric for nothing but its name and `get`; the type wants one of prom-client's own classes.
  registry.registerMetric({ name, get } as unknown as PromMetric);
}

function ownObject(metric: Metric, format: Format) {
  const { help, type } = metric;
  return { name: shownName(metric.name, type === 'counter', format), help, type, values: metric.samples() };
}

/** OpenMetrics 1.0 §5.1: the family has no suffix, its samples have; prom-client adds it to each. */
function shownName(name: string, isCounter: boolean, format: Format): string {
  return isCounter && format === 'openmetrics' ? name.replace(/_total$/, '') : name;
}
