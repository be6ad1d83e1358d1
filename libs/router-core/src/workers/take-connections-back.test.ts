import type { Worker } from 'node:cluster';
import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import { takeConnectionsBack } from './take-connections-back.ts';

/** A process on a channel, with what went over it. */
class Child extends EventEmitter {
  readonly sent: unknown[][] = [];
  readonly declined: unknown[] = [];
  disconnects = 0;
  send(...sent: unknown[]): boolean {
    this.sent.push(sent);
    return true;
  }
}

function watched(othersServe: boolean, isSilent = false) {
  const child = new Child();
  // The cast: nothing else of a worker is looked at.
  takeConnectionsBack({ process: child } as unknown as Worker, {
    othersServe: () => othersServe,
    isSilent: () => isSilent,
  });
  child.on('internalMessage', (message) => 'accepted' in message && child.declined.push(message));
  child.on('disconnect', () => child.disconnects++);
  return child;
}

function connection() {
  const own = { closed: 0, close: () => void own.closed++ };
  return own;
}

const spare = connection();
const handOver = (seq: number) => ({ cmd: 'NODE_CLUSTER', act: 'newconn', seq });

it('declines for a worker that died what it had not taken, when others serve', () => {
  const child = watched(true);
  const [taken, lost] = [connection(), connection()];
  child.send(handOver(1), taken);
  child.send(handOver(2), lost);
  child.emit('internalMessage', { ack: 1 });
  child.emit('close');
  expect(child.declined).toEqual([{ cmd: 'NODE_CLUSTER', ack: 2, accepted: false }]);
  expect([taken.closed, lost.closed]).toEqual([0, 0]);
});

it('closes it when nobody serves', () => {
  const child = watched(false);
  const lost = connection();
  child.send(handOver(1), lost);
  child.emit('close');
  expect([child.declined, lost.closed]).toEqual([[], 1]);
});

it('declines for a worker that is silent what others can take, and does not hand it over', async () => {
  const child = watched(true, true);
  const spared = connection();
  expect(child.send(handOver(1), spared)).toBe(true);
  await vi.waitFor(() => expect(child.declined).toEqual([{ cmd: 'NODE_CLUSTER', ack: 1, accepted: false }]));
  child.emit('close');
  expect([child.sent, child.declined.length, spared.closed]).toEqual([[], 1, 0]);
});

it('declines once for a silent worker that dies meanwhile', async () => {
  const child = watched(true, true);
  child.send(handOver(1), spare);
  child.emit('close');
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(child.declined).toHaveLength(1);
});

it('hands over to a silent worker when it is the only one, and all but connections in any case', () => {
  const alone = watched(false, true);
  alone.send(handOver(1), spare);
  const silent = watched(true, true);
  silent.send({ brrt: 'check' });
  expect([alone.sent, silent.sent]).toEqual([[[handOver(1), spare]], [[{ brrt: 'check' }]]]);
});

it.each([
  ['no message', undefined, spare],
  ['no object', 'newconn', spare],
  ['nothing', null, spare],
  ['no act', { seq: 1 }, spare],
  ['another act', { act: 'listening', seq: 1 }, spare],
  ['no connection', handOver(1), undefined],
  ['no connection but null', handOver(1), null],
  ['what cannot be closed', handOver(1), {}],
  ['what is no function', handOver(1), { close: true }],
])('sends on %s and takes nothing back of it', (_name, message, handle) => {
  const child = watched(false);
  expect(child.send(message, handle)).toBe(true);
  child.emit('close');
  expect(child.sent).toEqual([[message, handle]]);
  expect(spare.closed).toBe(0);
});

it.each([
  ['tells of the end of the channel when Node did not', false],
  ['tells of it once when Node did', true],
])('%s', (_name, isDisconnected) => {
  const child = watched(true);
  if (isDisconnected) child.emit('disconnect');
  child.emit('close');
  expect(child.disconnects).toBe(1);
});
