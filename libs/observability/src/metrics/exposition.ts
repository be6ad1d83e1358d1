import {
  loadOnce,
  type MetricSnapshot,
  mergeMetrics,
  type WorkerProcess,
  workerProcess,
} from '@brrt/router-core/ports';
import { crewMetrics } from './crew-metrics.ts';
import { type Metric, snapshotOf } from './metric.ts';
import { runtimeMetrics } from './runtime-metrics.ts';

export type Format = 'prometheus' | 'openmetrics';

export interface Exposed {
  readonly contentType: string;
  readonly text: string;
}

export interface Exposition {
  /** Begins to look at Node, a moment later. */
  start(): void;
  /** Text of all metrics, and its media type. Of several workers it is the same whichever is asked. */
  expose(format: Format): Promise<Exposed>;
}

/** Long enough for a first answer: prom-client, and what it needs, is a seventh of the code of a small service. */
const delayMs = 200;

/** Our metrics and those of Node in both text formats. */
export function createExposition(metrics: readonly Metric[]): Exposition {
  const load = loadOnce(async () => (await import('./prometheus.ts')).startPrometheus());
  const own = async (): Promise<readonly MetricSnapshot[]> => [
    ...metrics.map((metric) => snapshotOf(metric)),
    ...runtimeMetrics.map((metric) => snapshotOf(metric, 'each')),
    ...(await (await load()).runtime()),
  ];
  const worker = workerProcess();
  worker?.answer('metrics', own);
  return {
    // A scrape says what is wrong.
    start: () => void setTimeout(() => load().catch(() => undefined), delayMs).unref(),
    async expose(format) {
      const prometheus = await load();
      return prometheus.write(worker === undefined ? await own() : await measureAll(worker), format);
    },
  };
}

async function measureAll(worker: WorkerProcess): Promise<readonly MetricSnapshot[]> {
  const report = await worker.askAll('metrics');
  const measured = report.answers.map((answer) => ({ worker: answer.worker, metrics: answer.value }));
  const all = [...measured, { worker: undefined, metrics: report.gone }];
  return [...mergeMetrics(all), ...crewMetrics(report).map((metric) => snapshotOf(metric))];
}
