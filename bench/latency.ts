import { type BenchOptions, progress } from './bench-options.ts';
import { buildShop } from './build-shop.ts';
import { installPeers } from './install-peers.ts';
import { markdownTable } from './markdown-table.ts';
import { startEntry, startServer, stopServer } from './measure.ts';
import { measureOffer } from './measure-offer.ts';
import type { Outcome } from './offer-load.ts';
import { apiKey } from './requests.ts';
import { type BenchServer, bare, brrt, environment, selectPeers } from './servers.ts';
import { round } from './statistics.ts';

const rates = [1_000, 5_000, 10_000];

/**
 * `npm run bench -- latency`: `GET /pets/{id}` at fixed rates over 64 connections. Each request has a moment when it is due, and its
 * time begins then, whether a connection is free or not: waiting is not left out.
 */
export async function measureLatency(options: BenchOptions): Promise<void> {
  const servers = [bare, ...selectPeers(options.peers), brrt];
  if (servers.some(({ needsPeers }) => needsPeers)) installPeers();
  await buildShop();
  const collector = await startServer('collector');
  const env = environment(`http://127.0.0.1:${collector.port}`);
  const rows: { readonly name: string; readonly perSecond: number; readonly outcome: Outcome }[] = [];
  for (const perSecond of options.quick ? rates.slice(0, 1) : rates)
    for (const server of servers) {
      progress(`${server.name}, ${perSecond}/s`);
      rows.push({
        name: server.title,
        perSecond,
        outcome: await measureAt(server, { perSecond, env, quick: options.quick }),
      });
    }
  collector.child.disconnect();
  if (options.json) console.log(JSON.stringify({ latency: rows }));
  else {
    console.log('Milliseconds from the moment when a request was due until its answer was complete\n');
    const cells = rows.map(({ name, perSecond, outcome }) => {
      const { p50, p99, p999, p9999, failures } = outcome;
      return [name, perSecond, ...[p50, p99, p999, p9999].map((time) => round(time)), failures];
    });
    console.log(markdownTable(['server', 'requests/s', 'p50', 'p99', 'p99.9', 'p99.99', 'failures'], cells));
  }
}

interface Setting {
  readonly perSecond: number;
  readonly env: Readonly<Record<string, string>>;
  readonly quick: boolean;
}

async function measureAt(server: BenchServer, { perSecond, env, quick }: Setting): Promise<Outcome> {
  const process = await startEntry(server, env);
  const outcome = await measureOffer({
    port: process.port,
    target: '/pets/7',
    headers: { 'X-API-Key': apiKey },
    connections: 64,
    perSecond,
    isAwake: true,
    seconds: quick ? 5 : 30,
    settleSeconds: quick ? 1 : 5,
  });
  await stopServer(process);
  if (outcome.failures > 0)
    throw new TypeError(`${server.name} failed ${outcome.failures} times: ${outcome.firstFailure}`);
  return outcome;
}
