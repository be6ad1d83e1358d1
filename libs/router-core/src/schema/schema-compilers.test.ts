import type { JsonSchema } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import type { Direction } from '../ports/schema-compiler.ts';
import { listSchemaPlaces } from './schema-places.ts';
import { type CompilerFactory, contractOf, schemaCompilers } from './testing/schema-compilers.ts';

type Components = Readonly<Record<string, JsonSchema>>;

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/** Keeps a name like `__proto__` a property, as `JSON.parse` does. */
const parsed = <Value = JsonSchema>(text: string): Value => JSON.parse(text);

describe.each(schemaCompilers)('%s schemas', (_name, createCompilers) => {
  const compile = compileWith(createCompilers);

  it.each<[string, JsonSchema, unknown, boolean]>([
    ['a number that is not finite is none', { type: 'number' }, Number.POSITIVE_INFINITY, false],
    ['1.0 is an integer', { type: 'integer' }, 1.0, true],
    ['4.35 is a multiple of 0.01', { multipleOf: 0.01 }, 4.35, true],
    ['4.351 is no multiple of 0.01', { multipleOf: 0.01 }, 4.351, false],
    ['1e308 is a multiple of 0.5', { multipleOf: 0.5 }, 1e308, true],
    ['characters are counted, not UTF-16 units', { maxLength: 2 }, '💙💙', true],
    ['three characters are more than two', { maxLength: 2 }, '💙💙💙', false],
    ['two characters are fewer than three', { minLength: 3 }, '💙💙', false],
    ['a long string is long enough', { minLength: 1 }, 'abc', true],
    [
      'equal objects are not unique, whatever the order of names',
      { uniqueItems: true },
      parsed('[{"a":1,"b":2},{"b":2,"a":1}]'),
      false,
    ],
    ['1 and true are unique', { uniqueItems: true }, [1, true, '1', [1], [true], null, 'null'], true],
    ['nested numbers and strings are unique', { uniqueItems: true }, [['1'], [1], { a: '1' }, { a: 1 }], true],
    ['0 and -0 are equal', { uniqueItems: true }, [0, -0], false],
    ['uniqueItems false asks nothing', { uniqueItems: false }, [1, 1], true],
    ['an enum of many members finds one', { enum: [1, 2, 3, 4, 5, 6, 7, 8, 'nine', null] }, 'nine', true],
    ['an enum of many members refuses others', { enum: [1, 2, 3, 4, 5, 6, 7, 8, 'nine', null] }, '1', false],
    ['an enum of objects compares deeply', { enum: [{ a: [1] }, 2] }, { a: [1] }, true],
    ['an enum of objects refuses others', { enum: [{ a: [1] }, 2] }, { a: [2] }, false],
    ['an enum without members refuses all', { enum: [] }, 1, false],
    ['a const object compares deeply', { const: { a: { b: 1 } } }, { a: { b: 1 } }, true],
    ['a const object is not fooled by valueOf', { const: { a: 1 } }, { valueOf: 1 }, false],
    ['a const array is no object', { const: [] }, {}, false],
    ['a const object lists all names', { const: { a: 1 } }, { b: 1 }, false],
    ['a const with __proto__ compares it', parsed('{"const":{"__proto__":1}}'), parsed('{"__proto__":1}'), true],
    ['a const with __proto__ misses it', parsed('{"const":{"__proto__":1}}'), {}, false],
    ['an unknown format is an annotation', { format: 'toString' }, 'x', true],
    ['a format applies to strings only', { format: 'date' }, 5, true],
    ['a number format applies to numbers only', { format: 'int32' }, 'x', true],
    ['int32 ends at 2147483647', { format: 'int32' }, 2147483648, false],
    ['nullable is no keyword of 2020-12', { type: 'string', nullable: true }, null, false],
    [
      'a keyword with a value of the wrong shape is left out',
      parsed('{"minimum":"3","required":true,"type":"file","id":"x"}'),
      1,
      true,
    ],
    ['a pattern without the flag u is taken when it needs that', { pattern: '^\\-$' }, '-', true],
    ['a pattern with the flag u sees characters', { pattern: '^.$' }, '💙', true],
    ['a pattern of another dialect asks nothing', { pattern: '(?<' }, 'x', true],
    ['a pattern is not run on megabytes', { pattern: '^a*$' }, 'a'.repeat(65_537), false],
    ['a pattern is run on 65,536 units', { pattern: '^a*$' }, 'a'.repeat(65_536), true],
    [
      'an address cannot leave the comment that it is written into',
      {
        $id: 'x*/;throw 1;/*',
        $defs: { a: { $id: 'y*/}throw 2;/*', type: 'integer' } },
        $anchor: '*/ 1',
        type: 'integer',
      },
      1,
      true,
    ],
    ['a required constructor is not inherited', { required: ['constructor'] }, {}, false],
    ['a required __proto__ is not inherited', { required: ['__proto__'] }, {}, false],
    ['a required __proto__ is found', { required: ['__proto__'] }, parsed('{"__proto__":1}'), true],
    [
      'a property __proto__ is checked',
      parsed('{"properties":{"__proto__":{"type":"integer"}}}'),
      parsed('{"__proto__":"x"}'),
      false,
    ],
    [
      'a property __proto__ is declared',
      parsed('{"properties":{"__proto__":{}},"additionalProperties":false}'),
      parsed('{"__proto__":1}'),
      true,
    ],
    [
      'an inherited name is no declared property',
      { properties: {}, additionalProperties: false },
      parsed('{"toString":1}'),
      false,
    ],
    ['oneOf refuses two fitting branches', { oneOf: [{ type: 'integer' }, { minimum: 2 }] }, 3, false],
    ['anyOf takes two fitting branches', { anyOf: [{ type: 'integer' }, { minimum: 2 }] }, 3, true],
    ['prefixItems with items false ends the array', { prefixItems: [true], items: false }, [1, 2], false],
    ['items after prefixItems are checked', { prefixItems: [true], items: { type: 'string' } }, ['a', 1], false],
    [
      'unevaluatedProperties sees through allOf',
      { allOf: [{ properties: { a: true } }], unevaluatedProperties: false },
      { a: 1 },
      true,
    ],
    [
      'unevaluatedProperties refuses the rest',
      { allOf: [{ properties: { a: true } }], unevaluatedProperties: false },
      { b: 1 },
      false,
    ],
    ['true takes all', true, undefined, true],
    ['false takes nothing', false, 1, false],
  ])('%s', async (_behaviour, schema, value, valid) => {
    const compiled = await compile(schema);
    expect(compiled.isValid(value)).toBe(valid);
    expect(compiled.explain(value, 20).length === 0).toBe(valid);
  });

  it.each<[string, JsonSchema, Components]>([
    [
      'names itself',
      ref('Node'),
      { Node: { type: 'object', properties: { next: ref('Node'), id: { type: 'integer' } } } },
    ],
    [
      'has a hostile name',
      { $ref: '#/components/schemas/a~1b~0 "`*~1$x' },
      { 'a/b~ "`*/$x': { type: 'object', properties: { id: { type: 'integer' } } } },
    ],
    ['has a name of dots', ref('..'), { '..': { properties: { id: { type: 'integer' } } } }],
    ['is named with percent-encoding', ref('My%20Type'), { 'My Type': { properties: { id: { type: 'integer' } } } }],
    [
      'has a hostile address',
      ref('A'),
      { A: { $id: 'https://x/*/;throw 1;/*', properties: { id: { type: 'integer' } } } },
    ],
    ['is an alias', ref('A'), { A: ref('B'), B: ref('C'), C: { properties: { id: { type: 'integer' } } } }],
    ['is named __proto__', ref('__proto__'), parsed('{"__proto__":{"properties":{"id":{"type":"integer"}}}}')],
  ])('a component that %s is checked', async (_case, schema, components) => {
    const compiled = await compile(schema, components);
    expect(compiled.isValid({ id: 1 })).toBe(true);
    expect(compiled.isValid({ id: 'x' })).toBe(false);
    expect(compiled.explain({ id: 'x' }, 20)).toEqual([{ pointer: '/id', keyword: 'type', detail: 'must be integer' }]);
  });

  it('takes a value nested deeper than the stack for invalid', async () => {
    const compiled = await compile(ref('List'), { List: { type: 'array', items: ref('List') } });
    let deep: unknown[] = [];
    for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
    expect(compiled.isValid(deep)).toBe(false);
    expect(compiled.explain(deep, 20)).toEqual([
      { pointer: '', keyword: 'depth', detail: 'must not be nested so deeply' },
    ]);
  });

  it('explains a hundred thousand errors without collecting them', async () => {
    const compiled = await compile({ type: 'array', items: { type: 'string' } });
    const violations = compiled.explain(new Array(100_000).fill(1), 3);
    expect(violations.map(({ pointer }) => pointer)).toEqual(['/0', '/1', '/2']);
  });
});

