import type { Exchange, HttpRequest, Stage, TraceContext } from '@brrt/router-core/ports';
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

type HttpError = NonNullable<Exchange['error']>;

const maximumText = 1_024;
const maximumViolations = 32;

/** What the spans of a finished exchange are made of; nothing that holds the exchange, its bodies or its other headers. */
export interface FinishedRequest {
  readonly trace: TraceContext;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly marks: readonly StageMark[];
  /** From a closed set, as `route`. */
  readonly method: string;
  readonly target: Pick<HttpRequest, 'method' | 'path' | 'scheme' | 'remoteAddress'>;
  readonly host: string | undefined;
  readonly userAgent: string | undefined;
  readonly route: string;
  readonly operation: string | undefined;
  readonly requestId: string;
  readonly status: number;
  readonly failure: Failure | undefined;
  readonly mock: Exchange['mock'];
  readonly missingParts: readonly string[];
  readonly securityScheme: string | undefined;
  readonly webSocket: Exchange['webSocket'];
}

interface Failure {
  readonly code: string;
  /** Not the fault of who asked. */
  readonly isOurs: boolean;
  readonly events: readonly SpanEvent[];
}

/** For `describeServerSpans`, which costs more and can wait. */
export function finishRequest(exchange: Exchange, marks: readonly StageMark[], endedAt: number): FinishedRequest {
  const { trace, startedAt, request, operation, requestId, status, error, mock, missingParts, webSocket } = exchange;
  const { method, path, scheme, remoteAddress, headers } = request;
  return {
    trace,
    startedAt,
    endedAt,
    marks,
    method: methodLabel(exchange),
    target: { method, path, scheme, remoteAddress },
    host: headers.host,
    userAgent: headers['user-agent'],
    route: routeLabel(exchange),
    operation: operation?.id,
    requestId,
    status,
    failure: error === undefined ? undefined : describeFailure(error, status, endedAt),
    mock,
    missingParts,
    securityScheme: exchange.principal?.scheme,
    webSocket: webSocket && { received: webSocket.received, sent: webSocket.sent, end: webSocket.end },
  };
}

function describeFailure(error: HttpError, status: number, at: number): Failure {
  const isOurs = Math.max(error.status, status) >= 500;
  return { code: error.code, isOurs, events: errorEvents(error, at) };
}

/** A finished request as a server span (OpenTelemetry semantic conventions for HTTP) and its children. */
export function describeServerSpans(request: FinishedRequest): SpanRecord[] {
  const { trace, marks, startedAt, endedAt, failure } = request;
  const { traceId, spanId, parentSpanId, traceState } = trace;
  const server: SpanRecord = {
    name: spanName(request),
    kind: 'server',
    traceId,
    spanId,
    parent: parentSpanId === undefined ? undefined : { spanId: parentSpanId, isRemote: true, traceState },
    startedAt,
    endedAt,
    attributes: serverAttributes(request),
    events: failure?.events ?? [],
    ...(failure?.isOurs ? { error: '' } : {}),
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
      attributes: isLast && failure !== undefined ? { 'error.type': failure.code } : {},
      ...(isLast && failure?.isOurs ? { error: '' } : {}),
    };
  });
  return [server, ...children];
}

/** `GET /v1/pets/{petId}`: never what a client made up. */
function spanName({ method, route }: FinishedRequest): string {
  const shown = method === '_OTHER' ? 'HTTP' : method;
  return route === unmatched ? shown : `${shown} ${route}`;
}

function serverAttributes(request: FinishedRequest): Record<string, AttributeValue> {
  const { method, target, route, status, failure, missingParts, webSocket } = request;
  const { address, port } = hostOf(request.host);
  return defined({
    'http.request.method': method,
    'http.request.method_original': method === '_OTHER' ? target.method.slice(0, maximumText) : undefined,
    'http.route': route === unmatched ? undefined : route,
    'http.response.status_code': status === 0 ? undefined : status,
    // Queries are left out: they may hold credentials.
    'url.path': target.path.slice(0, maximumText),
    'url.scheme': target.scheme,
    'server.address': address,
    'server.port': port,
    'client.address': target.remoteAddress,
    'user_agent.original': request.userAgent?.slice(0, maximumText),
    'error.type': failure?.code,
    'brrt.operation': request.operation,
    'brrt.request_id': request.requestId,
    'brrt.mock': request.mock,
    // What the answer does without.
    'brrt.missing_parts': missingParts.length === 0 ? undefined : [...missingParts],
    'brrt.security_scheme': request.securityScheme,
    'brrt.websocket.received': webSocket?.received,
    'brrt.websocket.sent': webSocket?.sent,
    'brrt.websocket.close_code': webSocket?.end?.code,
    'brrt.websocket.ended_by': webSocket?.end?.by,
  });
}

interface Host {
  readonly address: string | undefined;
  readonly port: number | undefined;
}

function hostOf(host = ''): Host {
  const match = /^(\[[\da-f:.]+\]|[^:@/?#]{1,255})(?::(\d{1,5}))?$/i.exec(host);
  return { address: match?.[1], port: match?.[2] === undefined ? undefined : Number(match[2]) };
}

/** What broke the contract, keyword by keyword; what threw, where it is ours. */
function errorEvents(error: HttpError, at: number): readonly SpanEvent[] {
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
function breachEvents(error: HttpError, at: number): readonly SpanEvent[] {
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
  const known: Record<string, AttributeValue> = {};
  for (const name in attributes) {
    const value = attributes[name];
    if (value !== undefined) known[name] = value;
  }
  return known;
}
