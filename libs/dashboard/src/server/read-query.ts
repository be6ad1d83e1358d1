import type { LogQuery, Severity, TraceQuery } from '../api/telemetry.ts';
import { RequestError } from './request-error.ts';

const severities: ReadonlySet<string> = new Set<Severity>(['trace', 'debug', 'info', 'warn', 'error', 'fatal']);

/** @throws RequestError */
export function readTraceQuery(query: URLSearchParams): TraceQuery {
  const status = query.get('status') ?? undefined;
  if (status !== undefined && status !== 'ok' && status !== 'error') throw wrong('status', 'ok or error');
  return {
    ...texts(query, ['service', 'operation', 'text']),
    ...(status !== undefined && { status }),
    ...numbers(query, ['minDuration', 'from', 'to', 'limit']),
    ...attributes(query),
  };
}

/** @throws RequestError */
export function readLogQuery(query: URLSearchParams): LogQuery {
  const severity = query.get('severity') ?? undefined;
  if (severity !== undefined && !isSeverity(severity)) throw wrong('severity', [...severities].join(', '));
  return {
    ...texts(query, ['service', 'text', 'traceId', 'spanId']),
    ...(severity !== undefined && { severity }),
    ...numbers(query, ['from', 'to', 'before', 'limit']),
    ...attributes(query),
  };
}

/** @throws RequestError */
export function readSignal(query: URLSearchParams): 'traces' | 'logs' | 'metrics' | undefined {
  const signal = query.get('signal') ?? undefined;
  if (signal === undefined || signal === 'traces' || signal === 'logs' || signal === 'metrics') return signal;
  throw wrong('signal', 'traces, logs or metrics');
}

type Texts<Name extends string> = { readonly [Key in Name]?: string };
type Numbers<Name extends string> = { readonly [Key in Name]?: number };

/** Those that are there. */
export function texts<Name extends string>(query: URLSearchParams, names: readonly Name[]): Texts<Name> {
  const found = names.flatMap((name) => {
    const value = query.get(name);
    return value === null || value === '' ? [] : [[name, value] as const];
  });
  return Object.fromEntries(found) as Texts<Name>; // of these names alone
}

/** @throws RequestError where one is no number */
export function numbers<Name extends string>(query: URLSearchParams, names: readonly Name[]): Numbers<Name> {
  const found = Object.entries(texts(query, names)).map(([name, text]) => {
    const value = Number(text);
    if (!Number.isFinite(value) || value < 0) throw wrong(name, 'a number, not negative');
    return [name, value] as const;
  });
  return Object.fromEntries(found) as Numbers<Name>; // of these names alone
}

function attributes(query: URLSearchParams): { readonly attribute?: readonly string[] } {
  const attribute = query.getAll('attribute').filter((text) => text !== '');
  return attribute.length === 0 ? {} : { attribute };
}

function isSeverity(text: string): text is Severity {
  return severities.has(text);
}

function wrong(name: string, expected: string): RequestError {
  return new RequestError(400, `${name} has to be ${expected}`);
}
