import { describe, expect, it } from 'vitest';
import { filterValue, formatFilterText, parseFilterText } from './filter-text.ts';

describe('what is typed into a search box', () => {
  it.each([
    ['', [], ''],
    ['slow  query', [], 'slow query'],
    ['status:error', [['status', 'error']], ''],
    ['http.route:"/pets/{id} x" slow', [['http.route', '/pets/{id} x']], 'slow'],
    [
      'a:1 b a:2',
      [
        ['a', '1'],
        ['a', '2'],
      ],
      'b',
    ],
    ['http://127.0.0.1:8081/pets', [], 'http://127.0.0.1:8081/pets'],
    ['note:"not closed', [['note', 'not closed']], ''],
    ['service:', [['service', '']], ''],
    ['12:30', [], '12:30'],
  ])('reads %j', (typed, filters, text) => {
    const parsed = parseFilterText(typed);
    expect(parsed.filters.map(({ name, value }) => [name, value])).toEqual(filters);
    expect(parsed.text).toBe(text);
  });

  it('is written as it is read', () => {
    const typed = 'service:petstore http.route:"/a b" two words';
    expect(formatFilterText(parseFilterText(typed))).toBe(typed);
  });

  it('takes the last of two filters, and none that is empty', () => {
    expect(filterValue(parseFilterText('a:1 a:2'), 'a')).toBe('2');
    expect(filterValue(parseFilterText('a:'), 'a')).toBeUndefined();
  });
});
