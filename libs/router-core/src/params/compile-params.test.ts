import type { JsonSchema, Parameter } from '@brrt/service-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCookie } from './read-cookie.ts';
import { readQueryValue } from './read-query-value.ts';
import { parameter, read, schemas, source } from './test-support.ts';
import { shapeOf } from './value-shape.ts';

const query = (schema: JsonSchema, more: Partial<Parameter> = {}) => [parameter('query', 'q', schema, more)];

describe('text becomes what the schema expects', () => {
  it.each([
    ['an integer', { type: 'integer' }, '5', 5],
    ['a negative integer', { type: 'integer' }, '-5', -5],
    ['a number', { type: 'number' }, '1.5e3', 1500],
    ['true', { type: 'boolean' }, 'true', true],
    ['false', { type: 'boolean' }, 'false', false],
    ['text that looks like a number', { type: 'string' }, '007', '007'],
    ['a reference', { $ref: '#/components/schemas/Id' }, '7', 7],
    ['allOf', { allOf: [{ $ref: '#/components/schemas/Id' }, { maximum: 9 }] }, '7', 7],
    ['oneOf', { oneOf: [{ type: 'integer' }, { type: 'boolean' }] }, 'true', true],
    ['anyOf with text', { anyOf: [{ type: 'integer' }, { type: 'string' }] }, 'x', 'x'],
    ['a list of types', { type: ['integer', 'null'] }, '3', 3],
    ['null', { type: ['integer', 'null'] }, '', null],
    ['the word null', { type: ['integer', 'null'] }, 'null', null],
    ['an enumeration of numbers', { enum: [1, 2] }, '2', 2],
    ['a constant', { const: true }, 'true', true],
    ['a bound without a type', { minimum: 3 }, '4', 4],
    ['anything', true, '4', '4'],
    ['an array of integers', { type: 'array', items: { type: 'integer' } }, '1', [1]],
    ['an object without a type', { properties: { q: { type: 'integer' } } }, '1', { q: 1 }],
    ['a plus sign as a blank', { type: 'string' }, 'a+b%2B', 'a b+'],
    ['text that an enumeration lists as text', { enum: ['1', 2] }, '1', '1'],
    ['a tuple', { type: 'array', prefixItems: [{ type: 'integer' }], items: { type: 'string' } }, '1', [1]],
    ['no element', { type: 'array', items: { type: 'integer' } }, '', []],
  ] as const)('%s', (_name, schema, text, want) => {
    expect(read(query(schema), { query: `q=${text}` })).toEqual({
      params: expect.objectContaining({ query: { q: want } }),
      violations: [],
    });
  });

  it.each([
    ['TRUE', { type: 'boolean' }],
    ['1', { type: 'boolean' }],
    ['0x10', { type: 'integer' }],
    ['1e3', { type: 'integer' }],
    ['1.0', { type: 'integer' }],
    ['%201', { type: 'integer' }],
    ['%2B1', { type: 'integer' }],
    ['%D9%A1', { type: 'integer' }],
    ['01', { type: 'integer' }],
    ['', { type: 'integer' }],
    ['1e400', { type: 'number' }],
    ['NaN', { type: 'number' }],
    ['.5', { type: 'number' }],
    ['9007199254740993', { type: 'integer' }],
  ] as const)('%s is no %j', (text, schema) => {
    expect(read(query(schema), { query: `q=${text}` }).violations).toEqual(['query /q type']);
  });
});

