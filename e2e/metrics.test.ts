import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createObservability } from '@brrt/observability';
import { createService } from '@brrt/router-core';
import { loadContract } from '@brrt/router-core/host';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listFaults, type MetricFamily, readExposition } from './support/exposition.ts';
import { type LocalApps, startApps } from './support/local-apps.ts';
import { sendMixedTraffic } from './support/mixed-traffic.ts';

let apps: LocalApps;
beforeAll(async () => {
  apps = await startApps();
  await sendMixedTraffic(apps);
});
afterAll(() => apps[Symbol.asyncDispose]());

const formats = { prometheus: 'text/plain', openmetrics: 'application/openmetrics-text' } as const;

async function scrape(app: 'petstore' | 'userService' | 'bff', format: keyof typeof formats) {
  const response = await fetch(`${apps[app].url}/metrics`, { headers: { accept: formats[format] } });
  return { contentType: response.headers.get('content-type'), text: await response.text() };
}

describe.each(['petstore', 'userService', 'bff'] as const)('the metrics of %s after mixed traffic', (app) => {
  it.each(['prometheus', 'openmetrics'] as const)('are sound: %s', async (format) => {
    const { text, contentType } = await scrape(app, format);
    expect(contentType).toMatch(formats[format]);
    expect(listFaults(readExposition(text, format), format)).toEqual([]);
  });

  it('are the same in both formats', async () => {
    const names = async (format: keyof typeof formats): Promise<readonly string[]> =>
      readExposition((await scrape(app, format)).text, format).map(({ name, type }) =>
        type === 'counter' && format === 'openmetrics' ? `${name}_total` : name,
      );
    expect(await names('openmetrics')).toEqual(await names('prometheus'));
  });
});

it('a recorded request is the exemplar of its bucket', async () => {
  const families = readExposition((await scrape('bff', 'openmetrics')).text, 'openmetrics');
  const durations = families.find(({ name }) => name === 'http_server_request_duration_seconds');
  const exemplars = durations?.samples.flatMap(({ exemplar }) => exemplar?.labels.get('trace_id') ?? []);
  expect(exemplars).toContain('4bf92f3577b34da6a3ce929d0e0e4736');
});

it('labels are from closed sets: a thousand made-up paths, methods and queries are no new series', async () => {
  const before = seriesOf(readExposition((await scrape('bff', 'prometheus')).text, 'prometheus'));
  for (let index = 0; index < 1_000; index++) {
    const init = index % 3 === 0 ? { method: `BREW${index}` } : {};
    await (await fetch(`${apps.bff.url}/made-up-${index}/${index}?q=${index}`, init)).arrayBuffer();
  }
  const after = seriesOf(readExposition((await scrape('bff', 'prometheus')).text, 'prometheus'));
  expect([...after].filter((series) => !before.has(series))).toEqual([]);
  expect([...before].join()).toContain('__unmatched__');
});

it('a metric has at most 2,000 series and one for the rest: a service of 2,100 operations, each asked once', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'brrt-series-'));
  const paths = Array.from({ length: 2_100 }, (_, index) => [
    `/things/${index}`,
    { get: { operationId: `get${index}`, responses: { 204: { description: 'None' } } } },
  ]);
  const document = { openapi: '3.1.0', info: { title: 'Many', version: '1' }, paths: Object.fromEntries(paths) };
  await writeFile(join(folder.path, 'openapi.json'), JSON.stringify(document));
  const contract = await loadContract({ service: 'many', file: pathToFileURL(join(folder.path, 'openapi.json')) });
  const { hooks, endpoints } = createObservability({
    service: 'many',
    config: { log: { level: 'silent' } },
    env: {},
  });
  const service = createService({ contract, handlers: {}, hooks: [hooks], endpoints });
  const { url } = await service.listen({ port: 0, host: '127.0.0.1' });
  for (let index = 0; index < 2_100; index++) await (await fetch(`${url}/things/${index}`)).arrayBuffer();
  const families = readExposition(await (await fetch(`${url}/metrics`)).text(), 'prometheus');
  await service.close();
  const durations = families.find(({ name }) => name === 'http_server_request_duration_seconds');
  const counts = durations?.samples.filter(({ name }) => name.endsWith('_count')) ?? [];
  expect(counts).toHaveLength(2_001);
  expect(counts.reduce((sum, { value }) => sum + value, 0)).toBe(2_100);
  expect(counts.find(({ labels }) => labels.get('http_route') === '_OTHER')?.value).toBe(100);
  for (const { samples } of families) {
    const series = new Set(samples.map(({ labels }) => JSON.stringify([...labels].filter(([name]) => name !== 'le'))));
    expect(series.size).toBeLessThanOrEqual(2_001);
  }
  expect(listFaults(families, 'prometheus')).toEqual([]);
});

function seriesOf(families: readonly MetricFamily[]): ReadonlySet<string> {
  const ours = families.filter(({ name }) => /^(?:http|brrt)_/.test(name));
  return new Set(ours.flatMap(({ samples }) => samples.map(({ name, labels }) => JSON.stringify([name, ...labels]))));
}

describe('the reader of these tests', () => {
  const counter = (lines: string) => `# HELP a_total Counts\n# TYPE a_total counter\n${lines}`;
  it.each([
    ['a line that is none', counter('a_total{x=1} 1\n')],
    ['a quote that is not escaped', counter('a_total{x="a"b"} 1\n')],
    ['a sample of nobody', counter('b_total 1\n')],
    ['a family without help', '# TYPE a_total counter\n'],
    ['a label twice', counter('a_total{x="1",x="2"} 1\n')],
    ['a last line without end', counter('a_total 1')],
  ])('refuses %s', (_name, text) => {
    expect(() => readExposition(text, 'prometheus')).toThrow();
  });

  it.each([
    [
      'a gauge that ends as counters do',
      '# HELP a_total A\n# TYPE a_total gauge\na_total 1\n',
      'a_total ends in _total',
    ],
    ['a series twice', counter('a_total{x="1",y="2"} 1\na_total{y="2",x="1"} 1\n'), 'a_total has a series twice'],
    ['milliseconds', '# HELP a_milliseconds A\n# TYPE a_milliseconds gauge\na_milliseconds 1\n', 'no base unit'],
    [
      'a histogram that shrinks',
      '# HELP a_seconds A\n# TYPE a_seconds histogram\na_seconds_bucket{le="1"} 2\na_seconds_bucket{le="+Inf"} 1\na_seconds_sum 1\na_seconds_count 1\n',
      'is no histogram',
    ],
  ])('finds %s', (_name, text, want) => {
    expect(listFaults(readExposition(text, 'prometheus'), 'prometheus').join()).toContain(want);
  });

  it('wants the end of OpenMetrics', () => {
    expect(() => readExposition('# HELP a A\n# TYPE a gauge\na 1\n', 'openmetrics')).toThrow('# EOF');
  });
});
