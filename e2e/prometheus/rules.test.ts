import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApps } from '../support/local-apps.ts';
import { workspaceRoot } from '../support/workspace-copy.ts';
import { promtool } from './promtool.ts';
import { startPrometheus } from './start-prometheus.ts';

const services = ['bff', 'petstore', 'user-service'];
const ruleFile = (service: string) => join(workspaceRoot, `observability/prometheus/rules/${service}.yaml`);

it.each(services)('promtool takes the rules of %s', async (service) => {
  const { code, output } = await promtool(['check', 'rules', '--lint=all', '--lint-fatal', ruleFile(service)]);
  expect([code, output]).toEqual([0, expect.stringMatching(/SUCCESS: \d+ rules found/)]);
});

it('promtool takes the configuration of the stack', async () => {
  const { code, output } = await promtool([
    'check',
    'config',
    join(workspaceRoot, 'observability/prometheus/prometheus.yaml'),
  ]);
  expect([code, output]).toEqual([0, expect.stringContaining('is valid prometheus config')]);
});

it('Prometheus evaluates every rule against running services', async () => {
  await using apps = await startApps();
  const jobs = { petstore: apps.petstore.url, 'user-service': apps.userService.url, bff: apps.bff.url };
  await using prometheus = await startPrometheus({ jobs, ruleFiles: services.map(ruleFile) });
  const health = async () => {
    const { groups } = (await prometheus.ask('rules')) as {
      groups: { rules: { health: string; lastError?: string }[] }[];
    };
    return [...new Set(groups.flatMap(({ rules }) => rules.map(({ health: is, lastError = '' }) => is + lastError)))];
  };
  await expect.poll(health, { timeout: 30_000 }).toEqual(['ok']);
});

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brrt-rules-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Series = Readonly<Record<string, string>>;

const labels = 'job="petstore",instance="a:1"';
const durations = 'http_server_request_duration_seconds';
const requests = (status: number, route = '/pets') =>
  `${durations}_count{${labels},http_request_method="GET",http_route="${route}",http_response_status_code="${status}"}`;
const fast = (status = 200) =>
  `${durations}_bucket{${labels},http_request_method="GET",http_route="/pets",http_response_status_code="${status}",le="0.5"}`;
const other = (name: string, more = '') => `${name}{${labels}${more}}`;
const healthy: Series = { [requests(200)]: '0+100x5000', [fast()]: '0+100x5000' };

const circuit = (open: string): Series => ({
  ...healthy,
  [other('brrt_client_circuit_state', ',service_peer_name="x",state="open"')]: open,
});

/** Alerts that fire after these series, one value a minute, at a moment. */
async function firing(series: Series, at: string): Promise<readonly string[]> {
  const expected = 'count by (alertname, window) (ALERTS{alertstate="firing"})';
  const test = {
    rule_files: [ruleFile('petstore')],
    evaluation_interval: '1m',
    tests: [
      {
        interval: '1m',
        input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
        // What fires is read from what promtool says it got instead of nothing.
        promql_expr_test: [{ expr: expected, eval_time: at, exp_samples: [] }],
      },
    ],
  };
  const file = join(folder, 'test.yaml');
  await writeFile(file, JSON.stringify(test));
  const { code, output } = await promtool(['test', 'rules', file]);
  if (code === 0) return [];
  const got = [...output.matchAll(/\{alertname="(\w+)"(?:, window="(\w+)")?\} \d/g)];
  expect(output).toContain('expr: "count by (alertname, window)');
  return got.map(([, name = '', window]) => (window === undefined ? name : `${name} ${window}`)).toSorted();
}

const step = (name: string, before: number, after: number, more = ''): Series => ({
  ...healthy,
  [other(name, more)]: `${before}x59 ${after}x60`,
});

