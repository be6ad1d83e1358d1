import { describe, expect, it } from 'vitest';
import { createChannel, type SubscribeOptions } from './create-channel.ts';

interface Told {
  readonly id?: string;
  readonly data: string;
}

function follow(channel: ReturnType<typeof createChannel<Told>>, options?: SubscribeOptions<Told>) {
  const iterator = channel.subscribe(options)[Symbol.asyncIterator]();
  return {
    iterator,
    take: async (count: number): Promise<readonly unknown[]> => {
      const taken: unknown[] = [];
      for (let left = count; left > 0; left -= 1) taken.push((await iterator.next()).value?.data);
      return taken;
    },
  };
}

const told = (id: number): Told => ({ id: String(id), data: `d${id}` });

describe('a channel', () => {
  it('tells everybody what is published after they came', async () => {
    const channel = createChannel<Told>();
    channel.publish(told(1));
    const [one, other] = [follow(channel), follow(channel)];
    channel.publish(told(2));
    channel.publish(told(3));
    expect(await Promise.all([one.take(2), other.take(2)])).toEqual([
      ['d2', 'd3'],
      ['d2', 'd3'],
    ]);
  });

  it('lets those go on who come back, from what is kept', async () => {
    const channel = createChannel<Told>({ retain: 2 });
    for (const id of [1, 2, 3]) channel.publish(told(id));
    expect(await follow(channel, { after: '2' }).take(1)).toEqual(['d3']);
    const waiting = follow(channel, { after: '3' }).take(1);
    channel.publish(told(4));
    expect(await waiting).toEqual(['d4']);
  });

  it.each(['1', 'never given out'])('says that what followed %j is not kept', (after) => {
    const channel = createChannel<Told>({ retain: 2 });
    for (const id of [1, 2, 3]) channel.publish(told(id));
    expect(() => channel.subscribe({ after })).toThrow(expect.objectContaining({ status: 410 }));
  });

  it('gives what is stored elsewhere before what comes, each once', async () => {
    const channel = createChannel<Told>({ retain: 2 });
    for (const id of [1, 2, 3]) channel.publish(told(id));
    const asked: string[] = [];
    const older = (after: string) => {
      asked.push(after);
      return [told(2), told(3)];
    };
    const follower = follow(channel, { after: '1', older });
    channel.publish(told(4));
    expect(await follower.take(3)).toEqual(['d2', 'd3', 'd4']);
    follow(channel, { after: '4', older });
    expect(asked).toEqual(['1']);
  });

  it('assigns ids that another channel does not know', async () => {
    const [channel, other] = [createChannel<Told>({ assignIds: true }), createChannel<Told>({ assignIds: true })];
    const { id } = channel.publish({ data: 'x' });
    other.publish({ data: 'x' });
    channel.publish({ data: 'y' });
    expect(id).toMatch(/^[\w-]+-0$/);
    expect(await follow(channel, { after: id }).take(1)).toEqual(['y']);
    expect(() => other.subscribe({ after: id })).toThrow(expect.objectContaining({ code: 'ERR_RESUME_EXPIRED' }));
    expect(channel.publish({ id: 'own', data: 'z' }).id).toBe('own');
  });

  it('cuts off who falls behind further than is kept', async () => {
    const channel = createChannel<Told>({ retain: 2 });
    const follower = follow(channel);
    for (const id of [1, 2]) channel.publish(told(id));
    expect(await follower.take(1)).toEqual(['d1']);
    for (const id of [3, 4]) channel.publish(told(id));
    await expect(follower.take(1)).rejects.toMatchObject({ code: 'ERR_READER_TOO_SLOW' });
  });

  it('ends a loop when its signal aborts, while it waits', async () => {
    const controller = new AbortController();
    const follower = follow(createChannel<Told>(), { signal: controller.signal });
    const next = follower.iterator.next();
    controller.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  it('wakes thousands of readers, in several turns, and those that come meanwhile', async () => {
    const channel = createChannel<Told>();
    const all = Array.from({ length: 2_000 }, () => follow(channel).take(2));
    channel.publish(told(1));
    await new Promise((resolve) => setImmediate(resolve));
    const late = follow(channel).take(1);
    channel.publish(told(2));
    expect(new Set((await Promise.all(all)).map(String))).toEqual(new Set(['d1,d2']));
    expect(await late).toEqual(['d2']);
  });

  it('tells what is left when it is closed, and takes no more', async () => {
    const channel = createChannel<Told>();
    const follower = follow(channel);
    channel.publish(told(1));
    channel.close();
    expect(await follower.take(2)).toEqual(['d1', undefined]);
    expect(() => channel.publish(told(2))).toThrow(TypeError);
  });

  it.each([0, -1, 1.5])('keeps a whole number of items, not %d', (retain) => {
    expect(() => createChannel({ retain })).toThrow(TypeError);
  });
});
