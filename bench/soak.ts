import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type ServerProcess, startEntry, stopServer } from './measure.ts';
import { type Counts, makeTraffic } from './mixed-load.ts';
import { round } from './statistics.ts';

const usage = `npm run soak [-- --seconds 600] [-- --json]

A service with everything on under mixed requests: answers, errors, time limits, uploads, streams, and clients that vanish in the middle.
Fails when what is left after a garbage collection grows faster than stated, or when a handle or descriptor stays.`;

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '600' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
});
const seconds = Number(values.seconds);
const samples = 12;
/** Caches fill and code is compiled in the first part, which no slope is taken of. */
const settledShare = 1 / 3;
/** KiB per 100,000 requests: what a leak of a few octets per request would be. */
const mostHeapKib = 512;
const mostExternalKib = 512;
/** Of the process: the allocator keeps pages for later. */
const mostRssKib = 4_096;
const mostLeft = 5;

interface Sample {
  readonly second: number;
  readonly requests: number;
  readonly heapMib: number;
  readonly rssMib: number;
  readonly externalMib: number;
  readonly handles: number;
  readonly descriptors: number;
}

if (values.help === true) console.log(usage);
else await run();

async function run(): Promise<void> {
  const server = await startEntry({ name: 'soak', entry: 'servers/soak.ts', execArgv: ['--expose-gc'] }, {});
  const first = await takeSample(server, 0, 0);
  const taken: Sample[] = [];
  const began = performance.now();
  const counts: Counts[] = [];
  for (let index = 1; index <= samples; index++) {
    const traffic = makeTraffic(server.port);
    await wait((seconds * 1000) / samples);
    counts.push(await traffic.stop());
    const requests = counts.reduce((sum, { answered, aborted }) => sum + answered + aborted, 0);
    taken.push(await takeSample(server, (performance.now() - began) / 1000, requests));
    if (values.json !== true) console.error(JSON.stringify(taken.at(-1)));
  }
  await stopServer(server);
  const faults = judge(first, taken, counts);
  const byStatus = mergeStatuses(counts);
  if (values.json === true) console.log(JSON.stringify({ seconds, samples: taken, byStatus, faults }));
  else {
    console.log(`Node ${process.version}, ${seconds} s; statuses ${JSON.stringify(byStatus)}\n`);
    console.table(taken);
    console.log(faults.length === 0 ? 'Nothing grows.' : faults.join('\n'));
  }
  process.exitCode = faults.length === 0 ? 0 : 1;
}

/** With nobody connected: whatever is there was left. */
async function takeSample({ child }: ServerProcess, second: number, requests: number): Promise<Sample> {
  await wait(1_500);
  const answer = once(child, 'message');
  child.send('sample');
  const [{ heapUsed, rss, external, handles, descriptors }] = await answer;
  const mib = (octets: number): number => round(octets / 1_048_576);
  const sizes = { heapMib: mib(heapUsed), rssMib: mib(rss), externalMib: mib(external) };
  return { second: Math.round(second), requests, ...sizes, handles, descriptors };
}

function judge(first: Sample, taken: readonly Sample[], counts: readonly Counts[]): readonly string[] {
  const settled = taken.slice(Math.floor(taken.length * settledShare));
  const last = taken.at(-1) ?? first;
  const heap = slope(settled, ({ heapMib }) => heapMib);
  const external = slope(settled, ({ externalMib }) => externalMib);
  const rss = slope(settled, ({ rssMib }) => rssMib);
  const failures = counts.flatMap(({ failure }) => failure ?? []);
  const checks: readonly (readonly [isFault: boolean, text: string])[] = [
    [heap > mostHeapKib, `The heap grows by ${Math.round(heap)} KiB per 100,000 requests: at most ${mostHeapKib}`],
    [
      external > mostExternalKib,
      `Buffers grow by ${Math.round(external)} KiB per 100,000 requests: at most ${mostExternalKib}`,
    ],
    [rss > mostRssKib, `The process grows by ${Math.round(rss)} KiB per 100,000 requests: at most ${mostRssKib}`],
    [last.handles > first.handles + mostLeft, `${last.handles} handles are open, ${first.handles} at the start`],
    [
      last.descriptors > first.descriptors + mostLeft,
      `${last.descriptors} descriptors are open, ${first.descriptors} at the start`,
    ],
    [failures.length > 0, `Requests failed: ${failures[0]}`],
  ];
  return checks.filter(([isFault]) => isFault).map(([, text]) => text);
}

/** Least squares, in KiB per 100,000 requests. */
function slope(taken: readonly Sample[], of: (sample: Sample) => number): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(taken.map(({ requests }) => requests)), mean(taken.map(of))];
  const both = taken.reduce((sum, sample) => sum + (sample.requests - meanX) * (of(sample) - meanY), 0);
  const square = taken.reduce((sum, { requests }) => sum + (requests - meanX) ** 2, 0);
  return square === 0 ? 0 : (both / square) * 1_024 * 100_000;
}

function mergeStatuses(counts: readonly Counts[]): Readonly<Record<string, number>> {
  const merged: Record<string, number> = {};
  for (const { byStatus, aborted } of counts) {
    for (const [status, count] of byStatus) merged[status] = (merged[status] ?? 0) + count;
    merged.aborted = (merged.aborted ?? 0) + aborted;
  }
  return merged;
}