describe('violations', () => {
  it.each([
    ['a broken escape', query({ type: 'string' }), { query: 'q=%zz' }, ['query /q encoding']],
    ['an overlong encoding', query({ type: 'string' }), { query: 'q=%c0%ae' }, ['query /q encoding']],
    ['NUL', query({ type: 'string' }), { query: 'q=%00' }, ['query /q encoding']],
    [
      'a broken escape in a path',
      [parameter('path', 'p', { type: 'string' })],
      { path: ['%ff'] },
      ['path /p encoding'],
    ],
    ['a value given twice', query({ type: 'integer' }), { query: 'q=1&q=2' }, ['query /q style']],
    ['a bound', query({ type: 'integer', maximum: 5 }), { query: 'q=6' }, ['query /q maximum']],
    [
      'a keyword beside a reference',
      query({ $ref: '#/components/schemas/Text', maxLength: 1 }),
      { query: 'q=ab' },
      ['query /q maxLength'],
    ],
    ['an element', query({ type: 'array', items: { type: 'integer' } }), { query: 'q=1&q=x' }, ['query /q/1 type']],
    ['a missing parameter', query({ type: 'integer' }, { required: true }), {}, ['query /q required']],
    [
      'a missing header named constructor',
      [parameter('header', 'constructor', { type: 'string' }, { required: true })],
      {},
      ['header /constructor required'],
    ],
    [
      'several at once',
      [parameter('path', 'p', { type: 'integer' }), ...query({ type: 'boolean' })],
      { path: ['x'], query: 'q=x' },
      ['path /p type', 'query /q type'],
    ],
    ['too many pairs', query({ type: 'string' }), { query: 'a=1&'.repeat(1001) }, ['query  parse']],
    [
      'a matrix value without its name',
      [parameter('path', 'p', { type: 'string' }, { style: 'matrix' })],
      { path: [';x=1'] },
      ['path /p style'],
    ],
    [
      'a matrix value without a semicolon',
      [parameter('path', 'p', { type: 'string' }, { style: 'matrix' })],
      { path: ['1'] },
      ['path /p style'],
    ],
    [
      'a matrix value given twice',
      [parameter('path', 'p', { type: 'string' }, { style: 'matrix' })],
      { path: [';p=1;p=2'] },
      ['path /p style'],
    ],
    [
      'a label without a dot',
      [parameter('path', 'p', { type: 'string' }, { style: 'label' })],
      { path: ['red'] },
      ['path /p style'],
    ],
    ['half a pair', query({ type: 'object' }, { explode: false }), { query: 'q=R,1,G' }, ['query /q style']],
    [
      'a property without a value',
      [parameter('header', 'h', { type: 'object' }, { explode: true })],
      { headers: { h: 'R=1,G' } },
      ['header /h style'],
    ],
    ['a property given twice', query({ type: 'object' }), { query: 'R=1&R=2' }, ['query /q style']],
    [
      'a property given twice in one text',
      query({ type: 'object' }, { explode: false }),
      { query: 'q=R,1,R,2' },
      ['query /q style'],
    ],
    [
      'a prototype for a property',
      query({ type: 'object' }, { explode: false }),
      { query: 'q=__proto__,1' },
      ['query /q style'],
    ],
    [
      'a deep object as plain text',
      query({ type: 'object' }, { style: 'deepObject' }),
      { query: 'q=1' },
      ['query /q style'],
    ],
    [
      'a deep object with a prototype',
      query({ type: 'object' }, { style: 'deepObject' }),
      { query: 'q[__proto__]=1' },
      ['query /q style'],
    ],
    [
      'a deep object deeper than its schema',
      query({ type: 'object', additionalProperties: { type: 'string' } }, { style: 'deepObject' }),
      { query: 'q[a][b]=1' },
      ['query /q style'],
    ],
    [
      'a deep object with loose brackets',
      query({ type: 'object' }, { style: 'deepObject' }),
      { query: 'q[a=1' },
      ['query /q style'],
    ],
    [
      'a deep property given twice',
      query({ type: 'object' }, { style: 'deepObject' }),
      { query: 'q[a]=1&q[a]=2' },
      ['query /q style'],
    ],
    [
      'a deep property with a broken escape',
      query({ type: 'object' }, { style: 'deepObject' }),
      { query: 'q[a]=%zz' },
      ['query /q encoding'],
    ],
    [
      'malformed JSON in content',
      query(true, { content: { mediaType: 'application/json', examples: [], encoding: {}, source } }),
      { query: 'q=%7B' },
      ['query /q parse'],
    ],
    [
      'content with a broken escape',
      [
        parameter('path', 'p', true, {
          content: { mediaType: 'application/json', examples: [], encoding: {}, source },
        }),
      ],
      { path: ['%zz'] },
      ['path /p encoding'],
    ],
    [
      'a cookie with a broken escape',
      [parameter('cookie', 'c', { type: 'string' })],
      { headers: { cookie: 'c=%zz' } },
      ['cookie /c encoding'],
    ],
  ] as const)('%s', (_name, parameters, sent, want) => {
    expect(read(parameters, sent).violations).toEqual(want);
  });

  it('names unknown query parameters in strict mode, shortened and without control characters', () => {
    expect(read(query({ type: 'string' }), { query: `x%0a=1&${'y'.repeat(99)}=2&q=3` }, true).violations).toEqual([
      'query /x? unknown',
      `query /${'y'.repeat(64)} unknown`,
    ]);
    expect(read([], { query: 'x=1&api_key=1' }, true).violations).toEqual(['query /x unknown']);
    expect(read(query({ type: 'string' }), { query: 'x=1' }).violations).toEqual([]);
  });
});

