import type { Exchange, Stage } from '@brrt/router-core/ports';
import type { AttributeValue } from '@opentelemetry/api';
import { describeError } from '../log/describe-error.ts';
import { methodLabel, routeLabel, unmatched } from '../route-label.ts';
import type { SpanEvent, SpanRecord } from './span-record.ts';

/** When a stage began, in the order in which they began. */
export interface StageMark {
  readonly stage: Stage;
  /** Of its span: what the handler does has it as parent. */
  readonly spanId: string;
  /** `performance.now()`, milliseconds. */
  readonly at: number;
}

/** The stages that begin a child span, and its name. What `validate-body` takes is part of `validate`. */
export const stageSpans: Readonly<Partial<Record<Stage, string>>> = {
  authenticate: 'authenticate',
  'validate-params': 'validate',
  handle: 'handle',
  'validate-response': 'respond',
};

const maximumText = 1_024;
const maximumViolations = 32;

/** A finished exchange as a server span (OpenTelemetry semantic conventions for HTTP) and its children. */
export function describeServerSpans(exchange: Exchange, marks: readonly StageMark[], endedAt: number): SpanRecord[] {
  const { trace, error, status } = exchange;
  const { traceId, spanId, parentSpanId, traceState } = trace;
  const failed = error !== undefined && Math.max(error.status, status) >= 500;
  const server: SpanRecord = {
    name: spanName(exchange),
    kind: 'server',
    traceId,
    spanId,
    parent: parentSpanId === undefined ? undefined : { spanId: parentSpanId, isRemote: true, traceState },
    startedAt: exchange.startedAt,
    endedAt,
    attributes: serverAttributes(exchange),
    events: error === undefined ? [] : errorEvents(error, endedAt),
    ...(failed ? { error: '' } : {}),
  };
  const own = { spanId, isRemote: false, traceState };
  const children = marks.map(({ stage, spanId: stageSpanId, at }, index): SpanRecord => {
    const isLast = index === marks.length - 1;
    return {
      name: stageSpans[stage] ?? stage,
      kind: 'internal',
      traceId,
      spanId: stageSpanId,
      parent: own,
      startedAt: at,
      endedAt: marks[index + 1]?.at ?? endedAt,
      attributes: isLast && error !== undefined ? { 'error.type': error.code } : {},
      ...(isLast && failed ? { error: '' } : {}),
    };
  });
  return [server, ...children];
}

/** `GET /v1/pets/{petId}`: never what a client made up. */
function spanName(exchange: Exchange): string {
  const route = routeLabel(exchange);
  const method = methodLabel(exchange);
  const shown = method === '_OTHER' ? 'HTTP' : method;
  return route === unmatched ? shown : `${shown} ${route}`;
}

function serverAttributes(exchange: Exchange): Record<string, AttributeValue> {
  const { request, operation, status, error, requestId, principal, mock, missingParts, webSocket } = exchange;
  const method = methodLabel(exchange);
  const route = routeLabel(exchange);
  return defined({
    'http.request.method': method,
    'http.request.method_original': method === '_OTHER' ? request.method.slice(0, maximumText) : undefined,
    'http.route': route === unmatched ? undefined : route,
    'http.response.status_code': status === 0 ? undefined : status,
    // Queries are left out: they may hold credentials.
    'url.path': request.path.slice(0, maximumText),
    'url.scheme': request.scheme,
    ...hostAttributes(request.headers.host),
    'client.address': request.remoteAddress,
    'user_agent.original': request.headers['user-agent']?.slice(0, maximumText),
    'error.type': error?.code,
    'brrt.operation': operation?.id,
    'brrt.request_id': requestId,
    'brrt.mock': mock,
    // What the answer does without.
    'brrt.missing_parts': missingParts.length === 0 ? undefined : [...missingParts],
    'brrt.security_scheme': principal?.scheme,
    'brrt.websocket.received': webSocket?.received,
    'brrt.websocket.sent': webSocket?.sent,
    'brrt.websocket.close_code': webSocket?.end?.code,
    'brrt.websocket.ended_by': webSocket?.end?.by,
  });
}

function hostAttributes(host: string | undefined): Record<string, AttributeValue | undefined> {
  const match = /^(\[[\da-f:.]+\]|[^:@/?#]{1,255})(?::(\d{1,5}))?$/i.exec(host ?? '');
  if (match === null) return {};
  return { 'server.address': match[1], 'server.port': match[2] === undefined ? undefined : Number(match[2]) };
}

/** What broke the contract, keyword by keyword; what threw, where it is ours. */
function errorEvents(error: NonNullable<Exchange['error']>, at: number): readonly SpanEvent[] {
  const violations = error.violations.slice(0, maximumViolations).map(
    (violation): SpanEvent => ({
      name: 'brrt.violation',
      at,
      attributes: defined({
        'brrt.in': violation.in,
        'brrt.pointer': 'pointer' in violation ? violation.pointer : undefined,
        'brrt.keyword': violation.keyword,
      }),
    }),
  );
  if (error.status < 500) return violations;
  const { type, message, stack } = describeError(error.cause ?? error);
  const exception = { 'exception.type': type, 'exception.message': message, 'exception.stacktrace': stack };
  return [...violations, ...breachEvents(error, at), { name: 'exception', at, attributes: exception }];
}

interface Breach {
  readonly pointer: string;
  readonly keyword: string;
}

/** Where an answer of ours, or of a service behind this one, breaks its contract. */
function breachEvents(error: NonNullable<Exchange['error']>, at: number): readonly SpanEvent[] {
  if (!('breaches' in error) || !Array.isArray(error.breaches)) return [];
  const breaches = error.breaches.slice(0, maximumViolations) as readonly Breach[];
  return breaches.map(({ pointer, keyword }) => ({
    name: 'brrt.violation',
    at,
    attributes: defined({ 'brrt.in': 'response', 'brrt.pointer': pointer, 'brrt.keyword': keyword }),
  }));
}

export function defined(
  attributes: Readonly<Record<string, AttributeValue | undefined>>,
): Record<string, AttributeValue> {
  const entries = Object.entries(attributes).filter(
    (entry): entry is [string, AttributeValue] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}
