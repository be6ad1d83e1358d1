import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LocalApps, startApps } from '../support/local-apps.ts';
import { sendMixedTraffic } from '../support/mixed-traffic.ts';
import { promtool } from './promtool.ts';
import { startPrometheus } from './start-prometheus.ts';

let apps: LocalApps;
beforeAll(async () => {
  apps = await startApps();
  await sendMixedTraffic(apps);
});
afterAll(() => apps[Symbol.asyncDispose]());

it.each(['petstore', 'userService', 'bff'] as const)(
  'promtool finds nothing in the metrics of %s after mixed traffic',
  async (app) => {
    const text = await (await fetch(`${apps[app].url}/metrics`)).text();
    expect(await promtool(['check', 'metrics'], text)).toEqual({ code: 0, output: '' });
  },
);

it('promtool finds something where there is something to find', async () => {
  const { code } = await promtool(['check', 'metrics'], '# TYPE a_total gauge\na_total 1\n');
  expect(code).not.toBe(0);
});

it('Prometheus takes them as OpenMetrics, with exemplars', async () => {
  const jobs = { petstore: apps.petstore.url, 'user-service': apps.userService.url, bff: apps.bff.url };
  await using prometheus = await startPrometheus({ jobs, ruleFiles: [] });
  const up = async () => {
    const { result } = (await prometheus.ask('query?query=up')) as { result: { value: [number, string] }[] };
    return result.map(({ value: [, value] }) => value);
  };
  await expect.poll(up, { timeout: 30_000 }).toEqual(['1', '1', '1']);
  const window = `start=${Math.floor(Date.now() / 1000) - 300}&end=${Math.floor(Date.now() / 1000) + 60}`;
  const exemplars = async () =>
    JSON.stringify(await prometheus.ask(`query_exemplars?query=http_server_request_duration_seconds_bucket&${window}`));
  await expect.poll(exemplars, { timeout: 30_000 }).toContain('4bf92f3577b34da6a3ce929d0e0e4736');
});
