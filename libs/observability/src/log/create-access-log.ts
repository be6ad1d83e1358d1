import { hostname } from 'node:os';
import type { LogLevel } from '@brrt/router-core/config';
import { type Exchange, workerProcess } from '@brrt/router-core/ports';
import type { Operation } from '../operation.ts';
import { isProbe, methodLabel, routeLabel } from '../route-label.ts';
import { AccessLine, composeLine } from './access-line.ts';
import { describeError } from './describe-error.ts';
import type { LogDestination } from './log-destination.ts';
import { redactText } from './redact.ts';

/** pino's numbers. */
const levels: Readonly<Record<LogLevel, number>> = {
  trace: 10,
  debug: 20,
  info: 30,
  warn: 40,
  error: 50,
  fatal: 60,
  silent: Number.POSITIVE_INFINITY,
};

export interface AccessLogOptions {
  readonly name: string;
  readonly level: LogLevel;
  readonly destination: LogDestination;
}

export interface AccessLog {
  /** Writes one line for a finished exchange; `now` as `performance.now()`. */
  write(exchange: Exchange, now: number): void;
  setLevel(level: LogLevel): void;
}

/**
 * One line per request in pino's format, put together here: a pino call costs several times as much as all other hooks together.
 * Nothing of a query, a header or a body is in it, and of the path only the template.
 */
export function createAccessLog({ name, level, destination }: AccessLogOptions): AccessLog {
  let least = levels[level];
  const worker = workerProcess();
  const number = worker === undefined ? '' : `,"worker":${worker.number}`;
  const process_ = `,"pid":${process.pid}${number},"hostname":${JSON.stringify(hostname())},"name":${JSON.stringify(name)}`;
  const identity = `${process_},"requestId":`;
  const known = new WeakMap<Operation, AccessLine[]>();

  /** That of an operation and a status, as most have. */
  const knownLine = (exchange: Exchange): AccessLine | undefined => {
    const { operation, request, status } = exchange;
    if (operation === undefined || request.method !== operation.method) return undefined;
    const line = known.get(operation)?.[status];
    if (line !== undefined) return line;
    const made = new AccessLine({ begin: beginAtInfo, identity, outcome: describeOutcome(exchange), end: plainEnd });
    const byStatus = known.get(operation) ?? [];
    byStatus[status] = made;
    known.set(operation, byStatus);
    return made;
  };

  /** False where the line has to be a text. */
  const writeOctets = (exchange: Exchange, durationMs: number): boolean => {
    const line = knownLine(exchange);
    const room = line?.fits(exchange, durationMs) ? destination.room?.(line.most) : undefined;
    if (line === undefined || room === undefined) return false;
    destination.added?.(line.writeTo(room, exchange, durationMs));
    return true;
  };

  const write = (exchange: Exchange, now: number): void => {
    const own = levelOf(exchange);
    if (own < least) return;
    const durationMs = now - exchange.startedAt;
    const end = endOf(exchange);
    if (own === levels.info && end === plainEnd && writeOctets(exchange, durationMs)) return;
    const begin = own === levels.info ? beginAtInfo : `{"level":${own},"time":`;
    const outcome = knownLine(exchange)?.outcome ?? describeOutcome(exchange);
    destination.write(composeLine({ begin, identity, outcome, end }, exchange, durationMs));
  };
  const setLevel = (next: LogLevel): void => {
    least = levels[next];
  };
  return { write, setLevel };
}

const beginAtInfo = `{"level":${levels.info},"time":`;

const plainEnd = ',"msg":"request completed"}\n';

function endOf(exchange: Exchange): string {
  const { mock, webSocket, error } = exchange;
  if (mock === undefined && webSocket === undefined && error === undefined) return plainEnd;
  const failure = error === undefined ? '' : describeFailure(error);
  return `${mock === undefined ? '' : `,"mock":"${mock}"`}${describeWebSocket(exchange)}${failure}${plainEnd}`;
}

/** Probes at debug; 5xx at error; refused credentials and limits at warn, since those are looked for; everything else at info. */
function levelOf(exchange: Exchange): number {
  const { error } = exchange;
  // A stream that failed had sent its status before.
  const status = error !== undefined && error.status > exchange.status ? error.status : exchange.status;
  if (status >= 500 && !isFraming(error))
    return isProbe(exchange) || error?.code === overloaded ? levels.warn : levels.error;
  if (isProbe(exchange)) return levels.debug;
  return status === 401 || status === 403 || status === 429 ? levels.warn : levels.info;
}

const overloaded = 'ERR_OVERLOADED';

/** The client's mistake, whatever its status says: 501 for a tunnel, 505 for a version. */
function isFraming(error: Exchange['error']): boolean {
  return error?.code === 'ERR_HTTP_FRAMING';
}

/** From the end of the span's id to the duration. */
function describeOutcome(exchange: Exchange): string {
  const operation = exchange.operation === undefined ? '' : `,"operation":${JSON.stringify(exchange.operation.id)}`;
  const place = `"method":"${methodLabel(exchange)}","route":${JSON.stringify(routeLabel(exchange))}`;
  return `"${operation},${place},"status":${exchange.status},"durationMs":`;
}

/** Of a client's mistake its code and the places, never a value; of our own what threw, and where an answer breaks the contract. */
function describeFailure(error: NonNullable<Exchange['error']>): string {
  const code = `,"code":${JSON.stringify(error.code)}`;
  const violations = error.violations.length === 0 ? '' : `,"violations":${JSON.stringify(describePlaces(error))}`;
  if (error.status < 500 || isFraming(error)) return code + violations;
  // Nothing failed, and there are many of them.
  if (error.code === overloaded)
    return `${code}${'reason' in error ? `,"reason":${JSON.stringify(error.reason)}` : ''}`;
  const breaches = 'breaches' in error ? `,"breaches":${JSON.stringify(error.breaches)}` : '';
  return `${code}${violations}${breaches},"err":${JSON.stringify(describeError(error.cause ?? error))}`;
}

/** What went over the connection and how it ended; never the reason that a client gave. */
function describeWebSocket({ webSocket }: Exchange): string {
  if (webSocket === undefined) return '';
  const { received, sent, end } = webSocket;
  const closing = end === undefined ? '' : `,"closeCode":${end.code},"endedBy":"${end.by}"`;
  return `,"webSocket":{"received":${received},"sent":${sent}${closing}}`;
}

const maximumViolations = 20;
const maximumPointer = 256;

/** The last parts of a pointer may be names that a client made up. */
function describePlaces({ violations }: NonNullable<Exchange['error']>): readonly object[] {
  return violations.slice(0, maximumViolations).map((violation) => ({
    in: violation.in,
    pointer: redactText(violation.pointer.slice(0, maximumPointer)),
    keyword: violation.keyword,
  }));
}
