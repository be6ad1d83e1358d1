import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { generateLoad } from './generate-load.ts';
import { median } from './statistics.ts';

const messages = Array.from({ length: 8 }, (_, index) =>
  Buffer.from(
    `GET /pets/${index + 1} HTTP/1.1\r\nHost: localhost\r\nX-API-Key: petstore-header-key-6f1d0c94\r\nAccept: application/json\r\n\r\n`,
  ),
);
const port = 20_000 + Math.floor(Math.random() * 12_000);
const rounds = 5;
const warmUpMs = 2_000;
const measuredMs = 4_000;
/** Of `/proc/<pid>/stat` (proc(5)): Linux counts in hundredths of a second. */
const millisecondsPerTick = 10;

interface Sample {
  readonly cpuMicrosecondsPerRequest: number;
  readonly primaryShare: number;
  readonly requestsPerSecond: number;
}

const samples = new Map<number, Sample[]>([
  [1, []],
  [2, []],
]);
for (let round = 0; round < rounds; round++) {
  for (const [workers, of] of samples) of.push(await measureWith(workers));
}
console.log('GET /pets/{id}, 64 connections; medians of', rounds, 'rounds in turn, Linux only');
for (const [workers, of] of samples) {
  const cpu = median(of.map((sample) => sample.cpuMicrosecondsPerRequest)).toFixed(1);
  const share = (100 * median(of.map((sample) => sample.primaryShare))).toFixed(1);
  const rate = median(of.map((sample) => sample.requestsPerSecond)).toFixed(0);
  console.log(
    `${workers} worker(s): ${cpu} µs of CPU per request, ${share} % of it in the primary, ${rate} requests/s`,
  );
}

async function measureWith(workers: number): Promise<Sample> {
  const folder = await mkdtemp(join(tmpdir(), 'brrt-bench-'));
  const server = spawn(process.execPath, [new URL('./servers/workers.ts', import.meta.url).pathname], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      PORT: String(port),
      WEB_CONCURRENCY: String(workers),
      BENCH_DATABASE: join(folder, 'data.sqlite'),
    },
  });
  let listening = 0;
  server.stdout.on('data', (octets: Buffer) => {
    listening += octets.toString().split('listens on').length - 1;
  });
  while (listening < workers) await wait(20);
  const load = generateLoad({ port, messages, status: 200, connections: 64 });
  await wait(warmUpMs);
  const [before, countBefore, began] = [await cpuOf(server), load.count(), performance.now()];
  await wait(measuredMs);
  const [after, count, seconds] = [
    await cpuOf(server),
    load.count() - countBefore,
    (performance.now() - began) / 1_000,
  ];
  load.stop();
  const { first } = load.failures();
  server.kill();
  await once(server, 'exit');
  await rm(folder, { recursive: true });
  if (first !== undefined) throw new TypeError(first);
  const [primary = 0, all = 1] = [after.own - before.own, after.all - before.all];
  return {
    cpuMicrosecondsPerRequest: (all * 1_000) / count,
    primaryShare: workers === 1 ? 0 : primary / all,
    requestsPerSecond: count / seconds,
  };
}

/** Milliseconds of a process, and of it with its workers. */
async function cpuOf({ pid = 0 }: ChildProcess): Promise<{ readonly own: number; readonly all: number }> {
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ').filter(Boolean);
  const own = await ticksOf(pid);
  const others = await Promise.all(children.map((child) => ticksOf(Number(child))));
  const all = others.reduce((sum, each) => sum + each, own);
  return { own: own * millisecondsPerTick, all: all * millisecondsPerTick };
}

async function ticksOf(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
