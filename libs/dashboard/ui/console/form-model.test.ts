import { describe, expect, it } from 'vitest';
import type { JsonSchema, SchemaBundle } from '../../src/api/services.ts';
import { describeField, type FormField } from './form-model.ts';
import {
  chooseOption,
  initialValue,
  matchOption,
  moveItem,
  numberOf,
  pointerOf,
  renameProperty,
  withProperty,
} from './form-value.ts';

const bundle: SchemaBundle = {
  $defs: {
    Pet: {
      type: 'object',
      required: ['kind', 'name'],
      properties: { kind: { type: 'string' }, name: { type: 'string', minLength: 1 }, age: { type: 'integer' } },
    },
    Cat: {
      allOf: [{ $ref: '#/$defs/Pet' }, { properties: { indoor: { type: 'boolean' } }, required: ['indoor'] }],
    },
    Dog: {
      type: 'object',
      required: ['kind', 'name', 'breed'],
      properties: { kind: { type: 'string' }, name: { type: 'string' }, breed: { enum: ['Beagle', 'Boxer'] } },
    },
    Animal: {
      oneOf: [{ $ref: '#/$defs/Cat' }, { $ref: '#/$defs/Dog' }],
      discriminator: { propertyName: 'kind', mapping: { cat: '#/components/schemas/Cat', dog: 'Dog' } },
    },
    Tree: {
      type: 'object',
      required: ['label', 'left'],
      properties: { label: { type: 'string', default: 'leaf' }, left: { $ref: '#/$defs/Tree' } },
    },
    Loop: { $ref: '#/$defs/Loop' },
    'a/b': { type: 'boolean' },
  },
};

type Row = readonly [name: string, schema: JsonSchema, want: Partial<FormField>];

const rows: readonly Row[] = [
  ['text', { type: 'string' }, { kind: 'text', long: false, nullable: false }],
  ['text with a format', { type: 'string', format: 'date-time' }, { kind: 'text', format: 'date-time' }],
  ['long text', { type: 'string', maxLength: 2000 }, { kind: 'text', long: true }],
  ['a secret', { type: 'string', format: 'password' }, { kind: 'text', secret: true }],
  ['octets by format', { type: 'string', format: 'binary' }, { kind: 'file' }],
  ['octets by media type', { contentMediaType: 'image/png' }, { kind: 'file', mediaType: 'image/png' }],
  ['a whole number', { type: 'integer', minimum: 1 }, { kind: 'number', integer: true, constraints: ['≥ 1'] }],
  ['yes or no', { type: 'boolean' }, { kind: 'boolean' }],
  ['one value', { const: 'v1' }, { kind: 'constant', value: 'v1' }],
  [
    'an enumeration',
    { enum: ['a', 2, null] },
    {
      kind: 'enum',
      nullable: true,
      options: [
        { label: 'a', value: 'a' },
        { label: '2', value: 2 },
      ],
    },
  ],
  [
    'an enumeration with names',
    { oneOf: [{ const: 1, title: 'low' }, { const: 2 }] },
    {
      kind: 'enum',
      options: [
        { label: 'low', value: 1 },
        { label: '2', value: 2 },
      ],
    },
  ],
  ['null beside a type', { type: ['string', 'null'] }, { kind: 'text', nullable: true }],
  ['null as the other way', { anyOf: [{ $ref: '#/$defs/Dog' }, { type: 'null' }] }, { kind: 'object', nullable: true }],
  ['only null', { type: 'null' }, { kind: 'constant', value: null }],
  ['anything', true, { kind: 'json', nullable: false }],
  ['nothing', false, { kind: 'json', constraints: ['nothing is valid here'] }],
  ['a reference to itself', { $ref: '#/$defs/Loop' }, { kind: 'json' }],
  ['a reference to what is missing', { $ref: '#/$defs/Nowhere' }, { kind: 'json' }],
  ['an escaped reference', { $ref: '#/$defs/a~1b' }, { kind: 'boolean' }],
  ['words beside a reference', { $ref: '#/$defs/Pet', description: 'Mine' }, { kind: 'object', description: 'Mine' }],
  [
    'a map',
    { type: 'object', additionalProperties: { type: 'integer' } },
    { kind: 'object', properties: [], additional: { type: 'integer' } },
  ],
  ['an object without words', { type: 'object' }, { kind: 'object', properties: [], additional: true }],
  [
    'items behind others',
    { prefixItems: [{ type: 'string' }], items: false, minItems: 1 },
    { kind: 'array', prefix: [{ type: 'string' }], constraints: ['at least 1 item'] },
  ],
  [
    'the type from its keywords',
    { minLength: 3, maxLength: 3 },
    { kind: 'text', constraints: ['exactly 3 characters'] },
  ],
  [
    'an integer that both sides ask for',
    {
      allOf: [
        { type: 'number', minimum: 1 },
        { type: 'integer', minimum: 5, maximum: 9 },
      ],
    },
    { kind: 'number', integer: true, constraints: ['≥ 5, ≤ 9'] },
  ],
];

