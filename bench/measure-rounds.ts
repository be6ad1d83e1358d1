import { progress } from './bench-options.ts';
import { type Answers, checkServer } from './check-server.ts';
import {
  type MeasureOptions,
  measureInTurn,
  type ServerProcess,
  startEntry,
  startServer,
  stopServer,
} from './measure.ts';
import type { BenchRequest } from './requests.ts';
import { type BenchServer, environment } from './servers.ts';

/** CPU microseconds per request by the name of the server. */
export type Costs = Readonly<Record<string, number>>;

export interface RoundOptions {
  /** Fresh processes of each server. */
  readonly rounds: number;
  readonly windows: MeasureOptions;
}

/** Checks all servers and measures them in turn; by the name of the request, one entry per round. */
export async function measureRounds(
  servers: readonly BenchServer[],
  requests: readonly BenchRequest[],
  { rounds, windows }: RoundOptions,
): Promise<ReadonlyMap<string, readonly Costs[]>> {
  const samples = new Map<string, Costs[]>(requests.map(({ name }) => [name, []]));
  const collector = await startServer('collector');
  for (let turn = 1; turn <= rounds; turn++) {
    const processes = await startAll(servers, environment(`http://127.0.0.1:${collector.port}`));
    for (const request of requests) {
      progress(`round ${turn} of ${rounds}: ${request.name}`);
      const costs = await measureInTurn(processes, request, windows);
      samples.get(request.name)?.push(Object.fromEntries(servers.map(({ name }, index) => [name, costs[index] ?? 0])));
    }
    for (const process of processes) await stopServer(process);
  }
  collector.child.disconnect();
  return samples;
}

async function startAll(
  servers: readonly BenchServer[],
  env: Readonly<Record<string, string>>,
): Promise<readonly ServerProcess[]> {
  const processes: ServerProcess[] = [];
  let expected: Answers | undefined;
  for (const server of servers) {
    const process = await startEntry(server, env);
    processes.push(process);
    const answers = await checkServer(server, process.port, expected);
    expected ??= answers;
  }
  return processes;
}
