import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { webhookParts } from '../../test/webhook-parts.ts';
import { createDependencies, type PetstoreDependencies } from '../dependencies.ts';
import { itemId } from '../store/seed/catalogue.ts';
import { ada } from '../store/seed/people.ts';
import { euros } from './item.ts';
import { distanceKm } from './stores.ts';

let store: PetstoreDependencies;
beforeEach(() => {
  store = createDependencies(':memory:', webhookParts);
});
afterEach(() => store.close());

const all = { limit: 100, offset: 0 };

describe('items', () => {
  it.each([
    ['a category', { categories: ['treats'] }, ['Beef chews', 'Salmon bites', 'Tuna cream']],
    [
      'a category and those below',
      { categories: ['toys'] },
      ['Catnip mouse', 'Feather wand', 'Rope toy', 'Sliding puzzle', 'Tennis balls', 'Treat maze'],
    ],
    ['a price', { price: { min: 3290, max: 6490 } }, ['Orthopaedic bed', 'Reflective harness']],
    ['a lower bound alone', { price: { min: 6491 } }, ['Cat tree']],
    ['an unknown category', { categories: ['cars'] }, []],
  ])('are found by %s', (_name, filter, want) => {
    const { entries, total } = store.items.list(all, filter);
    expect([entries.map(({ name }) => name), total]).toEqual([want, want.length]);
  });

  it('keep what a change leaves out', () => {
    expect(store.items.put(itemId(1), { name: 'Salmon strips', price: euros(550) })).toEqual({
      outcome: 'updated',
      item: {
        ...store.items.find(itemId(1)),
        name: 'Salmon strips',
        price: euros(550),
        purchasePrice: euros(210),
        category: 'treats',
      },
    });
  });

  it('begin empty', () => {
    const id = '10000000-0000-4000-8000-0000000000aa';
    expect(store.items.put(id, { name: 'Bell' })).toEqual({
      outcome: 'created',
      item: { id, name: 'Bell', tags: [], attributes: {} },
    });
    expect(store.items.put(id, { name: 'Bell', category: 'cars' })).toEqual({ outcome: 'unknown-category' });
  });
});

describe('categories', () => {
  it('are a tree, as deep as wanted', () => {
    const [supplies] = store.categories.tree(32);
    expect(supplies?.children.map(({ id }) => id)).toEqual(['food', 'toys', 'walking']);
    expect(supplies?.children[0]?.children).toEqual([{ id: 'treats', name: 'Treats', children: [] }]);
    expect(store.categories.tree(1)).toEqual([
      { id: 'supplies', name: 'Supplies', children: [] },
      { id: 'home', name: 'Home', children: [] },
    ]);
  });

  const fish = { id: 'fish', name: 'Fish', children: [{ id: 'filters', name: 'Filters', children: [] }] };

  it('take a whole branch in', () => {
    expect(store.categories.add(fish, 'home')).toBe('added');
    expect(store.categories.tree(32)[1]?.children.at(-1)).toEqual(fish);
  });

  it.each([
    ['a parent that is not there', fish, 'cars', 'unknown-parent'],
    ['an id that is taken', { ...fish, id: 'toys' }, undefined, 'taken'],
    [
      'an id deep inside that is taken',
      { ...fish, children: [{ id: 'care', name: 'Care', children: [] }] },
      undefined,
      'taken',
    ],
    ['the same id twice', { ...fish, children: [fish] }, undefined, 'taken'],
  ])('refuse %s and add nothing', (_name, category, parent, want) => {
    const before = store.categories.tree(32);
    expect(store.categories.add(category, parent)).toBe(want);
    expect(store.categories.tree(32)).toEqual(before);
  });
});

