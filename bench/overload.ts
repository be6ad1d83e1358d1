import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type ServerProcess, startServer, stopServer } from './measure.ts';
import { measureOffer } from './measure-offer.ts';

const usage = `npm run bench:overload [-- --quick] [-- --json] [-- --only load|clients]

  --quick  is for counting, not for measuring

A service without configuration at three times its capacity, from a second process that does not wait for answers; and with
1,000 to 20,000 clients at once.`;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    quick: { type: 'boolean' },
    only: { type: 'string' },
    help: { type: 'boolean' },
  },
});
const isQuick = values.quick === true;
const kinds = { work: 'a millisecond of the event loop', wait: 'ten connections to a database' };
const clients = [1_000, 5_000, 10_000, 15_000, 19_900];
/** Where as many clients ask one after the other as keep the service busy and no more. */
const busyClients = 24;
/** Of requests at a fixed rate: each connection is used once in two seconds, for one that is idle for longer is closed. */
const clientsFor = (perSecond: number): number => Math.min(4_000, Math.max(8, Math.round(perSecond * 2)));

if (values.help === true) console.log(usage);
else await run();

async function run(): Promise<void> {
  const loads = values.only === 'clients' ? [] : await measureLoads();
  const many = values.only === 'load' ? [] : await measureClients();
  if (values.json === true) console.log(JSON.stringify({ loads, clients: many }));
  else {
    console.log(`Node ${process.version}\n`);
    if (loads.length > 0) console.table(loads);
    if (many.length > 0) console.table(many);
  }
}

async function measureLoads(): Promise<readonly object[]> {
  const rows: object[] = [];
  for (const [kind, costs] of Object.entries(kinds)) {
    tell(`/${kind}: ${costs}`);
    const server = await startServer('overload');
    const offer = { port: server.port, target: `/${kind}`, settleSeconds: isQuick ? 1 : 2 };
    await measureOffer({ ...offer, connections: busyClients, perSecond: undefined, seconds: 2 });
    const capacity = await measureOffer({
      ...offer,
      connections: busyClients,
      perSecond: undefined,
      seconds: isQuick ? 2 : 12,
    });
    const perSecond = capacity.accepted;
    const few = await measureOffer({
      ...offer,
      connections: clientsFor(perSecond / 4),
      perSecond: perSecond / 4,
      seconds: isQuick ? 2 : 22,
    });
    const watching = watch(server);
    const much = await measureOffer({
      ...offer,
      connections: clientsFor(perSecond * 3),
      perSecond: perSecond * 3,
      seconds: isQuick ? 6 : 32,
    });
    const watched = await watching.stop();
    rows.push({
      request: `/${kind}`,
      'capacity/s': round(perSecond),
      'offered/s': round(much.offered),
      'accepted/s': round(much.accepted),
      'goodput %': round((much.accepted / perSecond) * 100),
      'refused/s': round(much.refused),
      'p99 at 1/4': round(few.p99, 10),
      'p99 at 3': round(much.p99, 10),
      ratio: round(much.p99 / few.p99, 10),
      'p99 first 2 s': round(much.settlingP99, 10),
      failures: much.failures + watched.failures,
      'health p99': round(watched.p99, 10),
      reasons: await listReasons(server),
    });
    tell(JSON.stringify(rows.at(-1)) + (much.firstFailure ?? ''));
    await stopServer(server);
  }
  return rows;
}

async function measureClients(): Promise<readonly object[]> {
  const rows: object[] = [];
  for (const connections of isQuick ? clients.slice(0, 1) : clients) {
    // Each once in three seconds: idle for longer, connections are closed.
    for (const perSecond of [Math.round(connections / 3), undefined]) {
      tell(`${connections} clients, ${perSecond ?? 'as fast as they can'}`);
      const server = await startServer('overload');
      const offer = { port: server.port, target: '/light', settleSeconds: 0, connections, perSecond };
      const outcome = await measureOffer({ ...offer, seconds: isQuick ? 2 : 20 });
      rows.push({
        clients: connections,
        asking: perSecond === undefined ? 'always' : `${perSecond}/s in all`,
        'answers/s': round(outcome.accepted),
        refused: round(outcome.refused),
        failures: outcome.failures,
        p50: round(outcome.p50, 10),
        p99: round(outcome.p99, 10),
      });
      tell(JSON.stringify(rows.at(-1)) + (outcome.firstFailure ?? ''));
      await stopServer(server);
    }
  }
  return rows;
}

/** Asks the endpoints that are never refused while others are. */
function watch({ port }: ServerProcess): { stop(): Promise<{ readonly failures: number; readonly p99: number }> } {
  const taken: number[] = [];
  let failures = 0;
  let isWatching = true;
  const asking = (async () => {
    for (; isWatching; await wait(100)) {
      for (const path of ['/health', '/ready', '/metrics']) {
        const began = performance.now();
        const answer = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined);
        await answer?.arrayBuffer();
        if (answer?.status !== 200) failures++;
        taken.push(performance.now() - began);
      }
    }
  })();
  return {
    async stop() {
      isWatching = false;
      await asking;
      taken.sort((one, other) => one - other);
      return { failures, p99: taken[Math.floor(taken.length * 0.99)] ?? Number.NaN };
    },
  };
}

/** Why requests were refused, as the service counts them. */
async function listReasons({ port }: ServerProcess): Promise<string> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return [...text.matchAll(/^brrt_requests_shed_total\{reason="(\w+)"\} [1-9]/gm)]
    .map(([, reason]) => reason)
    .join(' ');
}

function tell(text: string): void {
  if (values.json !== true) console.error(text);
}

function round(value: number, parts = 1): number {
  return Math.round(value * parts) / parts;
}
