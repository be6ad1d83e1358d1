import type { ErrorGroup, SpanKind } from '../api/telemetry.ts';
import type { AttributeList, OtlpLog, OtlpSpan } from '../otlp/otlp-data.ts';
import type { RateBucket } from './rates.ts';
import { type StoredLog, severities } from './stored-log.ts';
import type { StoredEvent, StoredLink, StoredSpan } from './stored-span.ts';

/** Records as the text of one row. The file is written by this version alone, so that places stand for names. */

type SpanRow = readonly [
  spanId: string,
  parentSpanId: string,
  name: string,
  kind: SpanKind,
  resource: string,
  scope: string,
  startedAt: number,
  duration: number,
  status: StoredSpan['status'],
  statusMessage: string,
  attributes: AttributeList,
  events: readonly StoredEvent[],
  links: readonly StoredLink[],
  traceState: string,
  dropped: number,
];

export interface RowOrigin {
  readonly resource: string;
  readonly scope: string;
}

export function writeSpans(spans: readonly StoredSpan[]): string {
  return JSON.stringify(
    spans.map(
      (span): SpanRow => [
        span.spanId,
        span.parentSpanId,
        span.name,
        span.kind,
        span.resource.key,
        span.scope,
        span.startedAt,
        span.duration,
        span.status,
        span.statusMessage,
        span.attributes,
        span.events,
        span.links,
        span.traceState,
        span.dropped,
      ],
    ),
  );
}

export function readSpans(traceId: string, body: string): readonly (OtlpSpan & RowOrigin)[] {
  return (JSON.parse(body) as readonly SpanRow[]).map((row) => ({
    traceId,
    spanId: row[0],
    parentSpanId: row[1],
    name: row[2],
    kind: row[3],
    resource: row[4],
    scope: row[5],
    startedAt: row[6],
    duration: row[7],
    status: row[8],
    statusMessage: row[9],
    attributes: row[10],
    events: row[11],
    links: row[12],
    traceState: row[13],
    dropped: row[14],
  }));
}

type LogRow = readonly [
  at: number,
  resource: string,
  scope: string,
  severityNumber: number,
  body: string,
  attributes: AttributeList,
  traceId: string,
  spanId: string,
];

export function writeLog({ at, resource, scope, severity, body, attributes, traceId, spanId }: StoredLog): string {
  const row: LogRow = [
    at,
    resource.key,
    scope,
    severities.indexOf(severity) * 4 + 1,
    body,
    attributes,
    traceId,
    spanId,
  ];
  return JSON.stringify(row);
}

export function readLog(text: string): OtlpLog & RowOrigin {
  const [at, resource, scope, severityNumber, body, attributes, traceId, spanId] = JSON.parse(text) as LogRow;
  return { at, resource, scope, severityNumber, severityText: '', body, attributes, traceId, spanId };
}

type BucketRow = readonly [count: number, clientErrors: number, serverErrors: number, cells: readonly number[]];

export function writeBucket({ count, clientErrors, serverErrors, cells }: RateBucket): string {
  const row: BucketRow = [count, clientErrors, serverErrors, cells];
  return JSON.stringify(row);
}

export function readBucket(at: number, text: string): RateBucket {
  const [count, clientErrors, serverErrors, cells] = JSON.parse(text) as BucketRow;
  return { at, count, clientErrors, serverErrors, cells: [...cells], isDirty: false };
}

export function writeErrorGroup(group: ErrorGroup): string {
  return JSON.stringify(group);
}

export function readErrorGroup(text: string): ErrorGroup {
  return JSON.parse(text) as ErrorGroup;
}
