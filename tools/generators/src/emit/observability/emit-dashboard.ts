import type { ServiceModel } from '@brrt/service-model';
import { failureRow, healthRow, saturationRow, upstreamRow } from './dashboard-rows.ts';
import type { Objective } from './objective.ts';
import { logs, type Panel, placeRows, type Row, stat, table, timeseries } from './panels.ts';
import { isStream, operationSelector, type Selectors, selectorsOf } from './selectors.ts';

const durations = 'http_server_request_duration_seconds';
export const rate = '$__rate_interval';

export interface DashboardOptions {
  readonly service: string;
  readonly objective: Objective;
}

/** A dashboard of Grafana for one service: RED over all and by operation, its error budget, saturation, failures, calls, checks. */
export function emitDashboard(model: ServiceModel, { service, objective }: DashboardOptions): string {
  const { job, ...selectors } = selectorsOf(model, service);
  const chosen: Selectors = {
    job: `${job},instance=~"$instance"`,
    requests: `${selectors.requests},instance=~"$instance"`,
    timed: `${selectors.timed},instance=~"$instance"`,
  };
  const rows: readonly Row[] = [
    { title: 'Now', panels: summary(job, chosen, objective) },
    { title: 'Requests', panels: [...redPanels(chosen.requests), operationTable(chosen.requests)] },
    { title: 'Error budget', panels: budgetPanels(job, objective) },
    saturationRow(chosen.job, model.operations.some(isStream)),
    failureRow(chosen.job),
    upstreamRow(chosen.job),
    healthRow(chosen.job),
    // Loki makes the resource's service.name a label of this name.
    { title: 'Logs', panels: [logs('Logs', `{service_name="${service}"}`)], collapsed: true },
    ...model.operations.map((operation) => ({
      title: `${operation.method} ${operation.path} (${operation.id})`,
      panels: redPanels(`${chosen.job},${operationSelector(operation)}`),
      collapsed: true,
    })),
  ];
  const dashboard = {
    uid: `brrt-${service}`.slice(0, 40),
    title: service,
    description: `${model.title} ${model.version}. Written by nx g brrt:grafana: copy it before you change it.`,
    tags: ['brrt'],
    schemaVersion: 39,
    editable: true,
    graphTooltip: 1,
    refresh: '10s',
    time: { from: 'now-1h', to: 'now' },
    templating: { list: variables(job) },
    annotations: { list: [restarts(job)] },
    panels: placeRows(rows),
  };
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}

function variables(job: string) {
  return [
    { name: 'datasource', label: 'Metrics', type: 'datasource', query: 'prometheus' },
    { name: 'logs', label: 'Logs', type: 'datasource', query: 'loki' },
    {
      name: 'instance',
      label: 'Instance',
      type: 'query',
      datasource: { type: 'prometheus', uid: '$datasource' },
      query: { query: `label_values(up{${job}}, instance)`, refId: 'instance' },
      refresh: 2,
      multi: true,
      includeAll: true,
      allValue: '.*',
      current: { selected: true, text: ['All'], value: ['$__all'] },
    },
  ];
}

function restarts(job: string) {
  return {
    name: 'Starts',
    enable: true,
    iconColor: 'blue',
    datasource: { type: 'prometheus', uid: '$datasource' },
    expr: `changes(process_start_time_seconds{${job}}[1m]) > 0`,
    titleFormat: 'Start of {{instance}}',
  };
}

