import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { SqliteDialect, type SqliteStatement } from 'kysely';

// Another process may hold the write lock of a file: wait for it, milliseconds.
const busyTimeout = 5_000;

/**
 * Kysely's SQLite dialect over `node:sqlite`, which spreads its parameters where better-sqlite3 takes them in a list.
 * @param file path of the database, or `:memory:`
 */
export function createSqliteDialect(file: string): SqliteDialect {
  return new SqliteDialect({
    database: async () => {
      const database = new DatabaseSync(file, { timeout: busyTimeout });
      database.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on');
      return {
        close: () => database.close(),
        prepare: (sql) => adaptStatement(database.prepare(sql)),
      };
    },
  });
}

function adaptStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...inputValues(parameters)),
    iterate: (parameters) => statement.iterate(...inputValues(parameters)),
    run: (parameters) => statement.run(...inputValues(parameters)),
  };
}

// Queries bind text, numbers and null only; `node:sqlite` refuses anything else with a TypeError.
function inputValues(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters as SQLInputValue[];
}
