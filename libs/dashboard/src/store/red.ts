import type { Exemplar, RedReport, RedSeries } from '../api/telemetry.ts';
import { httpStatusOf, operationOf } from './find-traces.ts';
import {
  bucketMilliseconds,
  createRates,
  maximumAge,
  type Outcome,
  type RateSeries,
  type Rates,
  sumBuckets,
} from './rates.ts';
import type { StoredSpan } from './stored-span.ts';

export interface RedQuery {
  readonly service?: string | undefined;
  /** Seconds. */
  readonly window?: number | undefined;
}

/** Rate, errors and duration of server spans, per service and per operation. */
export interface Red {
  observe(span: StoredSpan): void;
  /** Of a span that was counted before: it may stand for others again. */
  restore(span: StoredSpan): void;
  report(query: RedQuery): RedReport;
  readonly rates: Rates;
  clear(): void;
}

interface Exemplars {
  readonly failed: Exemplar[];
  readonly slow: Exemplar[];
}

const maximumSeries = 600;
const maximumOperations = 200;
const maximumExemplars = 10;
/** What is older does not stand for the present any more. */
const freshness = 900_000;
const pointsPerReport = 180;
/** What the operations are called for which there is no room. */
const otherOperation = '(other)';
/** The whole service. */
const whole = '';

export function createRed(now: () => number): Red {
  const rates = createRates({ maximumSeries, now });
  const operations = new Map<string, Set<string>>();
  const exemplars = new Map<string, Exemplars>();

  /** Names of a service's operations are a closed set only where it is well written. */
  function knownOperation(service: string, operation: string): string {
    const known = operations.get(service) ?? new Set();
    operations.set(service, known);
    if (known.has(operation)) return operation;
    if (known.size >= maximumOperations) return otherOperation;
    known.add(operation);
    return operation;
  }

  function keep(span: StoredSpan, operation: string): void {
    const oldest = now() - freshness;
    for (const name of [whole, operation]) {
      const key = `${span.resource.service}\0${name}`;
      const kept = exemplars.get(key) ?? { failed: [], slow: [] };
      exemplars.set(key, kept);
      keepExemplar(kept, span, oldest);
    }
  }

  return {
    rates,
    observe(span) {
      const { service } = span.resource;
      const at = span.startedAt + span.duration;
      const occurrence = { at, duration: span.duration, outcome: outcomeOf(span) };
      if (!rates.count(service, whole, occurrence)) return;
      const operation = knownOperation(service, operationOf(span).slice(0, 256) || otherOperation);
      rates.count(service, operation, occurrence);
      keep(span, operation);
    },
    restore(span) {
      keep(span, knownOperation(span.resource.service, operationOf(span).slice(0, 256) || otherOperation));
    },
    report({ service, window }) {
      const { from, to, step } = timeline(now(), window);
      const series = [...rates.all()].filter(({ first }) => service === undefined || first === service);
      const shown = series.map((entry) => {
        const kept = exemplars.get(`${entry.first}\0${entry.second}`);
        return showSeries(entry, { from, to, step, exemplars: [...(kept?.failed ?? []), ...(kept?.slow ?? [])] });
      });
      return { from, to, step, series: shown.filter(({ total }) => total.count > 0).sort(bySize) };
    },
    clear() {
      rates.clear();
      operations.clear();
      exemplars.clear();
    },
  };
}

export function outcomeOf(span: StoredSpan): Outcome {
  const status = httpStatusOf(span);
  if (status === undefined) return span.status === 'error' ? 'server-error' : 'ok';
  if (status >= 500) return 'server-error';
  return status >= 400 ? 'client-error' : 'ok';
}

/** Whole steps of whole buckets that end with the present one. */
export function timeline(
  now: number,
  window = 900,
): { readonly from: number; readonly to: number; readonly step: number } {
  const seconds = Math.min(Math.max(Number.isFinite(window) ? window : 900, 5), maximumAge / 1000);
  const step = Math.ceil((seconds * 1000) / pointsPerReport / bucketMilliseconds) * bucketMilliseconds;
  const to = (Math.floor(now / step) + 1) * step;
  return { from: to - Math.ceil((seconds * 1000) / step) * step, to, step: step / 1000 };
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly exemplars: readonly Exemplar[];
}

function showSeries({ first, second, buckets }: RateSeries, { from, to, step, exemplars }: Range): RedSeries {
  const points = Array.from({ length: (to - from) / (step * 1000) }, (_, index) => {
    const start = from + index * step * 1000;
    return sumBuckets(buckets, start, start + step * 1000);
  });
  const seen = new Set<string>();
  const newest = exemplars
    .filter(({ at, spanId }) => at >= from && at < to && !seen.has(spanId) && seen.add(spanId))
    .sort((a, b) => b.at - a.at);
  const operation = second === whole ? {} : { operation: second };
  return { service: first, ...operation, total: sumBuckets(buckets, from, to), points, exemplars: newest };
}

/** The service, then its operations, busiest first. */
function bySize(a: RedSeries, b: RedSeries): number {
  if (a.service !== b.service) return a.service < b.service ? -1 : 1;
  if (a.operation === undefined || b.operation === undefined) return a.operation === undefined ? -1 : 1;
  return b.total.count - a.total.count || (a.operation < b.operation ? -1 : 1);
}

/** Older ones than `oldest` give way first. */
function keepExemplar({ failed, slow }: Exemplars, span: StoredSpan, oldest: number): void {
  const status = httpStatusOf(span);
  const at = span.startedAt + span.duration;
  const exemplar = (): Exemplar => ({
    traceId: span.traceId,
    spanId: span.spanId,
    at,
    duration: span.duration,
    ...(status === undefined ? {} : { status }),
  });
  if (outcomeOf(span) !== 'ok') {
    failed.push(exemplar());
    if (failed.length > maximumExemplars) failed.shift();
    return;
  }
  if (slow.length < maximumExemplars) {
    slow.push(exemplar());
    return;
  }
  let [least, leastWeight] = [0, Number.POSITIVE_INFINITY];
  for (let index = 0; index < slow.length; index += 1) {
    const { at: time, duration } = slow[index] as Exemplar; // the index is within
    const weight = time < oldest ? -1 : duration;
    if (weight < leastWeight) [least, leastWeight] = [index, weight];
  }
  if (span.duration > leastWeight) slow[least] = exemplar();
}
