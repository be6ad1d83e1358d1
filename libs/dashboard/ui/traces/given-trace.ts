import type { Span, Trace } from '../../src/api/telemetry.ts';

/** A span of tests: id, parent, start and duration; the rest is plain. */
export function givenSpan(spanId: string, parentSpanId: string | undefined, more: Partial<Span> = {}): Span {
  return {
    traceId: 't',
    spanId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    name: spanId,
    kind: 'internal',
    service: 'petstore',
    resource: 'r',
    scope: '',
    startedAt: 0,
    duration: 10,
    status: 'unset',
    attributes: {},
    events: [],
    links: [],
    dropped: 0,
    ...more,
  };
}

export function givenTrace(...spans: readonly Span[]): Trace {
  return { traceId: 't', spans, logs: [], resources: {}, dropped: 0 };
}
