import cluster from 'node:cluster';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PrimaryLog } from './primary-log.ts';
import { watchWorkers } from './watch-workers.ts';
import { WorkerHandle } from './worker-handle.ts';

const exec = fileURLToPath(new URL('testdata/worker.mjs', import.meta.url));
const place = { number: 1, isSuccessor: false, othersServe: () => false };
let lines: string[];
let log: PrimaryLog;
let worker: WorkerHandle;
let watch: NodeJS.Timeout;

beforeEach(() => {
  lines = [];
  const write = (line: string) => void lines.push(line);
  log = { name: 'pets', info: write, warn: write, error: write };
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(async () => {
  clearInterval(watch);
  vi.useRealTimers();
  worker.kill('SIGKILL');
  await worker.ended;
});

function start(behaviour: string, timeoutMs: number): void {
  cluster.setupPrimary({ exec, args: [behaviour], execArgv: [], silent: true, serialization: 'advanced' });
  worker = new WorkerHandle(place, () => undefined);
  watch = watchWorkers({ workers: [worker] }, { log, timeoutMs });
}

it('kills one that does not answer in time, and says so', async () => {
  start('mute', 4_000);
  await worker.started;
  vi.advanceTimersByTime(4_000);
  expect(lines).toEqual(['Worker 1 has not answered for 3 s: new connections go to the others']);
  vi.advanceTimersByTime(1_000);
  expect(lines.slice(1)).toEqual(['Worker 1 has not answered for 4 s: it is killed, and its connections with it']);
  expect(await worker.ended).toMatchObject({ how: 'SIGKILL' });
});

it('counts anew when it answers', async () => {
  start('slow', 0);
  await worker.started;
  vi.advanceTimersByTime(6_000);
  expect([worker.silentMs, worker.isSilent]).toEqual([5_000, true]);
  await vi.waitFor(() => expect(worker).toMatchObject({ silentMs: 0, isSilent: false }), 15_000);
  vi.advanceTimersByTime(2_000);
  expect(worker.silentMs).toBe(1_000);
});

it.each([
  ['where nobody is to be', 'mute', 0],
  ['that a debugger can stop', 'debugged', 2_000],
])('does not kill one %s', async (_name, behaviour, timeoutMs) => {
  start(behaviour, timeoutMs);
  await worker.started;
  vi.advanceTimersByTime(1_000);
  if (behaviour === 'debugged') await vi.waitFor(() => expect(worker.isDebugged).toBe(true), 15_000);
  vi.advanceTimersByTime(20_000);
  expect(lines).toEqual(['Worker 1 has not answered for 3 s: new connections go to the others']);
});

it('asks nothing of one that has not served yet', async () => {
  start('hangs', 1_000);
  vi.advanceTimersByTime(20_000);
  expect([worker.silentMs, lines]).toEqual([0, []]);
});
