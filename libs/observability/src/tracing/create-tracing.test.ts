import { context, trace } from '@opentelemetry/api';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { givenExchange, givenRequest, listPets } from '../../test/given.ts';
import { type CollectedSpan, startCollector } from '../../test/start-collector.ts';
import { createTracing, type Tracing } from './create-tracing.ts';

const description = { title: 'Pets', version: '7', operations: [listPets], schemas: {}, securitySchemes: {} };
const endpoint = 'http://127.0.0.1:1';

const lines: unknown[] = [];
const write = (...line: readonly unknown[]): void => void lines.push(line);
const log = { trace: write, debug: write, info: write, warn: write, error: write, fatal: write, child: () => log };

afterEach(() => {
  lines.length = 0;
  vi.unstubAllEnvs();
});

describe('traces', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['are not recorded where nothing says where they go', {}, false],
    ['are where there is an endpoint', { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }, true],
    ['are where there is one for traces', { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: endpoint }, true],
    ['are where an exporter is named', { OTEL_TRACES_EXPORTER: 'console' }, true],
    [
      'are where the name of an exporter is empty',
      { OTEL_TRACES_EXPORTER: ' ', OTEL_EXPORTER_OTLP_ENDPOINT: endpoint },
      true,
    ],
    ['are not without an exporter', { OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }, false],
    ['are not when all is disabled', { OTEL_SDK_DISABLED: 'TRUE', OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }, false],
    ['are when it is not', { OTEL_SDK_DISABLED: 'false', OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }, true],
  ])('%s', (_name, env, want) => {
    expect(createTracing({ service: 'petstore', env, log }) !== undefined).toBe(want);
  });
});

/** Runs `work` with traces that go to a collector, and returns what that has when they are closed. */
async function collect(work: (tracing: Tracing) => void | Promise<void>, env: Record<string, string> = {}) {
  await using collector = await startCollector();
  for (const [name, value] of Object.entries(collector.env)) vi.stubEnv(name, value);
  const tracing = createTracing({ service: 'petstore', env: { ...collector.env, ...env }, log });
  if (tracing === undefined) throw new TypeError('The environment says where they go');
  tracing.start(description);
  await work(tracing);
  await tracing.close();
  expect(lines).toEqual([]);
  return collector;
}

const sampled = (more: Parameters<typeof givenExchange>[0] = {}) =>
  givenExchange({ trace: { ...givenExchange().trace, sampled: true }, ...more });

const named = (spans: readonly CollectedSpan[], name: string) => spans.find((span) => span.name === name);

const call = {
  ...{ service: 'payments', operation: 'pay', method: 'POST', route: '/pay', origin: endpoint },
  ...{ spanId: 'c'.repeat(16), startedAt: 1, endedAt: 2 },
};
const part = { name: 'reviews', isOptional: true, spanId: 'd'.repeat(16), startedAt: 1, endedAt: 2 };

