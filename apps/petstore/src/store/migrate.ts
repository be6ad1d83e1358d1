import type { DatabaseSync } from 'node:sqlite';
import type { Migration } from './migrations/migration.ts';
import { count } from './row.ts';
import { transaction } from './transaction.ts';

/**
 * Brings the database to the newest schema; each migration runs once, in its own transaction.
 * @throws RangeError when the database was made by a newer version of this application
 */
export function migrate(database: DatabaseSync, migrations: readonly Migration[]): void {
  const applied = count(database.prepare('SELECT user_version AS count FROM pragma_user_version').get());
  if (applied > migrations.length) {
    throw new RangeError(`The database has schema version ${applied}, this application knows ${migrations.length}`);
  }
  for (const [index, migration] of migrations.entries()) {
    if (index < applied) continue;
    transaction(database, () => {
      migration.up(database);
      database.exec(`PRAGMA user_version = ${index + 1}`);
    });
  }
}
