import type { LogQuery, LogRecord } from '../api/telemetry.ts';
import type { LogMemory } from './log-memory.ts';
import { clampLimit, createTextSearch, hasAttribute, parseAttributeFilters } from './record-filter.ts';
import { type StoredLog, severities, showLog } from './stored-log.ts';

/** Newest first, and no more than asked for. */
export function findLogs(logs: LogMemory, query: LogQuery): readonly LogRecord[] {
  const limit = clampLimit(query.limit, 200, 2_000);
  const isWanted = createLogFilter(query);
  const found: LogRecord[] = [];
  const candidates = query.traceId === undefined ? logs.newestFirst() : logs.ofTrace(query.traceId).toReversed();
  for (const log of candidates) {
    if (!isWanted(log)) continue;
    found.push(showLog(log));
    if (found.length === limit) break;
  }
  return found;
}

function createLogFilter(query: LogQuery): (log: StoredLog) => boolean {
  const { service, spanId, before, from, to } = query;
  const least = query.severity === undefined ? 0 : severities.indexOf(query.severity);
  const wanted = new Set(severities.slice(Math.max(least, 0)));
  const filters = parseAttributeFilters(query.attribute);
  const search = query.text === undefined || query.text === '' ? undefined : createTextSearch(query.text);
  return (log) =>
    (before === undefined || log.sequence < before) &&
    (service === undefined || log.resource.service === service) &&
    (least <= 0 || wanted.has(log.severity)) &&
    (spanId === undefined || log.spanId === spanId) &&
    (from === undefined || log.at >= from) &&
    (to === undefined || log.at <= to) &&
    filters.every((filter) => hasAttribute(filter, log.attributes, log.resource)) &&
    (search === undefined || search.inText(log.body) || search.inValues(log.attributes));
}
