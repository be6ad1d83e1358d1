import { describe, expect, it } from 'vitest';
import { findingsIn, modelOf, readValue } from './read-text.ts';

const info = { title: 'Test', version: '1' };

// A literal with this key would be taken for a promise.
const thenTrue: object = JSON.parse('{"then":true}');

async function schemaIn(openapi: string, schema: unknown): Promise<unknown> {
  const text = { type: 'string' };
  const model = await modelOf({ openapi, info, paths: {}, components: { schemas: { Schema: schema, Text: text } } });
  return model.schemas.Schema;
}

const text = { $ref: '#/components/schemas/Text' };

describe('a schema of OpenAPI 3.0 in JSON Schema 2020-12', () => {
  it.each([
    ['nullable adds null to the type', { type: 'string', nullable: true }, { type: ['string', 'null'] }],
    ['nullable: false says nothing', { type: 'string', nullable: false }, { type: 'string' }],
    [
      'nullable adds null to enum',
      { type: 'string', enum: ['a'], nullable: true },
      { type: ['string', 'null'], enum: ['a', null] },
    ],
    ['nullable keeps a null of enum', { enum: ['a', null], nullable: true }, { enum: ['a', null] }],
    ['nullable without type says nothing', { nullable: true, description: 'x' }, { description: 'x' }],
    [
      'nullable around other schemas is an alternative',
      { nullable: true, title: 'T', allOf: [text] },
      { title: 'T', anyOf: [{ allOf: [text] }, { type: 'null' }] },
    ],
    [
      'an alternative of only nullable is null',
      { anyOf: [text, { nullable: true, 'x-a': 1 }] },
      { anyOf: [text, { 'x-a': 1, type: 'null' }] },
    ],
    [
      'exclusiveMinimum: true makes the limit exclusive',
      { minimum: 1, exclusiveMinimum: true },
      { exclusiveMinimum: 1 },
    ],
    ['exclusiveMaximum: false leaves the limit', { maximum: 1, exclusiveMaximum: false }, { maximum: 1 }],
    ['exclusiveMinimum: true without minimum says nothing', { exclusiveMinimum: true }, {}],
    ['example becomes the first of examples', { example: 1, examples: [2] }, { examples: [1, 2] }],
    ['an example of null stays', { example: null }, { examples: [null] }],
    ['nullable beside $ref is an alternative', { ...text, nullable: true }, { anyOf: [text, { type: 'null' }] }],
    ['siblings of $ref are ignored', { ...text, description: 'no' }, text],
    ['binary strings stay', { type: 'string', format: 'binary' }, { type: 'string', format: 'binary' }],
    [
      'a list of items becomes prefixItems',
      { items: [text], additionalItems: false },
      { prefixItems: [text], items: false },
    ],
    ['extensions stay', { 'x-a': 1, 'x-nullable': true }, { 'x-a': 1, 'x-nullable': true }],
  ])('%s', async (_name, written, read) => {
    expect(await schemaIn('3.0.3', written)).toEqual(read);
  });
});

describe('a schema of OpenAPI 3.1', () => {
  it.each([
    ['keeps what stands beside $ref', { ...text, description: 'yes' }, { ...text, description: 'yes' }],
    ['reads nullable beside $ref as an alternative', { ...text, nullable: true }, { anyOf: [text, { type: 'null' }] }],
    ['renames definitions', { definitions: { a: true } }, { $defs: { a: true } }],
    [
      'splits dependencies',
      { dependencies: { a: ['b'], c: text } },
      { dependentRequired: { a: ['b'] }, dependentSchemas: { c: text } },
    ],
    ['reads lists of one kind of dependencies', { dependencies: { a: ['b'] } }, { dependentRequired: { a: ['b'] } }],
    ['reads schemas of dependencies', { dependencies: { c: text } }, { dependentSchemas: { c: text } }],
    ['drops additionalItems without a tuple', { items: text, additionalItems: false }, { items: text }],
    ['drops identifiers, whose references are local now', { $id: 'a', $anchor: 'b', $comment: 'c' }, { $comment: 'c' }],
    ['drops the dialect that is ours', { $schema: 'https://json-schema.org/draft/2020-12/schema' }, {}],
    ['drops a malformed keyword', { type: 'strin', minLength: 'x', title: 'T' }, { title: 'T' }],
    ['reads numbers in quotes', { minimum: '1.5' }, { minimum: 1.5 }],
    ['counts names once', { required: ['a', 'a'], type: ['string', 'string'] }, { required: ['a'], type: ['string'] }],
    [
      'walks every keyword with schemas',
      { not: text, if: text, ...thenTrue, else: false, patternProperties: { '^a': text } },
      { not: text, if: text, ...thenTrue, else: false, patternProperties: { '^a': text } },
    ],
    ['leaves out unknown keywords, which could mean something to a validator', { foo: 1, $async: true, id: 'a' }, {}],
    ['keeps XML', { xml: { name: 'a' } }, { xml: { name: 'a' } }],
    ['is a boolean', true, true],
    [
      'keeps a mapping to a schema by name',
      { discriminator: { propertyName: 'a', mapping: { b: 'Text', c: 5 } } },
      { discriminator: { propertyName: 'a', mapping: { b: 'Text' } } },
    ],
  ])('%s', async (_name, written, read) => {
    expect(await schemaIn('3.1.0', written)).toEqual(read);
  });
});

