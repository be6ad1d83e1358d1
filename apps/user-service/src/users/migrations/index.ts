import type { Migration } from 'kysely/migration';
import { createUsers } from './0001-create-users.ts';
import { seedUsers } from './0002-seed-users.ts';

export type DatabaseKind = 'sqlite' | 'postgres';

/** Every migration by name, in the order in which they run. A migration that has been released never changes. */
export function migrations(kind: DatabaseKind): Record<string, Migration> {
  return {
    '0001-create-users': createUsers(kind),
    '0002-seed-users': seedUsers,
  };
}
