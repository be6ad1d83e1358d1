import type { JsonSchema } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { listSchemaPlaces } from './schema-places.ts';
import { contractOf, schemaCompilers } from './testing/schema-compilers.ts';

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
const pet = (kind: object, more: object = {}): JsonSchema => ({
  type: 'object',
  properties: { kind: { type: 'string', ...kind }, ...more },
});

const schemas: Readonly<Record<string, JsonSchema>> = {
  // Open objects that fit each other's values: only the discriminator tells them apart.
  Cat: pet({}, { lives: { type: 'integer' } }),
  Dog: pet({}, { bark: { type: 'string' } }),
  Strict: { ...(pet({}, { name: true }) as object), required: ['name'], additionalProperties: false },
  Lower: pet({ const: 'lower' }, { a: { type: 'integer' } }),
  Upper: pet({ enum: ['upper', 'UPPER'] }, { a: { type: 'string' } }),
  Base: pet({ enum: ['one', 'two'] }),
  One: { allOf: [ref('Base'), { properties: { a: { type: 'integer' } } }] },
  Two: { allOf: [ref('Base'), { properties: { a: { type: 'string' } } }] },
  Pair: {
    oneOf: [ref('One'), ref('Two')],
    discriminator: { propertyName: 'kind', mapping: { one: 'One', two: 'Two' } },
  },
  Numbered: pet({ type: 'integer', const: 1 }),
};
const by = (discriminator: object = {}) => ({ discriminator: { propertyName: 'kind', ...discriminator } });
const pets: JsonSchema = { oneOf: [ref('Cat'), ref('Dog')], ...by() };
const any: JsonSchema = { anyOf: [ref('Cat'), ref('Dog')], ...by() };
const mapped: JsonSchema = {
  anyOf: [ref('Cat'), ref('Dog')],
  ...by({ mapping: { feline: 'Cat', tom: 'Cat', hound: '#/components/schemas/Dog' } }),
};
const said: JsonSchema = { oneOf: [ref('Lower'), ref('Upper')], ...by() };
const inline: JsonSchema = { oneOf: [pet({ const: 'a' }, { n: { type: 'integer' } }), ref('Dog')], ...by() };
const open: JsonSchema = { anyOf: [pet({}), ref('Dog')], ...by() };
const nested: JsonSchema = { oneOf: [ref('Pair'), ref('Dog')], ...by() };
const nullable: JsonSchema = { oneOf: [{ type: 'null' }, ref('Cat'), ref('Dog')], ...by() };
const fallback: JsonSchema = { oneOf: [ref('Cat'), ref('Strict')], ...by({ defaultMapping: 'Strict' }) };
const closed: JsonSchema = { oneOf: [ref('Cat'), ref('Dog')], ...by(), unevaluatedProperties: false };

describe.each(schemaCompilers)('discriminators in %s schemas', (_name, createCompilers) => {
  it.each<[string, JsonSchema, unknown, readonly string[]]>([
    ['the named branch alone is asked, though both would fit', pets, { kind: 'Cat', lives: 9 }, []],
    ['what the other branch says does not matter', pets, { kind: 'Cat', bark: 1 }, []],
    ['nor does it help that another branch would fit', any, { kind: 'Cat', lives: 'x' }, ['/lives type']],
    ['a value that no branch has is refused', any, { kind: 'Cow' }, ['/kind discriminator']],
    ['the empty text is such a value', any, { kind: '' }, ['/kind discriminator']],
    [
      'a name that objects inherit is none',
      { anyOf: [ref('Cat')], ...by() },
      { kind: 'constructor' },
      ['/kind discriminator'],
    ],
    ['without the property, the union is as JSON Schema has it', any, { lives: 9 }, []],
    ['and so is oneOf', pets, {}, ['/kind discriminator']],
    ['a mapping renames', mapped, { kind: 'hound', bark: 1 }, ['/bark type']],
    ['several values may mean one branch', mapped, { kind: 'tom', lives: 'x' }, ['/lives type']],
    ['a name that is mapped is no value any more', mapped, { kind: 'Dog' }, ['/kind discriminator']],
    ['values that a branch declares are its values', said, { kind: 'UPPER', a: 'x' }, []],
    ['and stand for its name', said, { kind: 'Upper' }, ['/kind discriminator']],
    ['a branch without a name has the values that it declares', inline, { kind: 'a', n: 'x' }, ['/n type']],
    ['a branch without name and value leaves the union as it is', open, { kind: 'Cow' }, []],
    ['a union in a union has the values of its branches', nested, { kind: 'two', a: 1 }, ['/a type']],
    ['subtypes share the declaration of their base', nested, { kind: 'one', a: 1 }, []],
    ['null beside objects stays null', nullable, null, []],
    ['and objects are chosen', nullable, { kind: 'Dog', bark: 1 }, ['/bark type']],
    ['any other value goes to defaultMapping', fallback, { kind: 'Cow', name: 1 }, []],
    ['and so does none', fallback, { name: 1 }, []],
    ['and is checked there', fallback, { kind: 'Cow' }, ['/name required']],
    ['a value of a branch does not go there', fallback, { kind: 'Cat', lives: 'x' }, ['/lives type']],
    ['what the named branch declares is evaluated', closed, { kind: 'Cat', lives: 1 }, []],
    ['what another branch declares is not', closed, { kind: 'Cat', bark: 'x' }, ['/bark unevaluatedProperties']],
    ['a number chooses nothing', { anyOf: [ref('Numbered'), ref('Dog')], ...by() }, { kind: 1 }, []],
    ['no object has no discriminator', any, 5, [' type']],
  ])('%s', async (_behaviour, schema, value, expected) => {
    const contract = contractOf(schema, schemas);
    const compilerOf = await createCompilers({ test: contract });
    const [place] = listSchemaPlaces(contract);
    if (place === undefined) throw new TypeError('The contract has no place');
    const compiled = compilerOf('test').compile(place);
    expect(compiled.explain(value, 20).map(({ pointer, keyword }) => `${pointer} ${keyword}`)).toEqual(expected);
    expect(compiled.isValid(value)).toBe(expected.length === 0);
  });

  it('says the values that are allowed', async () => {
    const contract = contractOf(mapped, schemas);
    const compilerOf = await createCompilers({ test: contract });
    const [place] = listSchemaPlaces(contract);
    const explained = place && compilerOf('test').compile(place).explain({ kind: 'Cow' }, 1);
    expect(explained?.[0]?.detail).toBe('must be one of "feline", "tom", "hound"');
  });
});
