import type { LogLevel, ServiceConfig } from '@brrt/router-core/config';
import type {
  Hooks,
  LoggerFactory,
  ManagementEndpoint,
  ServiceDescription,
  WebhookObserver,
} from '@brrt/router-core/ports';
import { checkMetricsExporter, type Environment, logExporterNames } from './export/exporter-names.ts';
import { LogExport } from './export/log-export.ts';
import { createAccessLog } from './log/create-access-log.ts';
import { createLoggers } from './log/create-loggers.ts';
import { type LogDestination, standardOutput } from './log/log-destination.ts';
import { onDebugSignal } from './log/on-debug-signal.ts';
import { collectSecretNames } from './log/secret-names.ts';
import { CheckMetrics } from './metrics/check-metrics.ts';
import { createExposition } from './metrics/exposition.ts';
import type { Metric } from './metrics/metric.ts';
import { createMetricsEndpoint } from './metrics/metrics-endpoint.ts';
import { RequestMetrics } from './metrics/request-metrics.ts';
import { WebhookMetrics } from './metrics/webhook-metrics.ts';
import { createTracing, type Tracing } from './tracing/create-tracing.ts';

export interface ObservabilityOptions {
  /** Name of the service in every log line; `OTEL_SERVICE_NAME` overrides it. */
  readonly service: string;
  readonly config: Pick<ServiceConfig, 'log'>;
  /** `process.env` unless given; its `OTEL_*` say where traces and log lines go, and which traces are recorded. */
  readonly env?: Environment;
  /** Standard output, buffered, unless given. */
  readonly destination?: LogDestination;
}

export interface Observability {
  readonly hooks: Hooks;
  readonly logger: LoggerFactory;
  /** For `createWebhooks`. */
  readonly webhooks: WebhookObserver;
  /** `GET /metrics`. */
  readonly endpoints: readonly ManagementEndpoint[];
  /** From now on; loggers of requests under way keep theirs. The signal SIGUSR2 turns `debug` on, and off again. */
  setLevel(level: LogLevel): void;
  /** Writes out what is buffered; also done by the hook `onStop`. Lines logged later still arrive. */
  close(): Promise<void>;
}

/** Metrics, traces, request log and loggers of one service. */
export function createObservability(options: ObservabilityOptions): Observability {
  const { level } = options.config.log;
  const { env = process.env } = options;
  const name = env.OTEL_SERVICE_NAME || options.service;
  const destination = options.destination ?? standardOutput(name);
  const metrics = new RequestMetrics();
  const checks = new CheckMetrics();
  const webhookMetrics = new WebhookMetrics();
  const { secretNames, learn } = createSecretNames();
  const { logExport, problems } = createLogExport(name, env);
  const exposition = createExposition([
    ...metrics.metrics,
    checks,
    ...webhookMetrics.metrics,
    droppedLines(destination, logExport),
  ]);
  const logger = createLoggers({
    name,
    level,
    destination: logExport?.tee(destination, 'logger') ?? destination,
    secretNames,
  });
  const log = createAccessLog({ name, level, destination: logExport?.tee(destination, 'request') ?? destination });
  for (const problem of problems) logger.service.warn(problem);
  const tracing = createTracing({ service: name, env, log: logger.service });
  const setLevel = (next: LogLevel): void => {
    logger.setLevel(next);
    log.setLevel(next);
  };
  const switchDebug = (isOn: boolean): void => {
    const next = isOn ? 'debug' : level;
    setLevel(next);
    logger.service.warn({ logLevel: next }, 'SIGUSR2 changed the level of the log');
  };
  let stopListening: (() => void) | undefined;
  const close = async (): Promise<void> => {
    stopListening?.();
    await Promise.all([tracing?.close(), logExport?.close()]);
    await destination.flush?.();
  };
  const hooks: Hooks = {
    ...tracing?.hooks,
    onStart: (service) => {
      metrics.start(service);
      exposition.start();
      learn(service);
      stopListening ??= onDebugSignal(switchDebug);
      tracing?.start(service);
      logExport?.start(service.version, logger.service);
    },
    onRequest: () => metrics.request(),
    stages: tracing?.stages ?? [],
    onStage: (exchange, stage) => tracing?.stage(exchange, stage),
    onStream: (exchange) => metrics.stream(exchange),
    onClientCall: (exchange, call) => {
      metrics.call(call);
      tracing?.call(exchange, call);
    },
    onPart: (exchange, part) => {
      metrics.part(exchange, part);
      tracing?.part(exchange, part);
    },
    onUpgrade: (exchange) => metrics.upgraded(exchange, performance.now()),
    onEnd: (exchange) => {
      const now = performance.now();
      metrics.end(exchange, now);
      log.write(exchange, now);
      tracing?.end(exchange, now);
    },
    onCheck: (outcome) => checks.note(outcome),
    onUncaught: (kind) => metrics.uncaught(kind),
    onBlocked: (_milliseconds, operation) => metrics.blocked(operation),
    onClientError: (code, status) => {
      metrics.malformed(status);
      logger.service.info({ code, status }, 'message refused before it was a request');
    },
    onStop: close,
  };
  const webhooks = observeWebhooks(webhookMetrics, tracing);
  return { hooks, logger, webhooks, endpoints: [createMetricsEndpoint(exposition)], setLevel, close };
}

function observeWebhooks(metrics: WebhookMetrics, tracing: Tracing | undefined): WebhookObserver {
  return {
    enqueued: (webhook) => tracing?.enqueued(webhook),
    attempt(attempt) {
      const span = tracing?.attempt(attempt);
      return {
        traceparent: span?.traceparent,
        end(finished) {
          metrics.attempted(attempt.webhook, finished.outcome);
          span?.end(finished);
        },
      };
    },
    queue: (state) => metrics.queue(state),
  };
}

function createLogExport(service: string, env: Environment) {
  const problems: string[] = [];
  const report = (problem: string): void => void problems.push(problem);
  checkMetricsExporter(env, report);
  const exporters = logExporterNames(env, report);
  return { logExport: exporters.length === 0 ? undefined : new LogExport({ service, env, exporters }), problems };
}

/** Lines that the log lost because nobody took them in time. */
function droppedLines(output: LogDestination, otlp: LogExport | undefined): Metric {
  const samples: [string, LogDestination | LogExport][] = [['output', output]];
  if (otlp !== undefined) samples.push(['otlp', otlp]);
  return {
    name: 'brrt_log_lines_dropped_total',
    help: 'Lines of the log that nobody took in time',
    type: 'counter',
    samples: () => samples.map(([destination, { dropped = 0 }]) => ({ labels: { destination }, value: dropped })),
  };
}

/** The names are collected when they are first asked for: most services never log fields in a request. */
function createSecretNames() {
  let description: ServiceDescription | undefined;
  let names: ReadonlySet<string> | undefined;
  return {
    learn(service: ServiceDescription): void {
      description = service;
      names = undefined;
    },
    secretNames(): ReadonlySet<string> {
      names ??= description === undefined ? new Set() : collectSecretNames(description);
      return names;
    },
  };
}
