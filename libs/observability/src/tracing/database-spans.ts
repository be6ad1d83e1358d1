import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { clockOrigin, toHrTime } from './hr-time.ts';
import { recordQueriesBy } from './postgres-query-log.ts';

const channel = 'sqlite.db.query';
const nanosecondsPerMillisecond = 1_000_000;
const maximumText = 2_048;

/** A query that is over. */
export interface FinishedQuery {
  /** As in OpenTelemetry's `db.system.name`. */
  readonly system: 'sqlite' | 'postgresql';
  /** The statement; values in it are taken out. */
  readonly sql: string;
  readonly durationMilliseconds: number;
  readonly failed: boolean;
}

/** A client span for a query that ends now, where the request that asks it is recorded (semantic conventions for databases). */
function recordQuery({ system, sql, durationMilliseconds, failed }: FinishedQuery): void {
  const parent = context.active();
  if (trace.getSpanContext(parent) === undefined) return;
  const text = summarize(sql);
  const now = performance.now();
  // Once: it would be another one, were the clock set between the beginning and the end.
  const origin = clockOrigin();
  const span = trace.getTracer('@brrt/observability').startSpan(
    text.split(' ', 1)[0] || 'query',
    {
      kind: SpanKind.CLIENT,
      startTime: toHrTime(now - durationMilliseconds, origin),
      attributes: { 'db.system.name': system, 'db.query.text': text },
    },
    parent,
  );
  if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(toHrTime(now, origin));
}

/** Makes spans of the queries of this process. Returns what ends that. */
export function recordQueries(): () => void {
  recordQueriesBy(recordQuery);
  const stop = recordSqliteQueries();
  return () => {
    recordQueriesBy(undefined);
    stop();
  };
}

/** Records each query of `node:sqlite` from the channel that Node publishes them on. Returns what ends it. */
function recordSqliteQueries(): () => void {
  let clock: CallClock | undefined;
  const listener = (message: unknown): void => {
    if (!isQuery(message)) return;
    // SQLite's own clock knows whole milliseconds.
    const durationMilliseconds = clock?.elapsed() ?? message.duration / nanosecondsPerMillisecond;
    recordQuery({ system: 'sqlite', sql: message.sql, durationMilliseconds, failed: false });
    // Not before: services without SQLite do not load it.
    clock ??= timeCalls(process.getBuiltinModule('node:sqlite'));
  };
  subscribe(channel, listener);
  return () => {
    unsubscribe(channel, listener);
    clock?.stop();
  };
}

/** Knows since when the statement is running that is running now. */
interface CallClock {
  elapsed(): number | undefined;
  stop(): void;
}

/** These methods return when the statement is over; the message about it comes before they do. */
function timeCalls({ StatementSync, DatabaseSync }: typeof import('node:sqlite')): CallClock {
  let startedAt: number | undefined;
  const timed: readonly (readonly [owner: object, name: string])[] = [
    [StatementSync.prototype, 'all'],
    [StatementSync.prototype, 'get'],
    [StatementSync.prototype, 'run'],
    [DatabaseSync.prototype, 'exec'],
  ];
  const restore = timed.map(([owner, name]) => {
    const original: unknown = Reflect.get(owner, name);
    if (typeof original !== 'function') return () => undefined;
    Reflect.set(owner, name, function run(this: unknown, ...values: unknown[]): unknown {
      const before = startedAt;
      startedAt = performance.now();
      try {
        return Reflect.apply(original, this, values);
      } finally {
        startedAt = before;
      }
    });
    return () => Reflect.set(owner, name, original);
  });
  return {
    elapsed: () => (startedAt === undefined ? undefined : performance.now() - startedAt),
    stop() {
      for (const undo of restore) undo();
    },
  };
}

function isQuery(message: unknown): message is { readonly sql: string; readonly duration: number } {
  if (typeof message !== 'object' || message === null) return false;
  return (
    'sql' in message && typeof message.sql === 'string' && 'duration' in message && typeof message.duration === 'number'
  );
}

/** The statement without its values, which SQLite writes into it: `select * from users where id = ?`. */
export function summarize(sql: string): string {
  return sql
    .slice(0, maximumText)
    .replaceAll(/x?'(?:[^']|'')*(?:'|$)/gi, '?')
    .replaceAll(/(?<![\w$."`\]])[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?(?![\w"`])/gi, '?')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
