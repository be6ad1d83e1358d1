import type { SQLOutputValue } from 'node:sqlite';

/** One row of an answer of SQLite. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

/** @throws TypeError when the column is no text: the query and its reader disagree */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw mismatch(column, 'text', value);
  return value;
}

/** @throws TypeError when the column is no number */
export function number(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw mismatch(column, 'a number', value);
  return value;
}

/** SQLite has no booleans: 0 is false. */
export function flag(row: Row, column: string): boolean {
  return number(row, column) !== 0;
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

export function numberOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : number(row, column);
}

/** @throws TypeError when the column is no blob */
export function bytes(row: Row, column: string): Uint8Array {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw mismatch(column, 'a blob', value);
  return value;
}

/** JSON text that this application wrote itself; `Value` is what it wrote. */
export function json<Value>(row: Row, column: string): Value {
  return JSON.parse(text(row, column)) as Value;
}

/** The number under `count` in a row that always exists, as of `SELECT count(*) AS count`. */
export function count(row: Row | undefined): number {
  return row === undefined ? 0 : number(row, 'count');
}

function mismatch(column: string, expected: string, value: SQLOutputValue | undefined): TypeError {
  return new TypeError(`Column ${column} has to be ${expected}, not ${value === null ? 'null' : typeof value}`);
}
