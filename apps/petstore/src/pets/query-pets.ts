import type { DatabaseSync } from 'node:sqlite';
import type { Page } from '../page.ts';
import { count } from '../store/row.ts';
import type { Breed, Pet } from './pet.ts';
import { petColumns, readPet } from './pet-row.ts';

/** All conditions that are given have to hold. */
export interface PetQuery {
  /** Part of the name, whatever the case of ASCII letters. */
  readonly name?: string | undefined;
  readonly breeds?: readonly Breed[] | undefined;
  /** Years, bounds included. */
  readonly age?: { readonly from?: number | undefined; readonly to?: number | undefined } | undefined;
  readonly vaccinated?: boolean | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly anyTag?: readonly string[] | undefined;
  readonly owned?: boolean | undefined;
  readonly order?: 'id' | 'name' | 'age' | undefined;
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
}

interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

const defaultLimit = 100;

export function queryPets(database: DatabaseSync, query: PetQuery): Page<Pet> {
  const { order = 'id', limit = defaultLimit, offset = 0 } = query;
  const conditions = conditionsOf(query);
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`;
  const values = conditions.flatMap((condition) => condition.values);
  const rows = database
    .prepare(`SELECT ${petColumns} FROM pets ${where} ORDER BY ${orders[order]} LIMIT ? OFFSET ?`)
    .all(...values, limit, offset);
  const total = count(database.prepare(`SELECT count(*) AS count FROM pets ${where}`).get(...values));
  return { entries: rows.map(readPet), total };
}

const orders = { id: 'id', name: 'name, id', age: 'age, id' } as const;

function conditionsOf(query: PetQuery): readonly Condition[] {
  const { name, breeds, age, vaccinated, tags, anyTag, owned } = query;
  const conditions: Condition[] = [];
  const add = (sql: string, ...values: (string | number)[]): number => conditions.push({ sql, values });
  if (name !== undefined) add('instr(lower(name), lower(?)) > 0', name);
  if (breeds !== undefined) add('breed IN (SELECT value FROM json_each(?))', JSON.stringify(breeds));
  if (age?.from !== undefined) add('age >= ?', age.from);
  if (age?.to !== undefined) add('age <= ?', age.to);
  if (vaccinated !== undefined) add('vaccinated = ?', vaccinated ? 1 : 0);
  if (owned !== undefined) add(owned ? 'owner_id IS NOT NULL' : 'owner_id IS NULL');
  for (const tag of tags ?? []) add('EXISTS (SELECT 1 FROM json_each(tags) WHERE value = ?)', tag);
  if (anyTag !== undefined) {
    add(
      'EXISTS (SELECT 1 FROM json_each(tags) WHERE value IN (SELECT value FROM json_each(?)))',
      JSON.stringify(anyTag),
    );
  }
  return conditions;
}
