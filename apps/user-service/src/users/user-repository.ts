import { randomUUID } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import type { Database } from '../database/open-database.ts';
import { comparisonKey } from './comparison-key.ts';
import { EmailTakenError } from './email-taken-error.ts';
import type { User, UserDetails, UserOrder, UserPage, UserQuery } from './user.ts';
import type { UserTable } from './user-table.ts';

/** Users in a database, SQLite or PostgreSQL alike. Ids are UUIDs in either case. */
export interface UserRepository {
  find(query: UserQuery): Promise<UserPage>;
  get(id: string): Promise<User | undefined>;
  /** @throws EmailTakenError */
  create(details: UserDetails): Promise<User>;
  /**
   * Changes what `changes` has; undefined when there is no such user.
   * @throws EmailTakenError
   */
  update(id: string, changes: Partial<UserDetails>): Promise<User | undefined>;
  /** False when there is no such user. */
  delete(id: string): Promise<boolean>;
}

const sortColumns = { name: 'name_key', email: 'email_key', role: 'role', createdAt: 'created_at' } as const;

export function createUserRepository(database: Database): UserRepository {
  return {
    find: (query) => findUsers(database, query),
    async get(id) {
      const row = await database.selectFrom('users').selectAll().where('id', '=', key(id)).executeTakeFirst();
      return row && toUser(row);
    },
    async create(details) {
      const now = new Date().toISOString();
      const row = { id: randomUUID(), ...toColumns(details), created_at: now, updated_at: now };
      // The cast: every member of the details was given, so no column is missing.
      const insert = database
        .insertInto('users')
        .values(row as UserTable)
        .returningAll();
      return toUser(await insert.executeTakeFirstOrThrow().catch(mapConstraint));
    },
    async update(id, changes) {
      const columns = { ...toColumns(changes), updated_at: new Date().toISOString() };
      const update = database.updateTable('users').set(columns).where('id', '=', key(id)).returningAll();
      const row = await update.executeTakeFirst().catch(mapConstraint);
      return row && toUser(row);
    },
    async delete(id) {
      const { numDeletedRows } = await database.deleteFrom('users').where('id', '=', key(id)).executeTakeFirstOrThrow();
      return numDeletedRows > 0n;
    },
  };
}

async function findUsers(database: Database, { text, roles, sort, limit, offset }: UserQuery): Promise<UserPage> {
  let matching = database.selectFrom('users');
  if (roles !== undefined) matching = matching.where('role', 'in', roles);
  if (text !== undefined) {
    const pattern = `%${escapeWildcards(comparisonKey(text))}%`;
    matching = matching.where(({ or, ref }) =>
      or([contains(ref('name_key'), pattern), contains(ref('email_key'), pattern)]),
    );
  }
  const { total } = await matching.select(({ fn }) => fn.countAll().as('total')).executeTakeFirstOrThrow();
  let page = matching.selectAll().limit(limit).offset(offset);
  for (const order of sort) page = page.orderBy(sortColumns[property(order)], order.startsWith('-') ? 'desc' : 'asc');
  // The id makes the order total: two users may share every other value.
  const rows = await page.orderBy('id').execute();
  // PostgreSQL counts in text, beyond what a number holds.
  return { items: rows.map(toUser), total: Number(total) };
}

function contains(column: unknown, pattern: string) {
  return sql<boolean>`${column} like ${pattern} escape '!'`;
}

// 'a_b' → 'a!_b'
function escapeWildcards(text: string): string {
  return text.replace(/[!%_]/g, '!$&');
}

function property(order: UserQuery['sort'][number]): UserOrder {
  // The cast: what follows the sign is the order itself.
  return (order.startsWith('-') ? order.slice(1) : order) as UserOrder;
}

// SQLite keeps UUIDs as text: one spelling only.
function key(id: string): string {
  return id.toLowerCase();
}

function toColumns({ name, email, role, bio }: Partial<UserDetails>): Partial<UserTable> {
  return {
    ...(name !== undefined && { name, name_key: comparisonKey(name) }),
    ...(email !== undefined && { email, email_key: comparisonKey(email) }),
    ...(role !== undefined && { role }),
    ...(bio !== undefined && { bio }),
  };
}

function toUser(row: Selectable<UserTable>): User {
  const { id, name, email, role, bio, created_at, updated_at } = row;
  return { id, name, email, role, bio, createdAt: created_at, updatedAt: updated_at };
}

/** The database decides who was first: asking before would leave a gap between two requests. */
function mapConstraint(error: unknown): never {
  if (isUniqueViolation(error)) throw new EmailTakenError({ cause: error });
  throw error;
}

function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // SQLite: SQLITE_CONSTRAINT_UNIQUE; PostgreSQL: unique_violation with the name of the constraint.
  const { errcode, code, constraint } = error as { errcode?: number; code?: string; constraint?: string };
  if (errcode === 2067) return error.message.includes('users.email_key');
  return code === '23505' && constraint === 'users_email_key_unique';
}
