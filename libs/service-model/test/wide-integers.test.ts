import { expect, it } from 'vitest';
import { readServiceModelText } from '../src/index.ts';

async function read(schemas: string, root = '') {
  const text = `openapi: 3.1.0\ninfo: { title: T, version: '1' }\n${root}\npaths: {}\ncomponents:\n  schemas:\n    ${schemas}\n`;
  const { model, diagnostics } = await readServiceModelText({ text, file: '/nowhere/a.yaml' });
  return { schema: model?.schemas.A, findings: diagnostics.map(({ severity, code }) => `${severity} ${code}`) };
}

it.each([
  ['A: { type: integer, x-brrt-type: bigint }', { type: 'integer', 'x-brrt-type': 'bigint' }],
  [
    'A: { type: integer, x-brrt-type: bigint, maximum: 9223372036854775807, minimum: 5 }',
    { 'x-brrt-digits': { maximum: '9223372036854775807' }, minimum: 5 },
  ],
  [
    'A:\n      type: integer\n      x-brrt-type: bigint\n      enum:\n        - 1\n        - 9007199254740993\n      "const": 9007199254740993\n',
    { 'x-brrt-digits': { enum: [1, '9007199254740993'], const: '9007199254740993' } },
  ],
  [
    'A: { type: integer, x-brrt-type: bigint, default: 1e300 }',
    { 'x-brrt-digits': { default: BigInt(1e300).toString() } },
  ],
])('digits of %s are kept', async (schema, expected) => {
  const { schema: made, findings } = await read(schema);
  expect(findings).toEqual([]);
  expect(made).toMatchObject(expected);
});

it('digits of a contract in JSON are kept', async () => {
  const schema =
    '{"type":"integer","x-brrt-type":"bigint","maximum" : 9223372036854775807,"enum":[9007199254740993,5]}';
  const text = `{"openapi":"3.1.0","info":{"title":"T","version":"1"},"paths":{},"components":{"schemas":{"A":${schema}}}}`;
  const { model } = await readServiceModelText({ text, file: '/nowhere/a.json' });
  expect(model?.schemas.A).toMatchObject({
    'x-brrt-digits': { maximum: '9223372036854775807', enum: ['9007199254740993', 5] },
  });
});

it.each([
  ['A: { type: integer, format: int64 }', { type: 'integer', format: 'int64', 'x-brrt-type': 'bigint' }],
  ['A: { type: [integer, "null"], format: uint64 }', { 'x-brrt-type': 'bigint' }],
  ['A: { type: integer, format: int32 }', { type: 'integer', format: 'int32' }],
  ['A: { type: string, format: int64 }', { type: 'string', format: 'int64' }],
])('x-brrt-int64: bigint reads %s', async (schema, expected) => {
  const { schema: made, findings } = await read(schema, 'x-brrt-int64: bigint');
  expect(findings).toEqual([]);
  expect(made).toMatchObject(expected);
  expect(Object.hasOwn(Object(made), 'x-brrt-type')).toBe('x-brrt-type' in expected);
});

it.each([
  ['A: { type: string, x-brrt-type: bigint }', ''],
  ['A: { type: integer, x-brrt-type: long }', ''],
  ['A: { type: integer, format: int64 }', 'x-brrt-int64: yes'],
])('%s is no setting', async (schema, root) => {
  const { schema: made, findings } = await read(schema, root);
  expect(findings).toEqual(['warning unknown-setting']);
  expect(Object.hasOwn(Object(made), 'x-brrt-type')).toBe(false);
});

it('every number of a schema without `bigint` that is read as another one is noted', async () => {
  const { findings } = await read('A: { type: integer, enum: [1, 9007199254740993], default: 9007199254740993 }');
  expect(findings).toEqual(['note inexact-number', 'note inexact-number']);
});
