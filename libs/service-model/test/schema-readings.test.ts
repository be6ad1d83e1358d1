import { describe, expect, it } from 'vitest';
import { readServiceModelText } from '../src/index.ts';

/** Findings as `line severity code: hint`, and how the schema `A` is read. */
async function read(version: string, schema: string) {
  const text = `openapi: ${version}
info: { title: T, version: '1' }
paths: {}
components:
  schemas:
    A:
${schema.replaceAll(/^/gm, '      ')}
    B: { type: object }
`;
  const { model, diagnostics } = await readServiceModelText({ text, file: '/a.yaml' });
  return {
    findings: diagnostics.map(({ line, severity, code, hint }) => `${line} ${severity} ${code}: ${hint}`),
    pointers: diagnostics.map(({ pointer }) => pointer),
    schema: model?.schemas.A,
  };
}

type Row = readonly [name: string, version: string, schema: string, findings: readonly string[], read: unknown];

const types: readonly Row[] = [
  ['int', '3.1.0', 'type: int', ['7 warning unknown-type: It is read as integer'], { type: 'integer' }],
  [
    'float',
    '3.0.3',
    'type: float',
    ['7 warning unknown-type: It is read as number, format: float'],
    { type: 'number', format: 'float' },
  ],
  [
    'date',
    '3.1.0',
    'type: date',
    ['7 warning unknown-type: It is read as string, format: date'],
    { type: 'string', format: 'date' },
  ],
  [
    'date with a format of its own',
    '3.1.0',
    'type: date\nformat: date-time',
    ['7 warning unknown-type: It is read as string, format: date'],
    { type: 'string', format: 'date-time' },
  ],
  ['any', '3.1.0', 'type: any', ['7 warning unknown-type: The schema is read without it: any type'], {}],
  [
    'file beyond Swagger',
    '3.0.3',
    'type: file',
    ['7 warning unknown-type: It is read as string, format: binary'],
    { type: 'string', format: 'binary' },
  ],
  ['another case', '3.1.0', 'type: String', ['7 warning unknown-type: It is read as string'], { type: 'string' }],
  ['nobody knows', '3.1.0', 'type: strin', ['7 warning malformed-keyword: The schema is read without it'], {}],
  [
    'in a list',
    '3.1.0',
    "type: [int, 'null']",
    ['7 warning unknown-type: It is read as integer'],
    { type: ['integer', 'null'] },
  ],
  [
    'any in a list',
    '3.1.0',
    'type: [string, any]',
    ['7 warning unknown-type: The schema is read without it: any type'],
    {},
  ],
  [
    'a list in 3.0',
    '3.0.3',
    "type: [string, 'null']",
    ['7 note newer-keyword: It has the meaning of JSON Schema 2020-12'],
    { type: ['string', 'null'] },
  ],
  [
    'null in 3.0',
    '3.0.3',
    "type: 'null'",
    ['7 note newer-keyword: It has the meaning of JSON Schema 2020-12'],
    { type: 'null' },
  ],
  [
    'twice the same',
    '3.1.0',
    'type: [string, string]',
    ['7 warning duplicate-item: It counts once'],
    { type: ['string'] },
  ],
];

const values: readonly Row[] = [
  [
    'NO as a country is text',
    '3.1.0',
    'type: string\nenum: [NO, SE, on, yes]',
    [],
    { type: 'string', enum: ['NO', 'SE', 'on', 'yes'] },
  ],
  [
    'dates without quotes are text',
    '3.1.0',
    'type: string\nenum: [2020-01-01, 2020-01-02T00:00:00Z]\ndefault: 2020-01-01',
    [],
    { type: 'string', enum: ['2020-01-01', '2020-01-02T00:00:00Z'], default: '2020-01-01' },
  ],
  [
    'numbers without quotes',
    '3.1.0',
    'type: string\nenum: [1.0, 2.10]',
    ['8 warning mismatched-value: It is read as "1.0"', '8 warning mismatched-value: It is read as "2.10"'],
    { type: 'string', enum: ['1.0', '2.10'] },
  ],
  [
    'true without quotes',
    '3.1.0',
    'type: string\nenum:\n  - true\n  - other',
    ['9 warning mismatched-value: It is read as "true"'],
    { type: 'string', enum: ['true', 'other'] },
  ],
  [
    'an extension without its hyphen',
    '3.1.0',
    'type: string\nx_internal: true',
    ['8 warning foreign-keyword: Did you mean "x-internal"?'],
    { type: 'string' },
  ],
  [
    'a limit that no number holds',
    '3.0.3',
    'type: integer\nmaximum: 9223372036854775807',
    [
      '8 note inexact-number: It is read as 9223372036854775808; "x-brrt-type: bigint" keeps integers to the last digit',
    ],
    { type: 'integer', maximum: 2 ** 63 },
  ],
  [
    'a number in quotes',
    '3.1.0',
    "type: integer\ndefault: '5'",
    ['8 warning mismatched-value: It is read as 5'],
    { type: 'integer', default: 5 },
  ],
  [
    'a boolean in quotes',
    '3.1.0',
    "type: boolean\nconst: 'false'",
    ['8 warning mismatched-value: It is read as false'],
    { type: 'boolean', const: false },
  ],
  [
    'a fraction where whole numbers are asked for',
    '3.1.0',
    'type: integer\nenum: [1, 1.5]',
    ['8 warning mismatched-value: Nothing is valid that has it'],
    { type: 'integer', enum: [1, 1.5] },
  ],
  [
    'text where a number is asked for',
    '3.1.0',
    'type: number\ndefault: many',
    ['8 warning mismatched-value: Nothing is valid that has it'],
    { type: 'number', default: 'many' },
  ],
  [
    'null that nobody allows',
    '3.1.0',
    'type: string\nenum: [a, null]',
    ['8 warning mismatched-value: Nothing is valid that has it'],
    { type: 'string', enum: ['a', null] },
  ],
  [
    'null that is allowed',
    '3.0.3',
    'type: string\nnullable: true\nenum: [a, null]\ndefault: null',
    [],
    { type: ['string', 'null'], enum: ['a', null], default: null },
  ],
  [
    'of several types, anything',
    '3.1.0',
    'type: [string, integer]\nenum: [1, a]',
    [],
    { type: ['string', 'integer'], enum: [1, 'a'] },
  ],
  [
    'duplicates',
    '3.1.0',
    'enum: [a, b, a, { x: 1 }, { x: 1 }]',
    ['7 warning duplicate-item: It counts once'],
    { enum: ['a', 'b', { x: 1 }] },
  ],
  [
    'octal-like numbers are decimal',
    '3.1.0',
    'type: integer\nenum: [010, 0o17, 0x1F]',
    [],
    { type: 'integer', enum: [10, 15, 31] },
  ],
];

