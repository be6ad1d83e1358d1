import { TargetRefusedError } from '@brrt/webhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { webhookParts } from '../../test/webhook-parts.ts';
import { createDependencies, type PetstoreDependencies } from '../dependencies.ts';

let store: PetstoreDependencies;
beforeEach(() => {
  store = createDependencies(':memory:', webhookParts, () => new Date('2026-03-05T12:00:00Z'));
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
  const url = 'https://a.example/hook';
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

  it('are one per address', () => {
    const first = store.subscriptions.subscribe({ url, secret });
    const second = store.subscriptions.subscribe({ url, events: ['pet.updated'] });
    expect([first.isNew, second.isNew]).toEqual([true, false]);
    expect(first.subscription).toMatchObject({ events: ['pet.created', 'pet.updated'], active: true });
    expect(second.subscription).toEqual({ ...first.subscription, events: ['pet.updated'] });
    expect(store.subscriptions.list().map((each) => [each.url, each.active])).toEqual([
      ['https://example.com/webhook', false],
      [url, true],
    ]);
  });

  it('tell their secret where it is new, and whoever registers the address again nothing', () => {
    expect(store.subscriptions.subscribe({ url, secret }).secret).toBe(secret);
    expect(store.subscriptions.subscribe({ url }).secret).toBeUndefined();
    const other = store.subscriptions.subscribe({ url: 'https://b.example/hook' }).secret;
    expect(other).toMatch(/^whsec_/);
    expect(JSON.stringify(store.subscriptions.list())).not.toContain('whsec_');
  });

  it('that had ended begin anew, with another secret', () => {
    const { subscription, secret: fresh } = store.subscriptions.subscribe({ url: 'https://example.com/webhook' });
    expect([subscription.active, fresh]).toEqual([true, expect.stringMatching(/^whsec_/)]);
  });

  it.each(['http://a.example/hook', 'https://127.0.0.1/hook', 'https://169.254.169.254/', 'https://a.example:22/'])(
    'cannot be for %s',
    (refused) => {
      expect(() => store.subscriptions.subscribe({ url: refused })).toThrow(TargetRefusedError);
      expect(store.subscriptions.list()).toHaveLength(1);
    },
  );

  it('are cancelled once, with what waits for them', async () => {
    const { id } = store.subscriptions.subscribe({ url }).subscription;
    store.pets.change(1, (pet) => ({ ...pet, name: 'Other' }));
    expect(await store.webhooks.deliveries.list({ limit: 5 })).toHaveLength(1);
    expect([store.subscriptions.cancel(id.toUpperCase()), store.subscriptions.cancel(id)]).toEqual([true, false]);
    expect(await store.webhooks.deliveries.list({ limit: 5 })).toEqual([]);
  });

  it('are told of what happened, and of nothing that was undone', async () => {
    const { id } = store.subscriptions.subscribe({ url, events: ['pet.updated'] }).subscription;
    store.pets.change(1, (pet) => ({ ...pet, name: 'Other' }));
    expect(() => store.pets.change(1, () => Object.freeze({}) as never)).toThrow();
    store.pets.remove(2);
    expect(await store.webhooks.deliveries.list({ limit: 5 })).toMatchObject([
      { webhook: 'onEvent', endpointId: id, state: 'pending', attemptCount: 0 },
    ]);
  });
});
