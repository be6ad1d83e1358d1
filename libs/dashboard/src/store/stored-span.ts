import type { Attributes, Span, SpanKind } from '../api/telemetry.ts';
import { toObject } from '../otlp/decode-value.ts';
import type { AttributeList, OtlpSpan } from '../otlp/otlp-data.ts';
import type { Resource } from './resource-table.ts';
import { type TextPool, textBytes } from './text-pool.ts';
import { keepText, limits, trimAttributes } from './trim-attributes.ts';

export interface StoredSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty: a root. */
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: SpanKind;
  readonly resource: Resource;
  readonly scope: string;
  readonly startedAt: number;
  readonly duration: number;
  readonly status: 'unset' | 'ok' | 'error';
  readonly statusMessage: string;
  readonly attributes: AttributeList;
  readonly events: readonly StoredEvent[];
  readonly links: readonly StoredLink[];
  readonly traceState: string;
  readonly dropped: number;
  readonly bytes: number;
}

export interface StoredEvent {
  readonly name: string;
  readonly at: number;
  readonly attributes: AttributeList;
}

export interface StoredLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: AttributeList;
}

const none: readonly never[] = [];
/** The object, its ids, its places in a trace and in the index. */
const spanBytes = 400;
const partBytes = 96;

export interface SpanOrigin {
  readonly resource: Resource;
  readonly scope: string;
  readonly pool: TextPool;
}

/** Null: no valid ids. */
export function storeSpan(span: OtlpSpan, { resource, scope, pool }: SpanOrigin): StoredSpan | null {
  if (!isTraceId(span.traceId) || !isSpanId(span.spanId)) return null;
  const own = trimAttributes(span.attributes, pool);
  let bytes = spanBytes + own.bytes;
  let dropped = span.dropped + own.dropped;
  const trim = (attributes: AttributeList): AttributeList => {
    const trimmed = trimAttributes(attributes, pool);
    bytes += partBytes + trimmed.bytes;
    dropped += trimmed.dropped;
    return trimmed.attributes;
  };
  const events = span.events.slice(0, limits.events).map(
    ({ name, at, attributes }): StoredEvent => ({
      name: keepText(name, pool, limits.name),
      at,
      attributes: trim(attributes),
    }),
  );
  const links = span.links.slice(0, limits.links).map(
    ({ traceId, spanId, attributes }): StoredLink => ({
      traceId: isTraceId(traceId) ? traceId : '',
      spanId: isSpanId(spanId) ? spanId : '',
      attributes: trim(attributes),
    }),
  );
  dropped += span.events.length - events.length + span.links.length - links.length;
  const name = keepText(span.name, pool, limits.name);
  const statusMessage = keepText(span.statusMessage, pool, limits.text);
  const traceState = keepText(span.traceState, pool, 512);
  for (const text of [name, statusMessage, traceState]) if (!pool.has(text)) bytes += textBytes(text);
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: isSpanId(span.parentSpanId) ? span.parentSpanId : '',
    name,
    kind: span.kind,
    resource,
    scope,
    startedAt: span.startedAt,
    duration: span.duration,
    status: span.status,
    statusMessage,
    attributes: own.attributes,
    events: events.length === 0 ? none : events,
    links: links.length === 0 ? none : links,
    traceState,
    dropped,
    bytes,
  };
}

/** As the API gives it out. */
export function showSpan(span: StoredSpan): Span {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId === '' ? {} : { parentSpanId: span.parentSpanId }),
    name: span.name,
    kind: span.kind,
    service: span.resource.service,
    resource: span.resource.key,
    scope: span.scope,
    startedAt: span.startedAt,
    duration: span.duration,
    status: span.status,
    ...(span.statusMessage === '' ? {} : { statusMessage: span.statusMessage }),
    attributes: toObject(span.attributes),
    events: span.events.map(({ name, at, attributes }) => ({ name, at, attributes: toObject(attributes) })),
    links: span.links.map(({ traceId, spanId, attributes }) => ({
      traceId,
      spanId,
      attributes: toObject(attributes) satisfies Attributes,
    })),
    ...(span.traceState === '' ? {} : { traceState: span.traceState }),
    dropped: span.dropped,
  };
}

export function isTraceId(id: string): boolean {
  return id.length === 32 && hex.test(id) && id !== '00000000000000000000000000000000';
}

export function isSpanId(id: string): boolean {
  return id.length === 16 && hex.test(id) && id !== '0000000000000000';
}

const hex = /^[\da-f]+$/;
