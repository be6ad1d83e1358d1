import cluster from 'node:cluster';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Crew, type CrewOptions } from './crew.ts';
import type { PrimaryLog } from './primary-log.ts';

const exec = fileURLToPath(new URL('testdata/worker.mjs', import.meta.url));
const patience = { timeout: 15_000, interval: 10 };
let crew: Crew;
let lines: string[];
let log: PrimaryLog;
let reasons: string[];

function behave(...args: string[]): void {
  cluster.setupPrimary({ exec, args, execArgv: [], silent: true, serialization: 'advanced' });
}

function start(behaviour: string, options: Partial<CrewOptions> = {}): void {
  behave(behaviour);
  crew = new Crew({ wanted: 2, log, longestDrainMs: 10_000, giveUp: (reason) => reasons.push(reason), ...options });
  crew.start();
}

const serving = () => crew.workers.filter(({ phase }) => phase === 'ready');
const served = (count: number) => vi.waitFor(() => expect(serving()).toHaveLength(count), patience);
const said = (line: string | RegExp) =>
  vi.waitFor(() => expect(lines).toContainEqual(expect.stringMatching(line)), patience);

beforeEach(() => {
  lines = [];
  reasons = [];
  const write = (line: string, fields?: { reason?: string }) =>
    void lines.push(fields?.reason === undefined ? line : `${line}: ${fields.reason}`);
  log = { name: 'folder', info: write, warn: write, error: write };
});
afterEach(async () => {
  const { workers } = crew;
  for (const worker of workers) worker.kill('SIGKILL');
  await Promise.all([crew.stop(), ...workers.map(({ ended }) => ended)]);
});

it('starts the first alone and then as many as are wanted, each with a number of its own', async () => {
  start('serves', { wanted: 3 });
  expect(crew.workers).toHaveLength(1);
  await said('3 workers serve');
  expect(crew.workers.map(({ number }) => number)).toEqual([1, 2, 3]);
  expect([crew.wanted, crew.lost, log.name]).toEqual([3, 0, 'pets']);
});

it('keeps its own name when the service has none', async () => {
  start('nameless', { wanted: 1 });
  await said('1 workers serve');
  expect(log.name).toBe('folder');
});

it('replaces one that ends, under its number', async () => {
  start('serves');
  await served(2);
  const [first] = crew.workers;
  first?.kill('SIGKILL');
  await said('Worker 1 ended: SIGKILL; another one takes its place in 100 ms');
  await served(2);
  expect(crew.lost).toBe(1);
  expect(crew.workers.map(({ number }) => number).sort()).toEqual([1, 2]);
  expect(crew.workers).not.toContain(first);
});

it('waits longer before it replaces the next one that lived for a short time', async () => {
  start('serves');
  await served(2);
  for (const worker of crew.workers) worker.kill('SIGKILL');
  await said('takes its place in 100 ms');
  await said('takes its place in 200 ms');
  await served(2);
  expect(crew.lost).toBe(2);
});

it('gives up at once when the first says that it cannot start', async () => {
  start('fails');
  await vi.waitFor(() => expect(reasons).toEqual(['no database']), patience);
  expect(crew.workers).toEqual([]);
});

it('gives up when five in a row end before they serve', async () => {
  start('dies');
  const why = '5 workers in a row ended before they served, the last with exit code 7';
  await vi.waitFor(() => expect(reasons).toEqual([why]), patience);
  expect(lines.filter((line) => line.startsWith('Worker 1 ended before it served: exit code 7'))).toHaveLength(4);
});

it('does not give up while others serve, and says why one cannot start', async () => {
  start('serves');
  await served(2);
  behave('fails');
  crew.workers[0]?.kill('SIGKILL');
  await said(/^Worker 1 ended before it served: exit code 3; .*: no database$/);
  expect(reasons).toEqual([]);
});

it('replaces all that serve, one after the other', async () => {
  start('serves');
  await served(2);
  const before = crew.workers;
  await Promise.all([crew.roll(), crew.roll()]);
  expect(lines.filter((line) => line === 'All workers were replaced')).toHaveLength(2);
  await served(2);
  expect(crew.workers.filter((worker) => before.includes(worker))).toEqual([]);
  expect(crew.lost).toBe(0);
});

it.each([
  ['successor-fails', 'no database'],
  ['successor-dies', 'exit code 7'],
])('goes on serving with those before when a new one does not start: %s', async (behaviour, why) => {
  start(behaviour);
  await served(2);
  const before = crew.workers;
  await crew.roll();
  expect(lines.at(-1)).toBe(`A new worker does not start: those before go on serving: ${why}`);
  expect(crew.workers).toEqual(before);
  expect(crew.lost).toBe(0);
});

it.each([
  ['serves', 0],
  ['ends-badly', 1],
])('ends all in order; of workers of which each %s the exit code is %i', async (behaviour, want) => {
  start(behaviour);
  await served(2);
  expect(await crew.stop()).toBe(want);
  expect(crew.workers).toEqual([]);
  expect(lines.filter((line) => line.includes('takes its place'))).toEqual([]);
});

it('ends well when it is stopped before anybody serves', async () => {
  start('hangs');
  expect(await crew.stop()).toBe(0);
});

it('ends at once when it is stopped while it rests', async () => {
  start('dies');
  await said('takes its place');
  expect(await crew.stop()).toBe(0);
  expect(crew.workers).toEqual([]);
});

it('kills who does not end in time', async () => {
  start('stubborn', { wanted: 1, longestDrainMs: 50 });
  await served(1);
  expect(await crew.stop()).toBe(1);
  expect(lines).toContain('Worker 1 does not end: it is killed');
});

it('says nothing of new workers when it is stopped while one starts and another round is asked for', async () => {
  start('successor-hangs');
  await said('2 workers serve');
  const rolled = Promise.all([crew.roll(), crew.roll()]);
  await vi.waitFor(() => expect(crew.workers).toHaveLength(3), patience);
  expect(await crew.stop()).toBe(0);
  await rolled;
  expect(crew.workers).toEqual([]);
  expect(lines).toEqual(['2 workers serve']);
});
