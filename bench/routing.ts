import { createRouteTree } from '../libs/router-core/src/compile/route-tree.ts';
import { type BenchOptions, progress, roundsOf, windowsOf } from './bench-options.ts';
import { buildVariant, multiplyContract } from './build-variant.ts';
import { markdownTable } from './markdown-table.ts';
import { measureInTurn, startEntry, stopServer } from './measure.ts';
import { type BenchRequest, requests } from './requests.ts';
import { type BenchServer, brrt, environment } from './servers.ts';
import { median, round } from './statistics.ts';

/** Of four operations each. */
const copies = [3, 25, 250];

/** `npm run bench -- routing`: whether a request costs more where the contract has more operations. */
export async function measureRouting(options: BenchOptions): Promise<void> {
  const servers: BenchServer[] = [];
  for (const count of copies) {
    progress(`building a contract of ${count * 4} operations`);
    const entry = await buildVariant({ name: `operations-${count * 4}`, contract: multiplyContract(count) });
    servers.push({ ...brrt, name: `${count * 4} operations`, entry });
  }
  const rounds: (readonly number[])[] = [];
  for (let turn = 1; turn <= roundsOf(options); turn++) {
    progress(`round ${turn} of ${roundsOf(options)}`);
    const processes = [];
    for (const server of servers) processes.push(await startEntry(server, environment(undefined)));
    // Those that every contract has, at the beginning of the largest.
    rounds.push(
      await measureInTurn(
        processes,
        { ...(requests[1] as BenchRequest), targets: targets(copies[0] ?? 1) },
        windowsOf(options),
      ),
    );
    for (const process of processes) await stopServer(process);
  }
  const rows = copies.map((count, index) => ({
    operations: count * 4,
    nanosecondsPerMatch: Math.round(timeMatches(count)),
    cpuMicrosecondsPerRequest: round(median(rounds.map((costs) => costs[index] ?? Number.NaN))),
  }));
  if (options.json) console.log(JSON.stringify({ routing: rows }));
  else {
    const cells = rows.map((row) => [row.operations, row.nanosecondsPerMatch, row.cpuMicrosecondsPerRequest]);
    console.log(markdownTable(['operations', 'match alone, ns', 'CPU µs per request'], cells));
  }
}

function targets(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${index === 0 ? '' : `/shop${index}`}/pets/${index + 1}`);
}

const rounds = 200;

/** Of many rounds over all operations the fastest, per match. */
function timeMatches(count: number): number {
  const templates = Array.from({ length: count }, (_, index) => (index === 0 ? '' : `/shop${index}`)).flatMap(
    (base) => [
      ['GET', `${base}/status`],
      ['GET', `${base}/pets/{id}`],
      ['GET', `${base}/pets`],
      ['POST', `${base}/pets`],
    ],
  ) as readonly (readonly ['GET' | 'POST', string])[]; // as they are written
  const tree = createRouteTree(templates.map(([method, template]) => ({ method, template, value: template })));
  const asked = templates.map(([method, template]) => ({ method, path: template.replace('{id}', '17') }));
  let best = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < rounds; turn++) {
    const begun = performance.now();
    for (const { method, path } of asked) tree.find(method, path);
    best = Math.min(best, (performance.now() - begun) / asked.length);
  }
  return best * 1_000_000;
}
