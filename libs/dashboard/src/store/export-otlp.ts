import { spanKinds, spanStatuses } from '../otlp/otlp-data.ts';
import { writeAttributes, writeTime, writeTimeAfter } from '../otlp/write-value.ts';
import type { KeptSeries } from './number-memory.ts';
import type { Resource } from './resource-table.ts';
import type { StoreParts } from './store-parts.ts';
import { type StoredLog, severities } from './stored-log.ts';
import type { StoredSpan } from './stored-span.ts';

export interface ExportFilter {
  /** Its spans and logs, and no numbers. */
  readonly traceId?: string | undefined;
  readonly service?: string | undefined;
}

/** One JSON document, `{ resourceSpans, resourceLogs, resourceMetrics }`, piece by piece: whoever reads it gives the pace. */
export async function* exportOtlp(parts: StoreParts, filter: ExportFilter = {}): AsyncGenerator<string, void> {
  yield '{"resourceSpans":[';
  yield* separated(spanGroups(parts, filter));
  yield '],"resourceLogs":[';
  yield* separated(logGroups(parts, filter));
  yield '],"resourceMetrics":[';
  if (filter.traceId === undefined) yield* separated(metricGroups(parts, filter));
  yield ']}\n';
}

function* separated(texts: Iterable<unknown>): Iterable<string> {
  let separator = '';
  for (const object of texts) {
    yield separator + JSON.stringify(object);
    separator = ',\n';
  }
}

function* spanGroups({ traces }: StoreParts, { traceId, service }: ExportFilter): Iterable<unknown> {
  const wanted = traceId === undefined ? [...traces.all()] : [traces.find(traceId.toLowerCase()) ?? []].flat();
  for (const { spans } of wanted) {
    const chosen = service === undefined ? spans : spans.filter(({ resource }) => resource.service === service);
    for (const [resource, ofResource] of Map.groupBy(chosen, (span) => span.resource)) {
      const scopes = Map.groupBy(ofResource, ({ scope }) => scope);
      const scopeSpans = [...scopes].map(([name, list]) => ({ scope: { name }, spans: list.map(writeSpan) }));
      yield { ...writeResource(resource), scopeSpans };
    }
  }
}

const logsAtOnce = 500;

function* logGroups({ logs }: StoreParts, { traceId, service }: ExportFilter): Iterable<unknown> {
  const wanted = traceId === undefined ? logs.oldestFirst() : logs.ofTrace(traceId.toLowerCase());
  let group: StoredLog[] = [];
  // Their order is kept: a group ends where another resource or scope begins.
  for (const log of [...wanted]) {
    if (service !== undefined && log.resource.service !== service) continue;
    const [first] = group;
    const isSame = first === undefined || (first.resource === log.resource && first.scope === log.scope);
    if (!isSame || group.length === logsAtOnce) {
      yield writeLogGroup(group);
      group = [];
    }
    group.push(log);
  }
  if (group.length > 0) yield writeLogGroup(group);
}

function writeLogGroup(group: readonly StoredLog[]): unknown {
  const [first] = group as readonly [StoredLog]; // there is one
  return {
    ...writeResource(first.resource),
    scopeLogs: [{ scope: { name: first.scope }, logRecords: group.map(writeLog) }],
  };
}

function* metricGroups({ numbers }: StoreParts, { service }: ExportFilter): Iterable<unknown> {
  for (const [name, series] of Map.groupBy(numbers.all(), (one) => one.service)) {
    if (service !== undefined && name !== service) continue;
    const resource = { attributes: writeAttributes(['service.name', name]) };
    yield { resource, scopeMetrics: [{ scope: { name: '' }, metrics: series.map(writeSeries) }] };
  }
}

const cumulative = 2;

function writeSeries({ metric, help, unit, type, labels, ring }: KeptSeries): unknown {
  const attributes = writeAttributes(Object.entries(labels).flat());
  const dataPoints = ring
    .points(0, Number.POSITIVE_INFINITY)
    .map(([at, value]) => ({ attributes, timeUnixNano: writeTime(at), asDouble: value }));
  const data =
    type === 'counter'
      ? { sum: { aggregationTemporality: cumulative, isMonotonic: true, dataPoints } }
      : { gauge: { dataPoints } };
  const metadata = writeAttributes(['prometheus.type', type]);
  return { name: metric, description: help, unit: unit ?? '', metadata, ...data };
}

function writeResource({ attributes }: Resource): { readonly resource: unknown } {
  return { resource: { attributes: writeAttributes(attributes) } };
}

function writeSpan(span: StoredSpan): unknown {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    traceState: span.traceState,
    parentSpanId: span.parentSpanId,
    name: span.name,
    kind: spanKinds.lastIndexOf(span.kind),
    startTimeUnixNano: writeTime(span.startedAt),
    endTimeUnixNano: writeTimeAfter(span.startedAt, span.duration),
    attributes: writeAttributes(span.attributes),
    droppedAttributesCount: span.dropped,
    events: span.events.map(({ name, at, attributes }) => ({
      name,
      timeUnixNano: writeTime(at),
      attributes: writeAttributes(attributes),
    })),
    links: span.links.map(({ traceId, spanId, attributes }) => ({
      traceId,
      spanId,
      attributes: writeAttributes(attributes),
    })),
    status: { code: spanStatuses.indexOf(span.status), message: span.statusMessage },
  };
}

function writeLog(log: StoredLog): unknown {
  return {
    timeUnixNano: writeTime(log.at),
    severityNumber: severities.indexOf(log.severity) * 4 + 1,
    severityText: log.severity.toUpperCase(),
    body: { stringValue: log.body },
    attributes: writeAttributes(log.attributes),
    traceId: log.traceId,
    spanId: log.spanId,
  };
}
