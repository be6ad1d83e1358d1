import { expect, it } from 'vitest';
import { isLoopback } from './peer-list.ts';

it.each([
  ['127.0.0.1', true],
  ['127.8.9.10', true],
  ['::ffff:127.0.0.1', true],
  ['::1', true],
  ['128.0.0.1', false],
  ['::ffff:10.0.0.1', false],
  ['::2', false],
  ['127.0.0.1.example', false],
  ['', false],
  [undefined, false],
])('%s is of this machine alone: %s', (address, want) => {
  expect(isLoopback(address)).toBe(want);
});
