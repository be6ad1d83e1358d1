import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readExposition } from './support/exposition.ts';
import { startFaultyService } from './support/faulty-service.ts';
import { type LocalApps, startApps } from './support/local-apps.ts';
import { sendMixedTraffic } from './support/mixed-traffic.ts';
import { readQuery } from './support/queries.ts';
import { workspaceRoot } from './support/workspace-copy.ts';

const folder = join(workspaceRoot, 'observability');
const services = ['bff', 'petstore', 'user-service'];

async function readYaml(path: string) {
  return parse(await readFile(join(folder, path), 'utf8'));
}

/** Label names by name of sample, of everything that running services show. */
const shown = new Map<string, Set<string>>();

async function scrape(url: string): Promise<void> {
  for (const { samples } of readExposition(await (await fetch(`${url}/metrics`)).text(), 'prometheus')) {
    for (const { name, labels } of samples) {
      const known = shown.get(name) ?? new Set(['job', 'instance']);
      for (const label of labels.keys()) known.add(label);
      shown.set(name, known);
    }
  }
}

let apps: LocalApps;
beforeAll(async () => {
  apps = await startApps();
  await sendMixedTraffic(apps);
  await using faulty = await startFaultyService();
  for (const { url } of [apps.bff, apps.petstore, apps.userService, faulty]) await scrape(url);
  // Prometheus makes it itself.
  shown.set('up', new Set(['job', 'instance']));
});
afterAll(() => apps[Symbol.asyncDispose]());

interface Asked {
  readonly place: string;
  readonly expr: string;
  /** Texts in which `{{label}}` or `$labels.label` stands. */
  readonly texts: string;
}

interface Panel {
  readonly title: string;
  readonly type: string;
  readonly datasource?: { readonly type: string };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat?: string }[];
  readonly panels?: readonly Panel[];
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}

async function readDashboard(
  service: string,
): Promise<{ panels: readonly Panel[]; annotations: { list: { expr: string }[] } }> {
  return JSON.parse(await readFile(join(folder, `grafana/dashboards/${service}.json`), 'utf8'));
}

async function dashboardQueries(service: string): Promise<readonly Asked[]> {
  const { panels, annotations } = await readDashboard(service);
  const all = panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]);
  const metrics = all.filter(({ type }) => type !== 'logs');
  const asked = metrics.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr, legendFormat = '' }) => ({ place: `${service}: ${title}`, expr, texts: legendFormat })),
  );
  return [...asked, ...annotations.list.map(({ expr }) => ({ place: `${service}: annotation`, expr, texts: '' }))];
}

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

async function rulesOf(service: string): Promise<readonly Rule[]> {
  const { groups } = (await readYaml(`prometheus/rules/${service}.yaml`)) as { groups: { rules: Rule[] }[] };
  return groups.flatMap(({ rules }) => rules);
}

describe.each(services)('what is generated for %s', (service) => {
  it('asks for metrics and labels alone that a running service shows', async () => {
    const rules = await rulesOf(service);
    const known = new Map(shown);
    for (const { record } of rules) if (record !== undefined) known.set(record, new Set(['job']));
    const asked: readonly Asked[] = [
      ...(await dashboardQueries(service)),
      ...rules.map(({ alert, record, expr, annotations = {} }) => ({
        place: `${service}: ${alert ?? record}`,
        expr,
        texts: Object.values(annotations).join(),
      })),
    ];
    expect(asked.length).toBeGreaterThan(60);
    const invented = asked.flatMap(({ place, expr, texts }) => {
      const { metrics, grouping } = readQuery(expr);
      const unknown = metrics.filter(({ name }) => !known.has(name)).map(({ name }) => name);
      const wrong = metrics.flatMap(({ name, labels }) => labels.filter((label) => !known.get(name)?.has(label)));
      const available = new Set(metrics.flatMap(({ name }) => [...(known.get(name) ?? [])]));
      const inText = [...texts.matchAll(/\{\{(\w+)\}\}|\$labels\.(\w+)/g)].map(([, a, b]) => a ?? b ?? '');
      const absent = [...grouping, ...inText].filter((label) => !available.has(label));
      return [...unknown, ...wrong, ...absent].map((name) => `${place}: ${name}`);
    });
    expect(invented).toEqual([]);
  });

  it('is a dashboard that Grafana can place: no panel on another, none outside', async () => {
    const { panels } = await readDashboard(service);
    const open = panels.filter(({ type }) => type !== 'row');
    for (const { gridPos: a, title } of open) {
      expect([title, a.x + a.w <= 24]).toEqual([title, true]);
      const covered = open.filter(
        ({ gridPos: b }) => b !== a && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h,
      );
      expect(covered.map((other) => `${title} on ${other.title}`)).toEqual([]);
    }
    const types = new Set(panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]).map(({ type }) => type));
    expect([...types].toSorted()).toEqual(['logs', 'row', 'stat', 'state-timeline', 'table', 'timeseries']);
  });

  it('shows the points of recorded requests', async () => {
    const text = await readFile(join(folder, `grafana/dashboards/${service}.json`), 'utf8');
    expect(text).toContain('"exemplar": true');
  });
});

