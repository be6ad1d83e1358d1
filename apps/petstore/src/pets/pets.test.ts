import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { webhookParts } from '../../test/webhook-parts.ts';
import { createDependencies, type PetstoreDependencies } from '../dependencies.ts';
import { ada, linus } from '../store/seed/people.ts';
import type { PetDetails } from './pet.ts';
import { speciesOf } from './pet.ts';

const rex: PetDetails = {
  name: 'Rex',
  breed: 'Beagle',
  age: 4,
  vaccinated: true,
  tags: ['loud'],
  color: 'brown',
  ownerId: null,
};

let store: PetstoreDependencies;
beforeEach(() => {
  store = createDependencies(':memory:', webhookParts);
});
afterEach(() => store.close());

const namesOf = (pets: readonly { readonly name: string }[]): readonly string[] => pets.map(({ name }) => name);

describe('listing pets', () => {
  it.each([
    ['the first page', { limit: 3, offset: 0 }, [], ['Max', 'Bella', 'Countess'], 36],
    ['the last page', { limit: 10, offset: 34 }, [], ['Toby', 'Shadow'], 36],
    ['an empty page', { limit: 0, offset: 0 }, [], [], 36],
    ['those with a tag', { limit: 2, offset: 1 }, ['puppy'], ['Luna', 'Lucy'], 6],
    ['those with any of the tags', { limit: 3, offset: 0 }, ['puppy', 'trained'], ['Max', 'Bella', 'Countess'], 13],
    ['a tag that nobody has', { limit: 3, offset: 0 }, ['purple'], [], 0],
  ])('gives %s and the total', (_name, page, tags, want, total) => {
    const found = store.pets.list(page, tags);
    expect([namesOf(found.entries), found.total]).toEqual([want, total]);
  });
});

describe('querying pets', () => {
  it.each([
    ['part of the name', { name: 'mO' }, ['Molly', 'Gizmo']],
    [
      'breeds',
      { breeds: ['Bulldog', 'Poodle'] as const, order: 'name' as const },
      ['Coco', 'Countess', 'Duke', 'Rocky', 'Zoe'],
    ],
    ['a range of ages', { age: { from: 9 } }, ['Dijkstra', 'Molly', 'Whiskers']],
    ['the other end of the range', { age: { from: 9, to: 9 } }, ['Dijkstra', 'Molly']],
    ['all of the tags', { tags: ['calm', 'trained'] }, ['Countess', 'Buddy']],
    ['owners', { owned: true, vaccinated: false }, ['Penguin', 'Semaphore']],
    ['no owners', { owned: false, breeds: ['Siamese'] as const, order: 'age' as const }, ['Cleo', 'Nala']],
  ])('finds by %s', (_name, query, want) => {
    expect(namesOf(store.pets.query(query).entries)).toEqual(want);
  });

  it('takes percent and quote signs literally', () => {
    expect(store.pets.query({ name: "%' OR 1=1 --" }).total).toBe(0);
  });

  it('counts what the limit leaves out', () => {
    const { entries, total } = store.pets.query({ vaccinated: true, limit: 2 });
    expect([entries.length, total]).toEqual([2, 27]);
  });
});

describe('changing pets', () => {
  it('adds a pet with the next id and tells so', () => {
    const last = store.events.after(0).at(-1)?.id ?? 0;
    const pet = store.pets.add(rex);
    expect(pet).toEqual({ ...rex, id: 37, revision: 1 });
    expect(store.pets.find(37)).toEqual(pet);
    expect(store.events.after(last)).toMatchObject([{ type: 'pet.created', data: { petId: 37, name: 'Rex' } }]);
  });

  it('counts revisions', () => {
    const change = store.pets.change(1, (pet) => ({ ...pet, age: pet.age + 1 }));
    expect(change).toMatchObject({
      outcome: 'changed',
      pet: { id: 1, age: 4, revision: 2, tags: ['friendly', 'trained'] },
    });
    expect(store.pets.find(1)?.revision).toBe(2);
  });

  it('keeps a pet that is not as expected', () => {
    expect(
      store.pets.change(
        1,
        () => rex,
        ({ revision }) => revision === 9,
      ),
    ).toEqual({ outcome: 'stale' });
    expect(store.pets.find(1)?.name).toBe('Max');
  });

  it('cannot give a pet another id', () => {
    store.pets.change(1, (pet) => ({ ...pet, ...{ id: 2 }, name: 'Twin' }));
    expect(namesOf(store.pets.list({ limit: 2, offset: 0 }, []).entries)).toEqual(['Twin', 'Bella']);
  });

  it('says when there is nothing to change or remove', () => {
    expect(store.pets.change(999, () => rex)).toEqual({ outcome: 'missing' });
    expect([store.pets.remove(36), store.pets.remove(36)]).toEqual([true, false]);
  });
});

it('knows the pets of an owner, however the id is written', () => {
  expect(namesOf(store.pets.ownedBy(ada))).toEqual(['Max', 'Countess']);
  expect(namesOf(store.pets.ownedBy(linus.toUpperCase()))).toEqual(['Tux', 'Penguin']);
});

it('counts colours', () => {
  expect([store.pets.countByColor('black'), store.pets.countByColor('pink')]).toEqual([7, 0]);
});

it.each([
  ['Poodle', 'dog'],
  ['Maine Coon', 'cat'],
  ['Mixed', undefined],
] as const)('a %s is a %s', (breed, species) => expect(speciesOf(breed)).toBe(species));
