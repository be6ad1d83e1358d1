import { STATUS_CODES } from 'node:http';
import type { ErrorGroup } from '../api/telemetry.ts';
import { attribute, textAttribute, valueText } from './attribute-list.ts';
import { httpStatusOf, operationOf } from './find-traces.ts';
import type { StoredLog } from './stored-log.ts';
import type { StoredSpan } from './stored-span.ts';

/** One failure, and what makes it the same as others. */
export interface Failure {
  readonly service: string;
  readonly operation: string;
  readonly type: string;
  readonly status: number | undefined;
  readonly kind: ErrorGroup['kind'];
  readonly frame: string | undefined;
  /** Of what has neither a type nor a frame: its message without numbers. */
  readonly pattern: string;
  readonly message: string;
  readonly at: number;
  /** Empty: of no trace. */
  readonly traceId: string;
  readonly spanId: string;
  readonly violations: readonly { readonly in: string; readonly pointer: string; readonly keyword: string }[];
}

const maximumMessage = 1_024;

/** Of a server span that has an error or a status from 400 on; else undefined. */
export function describeFailedSpan(span: StoredSpan): Failure | undefined {
  const status = httpStatusOf(span);
  if (span.kind !== 'server' || (span.status !== 'error' && (status ?? 0) < 400)) return undefined;
  const violations = violationsOf(span);
  const exception = span.events.findLast(({ name }) => name === 'exception')?.attributes ?? [];
  const exceptionType = textAttribute(exception, 'exception.type');
  const isClients = status !== undefined && status < 500;
  const isBreach = !isClients && violations.some(({ in: place }) => place === 'response') && !isUpstream(span);
  const message = textAttribute(exception, 'exception.message') || span.statusMessage || describeViolations(violations);
  return {
    service: span.resource.service,
    operation: operationOf(span),
    type: errorType(span) ?? exceptionType ?? (status === undefined ? 'error' : `HTTP ${status}`),
    status,
    kind: isBreach ? 'contract' : isClients ? 'client' : 'server',
    frame: topFrame(textAttribute(exception, 'exception.stacktrace')),
    pattern: '',
    message: (message || STATUS_CODES[status ?? 0] || span.name).slice(0, maximumMessage),
    at: span.startedAt + span.duration,
    traceId: span.traceId,
    spanId: span.spanId,
    violations,
  };
}

/** Of a log record of severity error that belongs to no span; else undefined. */
export function describeFailureLog(log: StoredLog): Failure | undefined {
  if (log.spanId !== '' || (log.severity !== 'error' && log.severity !== 'fatal')) return undefined;
  const text = (name: string): string | undefined => textAttribute(log.attributes, name);
  const message = log.body || text('exception.message') || log.severity;
  const frame = topFrame(text('exception.stacktrace'));
  return {
    service: log.resource.service,
    operation: text('brrt.operation') ?? text('operation') ?? '',
    type: text('error.type') ?? text('exception.type') ?? log.severity,
    status: undefined,
    kind: 'server',
    frame,
    pattern: frame === undefined ? message.slice(0, 256).replaceAll(/[\da-f-]{8,}|\d+/gi, '#') : '',
    message: message.slice(0, maximumMessage),
    at: log.at,
    traceId: log.traceId,
    spanId: log.spanId,
    violations: [],
  };
}

/** The first line of a stack that is of no library and not of Node itself. */
export function topFrame(stack: string | undefined): string | undefined {
  if (stack === undefined) return undefined;
  for (const line of stack.split('\n', 64)) {
    const frame = line.trim();
    if (frame.startsWith('at ') && !/node_modules|\(node:|^at node:|<anonymous>\)?$|native\)?$/.test(frame))
      return frame.slice(3, 515);
  }
  return undefined;
}

function errorType(span: StoredSpan): string | undefined {
  const type = attribute(span.attributes, 'error.type');
  return type === undefined || type === '' || type === null ? undefined : valueText(type).slice(0, 256);
}

/** What a service behind this one answered is not a breach of this one's contract. */
function isUpstream(span: StoredSpan): boolean {
  return errorType(span)?.includes('UPSTREAM') ?? false;
}

function violationsOf(span: StoredSpan): Failure['violations'] {
  return span.events
    .filter(({ name }) => name === 'brrt.violation')
    .map(({ attributes }) => {
      const text = (name: string): string => textAttribute(attributes, name)?.slice(0, 512) ?? '';
      return { in: text('brrt.in'), pointer: text('brrt.pointer'), keyword: text('brrt.keyword') };
    });
}

/** `body /name minLength` */
function describeViolations(violations: Failure['violations']): string {
  return violations
    .slice(0, 3)
    .map(({ in: place, pointer, keyword }) => [place, pointer, keyword].filter((part) => part !== '').join(' '))
    .join(', ');
}
