import { calleeOf } from './callee.ts';
import type { Occurrence, Rates } from './rates.ts';
import { outcomeOf } from './red.ts';
import type { StoredSpan } from './stored-span.ts';

/** Finds who was called: the service of the server span below a client span, else what the client span says. */
export interface CallLinks {
  observe(span: StoredSpan): void;
  /** Of a span that was counted before: what it calls is known again. */
  restore(span: StoredSpan): void;
  /** Settles calls whose other half did not come in time; counts those that still wait nowhere. */
  settle(): void;
  /** What was called that is a database. */
  readonly databases: ReadonlySet<string>;
  clear(): void;
}

interface Call {
  readonly from: string;
  readonly occurrence: Occurrence;
  /** What the client span says; empty: nothing. */
  readonly callee: string;
  readonly address: string;
  /** Of its arrival. */
  readonly since: number;
}

interface Answer {
  readonly service: string;
  readonly traceId: string;
  readonly parentSpanId: string;
  readonly occurrence: Occurrence;
  readonly since: number;
}

const maximumWaiting = 10_000;
const maximumAddresses = 1_000;
/** The OpenTelemetry SDK sends every five seconds; the other half may come that much later. */
const patience = 12_000;

interface Options {
  readonly edges: Rates;
  readonly now: () => number;
  /** Of a span that is still there. */
  readonly serviceOf: (traceId: string, spanId: string) => string | undefined;
}

export function createCallLinks({ edges, now, serviceOf }: Options): CallLinks {
  const calls = new Map<string, Call>();
  const answers = new Map<string, Answer>();
  /** Services by the address that they were called at. */
  const services = new Map<string, string>();
  const databases = new Set<string>();

  function settleCall(call: Call): void {
    const callee = call.callee || services.get(call.address) || call.address;
    if (callee !== '') edges.count(call.from, callee, call.occurrence);
  }

  function join(call: Call, service: string): void {
    if (call.address !== '') remember(services, call.address, service, maximumAddresses);
    edges.count(call.from, service, call.occurrence);
  }

  /** Its caller wrote no client span: then the span itself that it is below of says who called. */
  function settleAnswer({ service, traceId, parentSpanId, occurrence }: Answer): void {
    const from = serviceOf(traceId, parentSpanId);
    if (from !== undefined && from !== service) edges.count(from, service, occurrence);
  }

  function observeCall(span: StoredSpan): void {
    const from = span.resource.service;
    const occurrence = occurrenceOf(span);
    const { name, address, isDatabase } = calleeOf(span);
    if (isDatabase) {
      if (databases.size < maximumAddresses) databases.add(name);
      edges.count(from, name, occurrence);
      return;
    }
    const call: Call = { from, occurrence, callee: name, address, since: now() };
    const key = `${span.traceId}${span.spanId}`;
    const answer = answers.get(key);
    if (answer !== undefined) {
      answers.delete(key);
      join(call, answer.service);
      return;
    }
    for (const oldest of calls.values()) {
      if (calls.size < maximumWaiting) break;
      settleCall(oldest);
      calls.delete(calls.keys().next().value ?? '');
    }
    calls.set(key, call);
  }

  function observeAnswer(span: StoredSpan): void {
    if (span.parentSpanId === '') return;
    const key = `${span.traceId}${span.parentSpanId}`;
    const call = calls.get(key);
    if (call === undefined) {
      const { traceId, parentSpanId } = span;
      const answer = {
        service: span.resource.service,
        traceId,
        parentSpanId,
        occurrence: occurrenceOf(span),
        since: now(),
      };
      remember(answers, key, answer, maximumWaiting);
      return;
    }
    calls.delete(key);
    join(call, span.resource.service);
  }

  return {
    databases,
    restore(span) {
      if (span.kind !== 'client') return;
      const { name, isDatabase } = calleeOf(span);
      if (isDatabase && databases.size < maximumAddresses) databases.add(name);
    },
    observe(span) {
      if (span.kind === 'client' || span.kind === 'producer') observeCall(span);
      else if (span.kind === 'server' || span.kind === 'consumer') observeAnswer(span);
    },
    settle() {
      const latest = now() - patience;
      for (const [key, call] of calls) {
        if (call.since > latest) break;
        settleCall(call);
        calls.delete(key);
      }
      for (const [key, answer] of answers) {
        if (answer.since > latest) break;
        settleAnswer(answer);
        answers.delete(key);
      }
    },
    clear() {
      calls.clear();
      answers.clear();
      databases.clear();
    },
  };
}

function occurrenceOf(span: StoredSpan): Occurrence {
  return { at: span.startedAt + span.duration, duration: span.duration, outcome: outcomeOf(span) };
}

/** Sets an entry; the oldest one goes where there is no room. */
function remember<Value>(map: Map<string, Value>, key: string, value: Value, maximum: number): void {
  if (map.size >= maximum && !map.has(key)) map.delete(map.keys().next().value ?? '');
  map.set(key, value);
}