describe('the reader of queries', () => {
  it.each(['sum(rate(a[5m])', 'a{b=c}', 'sum by a (b)', 'a[5q]'])('refuses what is none: %s', (text) => {
    expect(() => readQuery(text)).toThrow(/No query/);
  });

  it('finds metrics, their labels and groups', () => {
    expect(readQuery('sum by (x) (rate(a{b="1"}[5m])) / ignoring(y) c{d!="2"}')).toEqual({
      metrics: [
        { name: 'a', labels: ['b'] },
        { name: 'c', labels: ['d'] },
      ],
      grouping: ['x', 'y'],
    });
  });
});

describe('the stack', () => {
  interface Service {
    readonly image: string;
    readonly network_mode?: string;
    readonly ports?: readonly string[];
    readonly volumes: readonly string[];
    readonly command?: readonly string[];
    readonly environment?: Readonly<Record<string, string>>;
  }
  let stack: Readonly<Record<string, Service>>;
  let named: readonly string[];
  beforeAll(async () => {
    const compose = await readYaml('compose.yaml');
    stack = compose.services;
    named = Object.keys(compose.volumes);
  });

  it('mounts files that exist, and volumes that it declares', async () => {
    for (const { volumes } of Object.values(stack)) {
      for (const volume of volumes) {
        const [source = ''] = volume.split(':');
        if (source.startsWith('.')) await expect(stat(join(folder, source))).resolves.toBeDefined();
        else expect(named).toContain(source);
      }
    }
  });

  it('has images of one version', () => {
    for (const { image } of Object.values(stack)) expect(image).toMatch(/^[\w/.-]+:v?\d+\.\d+\.\d+$/);
  });

  it('listens on this machine alone', () => {
    for (const [name, { network_mode: mode, ports = [], command = [], environment = {} }] of Object.entries(stack)) {
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
      if (mode !== 'host') continue;
      const bound = [...command, ...Object.values(environment)].some((value) =>
        /(?:^|=)127\.0\.0\.1(?::\d+)?$/.test(value),
      );
      expect([name, bound]).toEqual([name, true]);
    }
  });

  it('asks every app on the port of its configuration', async () => {
    const { scrape_configs: jobs } = await readYaml('prometheus/prometheus.yaml');
    const wanted = await Promise.all(
      services.map(async (name) => {
        const { port } = parse(await readFile(join(workspaceRoot, 'apps', name, 'config.yaml'), 'utf8'));
        return { job_name: name, static_configs: [{ targets: [`127.0.0.1:${port}`] }] };
      }),
    );
    expect(jobs).toEqual(wanted);
  });

  it('knows its parts by the ports that they listen on', async () => {
    const published = Object.values(stack).flatMap(({ ports = [] }) => ports.map((port) => port.split(':')[1]));
    const { datasources } = await readYaml('grafana/provisioning/datasources/brrt.yaml');
    const asked = datasources.map(({ url }: { url: string }) => new URL(url).port);
    expect(published.toSorted()).toEqual(['14318', '3100', '3200']);
    expect(asked.toSorted()).toEqual(['3100', '3200', '9090']);
    const { exporters } = await readYaml('collector.yaml');
    const targets = Object.values(exporters as Record<string, { endpoint: string }>).map(
      ({ endpoint }) => new URL(endpoint),
    );
    const [tempo, loki] = [await readYaml('tempo.yaml'), await readYaml('loki.yaml')];
    expect(targets.map(({ host }) => host)).toEqual([
      `tempo:${tempo.distributor.receivers.otlp.protocols.http.endpoint.split(':')[1]}`,
      `loki:${loki.server.http_listen_port}`,
    ]);
  });

  it('finds the dashboards and the rules where they are mounted', async () => {
    expect((await readdir(join(folder, 'grafana/dashboards'))).toSorted()).toEqual(
      services.map((name) => `${name}.json`),
    );
    expect((await readdir(join(folder, 'prometheus/rules'))).toSorted()).toEqual(
      services.map((name) => `${name}.yaml`),
    );
    const { providers } = await readYaml('grafana/provisioning/dashboards/brrt.yaml');
    expect(stack.grafana?.volumes).toContain(`./grafana/dashboards:${providers[0].options.path}:ro`);
  });
});
