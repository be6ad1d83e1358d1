import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { defaultConfig } from '@brrt/router-core/config';
import { loadContract } from '@brrt/router-core/host';
import type { Logger } from '@brrt/router-core/ports';
import type { Kysely } from 'kysely';
import {
  createWebhooks,
  createWebhookTables,
  shareSqlite,
  type WebhookSender,
  type WebhookTables,
} from '../src/index.ts';

interface Senders {
  readonly webhooks: { readonly orderPlaced: WebhookSender<{ readonly body: { readonly order: string } }> };
}

interface Tables extends WebhookTables {
  readonly orders: { readonly id: string };
}

/** What the page about webhooks shows. */
export async function runExample(url: string): Promise<AsyncDisposable> {
  const file = pathToFileURL(join(import.meta.dirname, '../testdata/shop.yaml'));
  const contract = await loadContract({ service: 'shop', file });
  const usual = defaultConfig();
  const config = { ...usual, webhooks: { ...usual.webhooks, pollMs: 20, allowLoopback: true } };
  const silent = (): void => undefined;
  const service: Logger = { debug: silent, info: silent, warn: silent, error: silent };
  const logger = { service, forExchange: () => service };
  const sqlite = new DatabaseSync(':memory:');
  // The cast: the table of orders is made in the next line.
  const database = shareSqlite(sqlite) as unknown as Kysely<Tables>;
  sqlite.exec('create table orders (id text)');
  for (const statement of createWebhookTables('sqlite')) await database.executeQuery(statement);

  const webhooks = createWebhooks<Senders>({ contract, config, database, kind: 'sqlite', logger });
  webhooks.start();

  const endpoint = webhooks.endpoints.create(url);
  await database.executeQuery(endpoint.statement);

  await database.transaction().execute(async (transaction) => {
    await transaction.insertInto('orders').values({ id: 'o1' }).execute();
    const order = { body: { order: 'o1' } };
    await webhooks.senders.webhooks.orderPlaced.send(order, { to: endpoint.id, in: transaction });
  });

  return {
    async [Symbol.asyncDispose]() {
      await webhooks.stop();
      sqlite.close();
    },
  };
}
