import type { Attributes, LogRecord, Span } from '../../src/api/telemetry.ts';
import { formatDateTime, formatDuration, formatTime } from '../format/format.ts';
import { attributeText } from '../telemetry/group-attributes.ts';
import { plainText } from '../telemetry/plain-text.ts';
import type { WaterfallRow } from './build-waterfall.ts';
import type { LoadedTrace } from './use-trace.ts';

const maximumSpans = 150;
const maximumLogs = 40;
const maximumValue = 200;
const stackLines = 6;

const told =
  /^(http\.(request\.method|response\.status_code|route)|url\.(path|full)|server\.(address|port)|db\.(system|query|operation|namespace)|rpc|error|brrt|messaging)/;
const secret = /authorization|cookie|token|secret|password|passwd|api[-_.]?key|credential|session/i;

/** A trace as text for a chat or an issue: trimmed, without what looks like a secret, errors in full. */
export function describeTrace({ trace, waterfall }: Pick<LoadedTrace, 'trace' | 'waterfall'>): string {
  const services = waterfall.services.map(({ name, spans }) => `${name} (${spans})`).join(', ');
  const spans = pickSpans(waterfall.rows);
  const left = waterfall.rows.length - spans.length;
  const logs = pickLogs(trace.logs);
  return [
    `Trace ${trace.traceId}, ${formatDateTime(waterfall.startedAt)}, ${formatDuration(waterfall.duration)}`,
    `Services: ${services}`,
    '',
    'Spans (start, duration, service, name):',
    ...spans.flatMap((row) => describeRow(row, waterfall.startedAt)),
    ...(left > 0 ? [`… ${left} more spans left out`] : []),
    ...(logs.length > 0 ? ['', 'Logs:', ...logs.map(describeLog)] : []),
    ...(trace.logs.length > logs.length ? [`… ${trace.logs.length - logs.length} more log records left out`] : []),
    '',
  ].join('\n');
}

/** Failed ones and the first ones, in the order of the tree. */
function pickSpans(rows: readonly WaterfallRow[]): readonly WaterfallRow[] {
  if (rows.length <= maximumSpans) return rows;
  const failed = rows.filter(({ span, failedBelow }) => span.status === 'error' || failedBelow > 0);
  const chosen = new Set([...new Set([...failed.slice(0, maximumSpans - 50), ...rows])].slice(0, maximumSpans));
  return rows.filter((row) => chosen.has(row));
}

function describeRow({ span, depth, callee, orphan }: WaterfallRow, startedAt: number): readonly string[] {
  const indent = '  '.repeat(Math.min(depth, 20));
  if (callee !== undefined) return [`${indent}→ ${callee} (sends no spans)`];
  const marks = [span.status === 'error' && 'FAILED', orphan && 'parent missing'].filter(Boolean).join(', ');
  const head = `${indent}+${formatDuration(span.startedAt - startedAt)} ${formatDuration(span.duration)} ${span.service} ${span.name}`;
  return [
    marks === '' ? head : `${head} [${marks}]`,
    ...describeAttributes(span, `${indent}    `),
    ...span.events.flatMap(({ name, attributes }) => describeEvent(name, attributes, `${indent}    `)),
  ];
}

function describeAttributes({ attributes, statusMessage }: Span, indent: string): readonly string[] {
  const parts = Object.entries(attributes)
    .filter(([name]) => told.test(name))
    .map(([name, value]) => `${name}=${safeValue(name, attributeText(value))}`);
  return [
    ...(statusMessage ? [`${indent}${trim(statusMessage)}`] : []),
    ...(parts.length > 0 ? [`${indent}${parts.join(' ')}`] : []),
  ];
}

function describeEvent(name: string, attributes: Attributes, indent: string): readonly string[] {
  const text = (key: string): string => attributeText(attributes[key] ?? '');
  if (name === 'brrt.violation')
    return [`${indent}breaks the contract: ${text('brrt.in')} ${text('brrt.pointer')} ${text('brrt.keyword')}`];
  if (name !== 'exception') return [];
  const stack = text('exception.stacktrace').split('\n').slice(0, stackLines);
  return [
    `${indent}${text('exception.type')}: ${trim(text('exception.message'))}`,
    ...stack.slice(1).map((line) => `${indent}${line.trim()}`),
  ];
}

function pickLogs(logs: readonly LogRecord[]): readonly LogRecord[] {
  if (logs.length <= maximumLogs) return logs;
  const grave = logs.filter(({ severity }) => severity === 'warn' || severity === 'error' || severity === 'fatal');
  const chosen = new Set([...new Set([...grave, ...logs])].slice(0, maximumLogs));
  return logs.filter((log) => chosen.has(log));
}

function describeLog({ at, severity, service, body }: LogRecord): string {
  return `${formatTime(at)} ${severity.toUpperCase()} ${service} ${trim(plainText(body))}`;
}

function safeValue(name: string, value: string): string {
  return secret.test(name) ? '[redacted]' : trim(redactUrl(value));
}

/** `?api_key=abc` and `//user:secret@` keep their names alone. */
function redactUrl(value: string): string {
  return value
    .replace(/([?&]([^=&\s]+)=)[^&\s]+/g, (pair, start: string, name: string) =>
      secret.test(name) ? `${start}[redacted]` : pair,
    )
    .replace(/(\/\/)[^/@\s]+@/g, '$1[redacted]@');
}

function trim(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > maximumValue ? `${line.slice(0, maximumValue)}…` : line;
}
