import type { DatabaseSync } from 'node:sqlite';
import type { EventLog } from '../events/event-log.ts';
import type { Page, PageRequest } from '../page.ts';
import { count } from '../store/row.ts';
import { transaction } from '../store/transaction.ts';
import type { Pet, PetDetails } from './pet.ts';
import { petColumns, readPet, writePet } from './pet-row.ts';
import { createPetQueries, type PetQuery } from './query-pets.ts';

/** A change of a pet that did or did not happen. */
export type PetChange =
  | { readonly outcome: 'changed'; readonly pet: Pet }
  | { readonly outcome: 'missing' }
  /** Somebody else was faster. */
  | { readonly outcome: 'stale' };

/** The pets of the store; each change is recorded as an event. */
export interface Pets {
  /** In the order of ids; with tags, those that carry at least one. */
  list(page: PageRequest, tags: readonly string[]): Page<Pet>;
  query(query: PetQuery): Page<Pet>;
  find(id: number): Pet | undefined;
  ownedBy(userId: string): readonly Pet[];
  countByColor(color: string): number;
  add(details: PetDetails): Pet;
  /** @param isExpected asked about the pet as it is, right before it changes */
  change(id: number, change: (pet: Pet) => PetDetails, isExpected?: (pet: Pet) => boolean): PetChange;
  /** False when there is no such pet. */
  remove(id: number): boolean;
}

export function createPets(database: DatabaseSync, events: EventLog): Pets {
  const statements = preparePets(database);
  const queryPets = createPetQueries(database);
  const find = (id: number): Pet | undefined => {
    const row = statements.find.get(id);
    return row === undefined ? undefined : readPet(row);
  };
  return {
    find,
    list: ({ limit, offset }, tags) =>
      tags.length === 0
        ? { entries: statements.list.all(limit, offset).map(readPet), total: count(statements.count.get()) }
        : queryPets({ anyTag: tags, order: 'id', limit, offset }),
    query: queryPets,
    ownedBy: (userId) => statements.ownedBy.all(userId).map(readPet),
    countByColor: (color) => count(statements.countByColor.get(color)),
    add: (details) =>
      transaction(database, () => {
        const pet = { ...details, id: Number(statements.insert.run(writePet(details)).lastInsertRowid), revision: 1 };
        events.record('pet.created', { petId: pet.id, name: pet.name });
        return pet;
      }),
    change: (id, change, isExpected = () => true) =>
      transaction(database, () => {
        const before = find(id);
        if (before === undefined) return { outcome: 'missing' };
        if (!isExpected(before)) return { outcome: 'stale' };
        const pet = { ...change(before), id, revision: before.revision + 1 };
        statements.update.run({ ...writePet(pet), id, revision: pet.revision });
        events.record('pet.updated', { petId: id, revision: pet.revision });
        return { outcome: 'changed', pet };
      }),
    remove: (id) =>
      transaction(database, () => {
        if (statements.remove.run(id).changes === 0) return false;
        events.record('pet.deleted', { petId: id });
        return true;
      }),
  };
}

function preparePets(database: DatabaseSync) {
  return {
    list: database.prepare(`SELECT ${petColumns} FROM pets ORDER BY id LIMIT ? OFFSET ?`),
    count: database.prepare('SELECT count(*) AS count FROM pets'),
    find: database.prepare(`SELECT ${petColumns} FROM pets WHERE id = ?`),
    ownedBy: database.prepare(`SELECT ${petColumns} FROM pets WHERE owner_id = ? ORDER BY id`),
    countByColor: database.prepare('SELECT count(*) AS count FROM pets WHERE color = ?'),
    insert: database.prepare(
      `INSERT INTO pets (name, breed, age, vaccinated, tags, color, owner_id)
       VALUES (:name, :breed, :age, :vaccinated, :tags, :color, :ownerId)`,
    ),
    update: database.prepare(
      `UPDATE pets SET name = :name, breed = :breed, age = :age, vaccinated = :vaccinated, tags = :tags,
       color = :color, owner_id = :ownerId, revision = :revision WHERE id = :id`,
    ),
    remove: database.prepare('DELETE FROM pets WHERE id = ?'),
  };
}
