import type { LogQuery, LogRecord, Severity } from '../../src/api/telemetry.ts';
import { attributeText } from '../telemetry/group-attributes.ts';
import { optional } from '../traces/trace-query.ts';

export const severities: readonly Severity[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** Names in the search box that are parameters of their own. */
export const logFilters: readonly string[] = ['service', 'severity', 'traceId', 'spanId'];

export function toLogQuery(query: URLSearchParams): LogQuery {
  const severity = severities.find((one) => one === query.get('severity'));
  return {
    ...optional('service', query.get('service')),
    ...(severity !== undefined && { severity }),
    ...optional('text', query.get('text')),
    ...optional('traceId', query.get('traceId')),
    ...optional('spanId', query.get('spanId')),
    ...(query.has('attribute') && { attribute: query.getAll('attribute') }),
    limit: 500,
  };
}

/** Whether a record that just came belongs to what is shown: the same reading as the server's. */
export function matchesLog(log: LogRecord, query: LogQuery): boolean {
  if (query.service !== undefined && log.service !== query.service) return false;
  if (query.severity !== undefined && severities.indexOf(log.severity) < severities.indexOf(query.severity))
    return false;
  if (query.traceId !== undefined && log.traceId !== query.traceId) return false;
  if (query.spanId !== undefined && log.spanId !== query.spanId) return false;
  if (query.text !== undefined && !hasText(log, query.text.toLowerCase())) return false;
  return (query.attribute ?? []).every((pair) => hasAttribute(log, pair));
}

function hasText(log: LogRecord, wanted: string): boolean {
  if (log.body.toLowerCase().includes(wanted) || log.traceId === wanted) return true;
  return Object.values(log.attributes).some((value) => attributeText(value).toLowerCase().includes(wanted));
}

function hasAttribute({ attributes }: LogRecord, pair: string): boolean {
  const colon = pair.indexOf(':');
  const value = attributes[pair.slice(0, colon)];
  if (value === undefined) return false;
  return pair.slice(colon + 1) === '*' || attributeText(value) === pair.slice(colon + 1);
}
