import type { AlertRule } from './emit-rules.ts';
import type { Selectors } from './selectors.ts';

/** What needs somebody before a budget burns, or says why it does. */
export function emitSymptomAlerts(service: string, { job }: Selectors): readonly AlertRule[] {
  const alert = (name: string, more: Omit<AlertRule, 'alert' | 'labels' | 'annotations'> & Told): AlertRule => {
    const { severity, summary, description, ...rule } = more;
    return {
      alert: name,
      ...rule,
      labels: { severity, service },
      annotations: { summary: `${service}: ${summary}`, description, dashboard: `/d/brrt-${service}` },
    };
  };
  return [...availability(alert, job), ...saturation(alert, job), ...contract(alert, job)];
}

interface Told {
  readonly severity: 'page' | 'ticket';
  readonly summary: string;
  readonly description: string;
}

type Alert = (name: string, more: Omit<AlertRule, 'alert' | 'labels' | 'annotations'> & Told) => AlertRule;

function availability(alert: Alert, job: string): readonly AlertRule[] {
  return [
    alert('ServiceDown', {
      expr: `up{${job}} == 0`,
      for: '2m',
      severity: 'page',
      summary: 'an instance cannot be scraped',
      description: '{{ $labels.instance }} did not answer GET /metrics for two minutes.',
    }),
    alert('ServiceNotReady', {
      expr: `brrt_readiness_check_up{${job},required="true"} == 0`,
      for: '2m',
      severity: 'page',
      summary: 'a required check fails',
      description: '{{ $labels.check }} fails on {{ $labels.instance }}: it answers /ready with 503.',
    }),
    alert('ServiceDegraded', {
      expr: `brrt_readiness_check_up{${job},required="false"} == 0`,
      for: '10m',
      severity: 'ticket',
      summary: 'a check fails that a part of the service needs',
      description: '{{ $labels.check }} fails on {{ $labels.instance }} for ten minutes.',
    }),
    alert('UpstreamFailing', {
      expr: [
        `sum by (job, service_peer_name) (rate(http_client_request_duration_seconds_count{${job},error_type!=""}[5m]))`,
        `/ sum by (job, service_peer_name) (rate(http_client_request_duration_seconds_count{${job}}[5m])) > 0.1`,
      ].join('\n'),
      for: '10m',
      severity: 'ticket',
      summary: 'calls to another service fail',
      description: '{{ $value | humanizePercentage }} of the calls to {{ $labels.service_peer_name }} fail.',
    }),
    alert('CircuitStaysOpen', {
      // A call that tries now and then makes it half open in between.
      expr: `max by (job, instance, service_peer_name) (max_over_time(brrt_client_circuit_state{${job},state="open"}[2m])) == 1`,
      for: '5m',
      severity: 'ticket',
      summary: 'another service is left alone',
      description:
        '{{ $labels.instance }} sends nothing to {{ $labels.service_peer_name }} but the calls that try whether it is back, and they fail.',
    }),
  ];
}

function saturation(alert: Alert, job: string): readonly AlertRule[] {
  return [
    alert('EventLoopBusy', {
      expr: `rate(nodejs_eventloop_active_seconds_total{${job}}[5m]) > 0.9`,
      for: '10m',
      severity: 'ticket',
      summary: 'the event loop has no time left',
      description:
        '{{ $labels.instance }} is busy {{ $value | humanizePercentage }} of the time: requests wait for each other.',
    }),
    alert('HeapNearlyFull', {
      expr: `nodejs_heap_size_used_bytes{${job}} / nodejs_heap_size_limit_bytes{${job}} > 0.9`,
      for: '10m',
      severity: 'page',
      summary: 'the heap is nearly full',
      description:
        '{{ $labels.instance }} uses {{ $value | humanizePercentage }} of the heap it may have, and ends when it is full.',
    }),
    alert('FileDescriptorsNearlyUsedUp', {
      expr: `process_open_fds{${job}} / process_max_fds{${job}} > 0.8`,
      for: '10m',
      severity: 'ticket',
      summary: 'file descriptors are nearly used up',
      description: '{{ $labels.instance }} has {{ $value | humanizePercentage }} of its descriptors open.',
    }),
    alert('RequestsShed', {
      expr: newOrGrowing('brrt_requests_shed_total', 'job, reason', job),
      severity: 'ticket',
      summary: 'requests are refused to protect the service',
      description: '{{ $value | humanize }} requests were refused in 15 minutes: {{ $labels.reason }}.',
    }),
    alert('LogLinesDropped', {
      expr: newOrGrowing('brrt_log_lines_dropped_total', 'job, destination', job),
      severity: 'ticket',
      summary: 'lines of the log are lost',
      description: '{{ $value | humanize }} lines for {{ $labels.destination }} were dropped in 15 minutes.',
    }),
  ];
}

function contract(alert: Alert, job: string): readonly AlertRule[] {
  return [
    alert('ResponsesBreakContract', {
      expr: newOrGrowing('brrt_response_validation_failures_total', 'job, operation', job),
      severity: 'ticket',
      summary: 'a handler breaks the contract',
      description:
        '{{ $value | humanize }} answers of {{ $labels.operation }} in 15 minutes were not what the contract declares.',
    }),
    alert('HandlersFail', {
      expr: newOrGrowing('brrt_handler_errors_total', 'job, operation', job),
      severity: 'ticket',
      summary: 'a handler fails',
      description: '{{ $labels.operation }} failed {{ $value | humanize }} times in 15 minutes.',
    }),
  ];
}

/** A series that begins with its first event does not grow by it, as `increase` sees it. */
function newOrGrowing(metric: string, labels: string, job: string): string {
  const series = `${metric}{${job}}`;
  return [
    `sum by (${labels}) (increase(${series}[15m])) > 0`,
    `or sum by (${labels}) (${series} unless ${series} offset 15m) > 0`,
  ].join('\n');
}
