import { expect, it } from 'vitest';
import type { Logger } from '../ports/logger.ts';
import type { CheckOutcome, ReadinessCheck } from '../ports/management.ts';
import { type CrewReport, setWorkerProcess, type WorkerCheck, type WorkerProcess } from '../ports/worker.ts';
import { runWithOthers } from './crew-readiness.ts';
import { Readiness } from './readiness.ts';

// The cast: no more of a log is used here.
const log = { warn: () => undefined, info: () => undefined } as unknown as Logger;
const readiness = (...checks: ReadinessCheck[]) => new Readiness(checks, { report: () => undefined, log });
const holds = (name: string): ReadinessCheck => ({ name, check: async () => undefined });
const fails = (name: string): ReadinessCheck => ({
  name,
  check: () => Promise.reject(new TypeError('postgres://me:secret@db refuses\nand more')),
});
const seen = (name: string, failure?: string): WorkerCheck => ({
  name,
  degrades: false,
  failure,
  milliseconds: 7,
  checkedAt: 8,
});
const whole: CrewReport<readonly WorkerCheck[]> = {
  answers: [],
  silent: [],
  wanted: 2,
  serving: 2,
  lost: 0,
  gone: [],
};

const reasons = (outcomes: readonly CheckOutcome[]) =>
  Object.fromEntries(outcomes.map(({ name, failure }) => [name, failure && String(failure.reason)]));

// The cast: nothing else is asked of it here.
const worker = { number: 1 } as WorkerProcess;

/** Makes this process worker 1 of a crew that gives one report. */
function join(report: CrewReport<readonly WorkerCheck[]>) {
  setWorkerProcess(worker);
  const answers = new Map<string, () => Promise<unknown>>();
  Object.assign(worker, {
    answer: (topic: string, respond: () => Promise<unknown>) => answers.set(topic, respond),
    askAll: async () => report,
  });
  return answers;
}

// First: a process that has joined a crew stays in it.
it('runs only its own checks in a process that serves alone', async () => {
  const outcomes = await runWithOthers(readiness(holds('db'), fails('queue')))();
  expect(outcomes.map(({ name, failure }) => [name, failure !== undefined])).toEqual([
    ['db', false],
    ['queue', true],
  ]);
});

it.each<[string, Partial<typeof whole>, ReadinessCheck, Record<string, string | undefined>]>([
  ['holds when all hold', { answers: [{ worker: 2, value: [seen('db')] }] }, holds('db'), {}],
  [
    'fails when another worker fails, and says which',
    {
      answers: [
        { worker: 2, value: [seen('db')] },
        { worker: 3, value: [seen('queue', 'no'), seen('db', 'refused')] },
      ],
    },
    holds('db'),
    { db: 'WorkerCheckError: worker 3: refused' },
  ],
  [
    'says its own failure rather than that of another',
    { answers: [{ worker: 2, value: [seen('db', 'refused')] }] },
    fails('db'),
    { db: 'TypeError: postgres://me:secret@db refuses\nand more' },
  ],
  [
    'does not hear its own answer as one of another',
    { answers: [{ worker: 1, value: [seen('db', 'of before')] }] },
    holds('db'),
    {},
  ],
  ['tells of workers that are missing', { serving: 1 }, holds('db'), { workers: 'WorkerCheckError: 1 of 2 serve' }],
  [
    'tells of others that do not answer, not of itself',
    { serving: 1, silent: [1, 2] },
    holds('db'),
    { workers: 'WorkerCheckError: 1 of 2 serve; worker 2 does not answer' },
  ],
])('%s', async (_name, report, check, want) => {
  join({ ...whole, ...report });
  const outcomes = await runWithOthers(readiness(check))();
  expect(reasons(outcomes)).toEqual({ db: undefined, workers: undefined, ...want });
  expect(outcomes.at(-1)).toMatchObject({ name: 'workers', degrades: true });
});

it('says when and for how long the other one checked', async () => {
  join({ ...whole, answers: [{ worker: 2, value: [seen('db', 'refused')] }] });
  expect((await runWithOthers(readiness(holds('db')))())[0]).toMatchObject({ milliseconds: 7, checkedAt: 8 });
});

it('tells others what fails in one line without credentials', async () => {
  const answers = join(whole);
  runWithOthers(readiness(holds('db'), fails('queue')));
  expect(await answers.get('readiness')?.()).toMatchObject([
    { name: 'db', failure: undefined },
    { name: 'queue', failure: 'postgres://db refuses' },
  ]);
});