describe('parameters', () => {
  it('have the default behind a reference, or the one beside it', () => {
    expect(read(query({ $ref: '#/components/schemas/Id' }), {}).params.query).toEqual({ q: 3 });
    expect(read(query({ $ref: '#/components/schemas/Id', default: 4 }), {}).params.query).toEqual({ q: 4 });
    expect(read(query({ allOf: [{ $ref: '#/components/schemas/Id' }] }), {}).params.query).toEqual({ q: 3 });
  });

  it('with a schema that contains nothing but itself are text', () => {
    const shape = shapeOf({ $ref: '#/components/schemas/Loop' }, schemas);
    expect([...shape.types]).toEqual(['string']);
  });

  it('have no names that nobody sent', () => {
    const { params } = read([...query({ type: 'string' }), parameter('cookie', '__proto__', { type: 'string' })], {
      headers: { cookie: '__proto__=x' },
    });
    expect(params.query.constructor).toBeUndefined();
    expect(Object.entries(params.cookies)).toEqual([['__proto__', 'x']]);
  });

  it.each([
    [['__PROTO__', 'x'], [['__proto__', 'x']]],
    [['__proto__', 'x', 'a', 'b', '__proto__', 'y'], [['__proto__', 'x, y']]],
    [['a', '__proto__'], []],
  ])('in a header that Node does not list, %j', (rawHeaders, want) => {
    const { params } = read([parameter('header', '__proto__', { type: 'string' })], { rawHeaders });
    expect(Object.entries(params.headers)).toEqual(want);
  });

  it('in too many cookies are not read', () => {
    const cookie = [parameter('cookie', 'c', { type: 'array', items: { type: 'string' } })];
    expect(read(cookie, { headers: { cookie: 'a=1&'.repeat(1001) } }).violations).toEqual(['cookie /c parse']);
  });

  it('have defaults, each request its own copy', () => {
    const parameters = query({ type: 'array', items: { type: 'string' }, default: ['a'] });
    const first = read(parameters, {}).params.query.q as string[];
    expect(first).toEqual(['a']);
    first.push('b');
    expect(read(parameters, {}).params.query.q).toEqual(['a']);
  });

  it('are left out when absent without a default', () => {
    expect(
      read([...query({ type: 'string' }), parameter('header', 'h', true), parameter('cookie', 'c', true)], {}).params,
    ).toMatchObject({ query: {}, headers: {}, cookies: {} });
  });

  it('may be empty where the contract allows it', () => {
    expect(read(query({ type: 'integer' }, { allowEmptyValue: true }), { query: 'q=' })).toMatchObject({
      params: { query: {} },
      violations: [],
    });
    expect(read(query({ type: 'string' }, { allowEmptyValue: true }), { query: 'q' })).toMatchObject({
      params: { query: { q: '' } },
      violations: [],
    });
  });

  it('share an exploded object fairly: named parameters first, then declared properties, then the rest', () => {
    const parameters = [
      ...query({ type: 'integer' }),
      parameter('query', 'filter', { type: 'object', properties: { age: { type: 'integer' } } }),
      parameter(
        'query',
        'deep',
        {
          type: 'object',
          properties: {
            at: { type: 'object', properties: { x: { type: 'integer' } } },
            tags: { type: 'array', items: { type: 'integer' } },
          },
        },
        { style: 'deepObject' },
      ),
    ];
    const { params, violations } = read(parameters, {
      query: 'q=1&age=3&other=x&deep[at][x]=4&deep%5Btags%5D=5&deep[tags]=6',
    });
    expect(violations).toEqual([]);
    expect(params.query).toEqual({ q: 1, filter: { age: 3, other: 'x' }, deep: { at: { x: 4 }, tags: [5, 6] } });
  });

  it('read JSON and text content', () => {
    const json = {
      mediaType: 'application/json',
      schema: { type: 'object' },
      examples: [],
      encoding: {},
      source,
    } as const;
    expect(read(query(true, { content: json }), { query: 'q=%7B%22a%22:1%7D' }).params.query).toEqual({ q: { a: 1 } });
    expect(
      read(query(true, { content: { ...json, mediaType: 'text/plain', schema: true } }), { query: 'q=a+b' }).params
        .query,
    ).toEqual({ q: 'a b' });
  });

  it('take the whole query in querystring', () => {
    const content = {
      mediaType: 'application/x-www-form-urlencoded',
      schema: { type: 'object', properties: { n: { type: 'integer' } } },
      examples: [],
      encoding: {},
      source,
    } as const;
    const form = [parameter('querystring', 'all', true, { content, required: true })];
    expect(read(form, { query: 'n=1&m=a' }).params.query).toEqual({ all: { n: 1, m: 'a' } });
    expect(read(form, {}).violations).toEqual(['querystring /all required']);
    expect(read(form, { query: '&'.repeat(3) }).params.query).toEqual({ all: {} });
    expect(read(form, { query: 'a=1&'.repeat(1001) }).violations).toContain('querystring /all parse');
    const json = [parameter('querystring', 'all', true, { content: { ...content, mediaType: 'application/json' } })];
    expect(read(json, { query: '%7B%22n%22%3A1%7D' }).params.query).toEqual({ all: { n: 1 } });
  });

  it('in headers are trimmed, split and not percent-decoded', () => {
    const header = [parameter('header', 'X-Ids', { type: 'array', items: { type: 'string' } })];
    expect(read(header, { headers: { 'x-ids': ' a%20 , b' } }).params.headers).toEqual({ 'X-Ids': ['a%20', 'b'] });
    expect(
      read([parameter('header', 'Set', { type: 'string' })], { headers: { set: ['a', 'b'] as never } }).params.headers,
    ).toEqual({ Set: 'a, b' });
  });
});

