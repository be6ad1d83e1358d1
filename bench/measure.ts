import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { devNull } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { generateLoad } from './generate-load.ts';
import { type BenchRequest, toMessages } from './requests.ts';

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

/** A fresh process; what it logs goes where a discarded log goes. */
export async function startServer(name: string, env: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
  const sink = openSync(devNull, 'w');
  const child = fork(new URL(`./servers/${name}.ts`, import.meta.url), {
    stdio: ['ignore', sink, 'inherit', 'ipc'],
    env: { ...process.env, ...env },
  });
  const [message] = (await once(child, 'message')) as [{ readonly port: number }];
  return { name, port: message.port, child };
}

export async function stopServer({ child }: ServerProcess): Promise<void> {
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
  const { port } = server;
  const load = generateLoad({
    port,
    messages: toMessages(request),
    status: request.status,
    connections: options.connections,
  });
  await wait(options.warmUpMilliseconds);
  const samples: number[] = [];
  for (let index = 0; index < options.windows; index++) samples.push(await measureWindow(server, load, options));
  load.stop();
  const { count, first } = load.failures();
  if (count > 0) throw new TypeError(`${server.name} failed ${count} times at ${request.name}: ${first}`);
  await wait(50);
  return lowerDecile(samples);
}

async function measureWindow(
  server: ServerProcess,
  load: { count(): number },
  options: MeasureOptions,
): Promise<number> {
  const [cpuBefore, before] = [await readCpu(server), load.count()];
  await wait(options.windowMilliseconds);
  const [cpuAfter, after] = [await readCpu(server), load.count()];
  return (cpuAfter - cpuBefore) / (after - before);
}

async function readCpu({ child }: ServerProcess): Promise<number> {
  const answer = once(child, 'message') as Promise<[{ readonly cpu: number }]>;
  child.send('cpu');
  return (await answer)[0].cpu;
}

function lowerDecile(samples: readonly number[]): number {
  const sorted = [...samples].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 10)] ?? Number.NaN;
}
