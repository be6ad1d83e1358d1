import { describe, expect, it } from 'vitest';
import { createTraceContext } from './trace-context.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const parent = '00f067aa0ba902b7';
const traceparent = `00-${traceId}-${parent}-01`;

describe('trace context', () => {
  it('continues the trace of the caller with a span of its own', () => {
    const context = createTraceContext({ traceparent: `00-${traceId}-${parent}-01`, tracestate: 'vendor=1' });
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
    const context = createTraceContext({ traceparent: header, tracestate: 'vendor=1' });
    expect(context).toMatchObject({ parentSpanId: undefined, sampled: false, traceState: undefined });
    expect(context.traceId).toMatch(/^(?!0{32})[\da-f]{32}$/);
    expect(context.traceId).not.toBe(traceId);
  });

  it('takes the known fields of a later version', () => {
    expect(createTraceContext({ traceparent: `01-${traceId}-${parent}-00-more`, tracestate: undefined })).toMatchObject(
      { traceId, sampled: false },
    );
  });

  it('drops a tracestate beyond 512 characters', () => {
    const tracestate = `a=${'b'.repeat(511)}`;
    expect(createTraceContext({ traceparent, tracestate }).traceState).toBeUndefined();
  });

  it.each([
    ['one', 'vendor=1'],
    ['several headers', ['a=1', 'tenant@sys=two words']],
    ['empty members', 'a=1,,b=2'],
  ])('keeps a tracestate of %s', (_name, tracestate) => {
    const kept = typeof tracestate === 'string' ? tracestate : tracestate.join(',');
    expect(createTraceContext({ traceparent, tracestate }).traceState).toBe(kept);
  });

  it.each([
    ['a key twice', 'a=1,a=2'],
    ['a key in upper case', 'A=1'],
    ['no value', 'a='],
    ['an equals sign in a value', 'a=b=c'],
    ['33 members', Array.from({ length: 33 }, (_, index) => `a${index}=1`).join(',')],
    ['nothing', ' , '],
  ])('drops a tracestate with %s', (_name, tracestate) => {
    expect(createTraceContext({ traceparent, tracestate }).traceState).toBeUndefined();
  });

  it.each([
    ['members with properties', 'userTier=gold;ttl=30;secure , region = eu%20west', true],
    ['blanks wherever they may be', 'a\t= b ;\tk = v; l= ;m', true],
    ['no value', 'a=;k=', true],
    ['a quote in a property', 'a=b;k="', false],
    ['a property without a name', 'a=b;;k', false],
    ['a space in a value', 'a=b c', false],
    ['no equals sign', 'a', false],
    ['65 members', Array.from({ length: 65 }, (_, index) => `a${index}=1`).join(','), false],
    ['8,193 characters', `a=${'b'.repeat(8_191)}`, false],
  ])('takes or drops baggage with %s', (_name, baggage, isTaken) => {
    expect(createTraceContext({ baggage }).baggage).toBe(isTaken ? baggage : undefined);
  });

  it('asks the sampler with the id of the trace and what the caller decided', () => {
    const asked: unknown[] = [];
    const sample = (...question: unknown[]) => asked.push(question) > 0;
    const own = createTraceContext({}, sample);
    expect(own.sampled).toBe(true);
    createTraceContext({ traceparent }, sample);
    expect(asked).toEqual([
      [own.traceId, undefined],
      [traceId, true],
    ]);
  });

  it('never gives two exchanges one span id', () => {
    const ids = Array.from({ length: 2000 }, () =>
      createTraceContext({ traceparent: undefined, tracestate: undefined }),
    );
    expect(new Set(ids.map(({ spanId }) => spanId)).size).toBe(2000);
    expect(new Set(ids.map((context) => context.traceId)).size).toBe(2000);
  });
});
