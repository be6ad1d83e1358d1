import cluster from 'node:cluster';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WorkerHandle, type WorkerPlace } from './worker-handle.ts';
import type { WorkerMessage } from './worker-message.ts';

const exec = fileURLToPath(new URL('testdata/worker.mjs', import.meta.url));
const started: WorkerHandle[] = [];
let heard: WorkerMessage[] = [];

function start(behaviour: string, place: Partial<WorkerPlace> = {}, cwd = process.cwd()): WorkerHandle {
  cluster.setupPrimary({ exec, args: [behaviour], execArgv: [], silent: true, serialization: 'advanced', cwd });
  const handle = new WorkerHandle({ number: 2, isSuccessor: false, othersServe: () => false, ...place }, (message) =>
    heard.push(message),
  );
  started.push(handle);
  return handle;
}

beforeEach(() => {
  heard = [];
});
afterEach(async () => {
  for (const handle of started) if (handle.pid > 0) handle.kill('SIGKILL');
  await Promise.all(started.splice(0).map(({ ended }) => ended));
});

it.each([
  ['a member', false],
  ['a successor', true],
])('tells a worker its number and that it is %s, and hears what it says', async (_name, isSuccessor) => {
  const handle = start('serves', { isSuccessor });
  expect([handle.phase, handle.hasServed, handle.serviceName]).toEqual(['starting', false, undefined]);
  expect(await handle.started).toBe(true);
  expect(handle).toMatchObject({ number: 2, phase: 'ready', hasServed: true, serviceName: 'pets' });
  expect(heard).toEqual([{ brrt: 'publish', name: 'started', item: { number: '2', isSuccessor } }]);
});

it.each<[string, string, object]>([
  ['its exit code', 'dies', { how: 'exit code 7', exitCode: 7, reason: undefined }],
  ['the reason it gave', 'fails', { how: 'exit code 3', exitCode: 3, reason: 'no database' }],
])('knows of one that ended before it served %s', async (_name, behaviour, want) => {
  const handle = start(behaviour);
  expect(await handle.ended).toMatchObject(want);
  expect(await handle.started).toBe(false);
  expect(handle.hasServed).toBe(false);
});

it('ends in order one that serves', async () => {
  const handle = start('serves');
  await handle.started;
  handle.drain(true);
  expect(handle.phase).toBe('draining');
  expect(await handle.ended).toMatchObject({ how: 'exit code 0', exitCode: 0 });
  // Nobody is there to hear it.
  expect(() => handle.send({ brrt: 'parted' })).not.toThrow();
});

it('ends with a signal one that does not serve yet', async () => {
  const handle = start('hangs');
  await vi.waitFor(() => expect(heard).toHaveLength(1), 15_000);
  handle.drain(false);
  expect(await handle.ended).toMatchObject({ how: 'SIGTERM', exitCode: 1 });
  expect(await handle.started).toBe(false);
});

it('does not count as serving one that says so only while it drains', async () => {
  const handle = start('ready-late');
  await vi.waitFor(() => expect(heard).toHaveLength(1), 15_000);
  handle.drain(false);
  expect(await handle.ended).toMatchObject({ how: 'exit code 0' });
  expect(await handle.started).toBe(false);
  expect(handle).toMatchObject({ phase: 'draining', hasServed: false, serviceName: undefined });
});

it('knows why no process could be made', async () => {
  const handle = start('serves', {}, '/no/such/folder');
  expect(handle.pid).toBe(-1);
  expect(await handle.ended).toMatchObject({ exitCode: 1, how: expect.stringContaining('ENOENT') });
  expect(await handle.started).toBe(false);
});

it('is not ended by an error of its channel', async () => {
  const handle = start('serves');
  await handle.started;
  const worker = Object.values(cluster.workers ?? {}).find((each) => each?.process.pid === handle.pid);
  worker?.emit('error', new TypeError('channel'));
  handle.drain(false);
  expect(await handle.ended).toMatchObject({ how: 'exit code 0' });
});
