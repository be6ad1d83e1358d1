import { expect, it } from 'vitest';
import { entityTag, meetsIfMatch, namesTag } from './entity-tag.ts';

it('names a pet and its revision', () => expect(entityTag({ id: 1, revision: 7 })).toBe('"1-7"'));

it.each([
  [undefined, true, false],
  ['*', true, true],
  ['"1-7"', true, true],
  ['"1-6", "1-7"', true, true],
  ['W/"1-7"', false, true],
  ['"1-6"', false, false],
  ['1-7', false, false],
])('compares %s with "1-7": If-Match %s, If-None-Match %s', (header, matches, names) => {
  expect([meetsIfMatch(header, '"1-7"'), namesTag(header, '"1-7"')]).toEqual([matches, names]);
});