const rules: readonly Row[] = [
  [
    'required on a property, as in draft 3',
    '3.0.3',
    'type: object\nrequired: [b]\nproperties:\n  a: { type: string, required: true }\n  b: { type: string, required: false }',
    [
      '10 warning older-form: The object that has this as a property requires it',
      '11 warning older-form: The property is optional',
    ],
    { type: 'object', required: ['b', 'a'], properties: { a: { type: 'string' }, b: { type: 'string' } } },
  ],
  [
    'required beside a reference in 3.0',
    '3.0.3',
    "properties:\n  a: { $ref: '#/components/schemas/B', required: true }",
    ['8 note ignored-sibling: Put the reference into "allOf", or write the contract in OpenAPI 3.1'],
    { properties: { a: { $ref: '#/components/schemas/B' } } },
  ],
  [
    'required beside a reference in 3.1',
    '3.1.0',
    "properties:\n  a: { $ref: '#/components/schemas/B', required: true }",
    ['8 warning older-form: The object that has this as a property requires it'],
    { required: ['a'], properties: { a: { $ref: '#/components/schemas/B' } } },
  ],
  [
    'an exclusive limit as a number in 3.0',
    '3.0.3',
    'exclusiveMinimum: 5',
    ['7 note newer-keyword: It has the meaning of JSON Schema 2020-12'],
    { exclusiveMinimum: 5 },
  ],
  [
    'an exclusive limit as a word in 3.1',
    '3.1.0',
    'minimum: 5\nexclusiveMinimum: true',
    ['8 warning older-form: It is read together with "minimum", as in OpenAPI 3.0'],
    { exclusiveMinimum: 5 },
  ],
  [
    'a format of another type',
    '3.1.0',
    'type: integer\nformat: date',
    ['8 note mismatched-format: It is not checked'],
    { type: 'integer', format: 'date' },
  ],
  [
    'a format of numbers on a list',
    '3.1.0',
    'type: array\nformat: int32',
    ['8 note mismatched-format: It is not checked'],
    { type: 'array', format: 'int32' },
  ],
  ['numbers in text', '3.1.0', 'type: string\nformat: int64', [], { type: 'string', format: 'int64' }],
  [
    'an array without items in 3.0',
    '3.0.3',
    'type: array',
    ['7 warning missing-field: Its items may be anything'],
    { type: 'array' },
  ],
  ['an array without items in 3.1', '3.1.0', 'type: array', [], { type: 'array' }],
  [
    'nullable without a type',
    '3.0.3',
    'nullable: true\nenum: [a]',
    ['7 note nullable-without-type: It is read as "or null"'],
    { enum: ['a', null] },
  ],
  [
    'nullable beside allOf',
    '3.0.3',
    "nullable: true\nallOf: [{ $ref: '#/components/schemas/B' }]",
    ['7 note nullable-without-type: It is read as "or null"'],
    { anyOf: [{ allOf: [{ $ref: '#/components/schemas/B' }] }, { type: 'null' }] },
  ],
  [
    'nullable beside a reference',
    '3.0.3',
    "nullable: true\n$ref: '#/components/schemas/B'",
    ['7 note nullable-without-type: It is read as "or null"'],
    { anyOf: [{ $ref: '#/components/schemas/B' }, { type: 'null' }] },
  ],
  [
    'properties as a list',
    '3.1.0',
    'properties: [a, b]',
    ['7 warning malformed-keyword: The schema is read without it'],
    {},
  ],
  [
    'the word yes',
    '3.1.0',
    'uniqueItems: yes\nreadOnly: off',
    ['7 warning wrong-type: It is read as true', '8 warning wrong-type: It is read as false'],
    { uniqueItems: true, readOnly: false },
  ],
];

describe.each([
  ['the type of a schema', types],
  ['a value of a schema', values],
  ['a rule of a schema', rules],
])('%s', (_what, rows) => {
  it.each(rows)('%s (%s)', async (_name, version, schema, findings, want) => {
    const result = await read(version, schema);
    expect(result.findings).toEqual(findings);
    expect(result.schema).toEqual(want);
    expect(result.pointers.every((pointer) => pointer.startsWith('/components/schemas/A/'))).toBe(true);
  });
});
