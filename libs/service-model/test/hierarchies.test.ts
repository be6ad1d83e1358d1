import { describe, expect, it } from 'vitest';
import { findingsIn, modelOf } from './read-text.ts';

const info = { title: 'Test', version: '1' };
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const kind = { type: 'object', properties: { kind: { type: 'string' } } };
const by = { discriminator: { propertyName: 'kind' } };
const extend = (name: string, more: object = {}): object => ({ allOf: [ref(name), { type: 'object', ...more }] });
const contract = (schemas: object, openapi = '3.0.3'): object => ({
  openapi,
  info,
  paths: {},
  components: { schemas },
});

const holding = (...values: readonly string[]): object => ({ properties: { kind: { type: 'string', enum: values } } });

/** Of each union that was made: values and schemas, then what has no value. */
async function unionsOf(schemas: object, openapi?: string): Promise<object> {
  const model = await modelOf(contract(schemas, openapi));
  const short = (written: unknown): string => String(written).replace('#/components/schemas/', '');
  return Object.fromEntries(
    Object.entries(model.schemas).flatMap(([name, schema]) => {
      // Written by the reader; read here as it writes it.
      const { anyOf, discriminator } = schema as {
        readonly anyOf?: readonly { readonly $ref: string }[];
        readonly discriminator?: { readonly mapping: object };
      };
      if (anyOf === undefined || discriminator === undefined) return [];
      const named = Object.entries(discriminator.mapping).map(([value, target]) => [value, short(target)]);
      const targets = new Set(named.map(([, target]) => target));
      const unnamed = anyOf.map(({ $ref }) => short($ref)).filter((target) => !targets.has(target));
      return [[name, [...named.map((pair) => pair.join(' ')), ...unnamed]]];
    }),
  );
}

describe('a base with a discriminator is a union of what extends it', () => {
  it.each<[string, object, object]>([
    [
      'by the names of the schemas',
      { Pet: { ...kind, ...by }, Cat: extend('Pet'), Dog: extend('Pet') },
      { Pet: ['Cat Cat', 'Dog Dog', 'Pet Pet_base'] },
    ],
    [
      'by a mapping, and by names where it says nothing',
      {
        Pet: {
          ...kind,
          discriminator: { propertyName: 'kind', mapping: { cat: 'Cat', tom: '#/components/schemas/Cat' } },
        },
        Cat: extend('Pet'),
        Dog: extend('Pet'),
      },
      { Pet: ['cat Cat', 'tom Cat', 'Dog Dog', 'Pet Pet_base'] },
    ],
    [
      'on several levels: each level is a union of what is below it',
      { Pet: { ...kind, ...by }, Cat: extend('Pet'), Lion: extend('Cat') },
      { Pet: ['Cat Cat_base', 'Lion Lion', 'Pet Pet_base'], Cat: ['Lion Lion', 'Cat Cat_base'] },
    ],
    [
      'with another discriminator further down',
      {
        Pet: { ...kind, ...by },
        Cat: { allOf: [ref('Pet')], properties: { size: { type: 'string' } }, discriminator: { propertyName: 'size' } },
        Lion: extend('Cat'),
      },
      { Pet: ['Cat Cat', 'Pet Pet_base'], Cat: ['Lion Lion', 'Cat Cat_base'] },
    ],
    [
      'a value that the base allows and no schema has is judged by the base',
      {
        Pet: {
          ...kind,
          ...holding('cat', 'fish'),
          discriminator: { propertyName: 'kind', mapping: { cat: 'Cat', fish: 'Other' } },
        },
        Cat: extend('Pet'),
        Other: { type: 'object' },
      },
      { Pet: ['cat Cat', 'fish Pet_base'] },
    ],
    [
      'a schema that says its value itself',
      { Pet: { ...kind, ...by, ...holding('cat', 'dog') }, Cat: extend('Pet', holding('cat')) },
      { Pet: ['Cat', 'Pet_base'] },
    ],
    [
      'a name in another case',
      { Pet: { ...kind, ...by, ...holding('cat') }, Cat: extend('Pet') },
      { Pet: ['cat Cat', 'Pet_base'] },
    ],
    ['a base that nothing extends stays', { Pet: { ...kind, ...by } }, {}],
    [
      'a described reference is no subtype',
      { Pet: { ...kind, ...by }, Mine: { description: 'Mine', allOf: [ref('Pet')] } },
      {},
    ],
  ])('%s', async (_name, schemas, want) => expect(await unionsOf(schemas)).toEqual(want));

  it('with a default', async () => {
    const discriminator = { propertyName: 'kind', defaultMapping: 'Other' };
    const { schemas } = await modelOf(
      contract({ Pet: { ...kind, discriminator }, Cat: extend('Pet'), Other: extend('Pet') }, '3.2.0'),
    );
    expect(schemas.Pet).toMatchObject({ discriminator: { defaultMapping: '#/components/schemas/Other' } });
  });

  it('while the published document says what was written', async () => {
    const written = { Pet: { ...kind, ...by }, Cat: extend('Pet') };
    const { document } = await modelOf(contract(written, '3.1.0'));
    expect(document.components).toEqual({ schemas: written });
  });
});

it.each<[string, object, readonly string[]]>([
  [
    'names differ in case only',
    { Pet: { ...kind, ...by, ...holding('cat') }, Cat: extend('Pet') },
    ['unnamed-subtype'],
  ],
  ['no value names it', { Pet: { ...kind, ...by, ...holding('x') }, Cat: extend('Pet') }, ['unnamed-subtype']],
  ['all is well', { Pet: { ...kind, ...by }, Cat: extend('Pet') }, []],
])('a subtype is spoken about: %s', async (_name, schemas, want) => {
  const findings = await findingsIn(contract(schemas));
  expect(JSON.stringify(findings).match(/unnamed-subtype/g) ?? []).toEqual(want);
});
