import type { CacheOutcome, CircuitState, FinishedCall, UpstreamState } from '@brrt/router-core/ports';
import { errorType, isSent } from '../tracing/client-span.ts';
import { Counter } from './counter.ts';
import { Histogram, observe } from './histogram.ts';
import type { Metric, Sample } from './metric.ts';

/** The last lets least through. */
const circuitStates: readonly CircuitState[] = ['closed', 'half_open', 'open'];

const cacheOutcomes: readonly CacheOutcome[] = ['hit', 'stale', 'revalidated', 'miss'];

/** Why a call was not sent, by the code that its caller got. */
const refusals: Readonly<Record<string, string>> = {
  ERR_UPSTREAM_OPEN: 'circuit_open',
  ERR_UPSTREAM_BUSY: 'busy',
};

/** What becomes of calls to other services, in numbers. */
export class ClientMetrics {
  readonly #durations = new Histogram(
    'http_client_request_duration_seconds',
    'Duration of HTTP calls to other services',
  );
  readonly #resends = new Counter(
    'brrt_client_resends_total',
    'Calls that were sent another time: retries and hedges, and retries that the budget refused',
  );
  readonly #refused = new Counter('brrt_client_refused_total', 'Calls that were not sent');
  readonly #cache = new Counter('brrt_client_cache_total', 'Calls that a stored answer may be good for');
  readonly #coalesced = new Counter('brrt_client_coalesced_total', 'Calls that got the answer of another one');
  #upstreams: readonly UpstreamState[] = [];

  readonly metrics: readonly Metric[] = [
    this.#durations,
    this.#resends,
    this.#refused,
    this.#cache,
    this.#coalesced,
    {
      name: 'brrt_client_circuit_state',
      help: 'Whether a called service is called (closed), left alone (open) or tried (half_open): 1 for the state it is in',
      type: 'gauge',
      across: 'max',
      samples: () => circuitSamples(this.#upstreams),
    },
  ];

  start(upstreams: readonly UpstreamState[]): void {
    this.#upstreams = upstreams;
    // From zero on, so that the first of each is an increase.
    for (const { service: service_peer_name } of upstreams) {
      for (const outcome of ['retried', 'hedged', 'budget_exhausted'])
        this.#resends.add({ service_peer_name, outcome }, 0);
      for (const reason of Object.values(refusals)) this.#refused.add({ service_peer_name, reason }, 0);
      for (const outcome of cacheOutcomes) this.#cache.add({ service_peer_name, outcome }, 0);
      this.#coalesced.add({ service_peer_name }, 0);
    }
  }

  call(call: FinishedCall): void {
    const { service: service_peer_name, cache } = call;
    // Of several attempts the first one says what the cache had to do with it.
    if (cache !== undefined && call.resent === undefined) this.#cache.add({ service_peer_name, outcome: cache });
    if (call.isRetryRefused) this.#resends.add({ service_peer_name, outcome: 'budget_exhausted' });
    if (call.sharedWith !== undefined) this.#coalesced.add({ service_peer_name });
    if (!isSent(call)) return;
    if (call.resent !== undefined) {
      this.#resends.add({ service_peer_name, outcome: call.isHedge ? 'hedged' : 'retried' });
    }
    const error = errorType(call) ?? '';
    const reason = refusals[error];
    if (reason !== undefined) this.#refused.add({ service_peer_name, reason });
    this.#observe(call, error);
  }

  #observe(call: FinishedCall, error_type: string): void {
    const series = this.#durations.series({
      service_peer_name: call.service,
      http_request_method: call.method,
      url_template: call.route,
      http_response_status_code: call.status === undefined ? '' : String(call.status),
      error_type,
    });
    observe(series, (call.endedAt - call.startedAt) / 1000);
  }
}

/** A service that is both called and passed on to has two breakers: what is shown is the one that lets less through. */
function circuitSamples(upstreams: readonly UpstreamState[]): readonly Sample[] {
  return [...Map.groupBy(upstreams, ({ service }) => service)].flatMap(([service, all]) => {
    const worst = circuitStates.findLast((state) => all.some(({ circuit }) => circuit === state));
    if (worst === undefined) return [];
    return circuitStates.map((state) => ({
      labels: { service_peer_name: service, state },
      value: state === worst ? 1 : 0,
    }));
  });
}
