import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { WebhookTables } from './webhook-tables.ts';

export type DatabaseKind = 'sqlite' | 'postgres';

/** Writes statements of a kind of database and sends none: they are run in whatever transaction the service is in. */
export function statementsFor(kind: DatabaseKind): Kysely<WebhookTables> {
  return kind === 'postgres' ? postgres : sqlite;
}

const sqlite = new Kysely<WebhookTables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new SqliteIntrospector(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

const postgres = new Kysely<WebhookTables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});
