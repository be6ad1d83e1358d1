import cluster from 'node:cluster';
import { EventEmitter } from 'node:events';
import inspector from 'node:inspector';
import { afterEach, expect, it, vi } from 'vitest';
import { workerProcess } from '../ports/worker.ts';
import { joinPrimary } from './join-primary.ts';
import { PrimaryGoneError } from './primary-gone-error.ts';
import { isMessage, type PrimaryMessage, successorVariable, workerVariable } from './worker-message.ts';

/** What this process, which is none of a cluster, tells whoever started it: what is ours is kept, the rest goes on. */
const told: unknown[] = [];
const { send } = process;
vi.spyOn(process, 'send').mockImplementation((...sent: unknown[]) => {
  const [message] = sent;
  if (send === undefined || !isMessage(message)) return send === undefined || Reflect.apply(send, process, sent);
  told.push(message);
  const done = sent.at(-1);
  if (typeof done === 'function') done(null);
  return true;
});

/** The end of the channel, as a process of a cluster is told of it. */
const channel = new EventEmitter();
Object.assign(cluster, { worker: channel });
process.env[workerVariable] = '2';
process.env[successorVariable] = 'yes';
const before = new Set(process.listeners('message'));
joinPrimary(2);
const [listener] = process.listeners('message').filter((each) => !before.has(each));
const hear = (message: PrimaryMessage | string | { brrt: 'unknown' }) => listener?.(message, undefined);
const found = workerProcess();
if (found === undefined) throw new TypeError('This process has not become a worker');
const worker = found;

afterEach(() => void told.splice(0));

const limit = { name: 'listPets', requests: 2, windowMs: 60_000, maxKeys: 10 };
const state = { admitted: true, remaining: 1, waitMs: 0, fullInMs: 0 };
const report = { answers: [], silent: [], wanted: 2, serving: 2, lost: 0, gone: [] };

it('knows what it was started as, and programs that it starts are no workers', () => {
  expect(worker).toMatchObject({ number: 2, isSuccessor: true, isReplaced: false });
  expect(process.env).not.toHaveProperty(workerVariable);
  expect(process.env).not.toHaveProperty(successorVariable);
});

it('ends at once when it is told to before it serves', () => {
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => {
    throw new TypeError('ended');
  });
  expect(() => hear({ brrt: 'drain', isReplaced: false })).toThrow('ended');
  expect(exit).toHaveBeenCalledExactlyOnceWith(0);
  exit.mockRestore();
});

it('is ready only when it has what the others published, and says so once', () => {
  const received: unknown[] = [];
  worker.follow('one', 5, (item) => received.push(item));
  worker.follow('two', 5, (item) => received.push(item));
  worker.ready(() => undefined, 'pets');
  hear({ brrt: 'items', name: 'one', items: ['a', 'b'] });
  hear({ brrt: 'items', name: 'unheard', items: ['x'] });
  expect(told.splice(0)).toEqual([
    { brrt: 'follow', name: 'one', retain: 5 },
    { brrt: 'follow', name: 'two', retain: 5 },
  ]);
  hear({ brrt: 'items', name: 'two', items: [] });
  expect(told).toEqual([{ brrt: 'ready', name: 'pets' }]);
  hear({ brrt: 'items', name: 'one', items: ['c'] });
  expect(received).toEqual(['a', 'b', 'c']);
  worker.follow('three', 5, () => undefined);
  hear({ brrt: 'items', name: 'three', items: [] });
  expect(told.filter((message) => isMessage(message) && message.brrt === 'ready')).toHaveLength(1);
});

it('is ready at once when it follows nothing that it waits for', () => {
  worker.ready(() => undefined, undefined);
  expect(told).toEqual([{ brrt: 'ready', name: undefined }]);
});

it('follows a name once', () => {
  worker.follow('once', 1, () => undefined);
  expect(() => worker.follow('once', 1, () => undefined)).toThrow(TypeError);
});

