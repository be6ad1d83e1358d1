import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { EventLog } from '../events/event-log.ts';
import { json, type Row, text } from '../store/row.ts';
import { transaction } from '../store/transaction.ts';

export type Animal = { readonly name?: string } & (
  | { readonly type: 'dog'; readonly bark: boolean }
  | { readonly type: 'cat'; readonly meow: boolean }
  | { readonly type: 'bird'; readonly wingspanCm: number }
);

export interface Admission {
  readonly id: string;
  /** RFC 3339 */
  readonly admittedAt: string;
  readonly animal: Animal;
}

export interface Shelter {
  /** Longest stay first. */
  list(type: Animal['type'] | undefined): readonly Admission[];
  admit(animal: Animal): Admission;
}

export function createShelter(database: DatabaseSync, events: EventLog, now: () => Date): Shelter {
  const select = database.prepare(
    'SELECT id, admitted_at, animal FROM admissions WHERE (:type IS NULL OR type = :type) ORDER BY admitted_at, rowid',
  );
  const insert = database.prepare('INSERT INTO admissions (id, admitted_at, type, animal) VALUES (?, ?, ?, ?)');
  return {
    list: (type) => select.all({ type: type ?? null }).map(readAdmission),
    admit: (animal) =>
      transaction(database, () => {
        const admission = { id: randomUUID(), admittedAt: now().toISOString(), animal };
        insert.run(admission.id, admission.admittedAt, animal.type, JSON.stringify(animal));
        events.record('animal.admitted', { admissionId: admission.id, type: animal.type });
        return admission;
      }),
  };
}

function readAdmission(row: Row): Admission {
  return { id: text(row, 'id'), admittedAt: text(row, 'admitted_at'), animal: json<Animal>(row, 'animal') };
}
