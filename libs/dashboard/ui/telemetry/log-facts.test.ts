import { expect, it } from 'vitest';
import { logFacts } from './log-facts.ts';

it.each([
  [{}, ''],
  [
    {
      'http.request.method': 'GET',
      'http.route': '/pets',
      'http.response.status_code': 200,
      'brrt.duration_ms': 9.98,
      'brrt.request_id': 'x',
    },
    'GET /pets 200 9.98 ms',
  ],
  [
    {
      'http.request.method': 'GET',
      'url.path': '/no',
      'http.response.status_code': 404,
      'error.type': 'ERR_ROUTE_NOT_FOUND',
    },
    'GET /no 404 ERR_ROUTE_NOT_FOUND',
  ],
  [{ petId: 7, tags: ['a'], hostname: 'h' }, 'petId=7 tags=["a"]'],
  [{ long: 'x'.repeat(100) }, `long=${'x'.repeat(60)}`],
])('%j is told as %j', (attributes, want) => expect(logFacts({ attributes })).toBe(want));
