import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDependencies, type PetstoreDependencies } from '../dependencies.ts';
import type { StoreEvent } from './event-log.ts';

let store: PetstoreDependencies;
beforeEach(() => {
  store = createDependencies(':memory:', () => new Date('2026-03-05T12:00:00Z'));
});
afterEach(() => store.close());

describe('following events', () => {
  it('replays what is stored, then waits for news, until it is told to end', async () => {
    const controller = new AbortController();
    const stored = store.events.after(0).length;
    const seen: StoreEvent['type'][] = [];
    const following = (async () => {
      for await (const { type } of store.events.follow(stored - 1, controller.signal)) {
        seen.push(type);
        if (seen.length === 1) store.pets.remove(1);
        if (seen.length === 2) setImmediate(() => store.shelter.admit({ type: 'dog', bark: true }));
        if (seen.length === 3) controller.abort();
      }
    })();
    await following;
    expect(seen).toEqual(['order.placed', 'pet.deleted', 'animal.admitted']);
  });

  it('tells nothing of a change that was undone', async () => {
    const controller = new AbortController();
    const last = store.events.after(0).at(-1)?.id ?? 0;
    const next = store.events.follow(last, controller.signal).next();
    expect(() => store.pets.change(1, () => Object.freeze({}) as never)).toThrow();
    store.pets.remove(2);
    expect((await next).value).toMatchObject({ type: 'pet.deleted' });
    controller.abort();
  });

  it('ends at once when nobody waits any more', async () => {
    const events = store.events.follow(0, AbortSignal.abort());
    expect(await events.next()).toEqual({ done: true, value: undefined });
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
