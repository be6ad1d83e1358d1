import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { devNull } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { generateLoad, type Load } from './generate-load.ts';
import { type BenchRequest, toMessages } from './requests.ts';
import type { Usage } from './servers/report.ts';

export interface MeasureOptions {
  readonly connections: number;
  readonly warmUpMilliseconds: number;
  readonly windows: number;
  readonly windowMilliseconds: number;
}

export interface ServerProcess {
  readonly name: string;
  readonly port: number;
  readonly child: ChildProcess;
}

export interface ServerEntry {
  readonly name: string;
  /** Its module, relative to this folder. */
  readonly entry: string;
  readonly execArgv?: readonly string[];
}

type Environment = Readonly<Record<string, string>>;

/** A fresh process of `servers/<name>.ts`. */
export function startServer(name: string, env: Environment = {}): Promise<ServerProcess> {
  return startEntry({ name, entry: `servers/${name}.ts` }, env);
}

/**
 * A fresh process; what it logs goes where a discarded log goes.
 * @throws TypeError when it ends instead of listening
 */
export async function startEntry(
  { name, entry, execArgv = [] }: ServerEntry,
  env: Environment,
): Promise<ServerProcess> {
  const sink = openSync(devNull, 'w');
  const child = fork(resolve(import.meta.dirname, entry), {
    stdio: ['ignore', sink, 'inherit', 'ipc'],
    env: { ...process.env, ...env },
    execArgv: [...execArgv],
  });
  const ended = once(child, 'exit').then(() => {
    throw new TypeError(`${name} ended before it listened`);
  });
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [{ readonly port: number }];
  ended.catch(() => undefined);
  return { name, port: message.port, child };
}

export async function stopServer({ child }: ServerProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.disconnect();
  await ended;
}

/**
 * CPU time of the server process per request, user and system, in microseconds: the lower decile over short windows,
 * because the noise of a shared machine only ever adds.
 * @throws TypeError when an answer has another status than expected
 */
export async function measure(server: ServerProcess, request: BenchRequest, options: MeasureOptions): Promise<number> {
  return (await measureInTurn([server], request, options))[0] ?? Number.NaN;
}

/** The same of several servers, each with its request or all with one; one window each in turn: what the machine does meanwhile, it does to all. */
export async function measureInTurn(
  servers: readonly ServerProcess[],
  asked: BenchRequest | readonly BenchRequest[],
  options: MeasureOptions,
): Promise<readonly number[]> {
  const runs: Run[] = [];
  for (const [index, server] of servers.entries()) {
    const request = 'id' in asked ? asked : asked[index];
    if (request === undefined) throw new TypeError(`no request for ${server.name}`);
    const load = await warmUp(server, request, options);
    runs.push({ server, request, load, cpu: (await readUsage(server)).cpu, samples: [] });
  }
  for (let index = 0; index < options.windows; index++)
    for (const run of runs) run.samples.push(await measureWindow(run, options));
  for (const { server, request, load } of runs) {
    load.stop();
    assertAnswered(server, request, load);
  }
  await wait(50);
  return runs.map(({ samples }) => lowerDecile(samples));
}

interface Run {
  readonly server: ServerProcess;
  readonly request: BenchRequest;
  readonly load: Load;
  /** At the end of the last window. */
  cpu: number;
  readonly samples: number[];
}

/** On a busy machine time alone does not tell that code is compiled. */
const warmUpRequests = 20_000;

async function warmUp({ port }: ServerProcess, request: BenchRequest, options: MeasureOptions): Promise<Load> {
  const { connections, warmUpMilliseconds } = options;
  const load = generateLoad({ port, messages: toMessages(request), status: request.status, connections });
  await wait(warmUpMilliseconds);
  const end = performance.now() + 20 * warmUpMilliseconds;
  while (load.count() < warmUpRequests && performance.now() < end) await wait(20);
  await load.pause();
  return load;
}

/** What a server does while others are measured, such as sending its spans, it does for its own requests: it counts. */
async function measureWindow(run: Run, { windowMilliseconds }: MeasureOptions): Promise<number> {
  const { server, load } = run;
  const [cpu, count] = [run.cpu, load.count()];
  load.resume();
  await wait(windowMilliseconds);
  await load.pause();
  run.cpu = (await readUsage(server)).cpu;
  return (run.cpu - cpu) / (load.count() - count);
}

function assertAnswered({ name }: ServerProcess, request: BenchRequest, load: Load): void {
  const { count, first } = load.failures();
  if (count > 0) throw new TypeError(`${name} failed ${count} times at ${request.name}: ${first}`);
}

export async function readUsage({ child }: ServerProcess): Promise<Usage> {
  const answer = once(child, 'message') as Promise<[Usage]>; // it sends nothing else
  child.send('usage');
  return (await answer)[0];
}

function lowerDecile(samples: readonly number[]): number {
  const sorted = samples.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 10)] ?? Number.NaN;
}
