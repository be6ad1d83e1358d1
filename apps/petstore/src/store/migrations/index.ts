import { createTables } from './0001-create-tables.ts';
import { insertSeed } from './0002-insert-seed.ts';
import { createOutbox } from './0003-create-outbox.ts';
import type { Migration } from './migration.ts';

/** In the order in which they run; their number is the schema version. */
export const migrations: readonly Migration[] = [createTables, insertSeed, createOutbox];
