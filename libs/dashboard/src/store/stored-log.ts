import type { AttributeValue, LogRecord, Severity } from '../api/telemetry.ts';
import { toObject } from '../otlp/decode-value.ts';
import type { AttributeList, OtlpLog } from '../otlp/otlp-data.ts';
import type { Resource } from './resource-table.ts';
import { isSpanId, isTraceId } from './stored-span.ts';
import { type TextPool, textBytes } from './text-pool.ts';
import { keepText, limits, trimAttributes, trimNested } from './trim-attributes.ts';

export interface StoredLog {
  readonly sequence: number;
  readonly at: number;
  readonly resource: Resource;
  readonly scope: string;
  readonly severity: Severity;
  readonly body: string;
  readonly attributes: AttributeList;
  /** Empty: of no trace. */
  readonly traceId: string;
  readonly spanId: string;
  readonly bytes: number;
}

/** From the least to the most severe. */
export const severities: readonly Severity[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

const logBytes = 240;
/** Ids, and the place in the index. */
const traceBytes = 128;

export interface LogOrigin {
  readonly resource: Resource;
  readonly scope: string;
  readonly pool: TextPool;
  readonly sequence: number;
  readonly now: number;
}

export function storeLog(log: OtlpLog, { resource, scope, pool, sequence, now }: LogOrigin): StoredLog {
  const { attributes, bytes } = trimAttributes(log.attributes, pool);
  const body = keepText(bodyText(log.body, pool), pool, limits.body);
  const traceId = isTraceId(log.traceId) ? log.traceId : '';
  return {
    sequence,
    at: log.at || now,
    resource,
    scope,
    severity: severityOf(log),
    body,
    attributes,
    traceId,
    spanId: isSpanId(log.spanId) ? log.spanId : '',
    bytes: logBytes + bytes + (pool.has(body) ? 0 : textBytes(body)) + (traceId === '' ? 0 : traceBytes),
  };
}

/** As the API gives it out. */
export function showLog(log: StoredLog): LogRecord {
  return {
    sequence: log.sequence,
    at: log.at,
    service: log.resource.service,
    resource: log.resource.key,
    severity: log.severity,
    body: log.body,
    attributes: toObject(log.attributes),
    ...(log.traceId === '' ? {} : { traceId: log.traceId }),
    ...(log.spanId === '' ? {} : { spanId: log.spanId }),
  };
}

function bodyText(body: AttributeValue, pool: TextPool): string {
  if (typeof body === 'string') return body;
  return body === null ? '' : JSON.stringify(trimNested(body, pool));
}

/** Numbers 1 to 24, four to each severity; without one the text says it. */
function severityOf({ severityNumber, severityText }: OtlpLog): Severity {
  if (severityNumber >= 1 && severityNumber <= 24) return severities[(severityNumber - 1) >> 2] ?? 'info';
  return named.get(severityText.slice(0, 16).toLowerCase()) ?? 'info';
}

const named = new Map<string, Severity>([
  ['trace', 'trace'],
  ['verbose', 'trace'],
  ['debug', 'debug'],
  ['warn', 'warn'],
  ['warning', 'warn'],
  ['error', 'error'],
  ['err', 'error'],
  ['crit', 'fatal'],
  ['critical', 'fatal'],
  ['fatal', 'fatal'],
  ['alert', 'fatal'],
  ['emergency', 'fatal'],
  ['panic', 'fatal'],
]);
