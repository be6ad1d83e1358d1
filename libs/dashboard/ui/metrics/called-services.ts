import type { NumberSeries } from '../../src/api/telemetry.ts';
import { increaseOf } from './number-series.ts';

/** How a service stands to one that it calls, by its own numbers. */
export interface CalledService {
  readonly name: string;
  /** State of its breaker: `closed`, `open`, `half_open`; undefined: it has none. */
  readonly circuit: string | undefined;
  /** Messages that were sent, with those that were sent again. */
  readonly sent: number;
  readonly failed: number;
  readonly resent: number;
  /** Retries that the budget did not allow. */
  readonly overBudget: number;
  readonly refused: number;
  /** Answered by the cache, a part of them after asking whether it still holds. */
  readonly cached: number;
  readonly coalesced: number;
}

type Labels = NumberSeries['labels'];

const peer = 'service_peer_name';

/** By name. */
export function calledServices(series: readonly NumberSeries[]): readonly CalledService[] {
  const about = series.filter(({ labels }) => labels[peer] !== undefined);
  const since = Math.min(...series.map(({ points }) => points[0]?.[0] ?? Number.POSITIVE_INFINITY));
  return [...Map.groupBy(about, ({ labels }) => String(labels[peer]))]
    .map(([name, own]) => describe(name, own, since))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** @param since when the service was first looked at: what appears later began at zero */
function describe(name: string, series: readonly NumberSeries[], since: number): CalledService {
  const count = (metric: string, isMeant: (labels: Labels) => boolean = () => true): number =>
    series
      .filter((one) => one.metric === metric && isMeant(one.labels))
      .reduce((sum, { points }) => sum + increaseOf(points) + firstOf(points, since), 0);
  const circuit = series.find(
    ({ metric, points }) => metric === 'brrt_client_circuit_state' && points.at(-1)?.[1] === 1,
  );
  const calls = 'http_client_request_duration_seconds_count';
  return {
    name,
    circuit: circuit?.labels.state,
    sent: count(calls, ({ error_type }) => !isRefusal(error_type)),
    failed: count(calls, ({ error_type }) => error_type !== '' && !isRefusal(error_type)),
    resent: count('brrt_client_resends_total', ({ outcome }) => outcome !== 'budget_exhausted'),
    overBudget: count('brrt_client_resends_total', ({ outcome }) => outcome === 'budget_exhausted'),
    refused: count('brrt_client_refused_total'),
    cached: count('brrt_client_cache_total', ({ outcome }) => outcome !== 'miss'),
    coalesced: count('brrt_client_coalesced_total'),
  };
}

function firstOf([first]: NumberSeries['points'], since: number): number {
  return first !== undefined && first[0] > since ? first[1] : 0;
}

function isRefusal(errorType: string | undefined): boolean {
  return errorType === 'ERR_UPSTREAM_OPEN' || errorType === 'ERR_UPSTREAM_BUSY';
}
