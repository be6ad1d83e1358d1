import type { JsonSchema } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { schemaTypes } from './schema-types.ts';

const schemas: Readonly<Record<string, JsonSchema>> = {
  Pet: {
    type: 'object',
    required: ['id', 'kind'],
    properties: {
      id: { type: 'integer', readOnly: true },
      kind: { type: 'string' },
      note: { type: 'string', writeOnly: true },
    },
  },
  Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: 'object', properties: { kind: { const: 'cat' } } }] },
  Dog: { type: 'object', properties: { bark: { type: 'boolean' } } },
  Tag: { type: 'string', enum: ['a', 'b'] },
  Tree: { type: 'object', properties: { children: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } } },
  Stamp: { type: 'string', readOnly: true },
  PetInput: { type: 'string' },
  Shape: { type: 'object', required: ['form'], properties: { form: { enum: ['round', 'oval', 'flat'] } } },
  Disc: {
    allOf: [{ $ref: '#/components/schemas/Shape' }, { type: 'object', properties: { radius: { type: 'number' } } }],
  },
  Dot: { allOf: [{ $ref: '#/components/schemas/Shape' }, { type: 'object', properties: { form: { const: 'flat' } } }] },
};

function typeOf(schema: JsonSchema, direction: 'request' | 'response' = 'response'): string {
  return schemaTypes(schemas).typeOf(schema, direction).replaceAll(/\s+/g, ' ');
}

it.each<readonly [string, JsonSchema, string]>([
  ['anything', true, 'unknown'],
  ['nothing', false, 'never'],
  ['text', { type: 'string' }, 'string'],
  ['a whole number', { type: 'integer', minimum: 1 }, 'number'],
  ['a whole number without loss', { type: ['integer', 'null'], 'x-brrt-type': 'bigint' }, 'bigint | null'],
  ['some whole numbers without loss', { type: 'integer', 'x-brrt-type': 'bigint', enum: [1, 2] }, 'bigint'],
  ['one whole number without loss', { type: 'integer', 'x-brrt-type': 'bigint', const: 1 }, 'bigint'],
  ['text or null', { type: ['string', 'null'] }, 'string | null'],
  ['null', { const: null }, 'null'],
  ['one value', { const: 'a"b' }, '"a\\"b"'],
  ['one of some values', { enum: ['a', 1, null, true] }, '"a" | 1 | null | true'],
  ['one of some objects', { type: 'object', enum: [{ a: 1 }] }, '{ readonly a: 1; }'],
  ['a list', { type: 'array', items: { type: 'string' } }, 'readonly string[]'],
  ['a list of anything', { type: 'array' }, 'readonly unknown[]'],
  [
    'a tuple of which all may be missing',
    { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }] },
    'readonly [string?, number?, ...unknown[]]',
  ],
  [
    'a closed tuple',
    { type: 'array', prefixItems: [{ type: 'string' }, { enum: ['a', 'b'] }], minItems: 1, items: false },
    'readonly [string, ("a" | "b")?]',
  ],
  [
    'a tuple that goes on',
    { type: 'array', prefixItems: [{ type: 'string' }], minItems: 1, items: { type: ['number', 'null'] } },
    'readonly [string, ...(number | null)[]]',
  ],
  ['a list of lists', { type: 'array', items: { type: 'array', items: true } }, 'readonly (readonly unknown[])[]'],
  ['an object of unknown shape', { type: 'object' }, '{ readonly [key: string]: unknown; }'],
  ['a map', { type: 'object', additionalProperties: { type: 'number' } }, '{ readonly [key: string]: number; }'],
  [
    'a map by pattern',
    { type: 'object', patternProperties: { '^x': { type: 'number' } } },
    '{ readonly [key: string]: number; }',
  ],
  [
    'an open object',
    { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: { type: 'number' } },
    '{ readonly a?: string; readonly [key: string]: number | string; }',
  ],
  [
    'an open object with properties that are written out',
    { type: 'object', properties: { a: { properties: { b: true } } }, additionalProperties: { type: 'number' } },
    '{ readonly a?: { readonly b?: unknown; }; readonly [key: string]: unknown; }',
  ],
  [
    'an object without properties',
    { type: 'object', additionalProperties: false },
    '{ readonly [key: string]: never; }',
  ],
  [
    'an object or null',
    { type: ['object', 'null'], properties: { a: { type: 'string' } } },
    '{ readonly a?: string; } | null',
  ],
  [
    'names that are no identifiers',
    { type: 'object', properties: { 'a-b': true, '1': true } },
    '{ readonly "1"?: unknown; readonly "a-b"?: unknown; }',
  ],
  ['a reference', { $ref: '#/components/schemas/Tag' }, 'Tag'],
  ['a reference or null', { anyOf: [{ $ref: '#/components/schemas/Tag' }, { type: 'null' }] }, 'Tag | null'],
  [
    'a reference with more beside it',
    { $ref: '#/components/schemas/Dog', properties: { age: { type: 'number' } } },
    'Dog & { readonly age?: number; }',
  ],
  [
    'conditions on what is required',
    { type: 'object', properties: { a: { type: 'string' } }, anyOf: [{ required: ['a'] }] },
    '{ readonly a?: string; }',
  ],
  [
    'a requirement beside the reference that declares the property',
    { allOf: [{ $ref: '#/components/schemas/Dog' }, { required: ['bark'] }] },
    'Dog & { readonly bark: boolean; }',
  ],
  [
    'a union told apart by the names of its branches',
    { oneOf: [{ $ref: '#/components/schemas/Dog' }], discriminator: { propertyName: 'type' } },
    'Dog & { readonly type: "Dog"; }',
  ],
  [
    'a union told apart by a mapping',
    {
      oneOf: [{ $ref: '#/components/schemas/Dog' }],
      discriminator: { propertyName: 'type', mapping: { hound: '#/components/schemas/Dog' } },
    },
    'Dog & { readonly type: "hound"; }',
  ],
  [
    'branches that share what all of them may be',
    {
      oneOf: [{ $ref: '#/components/schemas/Disc' }, { $ref: '#/components/schemas/Dot' }],
      discriminator: {
        propertyName: 'form',
        mapping: { round: 'Disc', oval: '#/components/schemas/Disc', dotted: 'Dot' },
      },
    },
    '(Disc & { readonly form: "round" | "oval"; }) | Dot',
  ],
  [
    'a branch that takes what no other does',
    {
      anyOf: [{ $ref: '#/components/schemas/Dog' }, { $ref: '#/components/schemas/Tree' }],
      discriminator: { propertyName: 'type', defaultMapping: 'Tree' },
    },
    '(Dog & { readonly type: "Dog"; }) | Tree',
  ],
  [
    'parts that declare different properties',
    {
      allOf: [{ properties: { a: { type: 'string' } } }, { type: 'object', required: ['b'], properties: { b: true } }],
    },
    '{ readonly a?: string; readonly b: unknown; }',
  ],
  [
    'a default',
    { type: 'object', properties: { a: { type: 'number', default: 1 } } },
    '{ /** @default 1 */ readonly a?: number; }',
  ],
  ['what a type cannot say', { not: { type: 'string' } }, 'unknown'],
])('%s', (_name, schema, want) => expect(typeOf(schema)).toBe(want));