describe('credentials of security schemes', () => {
  it.each([
    ['a=1; key=v%20; key=w', 'key', 'v%20'],
    ['a=1', 'key', undefined],
    ['junk; =x; __proto__=1', '__proto__', '1'],
    [undefined, 'key', undefined],
  ])('cookie %s, %s', (header, name, want) => {
    expect(readCookie(header, name)).toBe(want);
  });

  it.each([
    ['a=1&key=v%20w', 'key', { value: 'v w', isRepeated: false }],
    ['key=1&key=2', 'key', { value: '1', isRepeated: true }],
    ['a=1', 'key', undefined],
    ['', 'key', undefined],
    ['key=%zz', 'key', undefined],
    ['key=1&'.repeat(1001), 'key', undefined],
  ])('query %s, %s', (text, name, want) => {
    expect(readQueryValue(text, name)).toEqual(want);
  });
});

describe('what an object leaves out', () => {
  const schema: JsonSchema = {
    type: 'object',
    properties: { limit: { type: 'integer', default: 10 }, name: { type: 'string' } },
    default: { name: 'x' },
  };
  const content = { mediaType: 'application/json', schema, examples: [], encoding: {}, source };
  it.each<[string, readonly Parameter[], string, object]>([
    ['in a style', query(schema, { style: 'deepObject' }), 'q[name]=a', { name: 'a', limit: 10 }],
    ['in content', query(schema, { content }), 'q={}', { limit: 10 }],
    ['in the default', query(schema), '', { name: 'x', limit: 10 }],
    ['nothing, where it is sent', query(schema, { style: 'deepObject' }), 'q[limit]=3', { limit: 3 }],
  ])('has the defaults of the contract: %s', (_name, parameters, sent, want) => {
    expect(read(parameters, { query: sent })).toMatchObject({ params: { query: { q: want } }, violations: [] });
  });
});

