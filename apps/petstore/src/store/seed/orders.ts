import { ada, edsger, grace, linus, margaret } from './people.ts';

interface OrderPlan {
  readonly user: string;
  readonly status: string;
  readonly placedAt: string;
  /** Position of the item in the seed (from 1) and quantity. */
  readonly lines: readonly (readonly [item: number, quantity: number])[];
  readonly giftMessage?: string;
}

const home: Readonly<Record<string, object>> = {
  [ada]: { street: 'Engine Row 12', city: 'London', postalCode: 'W1J 7NT', country: 'GB' },
  [grace]: { street: 'Harbour Road 3', city: 'Arlington', postalCode: '22201', country: 'US' },
  [linus]: { street: 'Kernel Lane 1', city: 'Portland', postalCode: '97201', country: 'US' },
  [margaret]: { street: 'Tranquility Road 11', city: 'Cambridge', postalCode: '02142', country: 'US' },
  [edsger]: { street: 'Plataanweg 42', city: 'Nuenen', postalCode: '5671 AB', country: 'NL' },
};

/** Oldest first. */
export const orderPlans: readonly OrderPlan[] = [
  {
    user: ada,
    status: 'delivered',
    placedAt: '2026-01-05T10:00:00Z',
    lines: [
      [4, 1],
      [2, 2],
    ],
  },
  {
    user: grace,
    status: 'delivered',
    placedAt: '2026-01-08T14:30:00Z',
    lines: [
      [4, 2],
      [16, 3],
    ],
  },
  {
    user: linus,
    status: 'delivered',
    placedAt: '2026-01-10T21:15:00Z',
    lines: [
      [10, 1],
      [17, 6],
      [15, 2],
    ],
  },
  {
    user: edsger,
    status: 'delivered',
    placedAt: '2026-01-12T08:45:00Z',
    lines: [
      [7, 1],
      [17, 4],
    ],
  },
  {
    user: margaret,
    status: 'delivered',
    placedAt: '2026-01-19T17:20:00Z',
    lines: [
      [6, 1],
      [8, 1],
    ],
  },
  {
    user: ada,
    status: 'delivered',
    placedAt: '2026-01-28T09:10:00Z',
    lines: [[1, 4]],
    giftMessage: 'For Admiral, from Countess',
  },
  {
    user: grace,
    status: 'shipped',
    placedAt: '2026-02-02T11:00:00Z',
    lines: [
      [2, 1],
      [18, 2],
      [9, 1],
    ],
  },
  { user: linus, status: 'cancelled', placedAt: '2026-02-05T23:59:00Z', lines: [[12, 1]] },
  {
    user: margaret,
    status: 'shipped',
    placedAt: '2026-02-09T12:40:00Z',
    lines: [
      [18, 1],
      [4, 1],
    ],
  },
  {
    user: ada,
    status: 'paid',
    placedAt: '2026-02-14T18:05:00Z',
    lines: [
      [1, 2],
      [13, 1],
    ],
  },
  {
    user: edsger,
    status: 'paid',
    placedAt: '2026-02-20T07:30:00Z',
    lines: [
      [17, 8],
      [15, 1],
      [3, 1],
    ],
  },
  {
    user: linus,
    status: 'placed',
    placedAt: '2026-02-28T22:22:00Z',
    lines: [
      [17, 2],
      [19, 2],
    ],
  },
  {
    user: grace,
    status: 'placed',
    placedAt: '2026-03-02T16:16:00Z',
    lines: [
      [16, 1],
      [20, 1],
    ],
  },
];

export const orders = orderPlans.map(({ user, status, placedAt, giftMessage }, index) => ({
  id: `20000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
  user_id: user,
  status,
  shipping_address: JSON.stringify(home[giftMessage === undefined ? user : grace]),
  billing_address: JSON.stringify(home[user]),
  gift: giftMessage === undefined ? 0 : 1,
  gift_message: giftMessage ?? null,
  placed_at: placedAt,
}));
