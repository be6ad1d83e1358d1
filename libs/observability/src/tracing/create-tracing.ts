import {
  createSpanId,
  type Exchange,
  type FinishedCall,
  type FinishedPart,
  type FinishedWebhookAttempt,
  type Hooks,
  type Logger,
  type ServiceDescription,
  type Stage,
  type TraceSampler,
  type WebhookAttempt,
  type WebhookObserver,
} from '@brrt/router-core/ports';
import type { Environment } from '../export/exporter-names.ts';
import { withinPatience } from '../export/within-patience.ts';
import { isProbe } from '../route-label.ts';
import { describeClientSpan } from './client-span.ts';
import { createSampler } from './create-sampler.ts';
import { describePartSpan } from './part-span.ts';
import { describeServerSpans, finishRequest, type StageMark, stageSpans } from './server-spans.ts';
import type { SpanRecord } from './span-record.ts';
import type { TraceSdk } from './start-sdk.ts';
import { describeAttempt, describeEnqueued, parseTraceparent, writeTraceparent } from './webhook-spans.ts';

export interface TracingOptions {
  readonly service: string;
  readonly env: Environment;
  readonly log: Logger;
}

/**
 * Records the traces of a service, where the environment says where they go: `OTEL_EXPORTER_OTLP_ENDPOINT`,
 * `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` or `OTEL_TRACES_EXPORTER`. Undefined otherwise, and with `OTEL_SDK_DISABLED`: then nothing
 * is loaded and a request pays nothing.
 */
export function createTracing(options: TracingOptions): Tracing | undefined {
  return isEnabled(options.env) ? new Tracing(options) : undefined;
}

function isEnabled(env: Environment): boolean {
  if (env.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true') return false;
  const exporter = env.OTEL_TRACES_EXPORTER?.trim();
  if (exporter !== undefined && exporter !== '') return exporter !== 'none';
  return Boolean(env.OTEL_EXPORTER_OTLP_ENDPOINT || env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT);
}

// Requests and calls that end while the SDK is being loaded.
const maximumWaiting = 512;

// Code that runs now and then is in no cache of the processor: spans of one request cost several times those of one among many.
const burst = 32;
const burstMilliseconds = 100;

type DescribeSpans = () => readonly SpanRecord[];

/** Marks the times of requests that the sampler chose; their spans are made after the response was sent, many at a time. */
export class Tracing {
  readonly #options: TracingOptions;
  readonly #sample: TraceSampler;
  readonly #marks = new Map<Exchange, StageMark[]>();
  readonly #waiting: DescribeSpans[] = [];
  #sdk: TraceSdk | undefined = undefined;
  #starting: Promise<void> | undefined = undefined;
  #timer: NodeJS.Timeout | undefined = undefined;

  constructor(options: TracingOptions) {
    this.#options = options;
    this.#sample = createSampler(options.env, (problem) => options.log.warn(problem));
  }

  /** Those that `stage` has to be called for. */
  readonly stages: readonly Stage[] = Object.keys(stageSpans) as Stage[]; // the keys are stages by their type

  get hooks(): Required<Pick<Hooks, 'sample' | 'aroundHandler'>> {
    return { sample: this.#sample, aroundHandler: (exchange, run) => this.#within(exchange, run) };
  }

  /** Loads the SDK, once. */
  start({ version }: ServiceDescription): void {
    const { service, env, log } = this.#options;
    const load = async (): Promise<void> => {
      const { startSdk } = await import('./start-sdk.ts');
      this.#sdk = startSdk({ service, version, environment: env.NODE_ENV, sample: this.#sample, log });
      this.#handOver();
    };
    this.#starting ??= load().catch((error: unknown) => log.error({ err: error }, 'traces cannot be recorded'));
  }

  stage(exchange: Exchange, stage: Stage): void {
    if (stageSpans[stage] === undefined || !exchange.trace.sampled) return;
    const mark = { stage, spanId: createSpanId(), at: performance.now() };
    const begun = this.#marks.get(exchange);
    if (begun === undefined) this.#marks.set(exchange, [mark]);
    else begun.push(mark);
  }

  call(exchange: Exchange, call: FinishedCall): void {
    if (exchange.trace.sampled)
      this.#record(describeClientSpan(exchange, call, call.parentSpanId ?? this.#handlerSpan(exchange)));
  }

  part(exchange: Exchange, part: FinishedPart): void {
    if (exchange.trace.sampled) this.#record(describePartSpan(exchange, part, this.#handlerSpan(exchange)));
  }

  end(exchange: Exchange, now: number): void {
    if (!exchange.trace.sampled) return;
    const begun = this.#marks.get(exchange) ?? [];
    this.#marks.delete(exchange);
    if (isProbe(exchange)) return;
    const request = finishRequest(exchange, begun, now);
    this.#recordSoon(() => describeServerSpans(request));
  }

  /** A webhook is put into the outbox: what its deliveries belong to, where the work under way is recorded. */
  enqueued(webhook: string): string | undefined {
    const parent = this.#sdk?.active();
    if (parent === undefined) return undefined;
    const span = describeEnqueued(webhook, parent);
    this.#record(span);
    return writeTraceparent(span);
  }

  /** Undefined where what caused it is not recorded. */
  attempt(attempt: WebhookAttempt): ReturnType<WebhookObserver['attempt']> | undefined {
    const parent = parseTraceparent(attempt.traceparent);
    if (parent === undefined) return undefined;
    const [spanId, startedAt] = [createSpanId(), performance.now()];
    const end = (finished: FinishedWebhookAttempt): void =>
      this.#record(describeAttempt({ attempt, finished, parent, spanId, startedAt }));
    return { traceparent: writeTraceparent({ traceId: parent.traceId, spanId }), end };
  }

  /** Exports what is left, as far as that takes no longer than two seconds, and ends. Never rejects. */
  close(): Promise<void> {
    return withinPatience(this.#shutdown());
  }

  async #shutdown(): Promise<void> {
    await this.#starting;
    this.#handOver();
    await this.#sdk?.shutdown();
  }

  #within<Result>(exchange: Exchange, run: () => Result): Result {
    if (this.#sdk === undefined || !exchange.trace.sampled) return run();
    return this.#sdk.within(exchange, this.#handlerSpan(exchange), run);
  }

  #handlerSpan(exchange: Exchange): string {
    const mark = this.#marks.get(exchange)?.find(({ stage }) => stage === 'handle');
    return mark?.spanId ?? exchange.trace.spanId;
  }

  #record(span: SpanRecord): void {
    this.#recordSoon(() => [span]);
  }

  #recordSoon(describe: DescribeSpans): void {
    if (this.#waiting.length >= maximumWaiting) return;
    this.#waiting.push(describe);
    if (this.#sdk === undefined) return;
    if (this.#waiting.length >= burst) this.#handOver();
    else this.#timer ??= setTimeout(() => this.#handOver(), burstMilliseconds).unref();
  }

  #handOver(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sdk?.record(this.#waiting.splice(0).flatMap((describe) => describe()));
  }
}
