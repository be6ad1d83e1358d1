import { parseArgs } from 'node:util';
import type { BenchOptions } from './bench-options.ts';
import { compareRevisions } from './compare-revisions.ts';
import { compareServers } from './compare-servers.ts';
import { measureFanOut } from './fan-out.ts';
import { measureFeatures } from './features.ts';
import { measureLatency } from './latency.ts';
import { printPerRequest } from './print-per-request.ts';
import { measureRouting } from './routing.ts';
import { measureStartup } from './startup.ts';

const usage = `npm run bench -- [<command>] [--json] [--quick]

Without a command: CPU time per request of a service with everything on (as \`nx build\` makes it), of a hand-written bare node:http
server that checks nothing, and of other frameworks; all run the same handlers over data in memory, which is checked first. Ratios
are work per CPU second: higher is better. Per server three fresh processes; their windows take turns.

  per-request   octets of heap, promises, ticks, timers and writes of one request, which a busy machine does not change;
                --update writes those of the service to bench/bounds.json, which \`npm test\` holds it to

  features      CPU time of what a service does beside its handler, by leaving it out: validation, log, metrics, CORS, security
                schemes, tracing
  latency       percentiles to p99.99 at fixed rates, from the moment when a request is due
  startup       time to the first answer and memory at 4, 48 and 600 operations
  routing       CPU time per request at 12, 100 and 1,000 operations

  fanout        CPU time of a service that stands before another one
  page          all of it with all peers, as the tables of docs/performance.md

  --peers <names>   other frameworks to compare with, 'all' or 'none'; fastify and fastify-equipped unless given
  --compare <rev>   with a revision of this repository, such as main, instead of others
  --request <id>    one of static, object, array, body
  --json            prints { requests: [...] } only
  --quick           one process each and few windows: for trying, not for quoting`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    peers: { type: 'string' },
    compare: { type: 'string' },
    request: { type: 'string' },
    update: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const commands: Readonly<Record<string, (options: BenchOptions) => Promise<void>>> = {
  'per-request': printPerRequest,
  features: measureFeatures,
  latency: measureLatency,
  startup: measureStartup,
  routing: measureRouting,
  fanout: measureFanOut,
  page: printPage,
};

if (values.help) console.log(usage);
else await main();

async function main(): Promise<void> {
  const [command] = positionals;
  const run = command === undefined ? undefined : commands[command];
  if (run !== undefined) await run(values);
  else if (command !== undefined) throw new TypeError(`no command ${command}:\n${usage}`);
  else if (values.compare !== undefined) await compareRevisions(values.compare, values);
  else await compareServers(values);
}

async function printPage(options: BenchOptions): Promise<void> {
  console.log('\n## Beside others\n');
  await compareServers({ ...options, peers: 'all' });
  for (const [name, run] of Object.entries(commands)) {
    if (name === 'page') continue;
    console.log(`\n## ${name}\n`);
    await run({ ...options, peers: name === 'per-request' ? 'all' : options.peers });
  }
}
