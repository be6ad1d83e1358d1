import type { DatabaseSync } from 'node:sqlite';
import type { EventLog } from '../events/event-log.ts';
import type { Page, PageRequest } from '../page.ts';
import { count, number, type Row, text, textOrNull } from '../store/row.ts';
import { transaction } from '../store/transaction.ts';

export interface User {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
}

export interface Users {
  /** In the order of ids. */
  list(page: PageRequest): Page<User>;
  find(id: string): User | undefined;
  /** Takes the posts along and leaves the pets without an owner. False when there is no such user. */
  remove(id: string): boolean;
}

export function createUsers(database: DatabaseSync, events: EventLog): Users {
  const list = database.prepare('SELECT id, name, email FROM users ORDER BY id LIMIT ? OFFSET ?');
  const all = database.prepare('SELECT count(*) AS count FROM users');
  const find = database.prepare('SELECT id, name, email FROM users WHERE id = ?');
  const remove = database.prepare('DELETE FROM users WHERE id = ?');
  const release = database.prepare(
    'UPDATE pets SET owner_id = NULL, revision = revision + 1 WHERE owner_id = ? RETURNING id, revision',
  );
  return {
    list: ({ limit, offset }) => ({ entries: list.all(limit, offset).map(readUser), total: count(all.get()) }),
    find(id) {
      const row = find.get(id);
      return row === undefined ? undefined : readUser(row);
    },
    remove: (id) =>
      transaction(database, () => {
        if (remove.run(id).changes === 0) return false;
        for (const pet of release.all(id)) {
          events.record('pet.updated', { petId: number(pet, 'id'), revision: number(pet, 'revision') });
        }
        return true;
      }),
  };
}

function readUser(row: Row): User {
  return { id: text(row, 'id'), name: text(row, 'name'), email: textOrNull(row, 'email') };
}
