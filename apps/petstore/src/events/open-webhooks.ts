import type { DatabaseSync } from 'node:sqlite';
import { createWebhooks, shareSqlite, type Webhooks, type WebhooksOptions } from '@brrt/webhooks';
import type { Senders } from '../generated/webhooks.gen.ts';

export type PetstoreWebhooks = Webhooks<Senders>;

/** What webhooks need beside the database. */
export type WebhookParts = Omit<WebhooksOptions<never>, 'database' | 'kind'>;

/** The webhooks of the store, in its own database. */
export function openWebhooks(database: DatabaseSync, parts: WebhookParts): PetstoreWebhooks {
  return createWebhooks<Senders>({ ...parts, database: shareSqlite(database), kind: 'sqlite' });
}
