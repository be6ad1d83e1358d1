import { setTimeout as wait } from 'node:timers/promises';
import { generateLoad, type Load } from './generate-load.ts';
import { readUsage, type ServerProcess, startEntry, stopServer } from './measure.ts';
import { type BenchRequest, toMessages } from './requests.ts';
import { type BenchServer, environment } from './servers.ts';
import { round } from './statistics.ts';

/** What one request makes a server do, counted: the same on a busy machine as on a quiet one. */
export interface PerRequest {
  /** Octets allocated on V8's heap. */
  readonly heapBytes: number;
  readonly promises: number;
  /** `process.nextTick`. */
  readonly ticks: number;
  /** To the socket. */
  readonly writes: number;
  readonly timers: number;
}

const counted = { promises: 'PROMISE', ticks: 'TickObject', writes: 'write', timers: 'Timeout' } as const;
/** V8 goes on taking allocations out of what runs often; a service that runs for a minute is behind that. */
const warmUpRequests = 24_000;
const warmUpConnections = 16;
const windowRequests = 2_000;
const windows = 4;

/** By the id of the request. One connection, no tracing: which requests are traced is chance. */
export async function countPerRequest(
  server: BenchServer,
  requests: readonly BenchRequest[],
): Promise<Readonly<Record<string, PerRequest>>> {
  const env = environment(undefined);
  const plain = [await startEntry(server, env), await startEntry(server, env)];
  const counting = await startEntry(server, { ...env, BENCH_COUNT: 'resources' });
  const entries: [string, PerRequest][] = [];
  for (const request of requests) {
    const samples: number[] = [];
    for (const each of plain) samples.push(await allocatedPerRequest(each, request));
    // Processes differ by what V8 has optimised.
    const heapBytes = Math.min(...samples);
    entries.push([request.id, { heapBytes, ...(await resourcesPerRequest(counting, request)) }]);
  }
  await Promise.all([...plain.map(stopServer), stopServer(counting)]);
  return Object.fromEntries(entries);
}

/** The least of the windows: what V8 allocates to compile is not the request's. */
async function allocatedPerRequest(server: ServerProcess, request: BenchRequest): Promise<number> {
  stop(server, request, await start(server, request, { requests: warmUpRequests, connections: warmUpConnections }));
  const load = await start(server, request, { requests: windowRequests, connections: 1 });
  const samples: number[] = [];
  for (let index = 0; index < windows; index++) {
    const [before, first] = [(await readUsage(server)).allocated, load.count()];
    await sendMore(load, windowRequests);
    samples.push(((await readUsage(server)).allocated - before) / (load.count() - first));
  }
  stop(server, request, load);
  return Math.round(Math.min(...samples));
}

async function resourcesPerRequest(
  server: ServerProcess,
  request: BenchRequest,
): Promise<Omit<PerRequest, 'heapBytes'>> {
  const load = await start(server, request, { requests: 100, connections: 1 });
  const [before, first] = [(await readUsage(server)).resources, load.count()];
  await sendMore(load, windowRequests);
  const [after, last] = [(await readUsage(server)).resources, load.count()];
  stop(server, request, load);
  const perRequest = (type: string): number => round(((after[type] ?? 0) - (before[type] ?? 0)) / (last - first), 1);
  return {
    promises: perRequest(counted.promises),
    ticks: perRequest(counted.ticks),
    writes: perRequest(counted.writes),
    timers: perRequest(counted.timers),
  };
}

interface Beginning {
  /** Answered before it is paused. */
  readonly requests: number;
  readonly connections: number;
}

async function start(
  { port }: ServerProcess,
  request: BenchRequest,
  { requests, connections }: Beginning,
): Promise<Load> {
  const load = generateLoad({ port, messages: toMessages(request), status: request.status, connections });
  await reach(load, requests);
  return load;
}

async function sendMore(load: Load, more: number): Promise<void> {
  const wanted = load.count() + more;
  load.resume();
  await reach(load, wanted);
}

async function reach(load: Load, wanted: number): Promise<void> {
  while (load.count() < wanted && load.failures().count === 0) await wait(1);
  await load.pause();
}

function stop({ name }: ServerProcess, request: BenchRequest, load: Load): void {
  load.stop();
  const { count, first } = load.failures();
  if (count > 0) throw new TypeError(`${name} failed ${count} times at ${request.name}: ${first}`);
}
