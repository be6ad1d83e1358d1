import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { MetricSnapshot } from '../ports/metric-snapshot.ts';
import { Switchboard } from './switchboard.ts';
import type { WorkerHandle } from './worker-handle.ts';
import type { PrimaryMessage, WorkerMessage } from './worker-message.ts';

type Phase = WorkerHandle['phase'];

/** A worker of which is kept what it is told. */
class Listening {
  readonly number: number;
  readonly phase: Phase;
  readonly hasServed: boolean;
  readonly told: PrimaryMessage[] = [];
  constructor(number: number, phase: Phase = 'ready') {
    this.number = number;
    this.phase = phase;
    this.hasServed = phase !== 'starting';
  }
  send(message: PrimaryMessage): void {
    this.told.push(message);
  }
}

// The cast: a switchboard asks no more of a worker than that.
const asHandle = (worker: Listening) => worker as unknown as WorkerHandle;

function switchboardOf(...workers: Listening[]) {
  const crew = { workers: workers.map(asHandle), wanted: 3, lost: 4 };
  const switchboard = new Switchboard(crew);
  return {
    take: (message: WorkerMessage, from: Listening) => switchboard.take(message, asHandle(from)),
    ended: (worker: Listening) => {
      crew.workers = crew.workers.filter((other) => other !== asHandle(worker));
      switchboard.ended(asHandle(worker));
    },
  };
}

