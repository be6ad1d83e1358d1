import { expect, it } from 'vitest';
import { parsePrefer } from './parse-prefer.ts';

it.each([
  [undefined, {}],
  ['', {}],
  ['example=cat', { example: 'cat' }],
  ['example="a \\"cat\\""', { example: 'a "cat"' }],
  ['code=404, example=none', { code: 404, example: 'none' }],
  ['Dynamic = true; x=1, seed=42', { dynamic: true, seed: 42 }],
  ['code=404, code=500', { code: 404 }],
  ['code=abc, seed=-1, seed=1', { unusable: ['code', 'seed'] }],
  ['code=99', { unusable: ['code'] }],
  ['code=600', { unusable: ['code'] }],
  ['code=100', { unusable: ['code'] }],
  ['code=199', { unusable: ['code'] }],
  ['code=200', { code: 200 }],
  ['respond-async, wait=10, dynamic', { unusable: ['dynamic'] }],
  ['example=', { unusable: ['example'] }],
  ['dynamic=false', { dynamic: false }],
  [['code=201', 'dynamic=true'], { dynamic: true, code: 201 }],
])('%j', (header, want) => expect(parsePrefer(header)).toEqual(want));
