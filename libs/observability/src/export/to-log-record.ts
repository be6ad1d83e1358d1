import type { AnyValue, Attributes, HrTime, SpanContext } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { unmatched } from '../route-label.ts';

/** Which log a line belongs to: that of requests has fields of its own. */
export type LineKind = 'request' | 'logger';

type Fields = Readonly<Record<string, unknown>>;

/** Number and name of OpenTelemetry's severity, by pino's level. */
const severities: Readonly<Record<number, readonly [number, string]>> = {
  10: [1, 'TRACE'],
  20: [5, 'DEBUG'],
  30: [9, 'INFO'],
  40: [13, 'WARN'],
  50: [17, 'ERROR'],
  60: [21, 'FATAL'],
};

/** They are part of the record itself, or of its resource. */
const recordFields: ReadonlySet<string> = new Set([
  'level',
  'time',
  'pid',
  'hostname',
  'name',
  'msg',
  'traceId',
  'spanId',
  'err',
]);

/** In every line of an exchange, and called as on its span. */
const exchangeNames: Readonly<Record<string, string>> = { requestId: 'brrt.request_id', operation: 'brrt.operation' };

const requestNames: Readonly<Record<string, string>> = {
  ...exchangeNames,
  method: 'http.request.method',
  route: 'http.route',
  status: 'http.response.status_code',
  durationMs: 'brrt.duration_ms',
  mock: 'brrt.mock',
  webSocket: 'brrt.websocket',
  code: 'error.type',
  violations: 'brrt.violations',
  breaches: 'brrt.breaches',
};

const scope = { name: '@brrt/observability' };

/** A line of the log as a record of OpenTelemetry's logs data model: the same values, under the names of semantic conventions. */
export function toLogRecord(line: string, kind: LineKind, resource: Resource): ReadableLogRecord {
  const fields = JSON.parse(line) as Fields; // a line is an object: pino and the access log write nothing else
  const [severityNumber, severityText] = severities[Number(fields.level)] ?? [0, ''];
  const time = toTime(Number(fields.time));
  return {
    hrTime: time,
    hrTimeObserved: time,
    ...spanOf(fields),
    severityNumber,
    severityText,
    body: typeof fields.msg === 'string' ? fields.msg : '',
    resource,
    instrumentationScope: scope,
    // JSON has nothing that a value of an attribute could not be.
    attributes: attributesOf(fields, kind === 'request' ? requestNames : exchangeNames) as Attributes,
    droppedAttributesCount: 0,
  };
}

function spanOf({ traceId, spanId }: Fields): { readonly spanContext?: SpanContext } {
  return typeof traceId === 'string' && typeof spanId === 'string'
    ? { spanContext: { traceId, spanId, traceFlags: 0 } }
    : {};
}

function attributesOf(fields: Fields, names: Readonly<Record<string, string>>): Record<string, AnyValue> {
  const attributes: Record<string, AnyValue> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (recordFields.has(key) || isUnknown(key, value)) continue;
    attributes[Object.hasOwn(names, key) ? (names[key] ?? key) : key] = value as AnyValue;
  }
  return fields.err === undefined ? attributes : { ...attributes, ...exceptionOf(fields.err) };
}

// As on spans: an unknown route has none, and a request that was never answered no status.
function isUnknown(key: string, value: unknown): boolean {
  return (key === 'route' && value === unmatched) || (key === 'status' && value === 0);
}

function exceptionOf(error: unknown): Record<string, AnyValue> {
  if (!isFields(error)) return { 'exception.message': String(error) };
  return {
    'exception.type': String(error.type),
    'exception.message': String(error.message),
    'exception.stacktrace': stackOf(error),
  };
}

function stackOf(error: Fields): string {
  const stack = String(error.stack);
  return isFields(error.cause) ? `${stack}\nCaused by: ${stackOf(error.cause)}` : stack;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function toTime(milliseconds: number): HrTime {
  const seconds = Math.floor(milliseconds / 1_000);
  return [seconds, Math.round((milliseconds - seconds * 1_000) * 1_000_000)];
}
