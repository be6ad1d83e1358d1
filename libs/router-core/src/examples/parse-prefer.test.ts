import { expect, it } from 'vitest';
import { parsePrefer } from './parse-prefer.ts';

it.each([
  [undefined, { dynamic: false }],
  ['', { dynamic: false }],
  ['example=cat', { dynamic: false, example: 'cat' }],
  ['example="a \\"cat\\""', { dynamic: false, example: 'a "cat"' }],
  ['code=404, example=none', { dynamic: false, code: 404, example: 'none' }],
  ['Dynamic = true; x=1, seed=42', { dynamic: true, seed: 42 }],
  ['code=404, code=500', { dynamic: false, code: 404 }],
  ['code=abc, seed=-1, seed=1', { dynamic: false }],
  ['code=99', { dynamic: false }],
  ['code=600', { dynamic: false }],
  ['code=100', { dynamic: false }],
  ['code=199', { dynamic: false }],
  ['code=200', { dynamic: false, code: 200 }],
  ['respond-async, wait=10, dynamic', { dynamic: false }],
  ['example=', { dynamic: false }],
  [['code=201', 'dynamic=true'], { dynamic: true, code: 201 }],
])('%j', (header, want) => expect(parsePrefer(header)).toEqual(want));
