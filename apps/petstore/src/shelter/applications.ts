import type { DatabaseSync } from 'node:sqlite';
import { count } from '../store/row.ts';

/** Somebody who would like to give an animal a home. */
export interface Application {
  readonly name: string;
  /** Years. */
  readonly age?: number | undefined;
  readonly interests?: readonly string[] | undefined;
}

export interface Applications {
  /** The number of the application, and how many came earlier. */
  submit(application: Application): { readonly id: number; readonly waitingBefore: number };
}

export function createApplications(database: DatabaseSync): Applications {
  const waiting = database.prepare('SELECT count(*) AS count FROM applications');
  const insert = database.prepare('INSERT INTO applications (name, age, interests) VALUES (?, ?, ?)');
  return {
    submit({ name, age, interests = [] }) {
      const waitingBefore = count(waiting.get());
      const { lastInsertRowid } = insert.run(name, age ?? null, JSON.stringify(interests));
      return { id: Number(lastInsertRowid), waitingBefore };
    },
  };
}
