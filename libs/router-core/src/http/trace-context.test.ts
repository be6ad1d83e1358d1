import { describe, expect, it } from 'vitest';
import { createTraceContext } from './trace-context.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const parent = '00f067aa0ba902b7';

describe('trace context', () => {
  it('continues the trace of the caller with a span of its own', () => {
    const context = createTraceContext(`00-${traceId}-${parent}-01`, 'vendor=1');
    expect(context).toMatchObject({ traceId, parentSpanId: parent, sampled: true, traceState: 'vendor=1' });
    expect(context.spanId).toMatch(/^[\da-f]{16}$/);
    expect(context.spanId).not.toBe(parent);
  });

  it.each([
    ['upper case', `00-${traceId.toUpperCase()}-${parent}-01`],
    ['a trace id of zeros', `00-${'0'.repeat(32)}-${parent}-01`],
    ['a parent of zeros', `00-${traceId}-${'0'.repeat(16)}-01`],
    ['version ff', `ff-${traceId}-${parent}-01`],
    ['version 00 with more fields', `00-${traceId}-${parent}-01-x`],
    ['a short trace id', `00-abc-${parent}-01`],
    ['nothing', ''],
  ])('begins a trace of its own, unsampled, for %s', (_name, header) => {
    const context = createTraceContext(header, 'vendor=1');
    expect(context).toMatchObject({ parentSpanId: undefined, sampled: false, traceState: undefined });
    expect(context.traceId).toMatch(/^(?!0{32})[\da-f]{32}$/);
    expect(context.traceId).not.toBe(traceId);
  });

  it('takes the known fields of a later version', () => {
    expect(createTraceContext(`01-${traceId}-${parent}-00-more`, undefined)).toMatchObject({ traceId, sampled: false });
  });

  it('drops a tracestate beyond 512 characters', () => {
    expect(createTraceContext(`00-${traceId}-${parent}-01`, 'a'.repeat(513)).traceState).toBeUndefined();
  });

  it('never gives two exchanges one span id', () => {
    const ids = Array.from({ length: 2000 }, () => createTraceContext(undefined, undefined));
    expect(new Set(ids.map(({ spanId }) => spanId)).size).toBe(2000);
    expect(new Set(ids.map((context) => context.traceId)).size).toBe(2000);
  });
});