describe('a collector has', () => {
  it('what happened on behalf of a request below its handler, and all in one trace', async () => {
    const { spans, resources } = await collect((tracing) => {
      const exchange = sampled();
      tracing.stage(exchange, 'match');
      tracing.stage(exchange, 'authenticate');
      tracing.stage(exchange, 'handle');
      const sharedWith = { traceId: 'e'.repeat(32), spanId: 'f'.repeat(16) };
      tracing.call(exchange, { ...call, status: 200, error: undefined, sharedWith });
      tracing.call(exchange, { ...call, route: '/refund', status: 500, error: undefined, parentSpanId: part.spanId });
      tracing.part(exchange, { ...part, outcome: 'missing', error: new RangeError('no reviews') });
      tracing.part(exchange, { ...part, name: 'pet', isOptional: false, outcome: 'ok' });
      tracing.end(exchange, performance.now());
    });
    const handler = named(spans, 'handle');
    expect(resources[0]).toMatchObject({ 'service.name': 'petstore', 'service.version': '7' });
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set(['a'.repeat(32)]));
    expect(named(spans, 'GET /pets')).toMatchObject({ spanId: 'b'.repeat(16), kind: 2 });
    expect(spans.filter(({ parentSpanId }) => parentSpanId === 'b'.repeat(16)).map(({ name }) => name)).toEqual([
      'authenticate',
      'handle',
    ]);
    expect(named(spans, 'POST /pay')).toMatchObject({
      parentSpanId: handler?.spanId,
      links: [{ traceId: 'e'.repeat(32), spanId: 'f'.repeat(16) }],
      status: { code: 0 },
    });
    expect(named(spans, 'POST /refund')).toMatchObject({ parentSpanId: part.spanId, status: { code: 2 } });
    expect(named(spans, 'part reviews')).toMatchObject({
      parentSpanId: handler?.spanId,
      attributes: { 'brrt.part.outcome': 'missing', 'error.type': 'RangeError' },
      status: { code: 2, message: 'no reviews' },
    });
    expect(named(spans, 'part pet')?.attributes).not.toHaveProperty('error.type');
  });

  it('the span of another service as its parent, and what that says of the trace', async () => {
    const remote = { parentSpanId: 'e'.repeat(16), traceState: 'vendor=1' };
    const trace = { ...sampled().trace, ...remote };
    const { spans } = await collect((tracing) => tracing.end(sampled({ trace }), performance.now()));
    expect(spans).toMatchObject([remote]);
  });

  it('a call that no handler made below the request', async () => {
    const { spans } = await collect((tracing) => tracing.call(sampled(), { ...call, status: 200, error: undefined }));
    expect(spans).toMatchObject([{ parentSpanId: 'b'.repeat(16), kind: 3 }]);
  });

  it('nothing of requests that were not chosen, nor of probes', async () => {
    const { spans } = await collect((tracing) => {
      const others = givenExchange();
      tracing.stage(others, 'handle');
      tracing.call(others, { ...call, status: 200, error: undefined });
      tracing.part(others, { ...part, outcome: 'ok' });
      expect(tracing.hooks.aroundHandler(others, () => 'answer')).toBe('answer');
      tracing.end(others, performance.now());
      const probe = { operation: undefined, route: undefined, request: givenRequest({ path: '/readyz' }) };
      tracing.end(sampled(probe), performance.now());
    });
    expect(spans).toEqual([]);
  });

  it('a webhook below the handler that sent it, and each attempt below that', async () => {
    let header: string | undefined;
    let told: string | undefined;
    const { spans } = await collect(async (tracing) => {
      const exchange = sampled();
      tracing.stage(exchange, 'handle');
      const enqueue = (): string | undefined => tracing.enqueued('orderPaid');
      expect(enqueue()).toBeUndefined();
      // Until the SDK is loaded.
      await vi.waitUntil(() => (header = tracing.hooks.aroundHandler(exchange, enqueue)), { timeout: 10_000 });
      const attempt = { webhook: 'orderPaid', id: 'msg_1', attempt: 1, method: 'POST', origin: endpoint };
      expect(tracing.attempt({ ...attempt, traceparent: undefined })).toBeUndefined();
      const begun = tracing.attempt({ ...attempt, traceparent: header });
      told = begun?.traceparent;
      begun?.end({ outcome: 'retry', status: 503, error: undefined });
      tracing.end(exchange, performance.now());
    });
    const enqueued = named(spans, 'enqueue orderPaid');
    const attempt = named(spans, 'POST webhook orderPaid');
    expect(enqueued?.parentSpanId).toBe(named(spans, 'handle')?.spanId);
    expect(header).toBe(`00-${'a'.repeat(32)}-${enqueued?.spanId}-01`);
    expect(attempt).toMatchObject({ parentSpanId: enqueued?.spanId, kind: 3, status: { code: 2 } });
    expect(told).toBe(`00-${'a'.repeat(32)}-${attempt?.spanId}-01`);
  });
});

describe('while a service runs', () => {
  async function start(count: number, env: Record<string, string> = {}) {
    const collector = await startCollector();
    const all = { ...collector.env, ...env };
    for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value);
    const services = Array.from({ length: count }, () => {
      const tracing = createTracing({ service: 'petstore', env: all, log });
      tracing?.start(description);
      return tracing;
    });
    const isActive = (): boolean => trace.getSpanContext(context.active()) !== undefined;
    for (const service of services)
      await vi.waitUntil(() => service?.hooks.aroundHandler(sampled(), isActive), { timeout: 10_000 });
    return { collector, services };
  }

  it('spans arrive without anything that comes after them, with the times of what they tell of', async () => {
    const { collector, services } = await start(1, { OTEL_BSP_SCHEDULE_DELAY: '10' });
    await using _ = collector;
    const startedAt = performance.now();
    services[0]?.end(sampled({ startedAt }), startedAt + 1_500.25);
    await vi.waitUntil(() => collector.spans.length > 0, { timeout: 10_000 });
    const [span] = collector.spans;
    const [begun, ended] = [Number(span?.startTimeUnixNano) / 1e6, Number(span?.endTimeUnixNano) / 1e6];
    expect(ended - begun).toBeCloseTo(1_500.25, 2);
    expect(Math.abs(Date.now() - begun)).toBeLessThan(60_000);
    await services[0]?.close();
    expect(collector.spans).toHaveLength(1);
  });

  it('one that takes over from another loses none of its spans', async () => {
    const { collector, services } = await start(2);
    await using _ = collector;
    const [first, second] = services;
    // More than become spans at a time.
    for (let index = 0; index < 100; index++) {
      first?.end(sampled(), performance.now());
      second?.end(sampled(), performance.now());
    }
    first?.call(sampled(), { ...call, status: 200, error: undefined });
    await first?.close();
    expect(collector.spans).toEqual([]);
    await second?.close();
    expect(collector.spans).toHaveLength(201);
  });
});

it('the sampler of the environment decides, and what it cannot be is said', () => {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint };
  const traceId = 'a'.repeat(32);
  const chosen = (name: string) =>
    createTracing({ service: 'petstore', env: { ...env, OTEL_TRACES_SAMPLER: name }, log })?.hooks.sample(
      traceId,
      true,
    );
  expect([chosen('always_off'), chosen('always_on')]).toEqual([false, true]);
  expect(lines).toEqual([]);
  expect(chosen('jaeger_remote')).toBe(true);
  expect(lines).toEqual([[expect.stringMatching(/jaeger_remote/)]]);
});
