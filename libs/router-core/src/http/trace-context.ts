import type { TraceContext, TraceSampler } from '../ports/trace-context.ts';
import { parseBaggage, parseTraceState } from './propagated-lists.ts';
import { createSpanId, createTraceId } from './trace-ids.ts';

const traceParentPattern = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;

type HeaderValue = string | readonly string[] | undefined;

/** `traceparent`, `tracestate` and `baggage` are read. */
export type TraceHeaders = Readonly<Record<string, HeaderValue>>;

/** As the caller decided; a trace that begins here is not recorded. */
const followCaller: TraceSampler = (_traceId, parentSampled) => parentSampled ?? false;

/** Continues the caller's trace (W3C Trace Context §3.2, strictly) or begins one of its own. */
export function createTraceContext(headers: TraceHeaders, sample: TraceSampler = followCaller): TraceContext {
  const spanId = createSpanId();
  const parent = parseTraceParent(headers.traceparent);
  const baggage = parseBaggage(headers.baggage);
  if (parent === undefined) {
    const traceId = createTraceId();
    const sampled = sample(traceId, undefined);
    return { traceId, spanId, parentSpanId: undefined, sampled, traceState: undefined, baggage };
  }
  const { traceId, parentSpanId } = parent;
  const sampled = sample(traceId, parent.sampled);
  return { traceId, spanId, parentSpanId, sampled, traceState: parseTraceState(headers.tracestate), baggage };
}

interface TraceParent {
  readonly traceId: string;
  readonly parentSpanId: string;
  readonly sampled: boolean;
}

function parseTraceParent(text: HeaderValue): TraceParent | undefined {
  if (typeof text !== 'string') return undefined;
  const match = traceParentPattern.exec(text);
  if (match === null) return undefined;
  const [, version, traceId = '', parentSpanId = '', flags = '', rest] = match;
  // Version 00 ends after the flags; version ff is invalid; later versions may carry more.
  if (version === 'ff' || (version === '00' && rest !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(parentSpanId)) return undefined;
  return { traceId, parentSpanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}
