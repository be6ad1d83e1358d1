import type { CompiledQuery, Kysely } from 'kysely';
import { type DatabaseKind, statementsFor } from './statements.ts';

/** Where webhooks go. Times are milliseconds since 1970; PostgreSQL gives them as text. */
export interface EndpointTable {
  readonly id: string;
  readonly url: string;
  /** JSON of `EndpointSecret[]`, the newest first. */
  readonly secrets: string;
  readonly created_at: number | string;
  /** Null: it takes webhooks. */
  readonly disabled_at: number | string | null;
}

/** What is to be sent, and what became of it. */
export interface DeliveryTable {
  /** `webhook-id`, the same in each attempt. */
  readonly id: string;
  readonly endpoint_id: string;
  /** Name in the contract. */
  readonly webhook: string;
  readonly method: string;
  /** With its `?`; '' without. */
  readonly query: string;
  /** JSON of names and values. */
  readonly headers: string;
  readonly body: Uint8Array | null;
  readonly state: string;
  readonly attempts: number;
  /** Not sent before; while it is being sent, the time at which another process may take it. */
  readonly due_at: number | string;
  /** Of who is sending it. */
  readonly claim: string | null;
  readonly created_at: number | string;
  readonly settled_at: number | string | null;
  readonly traceparent: string | null;
  /** JSON of `DeliveryAttempt[]`, the oldest first. */
  readonly history: string;
}

export interface WebhookTables {
  readonly webhook_endpoints: EndpointTable;
  readonly webhook_deliveries: DeliveryTable;
}

/** What creates the tables of the outbox, for a migration of the service's own. */
export function createWebhookTables(kind: DatabaseKind): readonly CompiledQuery[] {
  const database = statementsFor(kind);
  return [
    database.schema
      .createTable('webhook_endpoints')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('url', 'text', (column) => column.notNull())
      .addColumn('secrets', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('disabled_at', 'bigint')
      .compile(),
    createDeliveries(database, kind === 'postgres' ? 'bytea' : 'blob'),
    database.schema
      .createIndex('webhook_deliveries_due')
      .on('webhook_deliveries')
      .columns(['state', 'due_at', 'endpoint_id'])
      .compile(),
    database.schema
      .createIndex('webhook_deliveries_of_endpoint')
      .on('webhook_deliveries')
      .columns(['endpoint_id', 'state', 'due_at'])
      .compile(),
  ];
}

function createDeliveries({ schema }: Kysely<WebhookTables>, octets: 'bytea' | 'blob'): CompiledQuery {
  return schema
    .createTable('webhook_deliveries')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('endpoint_id', 'text', (column) =>
      column.notNull().references('webhook_endpoints.id').onDelete('cascade'),
    )
    .addColumn('webhook', 'text', (column) => column.notNull())
    .addColumn('method', 'text', (column) => column.notNull())
    .addColumn('query', 'text', (column) => column.notNull())
    .addColumn('headers', 'text', (column) => column.notNull())
    .addColumn('body', octets)
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('claim', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('settled_at', 'bigint')
    .addColumn('traceparent', 'text')
    .addColumn('history', 'text', (column) => column.notNull())
    .compile();
}
