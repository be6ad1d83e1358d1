import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from './migrate.ts';
import { openStore } from './open-store.ts';
import { bytes, count, number, text } from './row.ts';
import { transaction } from './transaction.ts';

describe('the database', () => {
  it('begins with the data of the first day', () => {
    const database = openStore(':memory:');
    expect(count(database.prepare('SELECT count(*) AS count FROM pets').get())).toBe(36);
    expect(
      database
        .prepare('SELECT name FROM users ORDER BY id')
        .all()
        .map((row) => text(row, 'name')),
    ).toEqual(['Ada', 'Grace', 'Linus', 'Margaret', 'Edsger']);
    database.close();
  });

  it('has no row that points nowhere', () => {
    const database = openStore(':memory:');
    expect(database.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
    database.close();
  });
});

describe('a database in a file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'petstore-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('keeps what was written and is seeded once', () => {
    const file = join(folder, 'petstore.sqlite');
    const first = openStore(file);
    first.exec('DELETE FROM pets WHERE id > 2');
    first.close();
    const second = openStore(file);
    expect(count(second.prepare('SELECT count(*) AS count FROM pets').get())).toBe(2);
    second.close();
  });

  it('is refused when it is no database', () => {
    const file = join(folder, 'notes.txt');
    writeFileSync(file, 'This is no database, and it is longer than the header of one would be.'.repeat(10));
    expect(() => openStore(file)).toThrow(/not a database/);
  });

  it('is refused when a newer version made it', () => {
    const database = new DatabaseSync(':memory:');
    database.exec('PRAGMA user_version = 7');
    expect(() => migrate(database, [])).toThrow('The database has schema version 7, this application knows 0');
    database.close();
  });
});

describe('a transaction', () => {
  it('leaves nothing behind when the work throws', () => {
    const database = new DatabaseSync(':memory:');
    database.exec('CREATE TABLE notes (line TEXT) STRICT');
    expect(() =>
      transaction(database, () => {
        database.exec("INSERT INTO notes VALUES ('one')");
        throw new RangeError('enough');
      }),
    ).toThrow('enough');
    expect(database.prepare('SELECT * FROM notes').all()).toEqual([]);
    database.close();
  });
});

it.each([
  ['text', () => text({ name: 1 }, 'name'), 'Column name has to be text, not number'],
  ['a number', () => number({ age: null }, 'age'), 'Column age has to be a number, not null'],
  ['a blob', () => bytes({}, 'content'), 'Column content has to be a blob, not undefined'],
])('a column that is not %s is a mistake of the query', (_name, read, message) => {
  expect(read).toThrow(new TypeError(message));
});
