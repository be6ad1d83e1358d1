import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { webhookParts } from '../../test/webhook-parts.ts';
import { euros } from '../catalogue/item.ts';
import { createDependencies, type PetstoreDependencies } from '../dependencies.ts';
import { itemId } from '../store/seed/catalogue.ts';
import { ada, grace } from '../store/seed/people.ts';
import type { OrderRequest } from './orders.ts';

const now = new Date('2026-03-05T12:00:00.000Z');
const address = { street: 'Kompilerweg 1', city: 'Utrecht', postalCode: '3511 AA', country: 'NL' };
const request: OrderRequest = {
  userId: grace,
  lines: [
    { itemId: itemId(1), quantity: 2 },
    { itemId: itemId(2), quantity: 1 },
  ],
  shippingAddress: address,
};

let store: PetstoreDependencies;
beforeEach(() => {
  store = createDependencies(':memory:', webhookParts, () => now);
});
afterEach(() => store.close());

const inStock = (item: number): number =>
  store.stock
    .levels({})
    .filter((level) => level.itemId === itemId(item))
    .reduce((sum, { quantity }) => sum + quantity, 0);

describe('placing an order', () => {
  it('takes the goods, counts the total and tells so', () => {
    const [before, last] = [inStock(1), store.events.after(0).at(-1)?.id ?? 0];
    const placement = store.orders.place(request, undefined);
    expect(placement).toMatchObject({
      outcome: 'placed',
      order: {
        userId: grace,
        status: 'placed',
        total: euros(2 * 499 + 790),
        lines: [{ name: 'Salmon bites', unitPrice: euros(499) }, { name: 'Rope toy' }],
        billingAddress: address,
        gift: false,
        placedAt: '2026-03-05T12:00:00.000Z',
      },
    });
    expect(inStock(1)).toBe(before - 2);
    expect(store.events.after(last)).toMatchObject([{ type: 'order.placed', data: { userId: grace } }]);
  });

  it('keeps the message of a gift', () => {
    const placement = store.orders.place({ ...request, gift: true, giftMessage: 'Enjoy' }, undefined);
    expect(placement).toMatchObject({ order: { gift: true, giftMessage: 'Enjoy' } });
  });

  it.each([
    ['of more than there is', { itemId: itemId(2), quantity: 99 }, 'out-of-stock'],
    ['of what nobody knows', { itemId: '10000000-0000-4000-8000-00000000ffff', quantity: 1 }, 'unknown-item'],
    ['of what has no price', { itemId: '10000000-0000-4000-8000-0000000000aa', quantity: 1 }, 'not-for-sale'],
  ])('%s is refused and puts everything back', (_name, line, outcome) => {
    store.items.put('10000000-0000-4000-8000-0000000000aa', { name: 'Bell' });
    const before = inStock(1);
    const placement = store.orders.place({ ...request, lines: [{ itemId: itemId(1), quantity: 2 }, line] }, undefined);
    expect(placement).toEqual({ outcome, itemId: line.itemId });
    expect(inStock(1)).toBe(before);
    expect(store.orders.list({ limit: 1, offset: 0 }, {}).total).toBe(13);
  });

  it('twice with one key is one order', () => {
    const key = '5f1c3c1e-8a53-4b34-a2d2-0f1f9e1f2a10';
    const first = store.orders.place(request, key);
    const before = inStock(1);
    expect(store.orders.place(request, key)).toEqual({ ...first, outcome: 'repeated' });
    expect(inStock(1)).toBe(before);
    expect(store.orders.place({ ...request, userId: ada }, key)).toEqual({ outcome: 'key-reused' });
  });
});

describe('listing orders', () => {
  it.each([
    ['of a customer', { userId: ada }, ['2026-02-14', '2026-01-28', '2026-01-05']],
    ['in some states', { status: ['placed', 'cancelled'] as const }, ['2026-03-02', '2026-02-28', '2026-02-05']],
    ['of some days', { period: { from: '2026-01-08', to: '2026-01-10' } }, ['2026-01-10', '2026-01-08']],
    ['from a day on', { period: { from: '2026-03-01' } }, ['2026-03-02']],
  ])('finds those %s, newest first', (_name, filter, want) => {
    const { entries, total } = store.orders.list({ limit: 10, offset: 0 }, filter);
    expect([entries.map(({ placedAt }) => placedAt.slice(0, 10)), total]).toEqual([want, want.length]);
  });

  it('gives one by its id', () => {
    const id = '20000000-0000-4000-8000-000000000006';
    expect(store.orders.find(id)).toMatchObject({ id, gift: true, giftMessage: 'For Admiral, from Countess' });
    expect(store.orders.find(itemId(1))).toBeUndefined();
  });
});