describe.each(schemaCompilers)('direction of %s schemas', (_name, createCompilers) => {
  const compile = compileWith(createCompilers);
  const Pet: JsonSchema = {
    type: 'object',
    required: ['id', 'name', 'secret'],
    properties: { id: { type: 'integer', readOnly: true }, name: { type: 'string' }, secret: ref('Secret') },
  };
  const Secret: JsonSchema = { type: 'string', writeOnly: true };
  const components: Components = {
    Pet,
    Secret,
    List: { type: 'array', items: ref('Pet') },
    Base: { type: 'object', required: ['id'] },
    Derived: { allOf: [ref('Base'), { properties: { id: { readOnly: true } } }] },
    Required: { allOf: [{ required: ['id', 'name'] }, { properties: { id: { allOf: [{ readOnly: true }] } } }] },
    Tree: {
      properties: { pet: ref('Pet'), left: ref('Tree') },
      dependentRequired: { left: ['pet', 'id'], right: ['id'] },
    },
    Choice: { oneOf: [ref('Pet'), { type: 'string' }] },
    Guarded: { properties: { id: { readOnly: true } }, not: { required: ['id'] } },
    Open: { additionalProperties: { readOnly: true } },
  };
  const pet = { name: 'Rex', secret: 's' };

  it.each<[string, string, Direction, unknown, string[]]>([
    ['a read-only property is not required in a request', 'Pet', 'request', pet, []],
    ['a read-only property is refused in a request', 'Pet', 'request', { ...pet, id: 1 }, ['/id readOnly']],
    ['a read-only property is required in a response', 'Pet', 'response', { name: 'Rex' }, ['/id required']],
    ['a write-only property is refused in a response', 'Pet', 'response', { ...pet, id: 1 }, ['/secret writeOnly']],
    ['items are read in the direction', 'List', 'request', [pet, { ...pet, id: 1 }], ['/1/id readOnly']],
    ['a required name is dropped through allOf and $ref', 'Derived', 'request', {}, []],
    ['and is required the other way', 'Derived', 'response', {}, ['/id required']],
    ['a required name is dropped in a sibling', 'Required', 'request', { name: 'x' }, []],
    [
      'recursion is followed',
      'Tree',
      'request',
      { pet, left: { pet: { ...pet, id: 1 } }, id: 0 },
      ['/left/pet/id readOnly'],
    ],
    ['a union is followed', 'Choice', 'request', { ...pet, id: 1 }, ['/id readOnly']],
    ['a union is followed to the other side', 'Choice', 'response', { id: 1, name: 'Rex' }, []],
    ['what stands under not is left as it is', 'Guarded', 'request', {}, []],
    ['additional properties can be read-only', 'Open', 'request', { x: 1 }, ['/x readOnly']],
  ])('%s', async (_behaviour, component, direction, value, expected) => {
    const compiled = await compile(ref(component), components, direction);
    expect(compiled.explain(value, 20).map(({ pointer, keyword }) => `${pointer} ${keyword}`)).toEqual(expected);
    expect(compiled.isValid(value)).toBe(expected.length === 0);
  });
});

function compileWith(createCompilers: CompilerFactory) {
  return async (schema: JsonSchema, components: Components = {}, direction: Direction = 'request') => {
    const contract = contractOf(schema, components);
    const compilerOf = await createCompilers({ test: contract });
    const place = listSchemaPlaces(contract).find((candidate) => candidate.direction === direction);
    if (place === undefined) throw new TypeError('The contract has no place');
    return compilerOf('test').compile(place);
  };
}