describe('the search', () => {
  const search = { tags: [], filters: {}, session: undefined, traceId: undefined };

  it.each([
    [
      'any of the tags',
      { tags: ['clever', 'indoor'] },
      ['Clumping litter', 'Sliding puzzle', 'Treat maze', 'Window hammock'],
    ],
    ['an attribute', { filters: { color: 'red' } }, ['Leash, 2 m', 'Rope toy']],
    ['tags and filters', { tags: ['cat'], filters: { category: 'toys', color: 'grey' } }, ['Catnip mouse']],
    ['part of the name', { filters: { name: 'KIBBLE' } }, ['Kibble for adult dogs', 'Kibble for kittens']],
    ['a name that every object has', { filters: { constructor: 'x' } }, []],
  ])('finds by %s', (_name, request, want) => {
    expect(store.search.find({ ...search, ...request }).results.map(({ name }) => name)).toEqual(want);
  });

  it('remembers within a session only', () => {
    store.search.find({ ...search, tags: ['dog', 'cat'], filters: { color: 'red' }, session: 'session-one' });
    store.search.find({ ...search, tags: ['cat'], session: 'session-two' });
    expect(store.search.find({ ...search, session: 'session-one' }).earlier).toEqual(['tags=dog|cat color=red']);
    expect(store.search.find(search).earlier).toEqual([]);
  });
});

describe('stores', () => {
  it('come nearest first, within the radius', () => {
    const found = store.stores.near({ lat: 52.09, lon: 5.12 }, 60);
    expect(found.map((near) => [near.store.id, near.distanceKm])).toEqual([
      ['utrecht', 0.1],
      ['amsterdam', 35.6],
    ]);
  });

  it('measures around the globe', () => {
    expect(distanceKm({ lat: 0, lon: 0 }, { lat: 0, lon: 180 })).toBeCloseTo(20015.09, 1);
    expect(distanceKm({ lat: 90, lon: 0 }, { lat: -90, lon: 77 })).toBeCloseTo(20015.09, 1);
  });
});

describe('stock', () => {
  it('is filtered by store, category and need', () => {
    const levels = store.stock.levels({ stores: ['london'], category: 'toys', belowReorderLevel: true });
    expect(levels).toEqual([
      { itemId: itemId(2), itemName: 'Rope toy', storeId: 'london', quantity: 0, reorderLevel: 10 },
      { itemId: itemId(3), itemName: 'Feather wand', storeId: 'london', quantity: 7, reorderLevel: 15 },
    ]);
    expect(store.stock.levels({}).length).toBe(77);
  });

  it('is taken from the fullest shelves, or not at all', () => {
    const quantities = () =>
      store.stock
        .levels({})
        .filter((level) => level.itemId === itemId(1))
        .map(({ quantity }) => quantity);
    // amsterdam, eindhoven, london, utrecht
    expect(quantities()).toEqual([0, 22, 33, 11]);
    expect(store.stock.take(itemId(1), 67)).toBe(false);
    expect(store.stock.take(itemId(1), 40)).toBe(true);
    expect(quantities()).toEqual([0, 15, 0, 11]);
  });
});

describe('recommendations', () => {
  it('begin with what others bought and never repeat', () => {
    const found = store.recommendations.recommend(ada, 20);
    const ids = found.map(({ item }) => item.id);
    expect(found[0]).toMatchObject({ reason: 'bought-together', score: 2, item: { name: 'Tennis balls' } });
    expect(new Set(ids).size).toBe(ids.length);
    for (const ordered of [1, 2, 4, 13]) expect(ids).not.toContain(itemId(ordered));
    expect([...new Set(found.map(({ reason }) => reason))]).toEqual(['bought-together', 'fits-your-pets', 'popular']);
  });

  it('show no purchase prices', () => {
    expect(store.recommendations.recommend(ada, 20).some(({ item }) => 'purchasePrice' in item)).toBe(false);
  });

  it('fall back to what sells best for a stranger', () => {
    const [first] = store.recommendations.recommend('00000000-0000-4000-8000-00000000ffff', 1);
    expect(first).toMatchObject({ reason: 'popular', score: 20, item: { name: 'Tuna cream' } });
  });
});
