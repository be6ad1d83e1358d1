import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { json, type Row, text } from '../store/row.ts';

export const subscribableEvents = ['pet.created', 'pet.updated'] as const;
export type SubscribableEvent = (typeof subscribableEvents)[number];

export interface Subscription {
  readonly id: string;
  readonly url: string;
  readonly events: readonly SubscribableEvent[];
  /** RFC 3339 */
  readonly createdAt: string;
}

export interface SubscriptionRequest {
  readonly url: string;
  /** All when left out. */
  readonly events?: readonly SubscribableEvent[] | undefined;
  /** Kept, never shown. */
  readonly secret?: string | undefined;
}

export interface Subscriptions {
  /** One subscription per URL: a second request changes the first. */
  subscribe(request: SubscriptionRequest): { readonly subscription: Subscription; readonly isNew: boolean };
  /** Oldest first. */
  list(): readonly Subscription[];
  /** False when there is no such subscription. */
  cancel(id: string): boolean;
}

export function createSubscriptions(database: DatabaseSync, now: () => Date): Subscriptions {
  const find = database.prepare('SELECT id FROM subscriptions WHERE url = ?');
  const upsert = database.prepare(
    `INSERT INTO subscriptions (id, url, events, secret, created_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (url) DO UPDATE SET events = excluded.events, secret = coalesce(excluded.secret, secret)
     RETURNING *`,
  );
  const select = database.prepare('SELECT * FROM subscriptions ORDER BY created_at, id');
  const remove = database.prepare('DELETE FROM subscriptions WHERE id = ?');
  return {
    subscribe({ url, events = subscribableEvents, secret }) {
      const isNew = find.get(url) === undefined;
      const row = upsert.get(randomUUID(), url, JSON.stringify(events), secret ?? null, now().toISOString());
      if (row === undefined) throw new TypeError('INSERT … RETURNING gave no row');
      return { subscription: readSubscription(row), isNew };
    },
    list: () => select.all().map(readSubscription),
    cancel: (id) => remove.run(id).changes === 1,
  };
}

function readSubscription(row: Row): Subscription {
  return {
    id: text(row, 'id'),
    url: text(row, 'url'),
    events: json(row, 'events'),
    createdAt: text(row, 'created_at'),
  };
}
