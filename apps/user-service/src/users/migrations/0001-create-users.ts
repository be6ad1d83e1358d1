import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from './index.ts';

/** SQLite has no types for UUIDs and times; PostgreSQL sorts text by octets, as SQLite does, only when told so. */
const columnTypes = {
  sqlite: { uuid: sql`text`, time: sql`text`, key: sql`text` },
  postgres: { uuid: sql`uuid`, time: sql`timestamptz(3)`, key: sql`text collate "C"` },
};

export function createUsers(kind: DatabaseKind): Migration {
  const { uuid, time, key } = columnTypes[kind];
  return {
    async up(database: Kysely<unknown>): Promise<void> {
      await database.schema
        .createTable('users')
        .addColumn('id', uuid, (column) => column.primaryKey())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('name_key', key, (column) => column.notNull())
        .addColumn('email', 'text', (column) => column.notNull())
        .addColumn('email_key', key, (column) => column.notNull())
        .addColumn('role', key, (column) => column.notNull())
        .addColumn('bio', 'text')
        .addColumn('created_at', time, (column) => column.notNull())
        .addColumn('updated_at', time, (column) => column.notNull())
        .addUniqueConstraint('users_email_key_unique', ['email_key'])
        .addCheckConstraint('users_role_known', sql`role in ('admin', 'member', 'guest')`)
        .execute();
      await database.schema.createIndex('users_name_key').on('users').columns(['name_key', 'id']).execute();
    },
    async down(database: Kysely<unknown>): Promise<void> {
      await database.schema.dropTable('users').execute();
    },
  };
}
