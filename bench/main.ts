import { parseArgs } from 'node:util';
import { type MeasureOptions, measure, startServer, stopServer } from './measure.ts';
import { requests } from './requests.ts';

interface Row {
  readonly name: string;
  readonly cpuMicrosecondsPerRequest: number;
  /** Work per CPU second relative to bare `node:http`: higher is better. */
  readonly ratioToBareNode: number;
  readonly ratioToFastify: number;
}

const usage = `npm run bench [-- --json] [-- --quick]

Compares the pet store, everything on, with a hand-written bare node:http server that checks nothing and with Fastify.
All three run the same handlers over the same database. Per server at least three fresh processes, in turn.

  --json    prints { requests: [...], bare: [...], fastify: [...] } only
  --quick   one process each and few windows: for trying, not for quoting`;

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, quick: { type: 'boolean' }, help: { type: 'boolean' } },
});
const servers = ['bare', 'fastify', 'petstore'] as const;
const rounds = values.quick === true ? 1 : 3;
const options: MeasureOptions =
  values.quick === true
    ? { connections: 64, warmUpMilliseconds: 600, windows: 5, windowMilliseconds: 150 }
    : { connections: 64, warmUpMilliseconds: 1500, windows: 20, windowMilliseconds: 150 };

if (values.help === true) console.log(usage);
else await run();

async function run(): Promise<void> {
  const samples = await collect();
  const cost = (server: string, request: string): number => median(samples.get(`${server} ${request}`) ?? []);
  const rows: Row[] = requests.map(({ name }) => {
    const own = cost('petstore', name);
    return {
      name,
      cpuMicrosecondsPerRequest: round(own),
      ratioToBareNode: round(cost('bare', name) / own),
      ratioToFastify: round(cost('fastify', name) / own),
    };
  });
  if (values.json === true) console.log(JSON.stringify({ requests: rows }));
  else print(rows, cost);
}

async function collect(): Promise<ReadonlyMap<string, readonly number[]>> {
  const samples = new Map<string, number[]>();
  for (let turn = 1; turn <= rounds; turn++) {
    for (const name of servers) {
      progress(`round ${turn} of ${rounds}: ${name}`);
      const server = await startServer(name);
      for (const request of requests) {
        const key = `${name} ${request.name}`;
        samples.set(key, [...(samples.get(key) ?? []), await measure(server, request, options)]);
      }
      await stopServer(server);
    }
  }
  return samples;
}

function print(rows: readonly Row[], cost: (server: string, request: string) => number): void {
  console.log(
    `Node ${process.version}, CPU microseconds per request (user + system), ${rounds} process(es) per server\n`,
  );
  console.table(
    Object.fromEntries(
      rows.map((row) => [
        row.name,
        {
          'bare node:http': round(cost('bare', row.name)),
          Fastify: round(cost('fastify', row.name)),
          'pet store': row.cpuMicrosecondsPerRequest,
          'work/CPU s, bare = 1': row.ratioToBareNode,
          'Fastify = 1': row.ratioToFastify,
        },
      ]),
    ),
  );
}

function progress(text: string): void {
  if (values.json !== true) console.error(text);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
