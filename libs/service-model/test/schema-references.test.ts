import { describe, expect, it } from 'vitest';
import { readServiceModelText } from '../src/index.ts';
import { contract, findingsIn, modelOf, readValue } from './read-text.ts';

const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

async function schemasOf(schemas: object): Promise<Readonly<Record<string, unknown>>> {
  return (await modelOf(contract({}, { schemas }))).schemas;
}

describe('a reference between schemas', () => {
  it.each<[string, object, object]>([
    [
      'counts from the $id around it',
      {
        A: { $id: 'https://a.test/dir/a.json', properties: { b: { $ref: 'b.json' } } },
        B: { $id: 'https://a.test/dir/b.json' },
      },
      { A: { properties: { b: ref('B') } } },
    ],
    [
      'counts from nested $ids, each from the one around it',
      {
        A: { $id: 'https://a.test/a', $defs: { b: { $id: 'dir/', items: { $ref: 'c' } } } },
        C: { $id: 'https://a.test/dir/c' },
      },
      { A: { $defs: { b: { items: ref('C') } } } },
    ],
    [
      'finds an anchor of its resource, not of another one',
      {
        A: { $id: 'https://a.test/a', items: { $ref: '#x' }, $defs: { own: { $anchor: 'x', type: 'string' } } },
        B: { $id: 'https://a.test/b', items: { $ref: '#x' }, $defs: { own: { $anchor: 'x', type: 'integer' } } },
      },
      {
        A: { items: ref('A_own'), $defs: { own: { type: 'string' } } },
        A_own: { type: 'string' },
        B_own: { type: 'integer' },
      },
    ],
    [
      'finds an anchor behind an address',
      {
        A: { items: { $ref: 'https://a.test/b#x' } },
        B: { $id: 'https://a.test/b', $defs: { x: { $anchor: 'x', type: 'string' } } },
      },
      { A: { items: ref('B_x') }, B_x: { type: 'string' } },
    ],
    [
      'finds a URN',
      { A: { $ref: 'urn:uuid:deadbeef-1234' }, B: { $id: 'urn:uuid:deadbeef-1234', type: 'string' } },
      { A: ref('B') },
    ],
    [
      'takes an $id among values for a value',
      {
        A: { items: { $ref: 'https://a.test/x' } },
        B: { enum: [{ $id: 'https://a.test/x' }] },
        X: { $id: 'https://a.test/x' },
      },
      { A: { items: ref('X') } },
    ],
    [
      'leads to any place of the document',
      {
        A: { $ref: '#/components/schemas/B/properties/c/items/0' },
        B: { properties: { c: { prefixItems: [true], items: { type: 'string' } } } },
      },
      {},
    ],
    [
      'leads to a place inside a schema with an $id',
      {
        A: { items: { $ref: 'https://a.test/b#/properties/c' } },
        B: { $id: 'https://a.test/b', properties: { c: { type: 'string' } } },
      },
      { A: { items: ref('B_c') }, B_c: { type: 'string' } },
    ],
  ])('%s', async (_behaviour, schemas, expected) => {
    const { model } = await readValue(contract({}, { schemas }));
    if (Object.keys(expected).length === 0) expect(model).toBeUndefined();
    else expect(model?.schemas).toMatchObject(expected);
  });
});

