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
};

function typeOf(schema: JsonSchema, direction: 'request' | 'response' = 'response'): string {
  return schemaTypes(schemas).typeOf(schema, direction).replaceAll(/\s+/g, ' ');
}

it.each<readonly [string, JsonSchema, string]>([
  ['anything', true, 'unknown'],
  ['nothing', false, 'never'],
  ['text', { type: 'string' }, 'string'],
  ['a whole number', { type: 'integer', minimum: 1 }, 'number'],
  ['text or null', { type: ['string', 'null'] }, 'string | null'],
  ['null', { const: null }, 'null'],
  ['one value', { const: 'a"b' }, '"a\\"b"'],
  ['one of some values', { enum: ['a', 1, null, true] }, '"a" | 1 | null | true'],
  ['one of some objects', { type: 'object', enum: [{ a: 1 }] }, '{ a: 1; }'],
  ['a list', { type: 'array', items: { type: 'string' } }, 'readonly string[]'],
  ['a list of anything', { type: 'array' }, 'readonly unknown[]'],
  ['a tuple', { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }] }, 'readonly [ string, number ]'],
  ['an object of unknown shape', { type: 'object' }, 'Record<string, unknown>'],
  ['a map', { type: 'object', additionalProperties: { type: 'number' } }, '{ readonly [key: string]: number; }'],
  [
    'a map by pattern',
    { type: 'object', patternProperties: { '^x': { type: 'number' } } },
    '{ readonly [key: string]: number; }',
  ],
  [
    'an open object',
    { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: { type: 'number' } },
    '{ readonly a?: string; } & { readonly [key: string]: unknown; }',
  ],
  [
    'names that are no identifiers',
    { type: 'object', properties: { 'a-b': true, '1': true } },
    '{ readonly 1?: unknown; readonly "a-b"?: unknown; }',
  ],
  ['a reference', { $ref: '#/components/schemas/Tag' }, 'components["schemas"]["Tag"]'],
  [
    'a reference or null',
    { anyOf: [{ $ref: '#/components/schemas/Tag' }, { type: 'null' }] },
    'components["schemas"]["Tag"] | null',
  ],
  [
    'a reference with more beside it',
    { $ref: '#/components/schemas/Dog', properties: { age: { type: 'number' } } },
    'components["schemas"]["Dog"] & { readonly age?: number; }',
  ],
  [
    'conditions on what is required',
    { type: 'object', properties: { a: { type: 'string' } }, anyOf: [{ required: ['a'] }] },
    '{ readonly a?: string; }',
  ],
  [
    'a requirement beside the reference that declares the property',
    { allOf: [{ $ref: '#/components/schemas/Dog' }, { required: ['bark'] }] },
    'components["schemas"]["Dog"] & { readonly bark: boolean; }',
  ],
  [
    'a union told apart by the names of its branches',
    { oneOf: [{ $ref: '#/components/schemas/Dog' }], discriminator: { propertyName: 'type' } },
    'components["schemas"]["Dog"] & { /** @enum {unknown} */ readonly type: "Dog"; }',
  ],
  [
    'a union told apart by a mapping',
    {
      oneOf: [{ $ref: '#/components/schemas/Dog' }],
      discriminator: { propertyName: 'type', mapping: { hound: '#/components/schemas/Dog' } },
    },
    'components["schemas"]["Dog"] & { /** @enum {unknown} */ readonly type: "hound"; }',
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
    expect(typeOf({ $ref: '#/components/schemas/Pet' }, 'request')).toBe('components["schemas"]["PetInput2"]');
    expect(typeOf({ $ref: '#/components/schemas/Cat' }, 'request')).toBe('components["schemas"]["CatInput"]');
    expect(typeOf({ $ref: '#/components/schemas/Dog' }, 'request')).toBe('components["schemas"]["Dog"]');
  });

  it('declares the second name only where a request reaches it', () => {
    const types = schemaTypes(schemas);
    expect(types.typeNames([])).toEqual(Object.keys(schemas));
    expect(types.typeNames([{ type: 'array', items: { $ref: '#/components/schemas/Cat' } }])).toContain('PetInput2');
  });
});

it('declares schemas that contain themselves', () => {
  expect(schemaTypes(schemas).declarations([])).toContain(
    'readonly children?: readonly components["schemas"]["Tree"][];',
  );
});
