import { afterEach, beforeEach, expect, it } from 'vitest';
import { webhookParts } from '../../test/webhook-parts.ts';
import { createDependencies, type PetstoreDependencies } from '../dependencies.ts';

let store: PetstoreDependencies;
beforeEach(() => {
  store = createDependencies(':memory:', webhookParts, () => new Date('2026-04-01T00:00:00Z'));
});
afterEach(() => store.close());

it('lists animals, longest stay first, of all kinds or one', () => {
  expect(store.shelter.list(undefined).map(({ animal }) => animal.type)).toEqual([
    'dog',
    'cat',
    'bird',
    'dog',
    'cat',
    'bird',
  ]);
  expect(store.shelter.list('bird').map(({ animal }) => animal.name)).toEqual(['Huginn', 'Polly']);
});

it('takes animals in', () => {
  const admission = store.shelter.admit({ type: 'cat', meow: false });
  expect(admission).toMatchObject({ admittedAt: '2026-04-01T00:00:00.000Z', animal: { type: 'cat', meow: false } });
  expect(store.shelter.list('cat').at(-1)).toEqual(admission);
});

it('queues applications', () => {
  expect(store.applications.submit({ name: 'Ada', age: 36, interests: ['engines'] })).toEqual({
    id: 4,
    waitingBefore: 3,
  });
  expect(store.applications.submit({ name: 'Grace' })).toEqual({ id: 5, waitingBefore: 4 });
});

it('replaces the settings as a whole', () => {
  expect(store.settings.replace({ dark_mode: true })).toEqual({
    featureFlags: { dark_mode: true },
    updatedAt: '2026-04-01T00:00:00.000Z',
  });
  expect(store.settings.read().featureFlags).toEqual({ dark_mode: true });
});