it.each<[string, () => Promise<unknown>, object, Extract<PrimaryMessage, { brrt: 'answer' }>['value'], unknown]>([
  ['asks all', () => worker.askAll('metrics'), { brrt: 'ask-all', topic: 'metrics' }, report, report],
  ['notes what is new', () => worker.note('a', 5), { question: { ask: 'note', id: 'a', expiresAt: 5 } }, true, true],
  ['does not note what is known', () => worker.note('a', 5), { brrt: 'question' }, false, false],
  ['counts', () => worker.count('take', limit, 'k'), { question: { ask: 'take', limit, key: 'k' } }, state, state],
])('%s', async (_name, ask, asked, value, want) => {
  const answer = ask();
  const [message] = told;
  expect(message).toMatchObject(asked);
  const { id } = message as { readonly id: number };
  hear({ brrt: 'answer', id: id + 1000, value: undefined });
  hear({ brrt: 'answer', id: id + 1000, value: true });
  hear({ brrt: 'answer', id, value });
  expect(await answer).toEqual(want);
});

it('rejects when whoever started it cannot tell', async () => {
  const answer = worker.note('a', 5);
  const { id } = told[0] as { readonly id: number };
  hear({ brrt: 'answer', id, value: undefined });
  await expect(answer).rejects.toThrow(PrimaryGoneError);
});

it('says what it fails for and what it publishes, and hears nothing in what is not for it', async () => {
  await worker.failed('no port');
  worker.publish('news', 1);
  hear('something else');
  hear({ brrt: 'unknown' });
  expect(told).toEqual([
    { brrt: 'failed', message: 'no port' },
    { brrt: 'publish', name: 'news', item: 1 },
  ]);
});

it('parts without metrics when it measures nothing, and answers only what it can', async () => {
  const parted = worker.parted();
  hear({ brrt: 'collect', id: 3, topic: 'metrics' });
  worker.answer('readiness', async () => []);
  hear({ brrt: 'collect', id: 4, topic: 'readiness' });
  await vi.waitFor(() => expect(told).toHaveLength(2));
  expect(told).toEqual(
    expect.arrayContaining([
      { brrt: 'parting', metrics: [] },
      { brrt: 'collected', id: 4, topic: 'readiness', value: [] },
    ]),
  );
  hear({ brrt: 'parted' });
  await parted;
});

it.each([
  ['no debugger can stop it', false],
  ['a debugger can stop it', true],
])('answers whether it is there, and that %s', async (_name, isDebugged) => {
  if (isDebugged) inspector.open(0, '127.0.0.1');
  hear({ brrt: 'check' });
  expect(told).toEqual([{ brrt: 'alive', isDebugged }]);
  if (isDebugged) inspector.close();
});

it('drains when it is told to, and knows whether it is replaced', () => {
  let drained = 0;
  worker.ready(() => drained++, undefined);
  hear({ brrt: 'drain', isReplaced: true });
  expect([drained, worker.isReplaced]).toEqual([1, true]);
});

it('asks nobody and waits for nobody when whoever started it is gone', async () => {
  const connected = vi.spyOn(process, 'connected', 'get');
  connected.mockReturnValue(false);
  await expect(worker.askAll('metrics')).rejects.toThrow(PrimaryGoneError);
  await worker.failed('unheard');
  await worker.parted();
  connected.mockRestore();
  expect(told).toEqual([]);
});

// Last: it is told once.
it('ends in order when whoever started it is gone, and what it asked cannot be told', async () => {
  let drained = 0;
  worker.ready(() => drained++, undefined);
  const [asked, parted] = [worker.note('a', 5), worker.parted()];
  channel.emit('disconnect');
  await expect(asked).rejects.toThrow(PrimaryGoneError);
  await parted;
  expect(drained).toBe(1);
  // Node would end it at once otherwise.
  expect(channel).toHaveProperty('exitedAfterDisconnect', true);
});