describe('alerts of a service', () => {
  it.each<[string, Series, string, readonly string[]]>([
    ['nothing for traffic that is well', healthy, '75h', []],
    ['nothing without traffic', {}, '2h', []],
    [
      'fast burn: 5 % fail',
      { ...healthy, [requests(500)]: '0+5x5000' },
      '80m',
      ['ErrorBudgetBurn 1d', 'ErrorBudgetBurn 1h', 'ErrorBudgetBurn 3d', 'ErrorBudgetBurn 6h'],
    ],
    [
      'slow burn: 0.2 % fail for days',
      { [requests(200)]: '0+1000x5000', [fast()]: '0+1000x5000', [requests(500)]: '0+2x5000' },
      '75h',
      ['ErrorBudgetBurn 3d'],
    ],
    [
      'it is over: the short window has recovered',
      { ...healthy, [requests(500)]: '0+5x120 600x5000' },
      '130m',
      ['ErrorBudgetBurn 1d', 'ErrorBudgetBurn 3d', 'ErrorBudgetBurn 6h'],
    ],
    ['one failure among few is no outage', { [requests(200)]: '0x30 1x330', [requests(500)]: '0x100 1x260' }, '5h', []],
    [
      'probes and strangers burn nothing',
      { ...healthy, [requests(503, '/ready')]: '0+50x400', [requests(500, '__unmatched__')]: '0+50x400' },
      '2h',
      [],
    ],
    [
      'clients that go away and mistakes of clients burn nothing',
      { ...healthy, [requests(499)]: '0+50x400', [requests(404)]: '0+50x400', [fast(404)]: '0+50x400' },
      '2h',
      [],
    ],
    [
      'a fifth of the answers is slow',
      { [requests(200)]: '0+100x5000', [fast()]: '0+80x5000' },
      '80m',
      ['LatencyBudgetBurn 1d', 'LatencyBudgetBurn 1h', 'LatencyBudgetBurn 3d', 'LatencyBudgetBurn 6h'],
    ],
    ['an instance is down', { ...healthy, [other('up')]: '1x10 0x20' }, '14m', ['ServiceDown']],
    [
      'a required check fails',
      step('brrt_readiness_check_up', 1, 0, ',check="database",required="true"'),
      '63m',
      ['ServiceNotReady'],
    ],
    [
      'an upstream is down',
      step('brrt_readiness_check_up', 1, 0, ',check="client:x",required="false"'),
      '75m',
      ['ServiceDegraded'],
    ],
    [
      'a handler breaks the contract, for the first time',
      { ...healthy, [other('brrt_response_validation_failures_total', ',operation="a",status="200"')]: '_x30 1x60' },
      '35m',
      ['ResponsesBreakContract'],
    ],
    ['a handler fails', step('brrt_handler_errors_total', 0, 3, ',operation="a"'), '61m', ['HandlersFail']],
    ['requests are shed', step('brrt_requests_shed_total', 0, 7, ',reason="rate_limit"'), '61m', ['RequestsShed']],
    [
      'lines of the log are lost',
      step('brrt_log_lines_dropped_total', 0, 9, ',destination="output"'),
      '61m',
      ['LogLinesDropped'],
    ],
    [
      'the event loop is busy',
      { ...healthy, [other('nodejs_eventloop_active_seconds_total')]: '0+57x60' },
      '30m',
      ['EventLoopBusy'],
    ],
    [
      'the heap is nearly full',
      {
        ...healthy,
        [other('nodejs_heap_size_used_bytes')]: '95x60',
        [other('nodejs_heap_size_limit_bytes')]: '100x60',
      },
      '30m',
      ['HeapNearlyFull'],
    ],
    [
      'descriptors',
      { ...healthy, [other('process_open_fds')]: '900x60', [other('process_max_fds')]: '1000x60' },
      '30m',
      ['FileDescriptorsNearlyUsedUp'],
    ],
    [
      'calls fail',
      {
        ...healthy,
        [other('http_client_request_duration_seconds_count', ',service_peer_name="x",error_type="ERR_UPSTREAM"')]:
          '0+5x60',
        [other('http_client_request_duration_seconds_count', ',service_peer_name="x",error_type=""')]: '0+5x60',
      },
      '30m',
      ['UpstreamFailing'],
    ],
    [
      'a circuit stays open, but for the calls that try',
      circuit('0x30 1 1 0 1 1 0 1 1 0 1 1 0 1 1'),
      '44m',
      ['CircuitStaysOpen'],
    ],
    ['a circuit was open for a moment', circuit('0x30 1 1 0x20'), '44m', []],
    ['a circuit is half open, and nobody calls', circuit('0x30 1 1 0x60'), '80m', []],
  ])('%s', async (_name, series, at, want) => {
    expect(await firing(series, at)).toEqual(want);
  });
});
