import type { AttributeValue } from '../src/api/telemetry.ts';
import type { AttributeList, OtlpGroup, OtlpLog, OtlpSpan } from '../src/otlp/otlp-data.ts';

/** 26 November 2026, 00:00 UTC. */
export const now = 1_795_651_200_000;

export const traceId = (number: number): string => number.toString(16).padStart(32, '0');
export const spanId = (number: number): string => number.toString(16).padStart(16, '0');

export function givenSpan(more: Partial<OtlpSpan> = {}): OtlpSpan {
  return {
    traceId: traceId(1),
    spanId: spanId(1),
    parentSpanId: '',
    traceState: '',
    name: 'GET /pets',
    kind: 'server',
    startedAt: now,
    duration: 12.5,
    status: 'unset',
    statusMessage: '',
    attributes: [],
    events: [],
    links: [],
    dropped: 0,
    ...more,
  };
}

export function givenLog(more: Partial<OtlpLog> = {}): OtlpLog {
  return {
    at: now,
    severityNumber: 9,
    severityText: 'INFO',
    body: 'request completed',
    attributes: [],
    traceId: '',
    spanId: '',
    ...more,
  };
}

export function group<Record>(service: string, ...records: readonly Record[]): OtlpGroup<Record> {
  return { resource: ['service.name', service], scope: 'test', records };
}

export function attributes(object: Readonly<Record<string, AttributeValue>>): AttributeList {
  return Object.entries(object).flat();
}
