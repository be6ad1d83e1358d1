import { parseArgs } from 'node:util';
import { roundsOf, windowsOf } from './bench-options.ts';
import { generateLoad } from './generate-load.ts';
import { measure, type ServerProcess, startServer, stopServer } from './measure.ts';
import { petstoreRequest, toMessages } from './requests.ts';
import { median, round } from './statistics.ts';

const usage = `npm run bench:telemetry [-- --json] [-- --quick]

What observing costs: CPU time per request of the pet store (GET /pets/{id}) when nothing is sent, and when traces and log lines
go to a collector; CPU time of a scrape; and how long a request waits while scrapes go on.`;

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, quick: { type: 'boolean' }, help: { type: 'boolean' } },
});
const quick = values.quick === true;
const benchOptions = { quick, json: values.json === true };
const options = windowsOf(benchOptions);
const rounds = roundsOf(benchOptions);

type Environment = Readonly<Record<string, string>>;

const traced = { OTEL_TRACES_EXPORTER: 'otlp', OTEL_LOGS_EXPORTER: 'none' };
const variants: Readonly<Record<string, Environment>> = {
  'nothing is sent': { OTEL_TRACES_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' },
  'traces, no request chosen': { ...traced, OTEL_TRACES_SAMPLER: 'always_off' },
  'traces, one request in a hundred': {
    ...traced,
    OTEL_TRACES_SAMPLER: 'traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.01',
  },
  'traces, every request': { ...traced, OTEL_TRACES_SAMPLER: 'always_on' },
  'log lines': { OTEL_TRACES_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'otlp' },
};

if (values.help === true) console.log(usage);
else await run();

async function run(): Promise<void> {
  const collector = await startServer('collector');
  const costs = new Map<string, number[]>();
  const lost = new Map<string, string>();
  for (let turn = 1; turn <= rounds; turn++) {
    for (const [name, env] of Object.entries(variants)) {
      console.error(`round ${turn} of ${rounds}: ${name}`);
      const server = await startServer('petstore', {
        ...env,
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collector.port}`,
      });
      costs.set(name, [...(costs.get(name) ?? []), await measure(server, petstoreRequest, options)]);
      lost.set(name, await describeLost(server));
      await stopServer(server);
    }
  }
  const scrape = await measureScrape();
  await stopServer(collector);
  const base = median(costs.get('nothing is sent') ?? []);
  const rows = [...costs].map(([name, samples]) => ({
    name,
    microseconds: round(median(samples)),
    ratio: round(base / median(samples)),
    lost: lost.get(name),
  }));
  if (values.json === true) console.log(JSON.stringify({ requests: rows, scrape }));
  else {
    console.table(rows);
    console.table(scrape);
  }
}

/** A saturated service drops lines rather than requests. */
async function describeLost({ port }: ServerProcess): Promise<string> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const dropped = Number(/^brrt_log_lines_dropped_total\{destination="otlp"\} (\d+)/m.exec(text)?.[1] ?? 0);
  const counts = [...text.matchAll(/^http_server_request_duration_seconds_count\{.*\} (\d+)/gm)];
  const lines = counts.reduce((sum, [, count]) => sum + Number(count), 0);
  return `${Math.round((100 * dropped) / lines)} %`;
}

async function measureScrape() {
  const server = await startServer('petstore', variants['nothing is sent']);
  const quiet = await latencies(server, false);
  const scraped = await latencies(server, true);
  const scrape = { id: 'scrape', name: 'scrape', method: 'GET', targets: ['/metrics'], status: 200 } as const;
  const cpu = await measure(server, scrape, { ...options, connections: 1 });
  const text = await (await fetch(`http://127.0.0.1:${server.port}/metrics`)).text();
  await stopServer(server);
  return {
    series: text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length,
    octets: text.length,
    cpuMicroseconds: Math.round(cpu),
    p50: round(scraped.p50 / quiet.p50),
    p99: round(scraped.p99 / quiet.p99),
    p999: round(scraped.p999 / quiet.p999),
  };
}

/** Of one client that asks again and again, with or without a scrape each second. */
async function latencies({ port }: ServerProcess, withScrapes: boolean) {
  const scrapes = withScrapes
    ? setInterval(() => void fetch(`http://127.0.0.1:${port}/metrics`).then((answer) => answer.text()), 1_000)
    : undefined;
  const messages = toMessages(petstoreRequest);
  const times: number[] = [];
  const load = generateLoad({ port, messages, status: 200, connections: 1 });
  let last = performance.now();
  let seen = 0;
  const end = last + (quick ? 3_000 : 15_000);
  while (performance.now() < end) {
    await new Promise((resolve) => setImmediate(resolve));
    const now = performance.now();
    for (; seen < load.count(); seen++) {
      times.push(now - last);
      last = now;
    }
  }
  load.stop();
  clearInterval(scrapes);
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999) };
}
