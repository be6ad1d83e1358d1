import { type Panel, type Row, states, timeseries } from './panels.ts';

const rate = '$__rate_interval';

/** What a service runs out of. */
export function saturationRow(job: string, hasStreams: boolean): Row {
  const streams = timeseries(
    'Open streams',
    [{ expr: `brrt_streams_active{${job}}`, legend: '{{operation}} {{instance}}' }],
    { unit: 'short' },
  );
  return {
    title: 'Saturation',
    panels: [
      ...(hasStreams ? [streams] : []),
      timeseries('Requests in flight', [{ expr: `http_server_active_requests{${job}}`, legend: '{{instance}}' }], {
        unit: 'short',
      }),
      timeseries(
        'Event loop busy',
        [{ expr: `rate(nodejs_eventloop_active_seconds_total{${job}}[${rate}])`, legend: '{{instance}}' }],
        { unit: 'percentunit', maximum: 1 },
      ),
      timeseries(
        'Event loop lag, p99',
        [{ expr: `nodejs_eventloop_lag_p99_seconds{${job}}`, legend: '{{instance}}' }],
        { unit: 's', description: 'About 0.01 s where nothing happens: that is how finely Node measures' },
      ),
      timeseries(
        'Heap',
        [
          { expr: `nodejs_heap_size_used_bytes{${job}}`, legend: 'used {{instance}}' },
          { expr: `nodejs_heap_size_limit_bytes{${job}}`, legend: 'limit {{instance}}' },
          { expr: `process_resident_memory_bytes{${job}}`, legend: 'resident {{instance}}' },
        ],
        { unit: 'bytes' },
      ),
      timeseries(
        'Garbage collection',
        [
          {
            expr: `sum by (instance, kind) (rate(nodejs_gc_duration_seconds_sum{${job}}[${rate}]))`,
            legend: '{{kind}} {{instance}}',
          },
        ],
        { unit: 'percentunit', stacked: true, description: 'Share of time' },
      ),
      timeseries('CPU', [{ expr: `rate(process_cpu_seconds_total{${job}}[${rate}])`, legend: '{{instance}}' }], {
        unit: 'none',
        description: 'Cores',
      }),
    ],
  };
}

/** Requests that were refused, and answers that should not have been. */
export function failureRow(job: string): Row {
  const counter = counterOf(job);
  return {
    title: 'Failures',
    panels: [
      counter('Refused for their credentials', 'brrt_auth_failures_total', ['scheme', 'reason']),
      counter('Requests that break the contract', 'brrt_validation_failures_total', ['operation', 'in']),
      counter('Answers that break the contract', 'brrt_response_validation_failures_total', ['operation', 'status']),
      counter('Handlers that fail', 'brrt_handler_errors_total', ['operation']),
      counter('Refused by limits', 'brrt_requests_shed_total', ['reason']),
      counter('No HTTP', 'brrt_malformed_messages_total', ['http_response_status_code']),
    ],
  };
}

function counterOf(job: string) {
  return (title: string, metric: string, labels: readonly string[], width = 8): Panel =>
    timeseries(
      title,
      [
        {
          expr: `sum by (${labels.join(', ')}) (rate(${metric}{${job}}[${rate}]))`,
          legend: labels.map((label) => `{{${label}}}`).join(' '),
        },
      ],
      { unit: 'reqps' },
      width,
    );
}

/** Calls to other services, by service. */
export function upstreamRow(job: string): Row {
  const calls = 'http_client_request_duration_seconds';
  const by = 'service_peer_name';
  const counter = counterOf(job);
  return {
    title: 'Calls to other services',
    panels: [
      timeseries('Rate', [{ expr: `sum by (${by}) (rate(${calls}_count{${job}}[${rate}]))`, legend: `{{${by}}}` }], {
        unit: 'reqps',
      }),
      timeseries(
        'Failures',
        [
          {
            expr: `sum by (${by}, error_type) (rate(${calls}_count{${job},error_type!=""}[${rate}]))`,
            legend: `{{${by}}} {{error_type}}`,
          },
        ],
        { unit: 'reqps' },
      ),
      timeseries(
        'Duration, p95',
        [
          {
            expr: `histogram_quantile(0.95, sum by (le, ${by}, url_template) (rate(${calls}_bucket{${job}}[${rate}])))`,
            legend: `{{${by}}} {{url_template}}`,
          },
        ],
        { unit: 's' },
      ),
      circuits(job, by),
      counter('Not sent', 'brrt_client_refused_total', [by, 'reason']),
      counter('Sent again', 'brrt_client_resends_total', [by, 'outcome']),
      counter('Cache', 'brrt_client_cache_total', [by, 'outcome'], 12),
      counter('Got the answer of another call', 'brrt_client_coalesced_total', [by], 12),
    ],
  };
}

/** One number for the state that a circuit is in. */
function circuits(job: string, by: string): Panel {
  const isIn = (state: string) => `max by (${by}, instance) (brrt_client_circuit_state{${job},state="${state}"})`;
  return states(
    'Circuits',
    [{ expr: `2 * ${isIn('open')} + ${isIn('half_open')}`, legend: `{{${by}}} {{instance}}` }],
    [
      ['closed', 'green'],
      ['half open', 'orange'],
      ['open', 'red'],
    ],
    8,
  );
}

/** What `/ready` finds, and what observing itself loses. */
export function healthRow(job: string): Row {
  return {
    title: 'Health',
    panels: [
      states(
        'Readiness checks',
        [{ expr: `brrt_readiness_check_up{${job}}`, legend: '{{check}} {{instance}}' }],
        [
          ['failing', 'red'],
          ['ok', 'green'],
        ],
      ),
      timeseries(
        'Lines of the log that are lost',
        [
          {
            expr: `sum by (destination) (rate(brrt_log_lines_dropped_total{${job}}[${rate}]))`,
            legend: '{{destination}}',
          },
        ],
        { unit: 'short' },
        12,
      ),
    ],
  };
}
