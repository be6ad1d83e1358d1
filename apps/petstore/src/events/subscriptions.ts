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

const columns = `subscriptions.*, EXISTS (
  SELECT 1 FROM webhook_endpoints WHERE webhook_endpoints.id = subscriptions.id AND disabled_at IS NULL
) AS active`;

export function createSubscriptions(
  database: DatabaseSync,
  { endpoints, senders }: Pick<PetstoreWebhooks, 'endpoints' | 'senders'>,
  now: () => Date,
): Subscriptions {
  const find = database.prepare(`SELECT ${columns} FROM subscriptions WHERE url = ?`);
  const insert = database.prepare('INSERT INTO subscriptions (id, url, events, created_at) VALUES (?, ?, ?, ?)');
  const change = database.prepare('UPDATE subscriptions SET events = ? WHERE id = ?');
  const select = database.prepare(`SELECT ${columns} FROM subscriptions ORDER BY created_at, id`);
  const remove = database.prepare('DELETE FROM subscriptions WHERE id = ? RETURNING id');
  const interested = database.prepare(
    `SELECT id FROM (SELECT ${columns} FROM subscriptions)
     WHERE active AND EXISTS (SELECT 1 FROM json_each(events) WHERE value = ?)`,
  );
  const read = (url: string): Subscription | undefined => {
    const row = find.get(url);
    return row === undefined ? undefined : readSubscription(row);
  };
  const create = ({ url, events = subscribableEvents, secret: given }: SubscriptionRequest): string => {
    const { id, secret, statement } = endpoints.create(url, given);
    runStatement(database, statement);
    insert.run(id, url, JSON.stringify(events), now().toISOString());
    return secret;
  };
  const renew = ({ id, active }: Subscription, given: string | undefined): string | undefined => {
    if (active && given === undefined) return undefined;
    const { secret, statement } = endpoints.renew(id, given);
    runStatement(database, statement);
    return secret;
  };
  return {
    subscribe: (request) =>
      transaction(database, () => {
        const { url, events = subscribableEvents } = request;
        const known = read(url);
        if (known !== undefined) change.run(JSON.stringify(events), known.id);
        const secret = known === undefined ? create(request) : renew(known, request.secret);
        const subscription = read(url);
        if (subscription === undefined) throw new TypeError('INSERT left no row');
        return { subscription, isNew: known === undefined, secret };
      }),
    list: () => select.all().map(readSubscription),
    cancel: (id) =>
      transaction(database, () => {
        const row = remove.get(id);
        if (row === undefined) return false;
        runStatement(database, endpoints.remove(text(row, 'id')));
        return true;
      }),
    announce(type, data) {
      const event = subscribableEvents.find((each) => each === type);
      if (event === undefined) return;
      for (const row of interested.all(event)) {
        const { statement } = senders.callbacks.registerWebhook.onEvent.prepare(
          { body: { event, payload: { ...data } } },
          text(row, 'id'),
        );
        runStatement(database, statement);
      }
    },
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