describe('$dynamicRef', () => {
  const array = {
    $id: 'generic_array',
    type: 'array',
    items: { $dynamicRef: '#item' },
    $defs: { anything: { $dynamicAnchor: 'item' } },
  };
  const numbers = {
    $id: 'array_of_numbers',
    $ref: 'generic_array',
    $defs: { number: { $dynamicAnchor: 'item', type: 'number' } },
  };

  it('is the outermost schema with the anchor: a generic schema is written once for each use', async () => {
    expect(await schemasOf({ Array: array, Numbers: numbers })).toMatchObject({
      Array: { items: ref('Array_anything') },
      Numbers: ref('Array_Numbers_number'),
      Array_Numbers_number: { type: 'array', items: ref('Numbers_number') },
      Numbers_number: { type: 'number' },
    });
  });

  it('goes through schemas that know nothing of it', async () => {
    const page = { $id: 'page', type: 'object', properties: { items: { $ref: 'generic_array' } } };
    const made = await schemasOf({ Array: array, Page: page, Numbers: { ...numbers, $ref: 'page' } });
    expect(made).toMatchObject({
      Page: { properties: { items: ref('Array') } },
      Page_Numbers_number: { properties: { items: ref('Array_Numbers_number') } },
    });
  });

  it('makes a recursive schema that is extended recur into the extension', async () => {
    const tree = {
      $id: 'tree',
      $dynamicAnchor: 'node',
      properties: { children: { type: 'array', items: { $dynamicRef: '#node' } } },
    };
    const strict = { $id: 'strict-tree', $dynamicAnchor: 'node', $ref: 'tree', unevaluatedProperties: false };
    expect(await schemasOf({ Tree: tree, StrictTree: strict })).toMatchObject({
      Tree: { properties: { children: { items: ref('Tree') } } },
      StrictTree: { $ref: '#/components/schemas/Tree_StrictTree', unevaluatedProperties: false },
      Tree_StrictTree: { properties: { children: { items: ref('StrictTree') } } },
    });
  });

  it('stands beside $ref and allOf', async () => {
    const both = { $ref: '#/components/schemas/A', $dynamicRef: '#/components/schemas/B', allOf: [true] };
    expect(await schemasOf({ A: true, B: false, Both: both })).toMatchObject({
      Both: { ...ref('A'), allOf: [true, ref('B')] },
    });
  });

  it.each([
    ['leads nowhere', { $dynamicRef: '#nowhere' }, ['error unresolved-reference']],
    ['is no string', { $dynamicRef: 5 }, ['warning malformed-keyword']],
  ])('is reported when it %s', async (_case, schema, expected) => {
    expect(await findingsIn(contract({}, { schemas: { A: schema } }))).toEqual(expected);
  });
});

describe('a dialect that the contract contains', () => {
  const dialect = (vocabulary: object): object => ({
    $id: 'https://a.test/dialect',
    $vocabulary: { 'https://json-schema.org/draft/2020-12/vocab/core': true, ...vocabulary },
  });
  const applicator = { 'https://json-schema.org/draft/2020-12/vocab/applicator': true };
  const schema = { $id: 'https://a.test/a', $schema: 'https://a.test/dialect', items: { minimum: 3, format: 'date' } };

  it('says which keywords have a meaning', async () => {
    const made = await schemasOf({ A: schema, Dialect: dialect(applicator), B: { minimum: 3 } });
    expect(made).toMatchObject({ A: { items: {} }, B: { minimum: 3 } });
    expect(made.A).toEqual({ items: {} });
  });

  it('is refused when it demands a vocabulary that is not known', async () => {
    const demanding = dialect({ ...applicator, 'https://a.test/vocabulary': true });
    expect(await findingsIn(contract({}, { schemas: { A: schema, Dialect: demanding } }))).toEqual([
      'error unsupported-dialect',
    ]);
  });

  it('may offer one that is not known', async () => {
    const offering = dialect({ ...applicator, 'https://a.test/vocabulary': false });
    expect(await findingsIn(contract({}, { schemas: { A: schema, Dialect: offering } }))).toEqual([]);
  });
});

it.each([
  ['https://json-schema.org/draft/2019-09/schema', { ...ref('B'), dependentRequired: { a: ['b'] }, const: 1 }],
  ['http://json-schema.org/draft-07/schema#', ref('B')],
])('a schema in the older dialect %s has the keywords of that', async (dialect, expected) => {
  const schema = { $id: 'https://a.test/a', $schema: dialect, $ref: '#/components/schemas/B', prefixItems: [false] };
  const document = contract({}, { schemas: { A: { ...schema, dependentRequired: { a: ['b'] }, const: 1 }, B: true } });
  const { model, diagnostics } = await readValue(document);
  expect(diagnostics.map(({ code }) => code)).toContain(
    dialect.includes('draft-07') ? 'ignored-sibling' : 'unsupported-dialect',
  );
  expect(model?.schemas.A).toEqual(expected);
});

it.each([
  ['annotation', [], { type: 'string', format: 'date', 'x-brrt-format': 'annotation' }],
  ['assertion', [], { type: 'string', format: 'date' }],
  ['perhaps', ['warning unknown-setting'], { type: 'string', format: 'date' }],
])('x-brrt-formats: %s is read', async (setting, findings, expected) => {
  const document = {
    ...contract({}, { schemas: { A: { type: 'string', format: 'date' } } }),
    'x-brrt-formats': setting,
  };
  const { model, diagnostics } = await readServiceModelText({
    text: JSON.stringify(document),
    file: '/nowhere/a.json',
  });
  expect(diagnostics.map(({ severity, code }) => `${severity} ${code}`)).toEqual(findings);
  expect(model?.schemas.A).toEqual(expected);
});
