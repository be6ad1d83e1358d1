import { expect, it } from 'vitest';
import { summarize } from './database-spans.ts';

it.each([
  ["SELECT * FROM users WHERE name = 'O''Brien' AND age > 41.0", 'SELECT * FROM users WHERE name = ? AND age > ?'],
  ["insert into a2 values (x'00ff', -1, 1e9, NULL)", 'insert into a2 values (?, ?, ?, NULL)'],
  ['select "users"."col1" from users\n  where id = ?', 'select "users"."col1" from users where id = ?'],
  ["select 'never closed secret", 'select ?'],
  ['select $1, a[2]', 'select $1, a[?]'],
])('a statement is shown without values: %s', (sql, shown) => {
  expect(summarize(sql)).toBe(shown);
});
