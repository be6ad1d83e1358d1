import { createWebhookSecret } from '@brrt/router-core/webhooks';
import { createWebhookTables } from '@brrt/webhooks';
import { text } from '../row.ts';
import type { Migration } from './migration.ts';

/**
 * Subscriptions are endpoints that webhooks are sent to. Those from before are ended: nobody was told what they are signed with.
 * Registered again, they have a secret.
 */
export const createOutbox: Migration = {
  name: 'create-outbox',
  up: (database) => {
    for (const { sql } of createWebhookTables('sqlite')) database.exec(sql);
    const insert = database.prepare('INSERT INTO webhook_endpoints VALUES (?, ?, ?, 0, 0)');
    for (const row of database.prepare('SELECT id, url FROM subscriptions').all()) {
      insert.run(text(row, 'id'), text(row, 'url'), JSON.stringify([{ key: createWebhookSecret() }]));
    }
    database.exec('ALTER TABLE subscriptions DROP COLUMN secret');
  },
};
