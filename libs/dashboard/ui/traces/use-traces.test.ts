import { expect, it } from 'vitest';
import type { TraceSummary } from '../../src/api/telemetry.ts';
import { mergeTraces } from './use-traces.ts';

const trace = (traceId: string, startedAt: number, spanCount = 1): TraceSummary => ({
  traceId,
  startedAt,
  spanCount,
  name: 'n',
  service: 's',
  duration: 1,
  errorCount: 0,
  services: [],
  complete: true,
});

it('puts new traces first, changed ones in place of what they were, and keeps 1,000', () => {
  const earlier = [trace('b', 2), trace('a', 1)];
  const merged = mergeTraces(earlier, [trace('a', 1, 5), trace('c', 3)]);
  expect(merged.map(({ traceId, spanCount }) => `${traceId}${spanCount}`)).toEqual(['c1', 'b1', 'a5']);
  expect(mergeTraces(earlier, [])).toBe(earlier);
  expect(
    mergeTraces(
      [],
      Array.from({ length: 1200 }, (_none, at) => trace(String(at), at)),
    ),
  ).toHaveLength(1000);
});