function summary(job: string, { requests, job: chosen }: Selectors, { availability }: Objective): readonly Panel[] {
  const count = `${durations}_count{${requests}}`;
  const failed = `${durations}_count{${requests},http_response_status_code=~"5.."}`;
  const budget = Number(((100 - availability) / 100).toPrecision(10));
  const low = [
    { value: null, color: 'red' },
    { value: 0, color: 'orange' },
    { value: 0.25, color: 'green' },
  ];
  return [
    stat('Requests', { expr: `sum(rate(${count}[${rate}]))`, legend: '' }, { unit: 'reqps' }),
    stat(
      'Errors',
      { expr: `(sum(rate(${failed}[${rate}])) or vector(0)) / sum(rate(${count}[${rate}]))`, legend: '' },
      { unit: 'percentunit', description: 'Answers of 500 and above' },
    ),
    stat('p99', { expr: quantile(0.99, requests, ''), legend: '' }, { unit: 's' }),
    stat('In flight', { expr: `sum(http_server_active_requests{${chosen}})`, legend: '' }, { unit: 'short' }),
    stat(
      'Error budget left',
      { expr: `1 - avg_over_time(job:http_request_errors:ratio_rate1h{${job}}[30d:1h]) / ${budget}`, legend: '' },
      { unit: 'percentunit', thresholds: low, description: `Of 30 days, at ${availability} %` },
    ),
    stat('Instances', { expr: `count(up{${chosen}} == 1)`, legend: '' }, { unit: 'short' }),
  ];
}

function quantile(value: number, matchers: string, by: string): string {
  const labels = by === '' ? 'le' : `le, ${by}`;
  return `histogram_quantile(${value}, sum by (${labels}) (rate(${durations}_bucket{${matchers}}[${rate}])))`;
}

function redPanels(matchers: string): readonly Panel[] {
  const count = `${durations}_count{${matchers}}`;
  const failed = `${durations}_count{${matchers},http_response_status_code=~"5.."}`;
  const quantiles = [0.5, 0.95, 0.99].map((value) => ({
    expr: quantile(value, matchers, ''),
    legend: `p${value * 100}`,
    // Points of recorded requests, which lead to their traces.
    exemplar: value === 0.99,
  }));
  return [
    timeseries(
      'Rate by status',
      [
        {
          expr: `sum by (http_response_status_code) (rate(${count}[${rate}]))`,
          legend: '{{http_response_status_code}}',
        },
      ],
      { unit: 'reqps', stacked: true },
    ),
    timeseries(
      'Errors',
      [{ expr: `(sum(rate(${failed}[${rate}])) or vector(0)) / sum(rate(${count}[${rate}]))`, legend: '5xx' }],
      { unit: 'percentunit' },
    ),
    timeseries('Duration', quantiles, { unit: 's' }),
  ];
}

function operationTable(matchers: string): Panel {
  const by = 'http_request_method, http_route';
  const count = `${durations}_count{${matchers}}`;
  const failed = `${durations}_count{${matchers},http_response_status_code=~"5.."}`;
  const total = `sum by (${by}) (rate(${count}[$__range]))`;
  const columns = [
    { expr: total, legend: 'Rate', instant: true },
    {
      expr: `(sum by (${by}) (rate(${failed}[$__range])) or 0 * ${total}) / ${total}`,
      legend: 'Errors',
      instant: true,
    },
    ...[0.5, 0.95, 0.99].map((value) => ({
      expr: quantile(value, matchers, by).replaceAll(rate, '$__range'),
      legend: `p${value * 100}`,
      instant: true,
    })),
  ];
  return table('Operations', columns, ['reqps', 'percentunit', 's', 's', 's']);
}

function budgetPanels(job: string, { availability, fast, latencyMs }: Objective): readonly Panel[] {
  const pace = [
    { value: null, color: 'green' },
    { value: 1, color: 'orange' },
    { value: 14.4, color: 'red' },
  ];
  const burn = (ratio: string, percent: number) =>
    ['1h', '6h', '3d'].map((window) => ({
      expr: `${ratio}${window}{${job}} / ${Number(((100 - percent) / 100).toPrecision(10))}`,
      legend: window,
    }));
  const description = '1 uses up the budget of 30 days in 30 days; 14.4 in two';
  return [
    timeseries(
      `Pace: failing requests (${availability} %)`,
      burn('job:http_request_errors:ratio_rate', availability),
      { unit: 'none', thresholds: pace, description },
      12,
    ),
    timeseries(
      `Pace: slower than ${latencyMs} ms (${fast} %)`,
      burn('job:http_requests_slow:ratio_rate', fast),
      { unit: 'none', thresholds: pace, description },
      12,
    ),
  ];
}
