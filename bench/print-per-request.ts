import { type BenchOptions, progress } from './bench-options.ts';
import { listExcesses, readBounds, writeBounds } from './bounds.ts';
import { buildShop } from './build-shop.ts';
import { installPeers } from './install-peers.ts';
import { markdownTable } from './markdown-table.ts';
import { countPerRequest, type PerRequest } from './per-request.ts';
import { selectRequests } from './requests.ts';
import { bare, brrt, selectPeers } from './servers.ts';

/** `npm run bench -- per-request` */
export async function printPerRequest(options: BenchOptions): Promise<void> {
  const requests = selectRequests(options.update ? undefined : options.request);
  const servers = options.update ? [brrt] : [bare, ...selectPeers(options.peers), brrt];
  if (servers.some(({ needsPeers }) => needsPeers)) installPeers();
  await buildShop();
  const measured: Record<string, Readonly<Record<string, PerRequest>>> = {};
  for (const server of servers) {
    progress(server.name);
    measured[server.name] = await countPerRequest(server, requests);
  }
  const own = measured[brrt.name] ?? {};
  if (options.update) await writeBounds(own);
  const excesses = listExcesses(own, await readBounds());
  if (options.json) console.log(JSON.stringify({ servers: measured, excesses }));
  else {
    const cell = (counts: PerRequest | undefined): string =>
      counts === undefined
        ? ''
        : `${counts.heapBytes} (${counts.promises}, ${counts.ticks}, ${counts.timers}, ${counts.writes})`;
    console.log(
      `Node ${process.version}: octets of heap per request (promises, ticks, timers, writes to the socket)\n`,
    );
    const rows = servers.map(({ name, title }) => [title, ...requests.map(({ id }) => cell(measured[name]?.[id]))]);
    console.log(markdownTable(['server', ...requests.map(({ name }) => name)], rows));
    for (const excess of excesses) console.log(`more than bench/bounds.json allows: ${excess}`);
  }
}