const counter = (value: number): MetricSnapshot => ({
  name: 'requests',
  help: '',
  type: 'counter',
  across: 'sum',
  samples: [{ labels: {}, value }],
});
const gauge: MetricSnapshot = { ...counter(9), name: 'open', type: 'gauge' };
const limit = { name: 'listPets', requests: 2, windowMs: 60_000, maxKeys: 10 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('asks all that have served and reports when the last one has answered', () => {
  const [one, two, starting] = [new Listening(1), new Listening(2, 'draining'), new Listening(3, 'starting')];
  const { take } = switchboardOf(one, two, starting);
  take({ brrt: 'ask-all', id: 70, topic: 'readiness' }, one);
  const collect = { brrt: 'collect', id: 1, topic: 'readiness' };
  expect([one.told, two.told, starting.told]).toEqual([[collect], [collect], []]);
  take({ brrt: 'collected', id: 1, topic: 'readiness', value: ['b'] }, two);
  expect(one.told).toHaveLength(1);
  take({ brrt: 'collected', id: 1, topic: 'readiness', value: ['a'] }, one);
  expect(one.told.at(-1)).toEqual({
    brrt: 'answer',
    id: 70,
    value: {
      answers: [
        { worker: 2, value: ['b'] },
        { worker: 1, value: ['a'] },
      ],
      silent: [],
      wanted: 3,
      serving: 1,
      lost: 4,
      gone: [],
    },
  });
});

it('leaves out who does not answer in time, and does not answer a second time when that one does', () => {
  const [one, two] = [new Listening(1), new Listening(2)];
  const { take } = switchboardOf(one, two);
  take({ brrt: 'ask-all', id: 5, topic: 'readiness' }, one);
  take({ brrt: 'collected', id: 1, topic: 'readiness', value: ['a'] }, one);
  vi.runAllTimers();
  expect(one.told.at(-1)).toMatchObject({ id: 5, value: { answers: [{ worker: 1, value: ['a'] }], silent: [2] } });
  take({ brrt: 'collected', id: 1, topic: 'readiness', value: ['b'] }, two);
  expect(one.told).toHaveLength(2);
});

it('reports when the last one it waits for has ended', () => {
  const [one, two] = [new Listening(1), new Listening(2)];
  const { take, ended } = switchboardOf(one, two);
  take({ brrt: 'ask-all', id: 5, topic: 'readiness' }, one);
  ended(new Listening(3));
  take({ brrt: 'collected', id: 1, topic: 'readiness', value: ['a'] }, one);
  expect(one.told).toHaveLength(1);
  ended(two);
  expect(one.told.at(-1)).toMatchObject({ id: 5, value: { answers: [{ worker: 1 }], silent: [] } });
});

it('forgets what one asked that has ended', () => {
  const [one, two] = [new Listening(1), new Listening(2)];
  const { take, ended } = switchboardOf(one, two);
  take({ brrt: 'ask-all', id: 5, topic: 'readiness' }, one);
  ended(one);
  take({ brrt: 'collected', id: 1, topic: 'readiness', value: ['b'] }, two);
  vi.runAllTimers();
  expect(one.told.filter(({ brrt }) => brrt === 'answer')).toEqual([]);
});

it('shows the last metrics of one that is silent, and the lasting ones of those that have ended', () => {
  const [one, two] = [new Listening(1), new Listening(2)];
  const [three, four] = [new Listening(3, 'starting'), new Listening(4, 'starting')];
  const { take, ended } = switchboardOf(one, two, three, four);
  take({ brrt: 'ask-all', id: 1, topic: 'metrics' }, one);
  take({ brrt: 'collected', id: 1, topic: 'metrics', value: [counter(1)] }, one);
  take({ brrt: 'collected', id: 1, topic: 'metrics', value: [counter(2)] }, two);
  for (const leaving of [three, four]) {
    take({ brrt: 'parting', metrics: [counter(10), gauge] }, leaving);
    expect(leaving.told).toEqual([{ brrt: 'parted' }]);
    ended(leaving);
  }
  take({ brrt: 'ask-all', id: 2, topic: 'metrics' }, one);
  take({ brrt: 'collected', id: 2, topic: 'metrics', value: [counter(5)] }, one);
  vi.runAllTimers();
  expect(one.told.at(-1)).toMatchObject({
    id: 2,
    value: {
      answers: [
        { worker: 1, value: [counter(5)] },
        { worker: 2, value: [counter(2)] },
      ],
      silent: [2],
      gone: [counter(20)],
    },
  });
});

it('shows the metrics that came too late for the question before', () => {
  const [one, two] = [new Listening(1), new Listening(2)];
  const { take } = switchboardOf(one, two);
  for (const id of [1, 2]) {
    take({ brrt: 'ask-all', id, topic: 'metrics' }, one);
    vi.runAllTimers();
    take({ brrt: 'collected', id, topic: 'metrics', value: [counter(id)] }, two);
  }
  expect(one.told.at(-1)).toMatchObject({ id: 2, value: { answers: [{ worker: 2, value: [counter(1)] }] } });
});

it('counts once what a worker measured of which a last answer is read after its end', () => {
  const [one, two] = [new Listening(1), new Listening(2)];
  const { take, ended } = switchboardOf(one, two);
  take({ brrt: 'parting', metrics: [counter(10)] }, two);
  take({ brrt: 'ask-all', id: 1, topic: 'metrics' }, one);
  ended(two);
  take({ brrt: 'collected', id: 1, topic: 'metrics', value: [counter(10)] }, two);
  take({ brrt: 'collected', id: 1, topic: 'metrics', value: [counter(1)] }, one);
  expect(one.told.at(-1)).toMatchObject({
    id: 1,
    value: { answers: [{ worker: 1, value: [counter(1)] }], gone: [counter(10)] },
  });
});

it('notes an identifier once for all workers', () => {
  const [one, two] = [new Listening(1), new Listening(2)];
  const { take } = switchboardOf(one, two);
  const question = { ask: 'note', id: 'proof', expiresAt: Date.now() + 1000 } as const;
  for (const worker of [one, two]) take({ brrt: 'question', id: 3, question }, worker);
  expect([...one.told, ...two.told]).toEqual([
    { brrt: 'answer', id: 3, value: true },
    { brrt: 'answer', id: 3, value: false },
  ]);
});

it('says that it cannot tell when it can note no more', () => {
  const one = new Listening(1);
  const { take } = switchboardOf(one);
  const expiresAt = Date.now() + 60_000;
  for (let id = 0; id <= 200_000; id++)
    take({ brrt: 'question', id, question: { ask: 'note', id: String(id), expiresAt } }, one);
  expect(one.told.slice(-2)).toEqual([
    { brrt: 'answer', id: 199_999, value: true },
    { brrt: 'answer', id: 200_000, value: undefined },
  ]);
});

it('counts requests for all workers, apart for each limit', () => {
  const [one, two] = [new Listening(1), new Listening(2)];
  const { take } = switchboardOf(one, two);
  const ask = (ask: 'take' | 'peek', of: typeof limit, from: Listening) => {
    take({ brrt: 'question', id: 1, question: { ask, limit: of, key: 'client' } }, from);
    return from.told.at(-1);
  };
  expect(ask('take', limit, one)).toMatchObject({ value: { admitted: true, remaining: 1 } });
  expect(ask('take', limit, two)).toMatchObject({ value: { admitted: true, remaining: 0 } });
  expect(ask('peek', limit, one)).toMatchObject({ value: { admitted: false } });
  expect(ask('peek', { ...limit, requests: 5 }, one)).toMatchObject({ value: { admitted: true, remaining: 5 } });
});

it('passes on what is published to all that follow, first the last ones of before', () => {
  const [one, two] = [new Listening(1), new Listening(2)];
  const { take, ended } = switchboardOf(one, two);
  const publish = (item: string) => take({ brrt: 'publish', name: 'news', item }, two);
  const items = (...items: string[]) => ({ brrt: 'items', name: 'news', items });
  publish('unheard');
  take({ brrt: 'follow', name: 'news', retain: 2 }, one);
  expect(one.told).toEqual([items()]);
  // The list that was sent is the one that is kept: a channel copies it.
  one.told.length = 0;
  for (const item of ['a', 'b', 'c']) publish(item);
  take({ brrt: 'follow', name: 'news', retain: 2 }, two);
  expect(one.told).toEqual([items('a'), items('b'), items('c')]);
  expect(two.told).toEqual([items('b', 'c')]);
  ended(one);
  publish('d');
  expect(one.told).toHaveLength(3);
  expect(two.told.at(-1)).toEqual(items('d'));
});

it('leaves alone what it does not know', () => {
  const one = new Listening(1);
  const { take } = switchboardOf(one);
  take({ brrt: 'ready', name: 'pets' }, one);
  expect(one.told).toEqual([]);
});
