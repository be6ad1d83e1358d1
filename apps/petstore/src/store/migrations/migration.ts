import type { DatabaseSync } from 'node:sqlite';

/** One step of the schema. Never changed once released: a later step mends it. */
export interface Migration {
  readonly name: string;
  up(database: DatabaseSync): void;
}
