import { afterEach, beforeEach, expect, it } from 'vitest';
import { webhookParts } from '../../test/webhook-parts.ts';
import { createDependencies, type PetstoreDependencies } from '../dependencies.ts';
import { ada, edsger, grace } from '../store/seed/people.ts';

let store: PetstoreDependencies;
beforeEach(() => {
  store = createDependencies(':memory:', webhookParts);
});
afterEach(() => store.close());

it('lists users in pages', () => {
  const { entries, total } = store.users.list({ limit: 2, offset: 3 });
  expect([entries.map(({ name }) => name), total]).toEqual([['Margaret', 'Edsger'], 5]);
});

it('knows users with and without an address', () => {
  expect(store.users.find(ada)).toEqual({ id: ada, name: 'Ada', email: 'ada@example.com' });
  expect(store.users.find(edsger)?.email).toBeNull();
  expect(store.users.find('00000000-0000-4000-8000-00000000ffff')).toBeUndefined();
});

it('takes posts along with their author, keeps pets and orders', () => {
  const last = store.events.after(0).at(-1)?.id ?? 0;
  expect(store.users.remove(ada)).toBe(true);
  expect(store.users.remove(ada)).toBe(false);
  expect(store.posts.by(ada, { limit: 10, offset: 0 })).toEqual({ entries: [], total: 0 });
  expect(store.pets.find(1)).toMatchObject({ ownerId: null, revision: 2 });
  expect(store.orders.list({ limit: 10, offset: 0 }, { userId: ada }).total).toBe(3);
  expect(store.events.after(last)).toMatchObject([{ data: { petId: 1 } }, { data: { petId: 3 } }]);
});

it('lists posts newest first and finds one', () => {
  const { entries, total } = store.posts.by(grace, { limit: 2, offset: 0 });
  expect([entries.map(({ id }) => id), total]).toEqual([['post-3', 'post-2'], 3]);
  expect(store.posts.find(grace, 'post-1')).toMatchObject({ authorId: grace, title: 'A moth in the kennel' });
  expect(store.posts.find(edsger, 'post-9')).toBeUndefined();
});
