import { type BenchOptions, roundsOf, windowsOf } from './bench-options.ts';
import { buildShop } from './build-shop.ts';
import { installPeers } from './install-peers.ts';
import { markdownTable } from './markdown-table.ts';
import { type Costs, measureRounds } from './measure-rounds.ts';
import { selectRequests } from './requests.ts';
import { type BenchServer, bare, brrt, equippedFastify, fastify, selectPeers } from './servers.ts';
import { median, round } from './statistics.ts';

interface Row {
  readonly name: string;
  readonly cpuMicrosecondsPerRequest: number;
  /** Work per CPU second relative to bare `node:http`: higher is better. */
  readonly ratioToBareNode: number;
  readonly ratioToFastify?: number;
  readonly ratioToEquippedFastify?: number;
  /** CPU microseconds per request of each server. */
  readonly servers: Readonly<Record<string, number>>;
}

/** `npm run bench`: the service beside bare Node and other frameworks. */
export async function compareServers(options: BenchOptions): Promise<void> {
  const requests = selectRequests(options.request);
  const servers = [bare, ...selectPeers(options.peers), brrt];
  if (servers.some(({ needsPeers }) => needsPeers)) installPeers();
  await buildShop();
  const windows = windowsOf(options);
  const samples = await measureRounds(servers, requests, { rounds: roundsOf(options), windows });
  const rows = requests.map(({ name }) => toRow(name, samples.get(name) ?? []));
  if (options.json) console.log(JSON.stringify({ requests: rows }));
  else print(rows, servers, options);
}

function toRow(name: string, rounds: readonly Costs[]): Row {
  const names = Object.keys(rounds[0] ?? {});
  const servers = Object.fromEntries(
    names.map((server) => [server, median(rounds.map((costs) => costs[server] ?? 0))]),
  );
  const own = servers[brrt.name] ?? Number.NaN;
  const ratio = (server: BenchServer): number => round((servers[server.name] ?? Number.NaN) / own);
  return {
    name,
    cpuMicrosecondsPerRequest: round(own),
    ratioToBareNode: ratio(bare),
    ...(names.includes(fastify.name) && { ratioToFastify: ratio(fastify) }),
    ...(names.includes(equippedFastify.name) && { ratioToEquippedFastify: ratio(equippedFastify) }),
    servers: Object.fromEntries(Object.entries(servers).map(([server, cost]) => [server, round(cost)])),
  };
}

function print(rows: readonly Row[], servers: readonly BenchServer[], options: BenchOptions): void {
  const own = (row: Row, { name }: BenchServer): number => row.servers[name] ?? Number.NaN;
  console.log(`Node ${process.version}, ${roundsOf(options)} process(es) per server\n`);
  console.log('CPU µs per request (work per CPU second, bare = 1):\n');
  const line = (server: BenchServer) => [
    server.title,
    ...rows.map((row) => {
      const cost = own(row, server);
      return `${cost.toFixed(1)} (${(own(row, bare) / cost).toFixed(2)})`;
    }),
  ];
  console.log(markdownTable(['server', ...rows.map(({ name }) => name)], servers.map(line)));
}
