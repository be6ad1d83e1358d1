import { parseArgs } from 'node:util';
import { compareRevisions } from './compare-revisions.ts';
import { compareServers } from './compare-servers.ts';
import { printPerRequest } from './print-per-request.ts';

const usage = `npm run bench -- [<command>] [--json] [--quick]

Without a command: CPU time per request of a service with everything on (as \`nx build\` makes it), of a hand-written bare node:http
server that checks nothing, and of other frameworks; all run the same handlers over data in memory, which is checked first. Ratios
are work per CPU second: higher is better. Per server three fresh processes; their windows take turns.

  per-request   octets of heap, promises, ticks, timers and writes of one request, which a busy machine does not change;
                --update writes those of the service to bench/bounds.json, which \`npm test\` holds it to

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

if (values.help) console.log(usage);
else await main();

async function main(): Promise<void> {
  const [command] = positionals;
  if (command === 'per-request') await printPerRequest(values);
  else if (command !== undefined) throw new TypeError(`no command ${command}:\n${usage}`);
  else if (values.compare !== undefined) await compareRevisions(values.compare, values);
  else await compareServers(values);
}
