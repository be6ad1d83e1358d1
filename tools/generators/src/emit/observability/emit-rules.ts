import { type ServiceModel, visibleLines } from '@brrt/service-model';
import { Document, isScalar, Scalar, visit } from 'yaml';
import { boundMatcher, type Objective } from './objective.ts';
import { type Selectors, selectorsOf } from './selectors.ts';
import { emitSymptomAlerts } from './symptom-alerts.ts';

export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
}

export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface RuleOptions {
  readonly service: string;
  readonly objective: Objective;
}

const windows = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'];

/**
 * Pairs of windows by how fast the budget of 30 days burns (Google's Site Reliability Workbook, chapter 5): the long one says that it
 * matters, the short one that it still goes on.
 */
const burns = [
  { factor: 14.4, long: '1h', short: '5m', severity: 'page' },
  { factor: 6, long: '6h', short: '30m', severity: 'page' },
  { factor: 3, long: '1d', short: '2h', severity: 'ticket' },
  { factor: 1, long: '3d', short: '6h', severity: 'ticket' },
] as const;

/** Below one request a minute, one failure would be an outage. */
const leastRate = '1 / 60';

/** Recording and alert rules of one service for Prometheus. */
export function emitRules(model: ServiceModel, { service, objective }: RuleOptions): string {
  const selectors = selectorsOf(model, service);
  const groups = [
    { name: `${service}-requests`, rules: windows.flatMap((window) => recordWindow(window, selectors, objective)) },
    { name: `${service}-error-budget`, rules: budgetAlerts(service, selectors, objective) },
    { name: `${service}-symptoms`, rules: emitSymptomAlerts(service, selectors) },
  ];
  return `# Written by \`nx g brrt:grafana\` from the contract and observability/slo.yaml.\n${rulesText(groups)}`;
}

/** As block YAML; queries stay readable, each line of theirs on one of its own. */
function rulesText(groups: readonly object[]): string {
  const document = new Document({ groups }, { version: '1.2' });
  visit(document, {
    Pair(_key, { key, value }) {
      if (!isScalar(value)) return;
      value.type = isScalar(key) && key.value === 'expr' ? Scalar.BLOCK_LITERAL : Scalar.QUOTE_DOUBLE;
    },
  });
  return visibleLines(document.toString({ lineWidth: 0, indentSeq: true }));
}

function recordWindow(
  window: string,
  { job, requests, timed }: Selectors,
  objective: Objective,
): readonly RecordingRule[] {
  const rateOf = (metric: string, matchers: string) => `sum by (job) (rate(${metric}{${matchers}}[${window}]))`;
  const count = 'http_server_request_duration_seconds_count';
  const all = `job:http_requests:rate${window}`;
  const failed = `${requests},http_response_status_code=~"5.."`;
  const answered = `${timed},http_response_status_code!~"5..|499"`;
  const fast = rateOf(
    'http_server_request_duration_seconds_bucket',
    `${answered},${boundMatcher(objective.latencyMs)}`,
  );
  return [
    { record: all, expr: rateOf(count, requests) },
    {
      record: `job:http_request_errors:ratio_rate${window}`,
      expr: `(\n  ${rateOf(count, failed)}\n  or 0 * ${all}{${job}}\n)\n/ (${all}{${job}} > 0)`,
    },
    {
      record: `job:http_requests_slow:ratio_rate${window}`,
      expr: `1 - ${fast}\n/ (${rateOf(count, answered)} > 0)`,
    },
  ];
}

function budgetAlerts(service: string, { job }: Selectors, objective: Objective): readonly AlertRule[] {
  const kinds = [
    {
      alert: 'ErrorBudgetBurn',
      ratio: 'job:http_request_errors:ratio_rate',
      percent: objective.availability,
      what: 'requests fail',
    },
    {
      alert: 'LatencyBudgetBurn',
      ratio: 'job:http_requests_slow:ratio_rate',
      percent: objective.fast,
      what: `requests take longer than ${objective.latencyMs} ms`,
    },
  ];
  return kinds.flatMap(({ alert, ratio, percent, what }) =>
    burns.map(({ factor, long, short, severity }): AlertRule => {
      const limit = `${factor} * ${budgetOf(percent)}`;
      return {
        alert,
        expr: [
          `${ratio}${long}{${job}} > ${limit}`,
          `and ${ratio}${short}{${job}} > ${limit}`,
          `and job:http_requests:rate${long}{${job}} > ${leastRate}`,
        ].join('\n'),
        labels: { severity, service, window: long },
        annotations: {
          summary: `${service}: too many ${what}`,
          description: `{{ $value | humanizePercentage }} of the last ${long}; at this pace the budget of 30 days (${percent} %) lasts ${lasts(factor)}.`,
          dashboard: `/d/brrt-${service}`,
        },
      };
    }),
  );
}

function lasts(factor: number): string {
  const hours = Math.round((30 * 24) / factor);
  return hours > 48 ? `${Math.round(hours / 24)} days` : `${hours} hours`;
}

/** 99.9 → 0.001, without the noise of binary fractions. */
function budgetOf(percent: number): number {
  return Number(((100 - percent) / 100).toPrecision(10));
}
