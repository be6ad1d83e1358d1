import { DatabaseSync } from 'node:sqlite';
import { requireOneProcess } from '@brrt/router-core';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';

/**
 * Opens the embedded database, brings its schema up to date and, when it is new, fills it with the store's first data.
 * @param file path, or `:memory:` for a database that ends with the process
 * @throws OneProcessError for a database in memory in one of several workers
 * @throws Error of SQLite (`ERR_SQLITE_ERROR`) when the file cannot be opened or is no database
 */
export function openStore(file: string): DatabaseSync {
  if (file === ':memory:') requireOneProcess('A database in memory', 'set database.file');
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: true, timeout: 5_000 });
  try {
    if (file !== ':memory:') database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    migrate(database, migrations);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
