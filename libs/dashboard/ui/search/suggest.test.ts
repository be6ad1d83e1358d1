import { expect, it } from 'vitest';
import { suggest } from './suggest.ts';

const names = [
  { name: 'service', values: ['petstore', 'user-service'] },
  { name: 'http.route', values: ['/pets', '/pets/{id} x'] },
];

it.each([
  ['', ['service:', 'http.route:']],
  ['ROUTE', ['http.route:']],
  ['service:petstore http', ['service:petstore http.route:']],
  ['service:', ['service:petstore ', 'service:user-service ']],
  ['service:user', ['service:user-service ']],
  ['service:petstore', []],
  ['http.route:/pets/', ['http.route:"/pets/{id} x" ']],
  ['unknown:', []],
])('after %j comes %j', (typed, want) => expect(suggest(typed, names).map((one) => one.typed)).toEqual(want));