describe('a deep object that has brackets in its name', () => {
  const object = { type: 'object', additionalProperties: { type: 'string' } } as const;
  const deep = (name: string) => parameter('query', name, object, { style: 'deepObject' });
  it.each<[string, readonly Parameter[], string, object]>([
    ['takes what is below it', [deep('a[b]')], 'a[b][c]=1&a%5Bb%5D%5Bd%5D=2', { 'a[b]': { c: '1', d: '2' } }],
    [
      'stands beside a shorter name',
      [deep('a'), deep('a[b]')],
      'a[b][c]=1&a[d]=2',
      { a: { d: '2' }, 'a[b]': { c: '1' } },
    ],
  ])('%s', (_name, parameters, query, want) => {
    expect(read(parameters, { query }, true)).toMatchObject({ params: { query: want }, violations: [] });
  });
});

describe('a query without an escape', () => {
  const parameters = [
    parameter('query', 'n', { type: 'integer' }),
    parameter('query', 't', { type: 'string' }),
    parameter('query', 'e', { type: ['boolean', 'string', 'integer'] }),
    parameter('query', 'l', { type: 'array', items: { type: 'integer' } }),
    parameter('query', 'c', { type: 'array', items: { type: 'string' } }, { explode: false }),
    parameter('query', 'd', { type: 'object', properties: { a: { type: 'number' } } }, { style: 'deepObject' }),
    parameter('query', 's', { type: 'object', properties: { x: { type: 'integer' } }, additionalProperties: false }),
  ];
  const name = fc.constantFrom('n', 't', 'e', 'l', 'c', 'd[a]', 'd', 'x', 'unknown');
  const value = fc.oneof(
    fc.stringMatching(/^-?\d{0,17}$/),
    fc.stringMatching(/^[a-z0-9,.|]{0,6}$/),
    fc.constant('true'),
  );
  const escaped = (text: string): string => text.replaceAll(/[a-z\d]/g, (one) => `%${one.charCodeAt(0).toString(16)}`);

  it('says what it says with its letters and digits escaped', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { maxLength: 8 }), (pairs) => {
        const plain = pairs.map(([key, text]) => `${key}=${text}`).join('&');
        const same = pairs.map(([key, text]) => `${escaped(key)}=${escaped(text)}`).join('&');
        expect(read(parameters, { query: plain })).toEqual(read(parameters, { query: same }));
      }),
      { numRuns: 500 },
    );
  });

  it('has integers of every length', () => {
    const integer = /^(?:0|-?[1-9]\d{0,14})$/;
    fc.assert(
      fc.property(fc.stringMatching(/^-?\d{1,12}$/), (text) => {
        const { params, violations } = read(query({ type: 'integer' }), { query: `q=${text}` });
        if (integer.test(text)) expect(params.query.q).toBe(Number(text));
        else expect(text === '-0' ? params.query.q : violations).toEqual(text === '-0' ? 0 : ['query /q type']);
      }),
      { numRuns: 500 },
    );
  });
});
