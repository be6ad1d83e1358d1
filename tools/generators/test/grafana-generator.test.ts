import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import grafanaGenerator from '../src/generators/grafana/generator.ts';
import syncGenerator from '../src/generators/sync/generator.ts';
import { edit, emptyWorkspace, filesBelow, libraryWorkspace } from './generator-tree.ts';

const dashboard = 'observability/grafana/dashboards/library.json';
const rules = 'observability/prometheus/rules/library.yaml';
const slo = 'observability/slo.yaml';

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert?: string;
      readonly record?: string;
      readonly expr: string;
      readonly labels?: object;
    }[];
  }[];
}

async function generated(text?: string) {
  const tree = await libraryWorkspace();
  if (text !== undefined) tree.write(slo, text);
  await grafanaGenerator(tree, { service: 'library' });
  const { groups } = parse(tree.read(rules, 'utf8') ?? '') as Rules;
  return { tree, all: groups.flatMap((group) => group.rules) };
}

describe('brrt:grafana', () => {
  it('writes a dashboard, rules and the stack that shows them', async () => {
    const { tree } = await generated();
    expect(Object.keys(filesBelow(tree, 'observability')).toSorted()).toEqual([
      'observability/collector.yaml',
      'observability/compose.yaml',
      dashboard,
      'observability/grafana/provisioning/dashboards/brrt.yaml',
      'observability/grafana/provisioning/datasources/brrt.yaml',
      'observability/loki.yaml',
      'observability/prometheus/prometheus.yaml',
      rules,
      slo,
      'observability/tempo.yaml',
    ]);
  });

  it('scrapes the management port, where there is one', async () => {
    const { tree } = await generated();
    const targets = () => tree.read('observability/prometheus/prometheus.yaml', 'utf8') ?? '';
    expect(targets()).not.toContain(':9321');
    tree.write('apps/library/config.yaml', 'port: 8080\nmanagement: { port: 9321 }\n');
    await grafanaGenerator(tree, { service: 'library' });
    expect(targets()).toContain(':9321');
  });

  it('has a row for each operation of the contract', async () => {
    const { tree } = await generated();
    const { panels, title, uid } = JSON.parse(tree.read(dashboard, 'utf8') ?? '');
    expect([title, uid]).toEqual(['library', 'brrt-library']);
    const rows = panels
      .filter(({ type }: { type: string }) => type === 'row')
      .map((row: { title: string }) => row.title);
    expect(rows).toContain('GET /books (list_books)');
    expect(new Set(panels.map(({ id }: { id: number }) => id)).size).toBe(panels.length);
  });

  it('shows what becomes of calls to other services, and when one is left alone', async () => {
    const { tree, all } = await generated();
    const { panels } = JSON.parse(tree.read(dashboard, 'utf8') ?? '') as {
      panels: { title: string; type: string; targets?: { expr: string }[] }[];
    };
    const first = panels.findIndex(({ title }) => title === 'Calls to other services') + 1;
    const own = panels.slice(first, first + panels.slice(first).findIndex(({ type }) => type === 'row'));
    const metrics = own.flatMap(({ title, targets = [] }) =>
      targets.map(({ expr }) => [title, /brrt_client_\w+|http_client_\w+/.exec(expr)?.[0]]),
    );
    expect(metrics).toEqual([
      ['Rate', 'http_client_request_duration_seconds_count'],
      ['Failures', 'http_client_request_duration_seconds_count'],
      ['Duration, p95', 'http_client_request_duration_seconds_bucket'],
      ['Circuits', 'brrt_client_circuit_state'],
      ['Not sent', 'brrt_client_refused_total'],
      ['Sent again', 'brrt_client_resends_total'],
      ['Cache', 'brrt_client_cache_total'],
      ['Got the answer of another call', 'brrt_client_coalesced_total'],
    ]);
    expect(all.find(({ alert }) => alert === 'CircuitStaysOpen')?.labels).toEqual({
      severity: 'ticket',
      service: 'library',
    });
  });

  it('twice changes nothing, and what the developer changed stays', async () => {
    const { tree } = await generated();
    tree.write('observability/compose.yaml', 'name: mine\n');
    const before = filesBelow(tree, 'observability');
    await grafanaGenerator(tree, {});
    expect(filesBelow(tree, 'observability')).toEqual(before);
  });

  it('without a name is for every service', async () => {
    const tree = await libraryWorkspace();
    await grafanaGenerator(tree, {});
    expect(tree.exists(dashboard)).toBe(true);
  });

  it('alerts when the budget of 30 days burns in two windows at once, four times each', async () => {
    const { all } = await generated();
    const burns = all.filter(({ alert }) => alert === 'ErrorBudgetBurn');
    expect(burns.map(({ labels }) => labels)).toEqual([
      { severity: 'page', service: 'library', window: '1h' },
      { severity: 'page', service: 'library', window: '6h' },
      { severity: 'ticket', service: 'library', window: '1d' },
      { severity: 'ticket', service: 'library', window: '3d' },
    ]);
    expect(burns[0]?.expr).toContain('job:http_request_errors:ratio_rate1h{job="library"} > 14.4 * 0.001');
    expect(all.filter(({ alert }) => alert === 'LatencyBudgetBurn')).toHaveLength(4);
  });

  it.each([
    ['for all', 'default: { availability: 99.5, latency_ms: 250 }'],
    ['for this one', 'default: { availability: 90 }\nservices:\n  library: { availability: 99.5, latency_ms: 250 }\n'],
  ])('follows the objectives %s', async (_name, text) => {
    const { all } = await generated(text);
    expect(all.find(({ alert }) => alert === 'ErrorBudgetBurn')?.expr).toContain('> 14.4 * 0.005');
    expect(all.find(({ record }) => record === 'job:http_requests_slow:ratio_rate5m')?.expr).toContain('le="0.25"');
  });

  it('takes a bound of whole seconds as both versions of Prometheus write it', async () => {
    const { all } = await generated('default: { latency_ms: 1000 }');
    expect(all.find(({ record }) => record === 'job:http_requests_slow:ratio_rate5m')?.expr).toContain(
      String.raw`le=~"1(\\.0)?"`,
    );
  });

  it.each([
    ['default: { latency_ms: 300 }', /default\.latency_ms: has to be one of 1, 2\.5, 5/],
    ['default: { availability: 100 }', /default\.availability: has to be a percentage/],
    ['services: { library: { p99: 1 } }', /services\.library\.p99: unknown key; there are availability/],
    ['objectives: {}', /objectives: unknown key/],
    ['default: 99.9', /default: has to be a map/],
    ['default: {', /slo\.yaml cannot be used/],
  ])('refuses objectives that make no sense: %s', async (text, want) => {
    await expect(generated(text)).rejects.toThrow(want);
  });

  it('refuses a service that is not there', async () => {
    await expect(grafanaGenerator(await libraryWorkspace(), { service: 'shop' })).rejects.toThrow(/there are library/);
    await expect(grafanaGenerator(emptyWorkspace(), {})).rejects.toThrow(/no folder of apps/);
  });

  it('text of a contract stays within its quotes', async () => {
    const tree = await libraryWorkspace();
    edit(tree, 'apps/library/openapi.yaml', ['/books:', "'/bo\"oks} or up{\\n':"]);
    await grafanaGenerator(tree, {});
    const text = tree.read(dashboard, 'utf8') ?? '';
    const { panels } = JSON.parse(text);
    const row = panels.find(({ title }: { title?: string }) => title?.includes('bo"oks'));
    expect(row.panels[0].targets[0].expr).toContain(String.raw`http_route="/v1/bo\"oks} or up{\\n"`);
  });
});

describe('nx sync', () => {
  it('lets dashboard and rules follow the contract', async () => {
    const { tree } = await generated();
    edit(tree, 'apps/library/openapi.yaml', ['list_books', 'browse_books']);
    const { outOfSyncDetails } = await syncGenerator(tree);
    expect(outOfSyncDetails).toContain(dashboard);
    expect(tree.read(dashboard, 'utf8')).toContain('GET /books (browse_books)');
    expect(await syncGenerator(tree)).toEqual({});
  });

  it('makes none where there is none', async () => {
    const tree = await libraryWorkspace();
    await syncGenerator(tree);
    expect(tree.exists(dashboard)).toBe(false);
  });
});
