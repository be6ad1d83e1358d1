import cluster from 'node:cluster';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PrimaryLog } from './primary-log.ts';
import { type WatchOptions, watchWorkers } from './watch-workers.ts';
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

function start(behaviour: string, times: Partial<WatchOptions>): void {
  cluster.setupPrimary({ exec, args: behaviour.split(' '), execArgv: [], silent: true, serialization: 'advanced' });
  worker = new WorkerHandle(place, () => undefined);
  watch = watchWorkers({ workers: [worker] }, { log, timeoutMs: 0, startTimeoutMs: 0, ...times });
}

it('kills one that does not answer in time, and says so', async () => {
  start('mute', { timeoutMs: 4_000 });
  await worker.started;
  vi.advanceTimersByTime(4_000);
  expect(lines).toEqual(['Worker 1 has not answered for 3 s: new connections go to the others']);
  vi.advanceTimersByTime(1_000);
  expect(lines.slice(1)).toEqual(['Worker 1 has not answered for 4 s: it is killed, and its connections with it']);
  expect(await worker.ended).toMatchObject({ how: 'SIGKILL' });
});

it('counts anew when it answers', async () => {
  start('slow', {});
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
  start(behaviour, { timeoutMs });
  await worker.started;
  vi.advanceTimersByTime(1_000);
  if (behaviour === 'debugged') await vi.waitFor(() => expect(worker.isDebugged).toBe(true), 15_000);
  vi.advanceTimersByTime(20_000);
  expect(lines).toEqual(['Worker 1 has not answered for 3 s: new connections go to the others']);
});

it('gives one that has not served yet the time for that, kills it then, and says so', async () => {
  start('hangs', { timeoutMs: 1_000, startTimeoutMs: 20_000 });
  vi.advanceTimersByTime(19_000);
  expect([worker.silentMs, lines]).toEqual([0, []]);
  vi.advanceTimersByTime(1_000);
  expect(lines).toEqual(['Worker 1 does not serve after 20 s (http.worker_start_timeout_ms): it is killed']);
  expect(await worker.ended).toMatchObject({ how: 'SIGKILL' });
});

it.each([
  ['where nobody is to be', 'hangs', 0],
  ['that a debugger can stop', 'hangs debugged', 2_000],
])('does not kill one that has not served yet %s', async (_name, behaviour, startTimeoutMs) => {
  start(behaviour, { startTimeoutMs });
  vi.advanceTimersByTime(1_000);
  if (behaviour !== 'hangs') await vi.waitFor(() => expect(worker.isDebugged).toBe(true), 15_000);
  vi.advanceTimersByTime(60_000);
  expect(lines).toEqual([]);
});

it('leaves one alone that was told to end before it served', async () => {
  start('hangs', { startTimeoutMs: 2_000 });
  worker.drain(false);
  vi.advanceTimersByTime(20_000);
  expect(lines).toEqual([]);
  expect(await worker.ended).toMatchObject({ how: 'SIGTERM' });
});
