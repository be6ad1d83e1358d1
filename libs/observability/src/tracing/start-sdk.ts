import type { Exchange, Logger, TraceSampler } from '@brrt/router-core/ports';
import {
  type Attributes,
  type Context,
  context,
  createTraceState,
  DiagLogLevel,
  diag,
  logs,
  propagation,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { type IdGenerator, RandomIdGenerator, type Sampler, SamplingDecision } from '@opentelemetry/sdk-trace';
import { createResource } from '../export/create-resource.ts';
import { createProblemReport } from '../export/report-problem.ts';
import { recordSqliteQueries } from './database-spans.ts';
import { toHrTime } from './hr-time.ts';
import type { ParentSpan, SpanRecord } from './span-record.ts';

export interface SdkOptions {
  readonly service: string;
  /** Of the contract. */
  readonly version: string;
  /** Of deployment; undefined where it is not known. */
  readonly environment: string | undefined;
  readonly sample: TraceSampler;
  readonly log: Logger;
}

/** OpenTelemetry's SDK, as far as we use it. */
export interface TraceSdk {
  record(span: SpanRecord): void;
  /** Runs with a span of an exchange as the active one, so that instrumented libraries find their parent. */
  within<Result>(exchange: Exchange, spanId: string, run: () => Result): Result;
  /** The span that `within` made active; undefined outside. */
  active(): Pick<SpanContext, 'traceId' | 'spanId'> | undefined;
  shutdown(): Promise<void>;
}

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;

interface RunningSdk {
  readonly sdk: NodeSDK;
  readonly ids: PlannedIds;
  readonly stopRecording: () => void;
  /** That of the service that came last. */
  sample: TraceSampler;
  users: number;
}

/** OpenTelemetry has one provider of tracers per process: a service that takes over from another has it too. */
let running: RunningSdk | undefined;

/** Starts OpenTelemetry's SDK for Node, or joins it; exporters, limits and resource follow the standard `OTEL_*` variables. */
export function startSdk(options: SdkOptions): TraceSdk {
  const shared = running ?? start(options);
  running = shared;
  shared.sample = options.sample;
  shared.users += 1;
  const tracer = trace.getTracer('@brrt/observability');
  return {
    record: (span) => recordSpan(span, tracer, shared.ids),
    within: ({ trace: { traceId, traceState } }, spanId, run) =>
      context.with(parentContext(traceId, { spanId, isRemote: false, traceState }), run),
    active: () => trace.getSpanContext(context.active()),
    async shutdown() {
      shared.users -= 1;
      if (shared.users > 0) return;
      if (running === shared) running = undefined;
      shared.stopRecording();
      // Another one may start while this one sends what it has.
      trace.disable();
      context.disable();
      propagation.disable();
      logs.disable();
      await shared.sdk.shutdown();
    },
  };
}

function start({ service, version, environment, sample, log }: SdkOptions): RunningSdk {
  const ids = new PlannedIds();
  const chosen: TraceSampler = (...given) => (running?.sample ?? sample)(...given);
  const sdk = new NodeSDK({
    resource: createResource({ service, version, environment }),
    autoDetectResources: false,
    sampler: createSdkSampler(chosen, ids),
    idGenerator: ids,
    instrumentations: [],
    // Metrics are scraped, lines of the log have an export of their own.
    metricReaders: [],
    logRecordProcessors: [],
  });
  sdk.start();
  if (!process.env.OTEL_LOG_LEVEL) reportDiagnostics(log);
  return { sdk, ids, stopRecording: recordSqliteQueries(), sample, users: 0 };
}

/** Gives a span the ids that other services know already. */
class PlannedIds implements IdGenerator {
  readonly #random = new RandomIdGenerator();
  /** Set while one span is made. */
  planned: Pick<SpanRecord, 'traceId' | 'spanId'> | undefined = undefined;

  generateTraceId = (): string => this.planned?.traceId ?? this.#random.generateTraceId();
  generateSpanId = (): string => this.planned?.spanId ?? this.#random.generateSpanId();
}

/** Spans of ours are recorded: their request was chosen before. Those of libraries follow their parent. */
function createSdkSampler(sample: TraceSampler, ids: PlannedIds): Sampler {
  return {
    shouldSample(parent, traceId) {
      const above = trace.getSpanContext(parent);
      const parentSampled = above === undefined ? undefined : (above.traceFlags & TraceFlags.SAMPLED) !== 0;
      const isSampled = ids.planned !== undefined || sample(traceId, parentSampled);
      return { decision: isSampled ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD };
    },
    toString: () => 'BrrtSampler',
  };
}

function recordSpan(record: SpanRecord, tracer: Tracer, ids: PlannedIds): void {
  const parent = record.parent === undefined ? ROOT_CONTEXT : parentContext(record.traceId, record.parent);
  ids.planned = record;
  try {
    const options = {
      kind: kinds[record.kind],
      startTime: toHrTime(record.startedAt),
      attributes: record.attributes as Attributes,
      links: (record.links ?? []).map((link) => ({ context: { ...link, traceFlags: TraceFlags.SAMPLED } })),
    };
    const span = tracer.startSpan(record.name, options, parent);
    for (const { name, at, attributes } of record.events ?? []) span.addEvent(name, attributes, toHrTime(at));
    if (record.error !== undefined)
      span.setStatus({ code: SpanStatusCode.ERROR, ...(record.error === '' ? {} : { message: record.error }) });
    span.end(toHrTime(record.endedAt));
  } finally {
    ids.planned = undefined;
  }
}

function parentContext(traceId: string, { spanId, isRemote, traceState }: ParentSpan): Context {
  const spanContext: SpanContext = { traceId, spanId, isRemote, traceFlags: TraceFlags.SAMPLED };
  const state = traceState === undefined ? {} : { traceState: createTraceState(traceState) };
  return trace.setSpanContext(ROOT_CONTEXT, { ...spanContext, ...state });
}

/** An exporter that reaches nobody says so in the log. */
function reportDiagnostics(log: Logger): void {
  const report = createProblemReport(log);
  const ignore = (): void => undefined;
  diag.setLogger(
    { error: report, warn: report, info: ignore, debug: ignore, verbose: ignore },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}
