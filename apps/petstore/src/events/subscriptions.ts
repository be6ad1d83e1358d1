import type { DatabaseSync } from 'node:sqlite';
import { runStatement } from '@brrt/webhooks';
import { flag, json, type Row, text } from '../store/row.ts';
import { transaction } from '../store/transaction.ts';
import type { EventData, EventType } from './event-log.ts';
import type { PetstoreWebhooks } from './open-webhooks.ts';

export const subscribableEvents = ['pet.created', 'pet.updated'] as const;
export type SubscribableEvent = (typeof subscribableEvents)[number];

export interface Subscription {
  readonly id: string;
  readonly url: string;
  readonly events: readonly SubscribableEvent[];
  /** False: its URL is gone. */
  readonly active: boolean;
  /** RFC 3339 */
  readonly createdAt: string;
}

export interface SubscriptionRequest {
  readonly url: string;
  /** All when left out. */
  readonly events?: readonly SubscribableEvent[] | undefined;
  /** Made here when left out. */
  readonly secret?: string | undefined;
}

export interface Registration {
  readonly subscription: Subscription;
  readonly isNew: boolean;
  /** Where it is new; shown now and never again. */
  readonly secret: string | undefined;
}

export interface Subscriptions {
  /**
   * One subscription per URL: a second request changes the first, and gives another secret to one that had ended.
   * @throws TargetRefusedError 422 for a URL that nothing is sent to · WebhookSecretError 422
   */
  subscribe(request: SubscriptionRequest): Registration;
  /** Oldest first. */
  list(): readonly Subscription[];
  /** False when there is no such subscription. */
  cancel(id: string): boolean;
  /** Tells all who want to know; part of the transaction that is open, if one is. */
  announce<Type extends EventType>(type: Type, data: EventData[Type]): void;
}

export function createSubscriptions(
  database: DatabaseSync,
  webhooks: Pick<PetstoreWebhooks, 'endpoints' | 'senders'>,
  now: () => Date,
): Subscriptions {
  const statements = prepareSubscriptions(database);
  const { endpoints } = webhooks;
  const { onEvent } = webhooks.senders.callbacks.registerWebhook;
  const find = (url: string): Subscription | undefined => statements.find.all(url).map(readSubscription)[0];

  function create(url: string, given: string | undefined): string {
    const { id, secret, statement } = endpoints.create(url, given);
    runStatement(database, statement);
    statements.insert.run(id, url, now().toISOString());
    return secret;
  }

  function renew({ id, active }: Subscription, given: string | undefined): string | undefined {
    if (active && given === undefined) return undefined;
    const { secret, statement } = endpoints.renew(id, given);
    runStatement(database, statement);
    return secret;
  }

  return {
    subscribe: ({ url, events = subscribableEvents, secret: given }) =>
      transaction(database, () => {
        const known = find(url);
        const secret = known === undefined ? create(url, given) : renew(known, given);
        statements.change.run(JSON.stringify(events), url);
        const subscription = find(url);
        if (subscription === undefined) throw new TypeError('INSERT left no row');
        return { subscription, isNew: known === undefined, secret };
      }),
    list: () => statements.list.all().map(readSubscription),
    cancel: (id) =>
      transaction(database, () => {
        const row = statements.remove.get(id);
        if (row !== undefined) runStatement(database, endpoints.remove(text(row, 'id')));
        return row !== undefined;
      }),
    announce(type, data) {
      const event = subscribableEvents.find((each) => each === type);
      if (event === undefined) return;
      const message = { body: { event, payload: { ...data } } };
      for (const row of statements.interested.all(event)) {
        runStatement(database, onEvent.prepare(message, text(row, 'id')).statement);
      }
    },
  };
}

function prepareSubscriptions(database: DatabaseSync) {
  const all = `SELECT *, EXISTS (
    SELECT 1 FROM webhook_endpoints WHERE webhook_endpoints.id = subscriptions.id AND disabled_at IS NULL
  ) AS active FROM subscriptions`;
  return {
    find: database.prepare(`${all} WHERE url = ?`),
    list: database.prepare(`${all} ORDER BY created_at, id`),
    interested: database.prepare(
      `SELECT id FROM (${all}) WHERE active AND EXISTS (SELECT 1 FROM json_each(events) WHERE value = ?)`,
    ),
    insert: database.prepare("INSERT INTO subscriptions (id, url, events, created_at) VALUES (?, ?, '[]', ?)"),
    change: database.prepare('UPDATE subscriptions SET events = ? WHERE url = ?'),
    remove: database.prepare('DELETE FROM subscriptions WHERE id = ? RETURNING id'),
  };
}

function readSubscription(row: Row): Subscription {
  return {
    id: text(row, 'id'),
    url: text(row, 'url'),
    events: json(row, 'events'),
    active: flag(row, 'active'),
    createdAt: text(row, 'created_at'),
  };
}
