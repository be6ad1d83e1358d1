import { DatabaseSync } from 'node:sqlite';
import type { CompiledQuery, Kysely } from 'kysely';
import { createOutboxStore } from '../src/outbox/create-outbox-store.ts';
import { shareSqlite } from '../src/outbox/share-sqlite.ts';
import type { DatabaseKind } from '../src/outbox/statements.ts';
import { insertDelivery, insertEndpoint, type NewDelivery } from '../src/outbox/webhook-statements.ts';
import type { WebhookStore } from '../src/outbox/webhook-store.ts';
import { createWebhookTables, type WebhookTables } from '../src/outbox/webhook-tables.ts';

/** An empty outbox in a database of its own. */
export interface Outbox extends AsyncDisposable {
  readonly kind: DatabaseKind;
  readonly database: Kysely<WebhookTables>;
  readonly store: WebhookStore;
  run(statement: CompiledQuery): Promise<unknown>;
  endpoint(id: string, url?: string): Promise<void>;
  delivery(id: string, more?: Partial<NewDelivery>): Promise<void>;
}

export async function openSqlite(file = ':memory:'): Promise<Outbox> {
  const sqlite = new DatabaseSync(file, { enableForeignKeyConstraints: true, timeout: 5_000 });
  if (file !== ':memory:') sqlite.exec('PRAGMA journal_mode = WAL');
  return openOutbox(shareSqlite(sqlite), 'sqlite', async () => sqlite.close());
}

export async function openOutbox(
  database: Kysely<WebhookTables>,
  kind: DatabaseKind,
  close: () => Promise<void>,
): Promise<Outbox> {
  for (const statement of createWebhookTables(kind)) await database.executeQuery(statement);
  const run = (statement: CompiledQuery): Promise<unknown> => database.executeQuery(statement);
  return {
    kind,
    database,
    run,
    store: createOutboxStore(database, kind),
    async endpoint(id, url = `https://${id}.example/hook`) {
      await run(insertEndpoint({ id, url, secrets: [{ key: secretOfTests }], now: 1 }, kind));
    },
    async delivery(id, more = {}) {
      const usual = { endpointId: 'a', webhook: 'orderPlaced', method: 'POST', query: '', headers: [], now: 1_000 };
      await run(insertDelivery({ ...usual, body: null, traceparent: undefined, ...more, id }, kind));
    },
    [Symbol.asyncDispose]: close,
  };
}

export const secretOfTests = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
