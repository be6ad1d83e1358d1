import { performance } from 'node:perf_hooks';
import { type BenchOptions, progress } from './bench-options.ts';
import { buildShop } from './build-shop.ts';
import { buildVariant, multiplyContract } from './build-variant.ts';
import { installPeers } from './install-peers.ts';
import { markdownTable } from './markdown-table.ts';
import { readUsage, startEntry, stopServer } from './measure.ts';
import { type BenchServer, bare, brrt, environment, selectPeers } from './servers.ts';
import { median, round } from './statistics.ts';

const copies = [1, 12, 150];

interface Start {
  readonly milliseconds: number;
  readonly mebibytes: number;
}

/** `npm run bench -- startup`: from the start of the process until its first answer, and what it holds then. */
export async function measureStartup(options: BenchOptions): Promise<void> {
  const peers = selectPeers(options.peers);
  if (peers.length > 0) installPeers();
  await buildShop();
  const servers: BenchServer[] = [bare, ...peers];
  for (const count of copies) {
    progress(`building a contract of ${count * 4} operations`);
    const entry = await buildVariant({ name: `operations-${count * 4}`, contract: multiplyContract(count) });
    servers.push({ ...brrt, title: `BRRT, ${count * 4} operations`, entry });
  }
  const starts = servers.map((server) => ({ server, samples: [] as Start[] }));
  for (let turn = 0; turn < (options.quick ? 3 : 11); turn++)
    for (const { server, samples } of starts) samples.push(await start(server));
  const rows = starts.map(({ server, samples }) => ({
    name: server.title,
    milliseconds: round(median(samples.map(({ milliseconds }) => milliseconds)), 0),
    fastest: round(Math.min(...samples.map(({ milliseconds }) => milliseconds)), 0),
    mebibytes: round(median(samples.map(({ mebibytes }) => mebibytes)), 0),
  }));
  if (options.json) console.log(JSON.stringify({ startup: rows }));
  else {
    console.log('From the start of the process until its first answer, and resident memory then\n');
    const cells = rows.map((row) => [row.name, row.milliseconds, row.fastest, row.mebibytes]);
    console.log(markdownTable(['server', 'median, ms', 'fastest, ms', 'MiB'], cells));
  }
}

async function start(server: BenchServer): Promise<Start> {
  const begun = performance.now();
  const process = await startEntry(server, environment(undefined));
  const answer = await fetch(`http://127.0.0.1:${process.port}/status`);
  const milliseconds = performance.now() - begun;
  if (answer.status !== 200) throw new TypeError(`${server.name} answers /status with ${answer.status}`);
  await answer.arrayBuffer();
  const { rss } = await readUsage(process);
  await stopServer(process);
  return { milliseconds, mebibytes: rss / 2 ** 20 };
}
