import { expect, it } from 'vitest';
import { readServiceModelText } from '../src/index.ts';
import { createContradictions } from '../src/model/contradictions.ts';

const id = (more: string): string => `{ type: object, required: [id], properties: { id: { type: integer${more} } } }`;

it.each([
  ['{ allOf: [{ type: string }, { type: integer }] }', '', 'No value is string and also integer'],
  [
    '{ allOf: [{ type: [integer, "null"] }, { enum: [a] }] }',
    '',
    'None of the values that are allowed is of the type that is asked for',
  ],
  ['{ enum: [a], const: b }', '/enum', 'None of the values that are allowed is in all lists at once'],
  [
    '{ type: object, required: [b], properties: { a: {} }, additionalProperties: false }',
    '/required',
    'The property "b" is required and not allowed',
  ],
  ['{ type: string, minLength: 3, maxLength: 2 }', '/minLength', '"minLength" 3 is above "maxLength" 2'],
  [`{ oneOf: [${id('')}, ${id('')}] }`, '/oneOf', /no value fits exactly one$/],
  [`{ oneOf: [${id(', readOnly: true')}, ${id('')}] }`, '/oneOf', /no value fits exactly one in an answer$/],
])('%s contradicts itself, and it is said where', async (schema, place, message) => {
  const text = `openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n    A: ${schema}\n`;
  const { diagnostics } = await readServiceModelText({ text, file: '/nowhere/a.yaml' });
  expect(diagnostics).toEqual([
    expect.objectContaining({ code: 'impossible-schema', line: 6, pointer: `/components/schemas/A${place}` }),
  ]);
  expect(diagnostics[0]?.message).toMatch(message);
});

it('what is read without a circle keeps its place', async () => {
  const twice = '{ allOf: [{ type: string }, { type: integer }] }';
  const schema = `{ anyOf: [${twice}, { $ref: '#/components/schemas/A' }] }`;
  const text = `openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n    A: ${schema}\n`;
  const { diagnostics } = await readServiceModelText({ text, file: '/nowhere/a.yaml' });
  expect(diagnostics).toMatchObject([
    { code: 'cyclic-schema' },
    { code: 'impossible-schema', file: '/nowhere/a.yaml', line: 6, pointer: '/components/schemas/A/anyOf/0' },
  ]);
});

const impossible = { type: 'string', minLength: 2, maxLength: 1 } as const;
const { behind } = createContradictions({
  Impossible: impossible,
  List: { type: 'object', required: ['next'], properties: { next: { $ref: '#/components/schemas/List' } } },
});
const referred = { $ref: '#/components/schemas/Impossible' } as const;

it.each([
  ['behind a reference', referred],
  ['in allOf', { allOf: [{}, referred] }],
  ['of a required property', { required: ['a'], properties: { a: referred } }],
  ['of items that have to be there', { type: 'array', minItems: 1, items: referred }],
  ['in all alternatives', { anyOf: [referred, { required: ['a'], properties: { a: referred } }] }],
])('a contradiction is found %s', (_where, schema) => expect(behind(schema)?.schema).toBe(impossible));

it.each([
  ['of an optional property', { properties: { a: referred } }],
  ['of items that may be missing', { type: 'array', items: referred }],
  ['in one alternative', { anyOf: [referred, {}] }],
  ['of a schema that contains itself', { $ref: '#/components/schemas/List' }],
  ['of nothing', true],
])('a contradiction %s leaves a value', (_where, schema) => expect(behind(schema)).toBeUndefined());
