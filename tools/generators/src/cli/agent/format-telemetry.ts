import type { ErrorGroup, LogRecord, ServiceInfo, Span, Trace, TraceSummary } from '@brrt/dashboard';
import { formatDuration, formatTime, logFacts, plural } from '@brrt/dashboard/text';
import { formatTable } from '../format-table.ts';

export function formatServices(services: readonly ServiceInfo[]): readonly string[] {
  const rows = services.map(({ name, state, url, errorCount, restarts }) => [
    name,
    state,
    url ?? '',
    String(errorCount),
    String(restarts),
  ]);
  return formatTable([['service', 'state', 'URL', 'errors', 'restarts'], ...rows]);
}

/** `14:03:27.081  bff  GET /dashboard/{userId}  200  10.5 ms  47 spans, 2 failed  <trace id>` */
export function formatTrace(trace: TraceSummary): string {
  const { traceId, startedAt, service, name, httpStatus, duration, spanCount, errorCount } = trace;
  const failed = errorCount === 0 ? '' : `, ${errorCount} failed`;
  const spans = `${plural(spanCount, 'span')}${failed}`;
  return [formatTime(startedAt), service, name, httpStatus ?? '-', formatDuration(duration), spans, traceId].join('  ');
}

/** The spans as a tree, each with what went wrong, then the logs. */
export function formatWholeTrace({ spans, logs, dropped }: Trace): readonly string[] {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const roots = spans.filter(({ parentSpanId }) => parentSpanId === undefined || !known.has(parentSpanId));
  return [
    ...roots.flatMap((root) => branch(spans, root, 0)),
    ...(dropped > 0 ? [`${dropped} spans were dropped`] : []),
    ...logs.map(formatLog),
  ];
}

function branch(spans: readonly Span[], span: Span, depth: number): readonly string[] {
  const { service, name, duration, status, attributes, events } = span;
  const marks = [attributes['http.response.status_code'], status === 'error' ? 'FAILED' : undefined];
  const line = [`${'  '.repeat(depth)}${service} ${name}`, formatDuration(duration), ...marks];
  const notes = events.map((event) => `${'  '.repeat(depth + 1)}! ${event.name} ${JSON.stringify(event.attributes)}`);
  const children = spans.filter(({ parentSpanId }) => parentSpanId === span.spanId);
  return [
    line.filter((part) => part !== undefined).join('  '),
    ...notes,
    ...children.flatMap((child) => branch(spans, child, depth + 1)),
  ];
}

/** `14:03:27.081  INFO   bff  request completed GET /pets 200 1.2 ms  <trace id>` */
export function formatLog(record: LogRecord): string {
  const { at, service, severity, body, traceId = '' } = record;
  const said = `${body} ${logFacts(record)}`.trimEnd();
  return [formatTime(at), severity.toUpperCase().padEnd(5), service, said, traceId].join('  ').trimEnd();
}

export function formatError(group: ErrorGroup): string {
  const { service, operation, type, status, message, count, frame, samples } = group;
  const example = samples[0] === undefined ? '' : `, trace ${samples[0].traceId}`;
  const where = frame === undefined ? '' : ` at ${frame}`;
  return `${count}×  ${service} ${operation}  ${status ?? '-'} ${type}  ${message}${where}${example}`;
}
