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
  type Span,
  type SpanContext,
  SpanKind,
  type SpanOptions,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';
import {
  type IdGenerator,
  RandomIdGenerator,
  type Sampler,
  SamplingDecision,
  type SamplingResult,
} from '@opentelemetry/sdk-trace';
import { createResource } from '../export/create-resource.ts';
import { createProblemReport } from '../export/report-problem.ts';
import { recordQueries } from './database-spans.ts';
import { clockOrigin, toHrTime } from './hr-time.ts';
import { LazyContext } from './lazy-context.ts';
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
  record(spans: readonly SpanRecord[]): void;
  /** Runs with a span of an exchange as the active one, so that instrumented libraries find their parent. */
  within<Result>(exchange: Exchange, spanId: string, run: () => Result): Result;
  /** The span that `within` made active; undefined outside. */
  active(): Pick<SpanContext, 'traceId' | 'spanId'> | undefined;
  /** Sends what is left, when nobody else uses it; called again, it is the same. */
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
  let leaving: Promise<void> | undefined;
  return {
    record: (spans) => recordSpans(spans, tracer, shared.ids),
    within: ({ trace: { traceId, traceState } }, spanId, run) =>
      context.with(new LazyContext(() => parentContext(traceId, { spanId, isRemote: false, traceState })), run),
    active: () => trace.getSpanContext(context.active()),
    shutdown() {
      leaving ??= leave(shared);
      return leaving;
    },
  };
}

async function leave(shared: RunningSdk): Promise<void> {
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
  return { sdk, ids, stopRecording: recordQueries(), sample, users: 0 };
}

/** Gives a span the ids that other services know already. */
class PlannedIds implements IdGenerator {
  readonly #random = new RandomIdGenerator();
  /** Set while one span is made. */
  planned: Pick<SpanRecord, 'traceId' | 'spanId'> | undefined = undefined;

  generateTraceId = (): string => this.planned?.traceId ?? this.#random.generateTraceId();
  generateSpanId = (): string => this.planned?.spanId ?? this.#random.generateSpanId();
}

const recorded: SamplingResult = { decision: SamplingDecision.RECORD_AND_SAMPLED };

/** Spans of ours are recorded: their request was chosen before. Those of libraries follow their parent. */
function createSdkSampler(sample: TraceSampler, ids: PlannedIds): Sampler {
  return {
    shouldSample(parent, traceId) {
      if (ids.planned !== undefined) return recorded;
      const above = trace.getSpanContext(parent);
      const parentSampled = above === undefined ? undefined : (above.traceFlags & TraceFlags.SAMPLED) !== 0;
      return sample(traceId, parentSampled) ? recorded : { decision: SamplingDecision.NOT_RECORD };
    },
    toString: () => 'BrrtSampler',
  };
}

function recordSpans(records: readonly SpanRecord[], tracer: Tracer, ids: PlannedIds): void {
  const origin = clockOrigin();
  let above: ParentSpan | undefined;
  let place = ROOT_CONTEXT;
  try {
    for (const record of records) {
      const { name, traceId, parent } = record;
      // The spans of stages have one parent.
      if (parent !== above) place = parent === undefined ? ROOT_CONTEXT : parentContext(traceId, parent);
      above = parent;
      ids.planned = record;
      endSpan(tracer.startSpan(name, describeStart(record, origin), place), record, origin);
    }
  } finally {
    ids.planned = undefined;
  }
}

function describeStart({ kind, startedAt, attributes, links }: SpanRecord, origin: number): SpanOptions {
  return {
    kind: kinds[kind],
    startTime: toHrTime(startedAt, origin),
    attributes: attributes as Attributes,
    links: (links ?? []).map((link) => ({ context: { ...link, traceFlags: TraceFlags.SAMPLED } })),
  };
}

function endSpan(span: Span, { events = [], error, endedAt }: SpanRecord, origin: number): void {
  for (const { name, at, attributes } of events) span.addEvent(name, attributes, toHrTime(at, origin));
  if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, ...(error === '' ? {} : { message: error }) });
  span.end(toHrTime(endedAt, origin));
}

function parentContext(traceId: string, { spanId, isRemote, traceState }: ParentSpan): Context {
  const spanContext: SpanContext = { traceId, spanId, isRemote, traceFlags: TraceFlags.SAMPLED };
  if (traceState !== undefined) spanContext.traceState = createTraceState(traceState);
  return trace.setSpanContext(ROOT_CONTEXT, spanContext);
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