describe('a pattern', () => {
  it.each([
    ['^[a-z]+$', '^[a-z]+$'],
    ['^\\p{L}+\\u{1F600}\\d{1,3}$', '^\\p{L}+\\u{1F600}\\d{1,3}$'],
    ['\\A\\@[\\_\\-a]\\z', '^@[_\\-a]$'],
    ['a{b}', 'a\\{b\\}'],
    ['^[\\w\\.\\@]{2,}\\-x$', '^[\\w.@]{2,}-x$'],
  ])('%s is read as %s, valid with the u flag', async (written, read) => {
    expect(await schemaIn('3.1.0', { pattern: written })).toEqual({ pattern: read });
    expect(() => new RegExp(read, 'u')).not.toThrow();
  });
});

describe('schemas that contain each other on the same value', () => {
  const reference = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
  const schemasOf = (schemas: object): object => ({ openapi: '3.1.0', info, components: { schemas } });

  it('a base with oneOf over its extensions is extended without that oneOf', async () => {
    const { model, diagnostics } = await readValue(
      schemasOf({
        Pet: { type: 'object', discriminator: { propertyName: 'kind' }, oneOf: [reference('Cat'), reference('Dog')] },
        Cat: { allOf: [reference('Pet'), { required: ['claws'] }] },
        Dog: { if: { required: ['a'] }, else: reference('Pet'), dependentSchemas: { b: reference('Pet') } },
      }),
    );
    expect(model?.schemas).toEqual({
      Pet: { type: 'object', discriminator: { propertyName: 'kind' }, oneOf: [reference('Cat'), reference('Dog')] },
      Cat: { allOf: [reference('Pet_base'), { required: ['claws'] }] },
      Dog: { if: { required: ['a'] }, else: reference('Pet_base'), dependentSchemas: { b: reference('Pet_base') } },
      Pet_base: { type: 'object' },
    });
    expect(diagnostics.map(({ code }) => code)).toEqual(['cyclic-schema', 'cyclic-schema']);
  });

  it('a schema that is one of itself is read without that', async () => {
    const model = await modelOf(schemasOf({ A: { anyOf: [reference('A'), { type: 'string' }] }, A_base: true }));
    expect(model.schemas).toEqual({
      A: { anyOf: [reference('A_base_2'), { type: 'string' }] },
      A_base: true,
      A_base_2: {},
    });
  });

  it.each([
    ['allOf', { A: { allOf: [reference('B')] }, B: { allOf: [reference('A')] } }],
    ['not', { A: { not: reference('A') } }],
    ['$ref with siblings', { A: { ...reference('B'), title: 'a' }, B: { allOf: [reference('A')] } }],
  ])('by %s alone is an error', async (_name, schemas) => {
    expect(await findingsIn(schemasOf(schemas))).toContain('error cyclic-reference');
  });

  it('is no cycle through properties or items', async () => {
    expect(await findingsIn(schemasOf({ A: { properties: { a: reference('A') }, items: reference('A') } }))).toEqual(
      [],
    );
  });
});
