import { PostgresDialect } from 'kysely';
import pg from 'pg';

const { Pool, types } = pg;
const connectionTimeoutMillis = 5_000;

/**
 * PostgreSQL over a pool of connections. Times arrive as in SQLite: text, RFC 3339 in UTC with milliseconds.
 * @param url `postgres://user:password@host:5432/database`
 */
export function createPostgresDialect(url: string): PostgresDialect {
  const pool = new Pool({ connectionString: url, connectionTimeoutMillis, types: { getTypeParser } });
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => {});
  return new PostgresDialect({ pool });
}

// The cast: `pg` types the parser by its format, and this one serves text only, as `pg` asks for it.
const getTypeParser = ((oid: number, format?: 'text' | 'binary') =>
  oid === types.builtins.TIMESTAMPTZ
    ? (text: string) => new Date(text).toISOString()
    : types.getTypeParser(oid, format as 'text')) as typeof types.getTypeParser;
