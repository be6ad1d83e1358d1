import { collectDefaultMetrics, type OpenMetricsContentType, type Metric as PromMetric, Registry } from 'prom-client';
import type { Metric } from './metric.ts';

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
    for (const metric of metrics) register(registries[format], metric.name, () => ownObject(metric, format));
    for (const { name } of runtime.getMetricsAsArray()) {
      const metric = runtime.getSingleMetric(name);
      if (metric === undefined) continue;
      register(registries[format], name, async () => {
        const object = await metric.get();
        // `type` is a text, whatever the declarations of prom-client say.
        return { ...object, name: shownName(name, String(object.type) === 'counter', format) };
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
