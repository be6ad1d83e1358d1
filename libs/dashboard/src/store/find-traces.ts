import type { Attributes, Trace, TraceQuery, TraceSummary } from '../api/telemetry.ts';
import { toObject } from '../otlp/decode-value.ts';
import { numberAttribute, textAttribute } from './attribute-list.ts';
import type { LogMemory } from './log-memory.ts';
import { clampLimit, createTextSearch, hasAttribute, parseAttributeFilters, type TextSearch } from './record-filter.ts';
import { showLog } from './stored-log.ts';
import { type StoredSpan, showSpan } from './stored-span.ts';
import type { StoredTrace, TraceMemory } from './trace-memory.ts';

/** Newest first, and no more than asked for. */
export function findTraces(traces: TraceMemory, query: TraceQuery): readonly TraceSummary[] {
  const limit = clampLimit(query.limit, 100, 1_000);
  const isWanted = createTraceFilter(query);
  const found: TraceSummary[] = [];
  for (const trace of traces.newestFirst()) {
    if (query.from !== undefined && trace.first.startedAt < query.from) break;
    if (!isWanted(trace)) continue;
    found.push(summarizeTrace(trace));
    if (found.length === limit) break;
  }
  return found;
}

export function summarizeTrace(trace: StoredTrace): TraceSummary {
  const root = trace.root ?? trace.first;
  const services = new Map<string, { name: string; spans: number; errors: number }>();
  for (const { resource, status } of trace.spans) {
    const entry = services.get(resource.service) ?? { name: resource.service, spans: 0, errors: 0 };
    entry.spans += 1;
    if (status === 'error') entry.errors += 1;
    services.set(resource.service, entry);
  }
  // A caller that sends no spans, as a browser or a gateway, has the root of traces that are whole all the same.
  const httpStatus = trace.root !== undefined || root.kind === 'server' ? httpStatusOf(root) : undefined;
  return {
    traceId: trace.traceId,
    name: root.name,
    service: root.resource.service,
    startedAt: trace.first.startedAt,
    duration: trace.endedAt - trace.first.startedAt,
    spanCount: trace.spans.length,
    errorCount: trace.errorCount,
    ...(httpStatus === undefined ? {} : { httpStatus }),
    services: [...services.values()].sort((a, b) => b.spans - a.spans),
    complete: trace.root !== undefined,
  };
}

export function findTrace(traces: TraceMemory, logs: LogMemory, traceId: string): Trace | undefined {
  const trace = traces.find(traceId.toLowerCase());
  if (trace === undefined) return undefined;
  const spans = [...trace.spans].sort((a, b) => a.startedAt - b.startedAt);
  const ofTrace = [...logs.ofTrace(trace.traceId)].sort((a, b) => a.at - b.at || a.sequence - b.sequence);
  const resources: Record<string, Attributes> = {};
  for (const { resource } of [...spans, ...ofTrace]) resources[resource.key] ??= toObject(resource.attributes);
  return {
    traceId: trace.traceId,
    spans: spans.map(showSpan),
    logs: ofTrace.map(showLog),
    resources,
    dropped: trace.dropped,
  };
}

/** Of the old and of the new semantic conventions. */
export function httpStatusOf({ attributes }: StoredSpan): number | undefined {
  return numberAttribute(attributes, 'http.response.status_code') ?? numberAttribute(attributes, 'http.status_code');
}

export function operationOf(span: StoredSpan): string {
  return textAttribute(span.attributes, 'brrt.operation') ?? span.name;
}

function createTraceFilter(query: TraceQuery): (trace: StoredTrace) => boolean {
  const { status, minDuration, to } = query;
  const filters = parseAttributeFilters(query.attribute);
  const search = query.text === undefined || query.text === '' ? undefined : createTextSearch(query.text);
  const fits = createSpanFilter(query);
  return (trace) => {
    if (to !== undefined && trace.first.startedAt > to) return false;
    if (minDuration !== undefined && trace.endedAt - trace.first.startedAt < minDuration) return false;
    if (status !== undefined && (status === 'error') !== trace.errorCount > 0) return false;
    if (fits !== undefined && !trace.spans.some(fits)) return false;
    for (const filter of filters) {
      if (!trace.spans.some((span) => hasAttribute(filter, span.attributes, span.resource))) return false;
    }
    return (
      search === undefined || search.inText(trace.traceId) || trace.spans.some((span) => spanHasText(span, search))
    );
  };
}

/** Service and operation have to be those of one span. */
function createSpanFilter({ service, operation }: TraceQuery): ((span: StoredSpan) => boolean) | undefined {
  if (service === undefined && operation === undefined) return undefined;
  return (span) =>
    (service === undefined || span.resource.service === service) &&
    (operation === undefined ||
      span.name === operation ||
      textAttribute(span.attributes, 'brrt.operation') === operation);
}

function spanHasText(span: StoredSpan, search: TextSearch): boolean {
  return (
    search.inText(span.name) ||
    search.inText(span.resource.service) ||
    search.inValues(span.attributes) ||
    search.inText(span.statusMessage) ||
    span.events.some(({ name, attributes }) => search.inText(name) || search.inValues(attributes))
  );
}
