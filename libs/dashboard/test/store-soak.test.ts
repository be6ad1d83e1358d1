import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { createTelemetryStore } from '../src/store/telemetry-store.ts';
import { attributes, givenSpan, group, now, spanId, traceId } from './given-otlp.ts';

// A million with `BRRT_SOAK=1000000`; it says then how fast it was.
const spans = Number(process.env.BRRT_SOAK ?? 60_000);
const mebibyte = 1024 * 1024;

it('a flood of spans stays within the memory that there is for it', { timeout: 600_000 }, () => {
  const maximumBytes = { traces: 4 * mebibyte };
  const store = createTelemetryStore({ now: () => now, maximumBytes });
  const before = usedHeap();
  const started = performance.now();
  let most = 0;
  for (let index = 0; index < spans; index += 10) {
    const batch = Array.from({ length: 10 }, (_, place) => {
      const id = index + place + 1;
      return givenSpan({
        traceId: traceId(Math.ceil(id / 5)),
        spanId: spanId(id),
        startedAt: now - 1_000 + (id / spans) * 1_000,
        attributes: attributes({
          'http.route': '/pets/{id}',
          'url.path': `/pets/${id}`,
          unique: `value ${id}`,
          operation: `op ${id % 9_000}`,
        }),
      });
    });
    store.ingest('traces', [group('petstore', ...batch)]);
    most = Math.max(most, store.state().spans.bytes);
  }
  const { count, dropped } = store.state().spans;
  // What is accounted for is what there is.
  expect(usedHeap() - before).toBeLessThan(16 * mebibyte);
  expect(most).toBeLessThanOrEqual(4 * mebibyte);
  expect(count).toBeGreaterThan(2_000);
  expect(count + dropped.overwritten).toBe(spans);
  expect(store.red({}).series[0]?.total.count).toBe(spans);
  expect(store.traces({ text: `value ${spans}` })).toHaveLength(1);
  if (process.env.BRRT_SOAK !== undefined) {
    const rate = Math.round(spans / ((performance.now() - started) / 1000));
    process.stdout.write(`${spans} spans, ${rate} a second, ${Math.round(process.memoryUsage.rss() / mebibyte)} MiB\n`);
  }
});

function usedHeap(): number {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  return process.memoryUsage().heapUsed;
}
