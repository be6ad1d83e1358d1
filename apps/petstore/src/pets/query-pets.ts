import type { DatabaseSync, StatementSync } from 'node:sqlite';
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
  readonly value: string | number;
}

const defaultLimit = 100;

/** Answers queries; their SQL differs only in which conditions it has, so each form is prepared once. */
export function createPetQueries(database: DatabaseSync): (query: PetQuery) => Page<Pet> {
  const prepared = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const statement = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  return (query) => {
    const { order = 'id', limit = defaultLimit, offset = 0 } = query;
    const conditions = conditionsOf(query);
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`;
    const values = conditions.map(({ value }) => value);
    const page = prepare(`SELECT ${petColumns} FROM pets ${where} ORDER BY ${orders[order]} LIMIT ? OFFSET ?`);
    const all = prepare(`SELECT count(*) AS count FROM pets ${where}`);
    return { entries: page.all(...values, limit, offset).map(readPet), total: count(all.get(...values)) };
  };
}

const orders = { id: 'id', name: 'name, id', age: 'age, id' } as const;

function conditionsOf(query: PetQuery): readonly Condition[] {
  const { name, breeds, age, vaccinated, tags, anyTag, owned } = query;
  const conditions: Condition[] = [];
  const add = (sql: string, value: string | number): number => conditions.push({ sql, value });
  if (name !== undefined) add('instr(lower(name), lower(?)) > 0', name);
  if (breeds !== undefined) add('breed IN (SELECT value FROM json_each(?))', JSON.stringify(breeds));
  if (age?.from !== undefined) add('age >= ?', age.from);
  if (age?.to !== undefined) add('age <= ?', age.to);
  if (vaccinated !== undefined) add('vaccinated = ?', vaccinated ? 1 : 0);
  if (owned !== undefined) add('(owner_id IS NOT NULL) = ?', owned ? 1 : 0);
  if (tags !== undefined) {
    const own = 'SELECT value FROM json_each(tags)';
    add(`NOT EXISTS (SELECT 1 FROM json_each(?) WHERE value NOT IN (${own}))`, JSON.stringify(tags));
  }
  if (anyTag !== undefined) {
    const wanted = 'SELECT value FROM json_each(?)';
    add(`EXISTS (SELECT 1 FROM json_each(tags) WHERE value IN (${wanted}))`, JSON.stringify(anyTag));
  }
  return conditions;
}