describe('describeField', () => {
  it.each(rows)('%s', (_name, schema, want) => expect(describeField(schema, bundle)).toMatchObject(want));

  it('merges allOf: properties and what is required of all members', () => {
    expect(describeField({ $ref: '#/$defs/Cat' }, bundle)).toMatchObject({
      kind: 'object',
      properties: [
        { name: 'kind', required: true },
        { name: 'name', required: true },
        { name: 'age', required: false },
        { name: 'indoor', required: true },
      ],
    });
  });

  it('gives each option of a choice its name and the values of the discriminator', () => {
    expect(describeField({ $ref: '#/$defs/Animal' }, bundle)).toMatchObject({
      kind: 'choice',
      discriminator: 'kind',
      options: [
        { label: 'Cat', tags: ['cat'] },
        { label: 'Dog', tags: ['dog'] },
      ],
    });
  });

  it('lets options of a choice keep what stands beside it', () => {
    const field = describeField(
      { properties: { id: { type: 'string' } }, oneOf: [{ required: ['a'] }, { required: ['b'] }] },
      bundle,
    );
    expect(field).toMatchObject({ kind: 'choice', options: [{ label: 'with a' }, { label: 'with b' }] });
    const option = field.kind === 'choice' ? field.options[1] : undefined;
    expect(describeField(option?.schema ?? true, bundle)).toMatchObject({
      kind: 'object',
      properties: [
        { name: 'id', required: false },
        { name: 'b', required: true },
      ],
    });
  });

  it('makes several types a choice', () => {
    const field = describeField({ type: ['string', 'integer', 'null'] }, bundle);
    expect(field).toMatchObject({
      kind: 'choice',
      nullable: true,
      options: [{ label: 'string' }, { label: 'integer' }],
    });
  });
});

describe('the value behind a form', () => {
  it.each<readonly [string, JsonSchema, unknown]>([
    ['defaults', { type: 'string', default: 'x' }, 'x'],
    ['required properties that have a first value', { $ref: '#/$defs/Dog' }, { breed: 'Beagle' }],
    ['the discriminator of the first option', { $ref: '#/$defs/Animal' }, { kind: 'cat', indoor: false }],
    [
      'no properties that the service sets',
      { type: 'object', required: ['id'], properties: { id: { default: 1, readOnly: true } } },
      {},
    ],
    ['nothing where a human decides', { type: 'string' }, undefined],
    ['an empty list', { type: 'array', items: { type: 'string' } }, []],
  ])('starts with %s', (_name, schema, want) => expect(initialValue(schema, bundle)).toEqual(want));

  it('ends where a required schema refers to itself', () => {
    const depth = (value: unknown): number =>
      typeof value === 'object' && value !== null && 'left' in value ? 1 + depth(value.left) : 0;
    expect(depth(initialValue({ $ref: '#/$defs/Tree' }, bundle))).toBeLessThan(10);
  });

  const animal = describeField({ $ref: '#/$defs/Animal' }, bundle);
  const shapes = describeField(
    {
      oneOf: [
        { type: 'object', required: ['type'], properties: { type: { const: 'circle' }, radius: { type: 'number' } } },
        { type: 'object', required: ['type'], properties: { type: { const: 'square' }, side: { type: 'number' } } },
        { type: 'array', items: { type: 'string' } },
        { type: 'string' },
      ],
    },
    bundle,
  );
  it.each<readonly [string, FormField, unknown, number]>([
    ['the discriminator says it', animal, { kind: 'dog', indoor: true }, 1],
    ['constants say it', shapes, { type: 'square', radius: 1 }, 1],
    ['the type says it', shapes, ['a'], 2],
    ['text', shapes, 'a', 3],
    ['known properties say it', animal, { name: 'Rex', breed: 'Boxer' }, 1],
  ])('finds the option of a value: %s', (_name, field, value, want) => {
    expect(field.kind === 'choice' ? matchOption(field, value, bundle) : -1).toBe(want);
  });

  it('keeps what both options know when another one is chosen', () => {
    if (animal.kind !== 'choice') throw new TypeError('a choice is expected');
    const value = { kind: 'cat', name: 'Tom', indoor: true };
    expect(chooseOption(animal, { index: 1, value }, bundle)).toEqual({ kind: 'dog', name: 'Tom', breed: 'Beagle' });
  });

  it('changes copies only', () => {
    const value = { a: 1, b: 2 };
    expect(withProperty(value, 'a', 3)).toEqual({ a: 3, b: 2 });
    expect(Object.keys(withProperty(value, 'a', 3))).toEqual(['a', 'b']);
    expect(withProperty(value, 'a', undefined)).toEqual({ b: 2 });
    expect(Object.keys(renameProperty(value, 'a', 'c'))).toEqual(['c', 'b']);
    expect(renameProperty(value, 'a', 'b')).toBe(value);
    expect(value).toEqual({ a: 1, b: 2 });
  });

  it('moves items', () => {
    expect(moveItem(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
    expect(moveItem(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'c', 'b']);
    expect(moveItem(['a'], 0, -1)).toEqual(['a']);
  });

  it.each<readonly [string, number | string | undefined]>([
    ['12', 12],
    [' -0.5e3 ', -500],
    ['', undefined],
    ['12a', '12a'],
    ['1e999', '1e999'],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', '9007199254740993'],
    ['-9223372036854775808', '-9223372036854775808'],
    ['0x10', '0x10'],
  ])('reads the number %j as %j', (text, want) => expect(numberOf(text)).toBe(want));

  it('escapes names in pointers', () => expect(pointerOf(['a/b', 0, 'c~d'])).toBe('/a~1b/0/c~0d'));
});
