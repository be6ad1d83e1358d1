import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDependencies, type PetstoreDependencies } from '../dependencies.ts';

let store: PetstoreDependencies;
beforeEach(() => {
  store = createDependencies(':memory:', () => new Date('2026-03-05T12:00:00Z'));
});
afterEach(() => store.close());

describe('following events', () => {
  const newest = () => store.events.after(0).at(-1)?.id ?? 0;
  const follow = (id: number) => store.events.follow(id)[Symbol.asyncIterator]();

  it('replays what is stored, then tells what is new, until the store closes', async () => {
    const seen: string[] = [];
    for await (const { event } of store.events.follow(newest() - 1)) {
      seen.push(event);
      if (seen.length === 1) store.pets.remove(1);
      if (seen.length === 2) setImmediate(() => store.shelter.admit({ type: 'dog', bark: true }));
      if (seen.length === 3) store.events.close();
    }
    expect(seen).toEqual(['order.placed', 'pet.deleted', 'animal.admitted']);
  });

  it('tells nothing of a change that was undone', async () => {
    const next = follow(newest()).next();
    expect(() => store.pets.change(1, () => Object.freeze({}) as never)).toThrow();
    store.pets.remove(2);
    expect((await next).value).toMatchObject({ event: 'pet.deleted' });
  });

  it('tells an event once to who comes between its record and its being told', async () => {
    const before = newest();
    store.pets.remove(1);
    const follower = follow(before);
    expect((await follower.next()).value).toMatchObject({ id: String(before + 1) });
    store.pets.remove(2);
    expect((await follower.next()).value).toMatchObject({ id: String(before + 2) });
  });

  it('replays everything after an id that this store never gave out', async () => {
    expect((await follow(newest() + 1_000).next()).value).toMatchObject({ id: '1' });
  });
});

describe('subscriptions', () => {
  it('are one per address', () => {
    const first = store.subscriptions.subscribe({ url: 'https://a.example/hook', secret: 'a-long-shared-secret' });
    const second = store.subscriptions.subscribe({ url: 'https://a.example/hook', events: ['pet.updated'] });
    expect([first.isNew, second.isNew]).toEqual([true, false]);
    expect(first.subscription.events).toEqual(['pet.created', 'pet.updated']);
    expect(second.subscription).toEqual({ ...first.subscription, events: ['pet.updated'] });
    expect(store.subscriptions.list().map(({ url }) => url)).toEqual([
      'https://example.com/webhook',
      'https://a.example/hook',
    ]);
  });

  it('show no secret', () => {
    const { subscription } = store.subscriptions.subscribe({
      url: 'https://a.example/hook',
      secret: 'a-long-shared-secret',
    });
    expect(JSON.stringify(subscription)).not.toContain('secret');
  });

  it('are cancelled once', () => {
    const { id } = store.subscriptions.subscribe({ url: 'https://a.example/hook' }).subscription;
    expect([store.subscriptions.cancel(id), store.subscriptions.cancel(id)]).toEqual([true, false]);
  });
});
