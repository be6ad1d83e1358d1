import { describe, expect, it } from 'vitest';
import { readSearch, toTraceQuery, writeSearch } from './trace-query.ts';

describe('the search of traces', () => {
  it.each([
    [
      'service=petstore&status=error&min=10&text=slow',
      { service: 'petstore', status: 'error', minDuration: 10, text: 'slow' },
    ],
    ['attribute=http.route:/pets&attribute=a:*', { attribute: ['http.route:/pets', 'a:*'] }],
    ['status=odd&min=-1&service=', {}],
    ['min=abc', {}],
  ])('%s asks for %j', (query, want) =>
    expect(toTraceQuery(new URLSearchParams(query))).toEqual({ ...want, limit: 500 }),
  );

  it.each(['service:petstore status:error http.route:"/a b" slow', 'min:100 a:b:c', ''])(
    '%j survives the query of the page',
    (typed) => {
      const query = new URLSearchParams();
      for (const [name, value] of Object.entries(readSearch(typed)))
        for (const one of value === undefined ? [] : [value].flat()) query.append(name, one);
      expect(writeSearch(query)).toBe(typed);
    },
  );
});