describe('by direction', () => {
  it('leaves out of a request what is only read, and of a response what is only written', () => {
    const pet = {
      type: 'object',
      properties: { id: { type: 'integer', readOnly: true }, note: { type: 'string', writeOnly: true } },
    };
    expect(typeOf(pet, 'request')).toBe('{ readonly note?: string; }');
    expect(typeOf(pet, 'response')).toBe('{ readonly id?: number; }');
  });

  it('finds the mark behind a reference', () => {
    const schema = {
      type: 'object',
      properties: { at: { $ref: '#/components/schemas/Stamp' }, name: { type: 'string' } },
    };
    expect(typeOf(schema, 'request')).toBe('{ readonly name?: string; }');
  });

  it('gives a schema two names only where the directions differ, and none twice', () => {
    expect(typeOf({ $ref: '#/components/schemas/Pet' }, 'request')).toBe('PetInput2');
    expect(typeOf({ $ref: '#/components/schemas/Cat' }, 'request')).toBe('CatInput');
    expect(typeOf({ $ref: '#/components/schemas/Dog' }, 'request')).toBe('Dog');
  });

  it('declares the second name only where a request reaches it', () => {
    const declared = (inputs: readonly JsonSchema[]): readonly string[] =>
      [
        ...schemaTypes(schemas)
          .declarations(inputs)
          .matchAll(/^export (?:interface|type) (\w+)/gm),
      ].map((match) => match[1] ?? '');
    expect(declared([])).toEqual(Object.keys(schemas));
    expect(declared([{ type: 'array', items: { $ref: '#/components/schemas/Cat' } }])).toContain('PetInput2');
  });
});

it('declares schemas that contain themselves', () => {
  expect(schemaTypes(schemas).declarations([])).toContain('readonly children?: readonly Tree[];');
});

describe('declarations', () => {
  const declared = (named: Readonly<Record<string, JsonSchema>>): string =>
    schemaTypes(named).declarations([]).replaceAll(/\s+/g, ' ').trim();
  const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

  it('say what people should know, whatever a contract writes there', () => {
    const note = {
      title: 'Note',
      description: 'First\n\n@deprecated */ last',
      type: 'string',
      format: 'date */',
      default: '*/',
      deprecated: true,
    };
    expect(schemaTypes({ note }).declarations([])).toBe(`/**
 * Note
 * First
 *
 * \\@deprecated *\\/ last
 * Format: date *\\/
 * @default "*\\/"
 * @deprecated
 */
export type note = string;
`);
  });

  it.each([
    ['itself alone', { A: ref('A') }, 'export type A = unknown;'],
    ['itself or more', { A: { anyOf: [{ type: 'string' }, ref('A')] } }, 'export type A = string;'],
    [
      'itself by way of another',
      { A: { oneOf: [{ type: 'string' }, ref('B')] }, B: { allOf: [ref('A'), { minLength: 1 }] } },
      'export type A = string | B; export type B = unknown;',
    ],
    [
      'a list of itself',
      { A: { type: ['array', 'string'], items: ref('A') } },
      'export type A = readonly A[] | string;',
    ],
  ])('do not stand for %s', (_what, named, want) => expect(declared(named)).toBe(want));
});
