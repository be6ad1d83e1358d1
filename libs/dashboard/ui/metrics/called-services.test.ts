import { expect, it } from 'vitest';
import type { NumberSeries } from '../../src/api/telemetry.ts';
import { calledServices } from './called-services.ts';

function counter(metric: string, labels: NumberSeries['labels'], from: number, to: number): NumberSeries {
  const points = [
    [0, from],
    [5_000, to],
  ] as const;
  return { service: 'bff', metric, help: '', type: 'counter', labels, points };
}

const calls = 'http_client_request_duration_seconds_count';
const petstore = { service_peer_name: 'petstore' };

it('tells of each called service how calls of it go', () => {
  const series = [
    counter(calls, { service_peer_name: 'users', error_type: '' }, 1, 4),
    counter(calls, { ...petstore, error_type: '' }, 10, 30),
    counter(calls, { ...petstore, error_type: '503' }, 0, 5),
    counter(calls, { ...petstore, error_type: 'ERR_UPSTREAM_OPEN' }, 0, 7),
    counter('brrt_client_refused_total', { ...petstore, reason: 'circuit_open' }, 0, 7),
    counter('brrt_client_resends_total', { ...petstore, outcome: 'retried' }, 0, 2),
    counter('brrt_client_resends_total', { ...petstore, outcome: 'hedged' }, 0, 1),
    counter('brrt_client_resends_total', { ...petstore, outcome: 'budget_exhausted' }, 0, 3),
    counter('brrt_client_cache_total', { ...petstore, outcome: 'hit' }, 0, 6),
    counter('brrt_client_cache_total', { ...petstore, outcome: 'miss' }, 0, 9),
    counter('brrt_client_coalesced_total', petstore, 2, 4),
    counter('brrt_client_circuit_state', { ...petstore, state: 'closed' }, 1, 0),
    counter('brrt_client_circuit_state', { ...petstore, state: 'open' }, 0, 1),
    { ...counter(calls, { ...petstore, error_type: '500' }, 0, 0), points: [[5_000, 4]] as const },
    counter('http_server_active_requests', {}, 0, 1),
  ];
  const none = { failed: 0, resent: 0, overBudget: 0, refused: 0, cached: 0, coalesced: 0 };
  expect(calledServices(series)).toEqual([
    {
      name: 'petstore',
      circuit: 'open',
      sent: 29,
      failed: 9,
      resent: 3,
      overBudget: 3,
      refused: 7,
      cached: 6,
      coalesced: 2,
    },
    { name: 'users', circuit: undefined, sent: 3, ...none },
  ]);
});
