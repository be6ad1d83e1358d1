import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { type CompiledQuery, Kysely, SqliteDialect, type SqliteStatement } from 'kysely';
import type { WebhookTables } from './webhook-tables.ts';

/**
 * The outbox in a database that the service opened with `node:sqlite` itself. Its own transactions are synchronous, so no question of
 * the outbox ever falls into one; whoever opened the database closes it.
 */
export function shareSqlite(database: DatabaseSync): Kysely<WebhookTables> {
  return new Kysely<WebhookTables>({
    dialect: new SqliteDialect({
      database: { close: () => undefined, prepare: (sql) => adaptStatement(database.prepare(sql)) },
    }),
  });
}

/** Runs a statement of the outbox in whatever transaction is open. */
export function runStatement(database: DatabaseSync, { sql, parameters }: CompiledQuery): void {
  database.prepare(sql).run(...inputValues(parameters));
}

function adaptStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...inputValues(parameters)),
    iterate: (parameters) => statement.iterate(...inputValues(parameters)),
    run: (parameters) => statement.run(...inputValues(parameters)),
  };
}

// Texts, numbers, octets and null: `node:sqlite` refuses anything else with a TypeError.
function inputValues(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters as SQLInputValue[];
}
