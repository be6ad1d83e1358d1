import type { ServiceConfig } from '@brrt/router-core/config';
import type { Hooks, LoggerFactory, ManagementEndpoint } from '@brrt/router-core/ports';
import { createAccessLog } from './log/create-access-log.ts';
import { createLoggers } from './log/create-loggers.ts';
import { type LogDestination, standardOutput } from './log/log-destination.ts';
import { createExposition } from './metrics/exposition.ts';
import { createMetricsEndpoint } from './metrics/metrics-endpoint.ts';
import { RequestMetrics } from './metrics/request-metrics.ts';
import { createTracing } from './tracing/create-tracing.ts';

export interface ObservabilityOptions {
  /** Name of the service in every log line; `OTEL_SERVICE_NAME` overrides it. */
  readonly service: string;
  readonly config: Pick<ServiceConfig, 'log'>;
  /** `process.env` unless given; its `OTEL_*` say where traces go, and which are recorded. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Standard output, buffered, unless given. */
  readonly destination?: LogDestination;
}

export interface Observability {
  readonly hooks: Hooks;
  readonly logger: LoggerFactory;
  /** `GET /metrics`. */
  readonly endpoints: readonly ManagementEndpoint[];
  /** Writes out what is buffered; also done by the hook `onStop`. Lines logged later still arrive. */
  close(): Promise<void>;
}

/** Metrics, traces, request log and loggers of one service. */
export function createObservability(options: ObservabilityOptions): Observability {
  const { level } = options.config.log;
  const { env = process.env } = options;
  const name = env.OTEL_SERVICE_NAME || options.service;
  const destination = options.destination ?? standardOutput();
  const metrics = new RequestMetrics();
  const exposition = createExposition(metrics.metrics);
  const logger = createLoggers({ name, level, destination });
  const log = createAccessLog({ name, level, destination });
  const tracing = createTracing({ service: name, env, log: logger.service });
  const close = async (): Promise<void> => {
    await tracing?.close();
    await destination.flush?.();
  };
  const hooks: Hooks = {
    ...tracing?.hooks,
    onStart: (service) => {
      metrics.start(service);
      tracing?.start(service);
    },
    onRequest: () => metrics.request(),
    stages: [...metrics.stages, ...(tracing?.stages ?? [])],
    onStage: (exchange, stage) => {
      metrics.stage(exchange, stage);
      tracing?.stage(exchange, stage);
    },
    onClientCall: (exchange, call) => {
      metrics.call(call);
      tracing?.call(exchange, call);
    },
    onEnd: (exchange) => {
      const now = performance.now();
      metrics.end(exchange, now);
      log(exchange, now);
      tracing?.end(exchange, now);
    },
    onClientError: (code, status) => {
      metrics.malformed(status);
      logger.service.info({ code, status }, 'message refused before it was a request');
    },
    onStop: close,
  };
  return { hooks, logger, endpoints: [createMetricsEndpoint(exposition)], close };
}
