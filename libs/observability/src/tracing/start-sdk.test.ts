import { trace } from '@opentelemetry/api';
import { afterEach, expect, it, vi } from 'vitest';
import { givenExchange } from '../../test/given.ts';
import { startCollector } from '../../test/start-collector.ts';
import { startSdk } from './start-sdk.ts';

const lines: unknown[] = [];
const write = (...line: readonly unknown[]): void => void lines.push(line);
const log = { trace: write, debug: write, info: write, warn: write, error: write, fatal: write, child: () => log };
const options = { service: 'orders', version: '1', environment: undefined, sample: () => true, log };

afterEach(() => {
  lines.length = 0;
  vi.unstubAllEnvs();
});

function useEnvironment(env: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
}

const startSpan = (name: string): void => trace.getTracer('library').startSpan(name).end();

it('starts again where it has ended, and OpenTelemetry has nothing to complain about', async () => {
  await startSdk(options).shutdown();
  await startSdk(options).shutdown();
  await startSdk(options).shutdown();
  expect(lines).toEqual([]);
});

it('is shared by a service that takes over from another, which decides from then on, and ends with it', async () => {
  await using collector = await startCollector();
  useEnvironment(collector.env);
  const first = startSdk(options);
  startSpan('of the first');
  const second = startSdk({ ...options, sample: () => false });
  startSpan('not chosen');
  await first.shutdown();
  await first.shutdown();
  expect(collector.spans).toEqual([]);
  second.within(givenExchange(), 'f'.repeat(16), () => startSpan('not chosen either'));
  const times = { startedAt: 1, endedAt: 2 };
  const ids = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), parent: undefined };
  second.record([{ ...ids, ...times, name: 'chosen before', kind: 'server', attributes: {} }]);
  await second.shutdown();
  expect(collector.spans.map(({ name }) => name)).toEqual(['of the first', 'chosen before']);
});

it('lets spans of libraries find their parent, and the sampler know what that was', async () => {
  await using collector = await startCollector();
  useEnvironment(collector.env);
  const sdk = startSdk({ ...options, sample: (_traceId, parentSampled) => parentSampled === true });
  startSpan('of nobody');
  expect(sdk.active()).toBeUndefined();
  const { trace: given } = givenExchange();
  sdk.within(givenExchange({ trace: { ...given, traceState: 'vendor=1' } }), 'f'.repeat(16), () => {
    expect(sdk.active()).toMatchObject({ traceId: given.traceId, spanId: 'f'.repeat(16) });
    startSpan('of a handler');
  });
  await sdk.shutdown();
  expect(collector.spans).toMatchObject([
    { name: 'of a handler', traceId: given.traceId, parentSpanId: 'f'.repeat(16), traceState: 'vendor=1' },
  ]);
});
