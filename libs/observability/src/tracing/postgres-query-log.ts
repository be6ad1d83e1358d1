import type { FinishedQuery } from './database-spans.ts';

let record: ((query: FinishedQuery) => void) | undefined;

/** Who makes spans of queries from now on; undefined: nobody. Told by who has loaded OpenTelemetry, so that nobody else has to. */
export function recordQueriesBy(recorder: typeof record): void {
  record = recorder;
}

/** The part of Kysely's log event that is used. */
export interface QueryEvent {
  readonly level: 'query' | 'error';
  readonly query: { readonly sql: string };
  readonly queryDurationMillis: number;
}

/** For the option `log` of Kysely: queries to PostgreSQL as spans. Those of `node:sqlite` need nothing. */
export function postgresQueryLog({ level, query, queryDurationMillis }: QueryEvent): void {
  record?.({
    system: 'postgresql',
    sql: query.sql,
    durationMilliseconds: queryDurationMillis,
    failed: level === 'error',
  });
}
