import { expect, it } from 'vitest';
import { RequestValidationError } from '../errors/request-errors.ts';
import { compilePassedPath } from './compile-passed-path.ts';

it.each([
  ['/a/{x}/{y}', '/v1/{y}/b/{x}.json', ['1', '2'], '/v1/2/b/1.json'],
  ['/a/{x}', '/same', ['1'], '/same'],
  ['/a/{x}', '/{x}/{x}', ['1'], '/1/1'],
  ['/a/{x}', '/b/{x}', ['a%2Cb,c%c3%a4%252F'], '/b/a%2Cb,c%c3%a4%252F'],
  ['/a/{x}', '/b/{x}', [';p=1;q=2'], '/b/;p=1;q=2'],
  ['/a/{x}', '/b/{x}', ['"a|\u00e4'], '/b/%22a%7C%E4'],
  ['/a/{x}', '/b/{x}', ['...'], '/b/...'],
])('%s → %s with %j', (from, to, values, want) => expect(compilePassedPath(from, to)(values)).toBe(want));

it.each([
  '',
  'a%2Fb',
  'a%5Cb',
  'a\\b',
  '.',
  '..',
  '%2e%2E',
  '.%2e',
  '..;',
  '.;a',
  '%2e.%3Bp=1',
  'a%0Ab',
  'a%00b',
  'a%7f',
  'a%zz',
  '%ff',
])('refuses the value %j', (value) =>
  expect(() => compilePassedPath('/a/{x}', '/b/{x}')([value])).toThrow(RequestValidationError),
);

it('refuses values that make a step of dots together', () => {
  expect(() => compilePassedPath('/a/{x}/{y}', '/b/{x}{y}/c')(['.', '%2e'])).toThrow(RequestValidationError);
});
