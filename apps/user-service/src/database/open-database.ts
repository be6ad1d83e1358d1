import { postgresQueryLog } from '@brrt/observability';
import { requireOneProcess } from '@brrt/router-core';
import { Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { type DatabaseKind, migrations } from '../users/migrations/index.ts';
import type { UserTable } from '../users/user-table.ts';
import { createPostgresDialect } from './postgres-dialect.ts';
import { createSqliteDialect } from './sqlite-dialect.ts';

export interface Tables {
  readonly users: UserTable;
}

export type Database = Kysely<Tables>;

/**
 * Connects and brings the schema up to date: PostgreSQL where `url` is given, else SQLite in `file`, else in memory.
 * Several processes may start at once; one of them migrates.
 * @throws whatever stopped the connection or a migration; nothing stays open then
 */
export async function openDatabase(options: {
  readonly file?: string | undefined;
  readonly url?: string | undefined;
}): Promise<Database> {
  const kind: DatabaseKind = options.url === undefined ? 'sqlite' : 'postgres';
  const { url, file = ':memory:' } = options;
  if (url === undefined && file === ':memory:')
    requireOneProcess('A database in memory', 'set database.file or DATABASE_URL');
  const dialect = url === undefined ? createSqliteDialect(file) : createPostgresDialect(url);
  const database = new Kysely<Tables>(kind === 'postgres' ? { dialect, log: postgresQueryLog } : { dialect });
  const provider = { getMigrations: async () => migrations(kind) };
  const { error } = await new Migrator({ db: database, provider }).migrateToLatest();
  if (error === undefined) return database;
  await database.destroy();
  throw error;
}

/** Rejects when the database does not answer. */
export async function pingDatabase(database: Database): Promise<void> {
  await sql`select 1`.execute(database);
}
