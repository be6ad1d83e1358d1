import type { JsonSchema, MediaType, Parameter } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { parameter, read, source } from './test-support.ts';

const query = (schema: JsonSchema, more: Partial<Parameter> = {}) => [parameter('query', 'q', schema, more)];
const header = (schema: JsonSchema, more: Partial<Parameter> = {}) => [parameter('header', 'h', schema, more)];
const content = (mediaType: string, schema: JsonSchema): MediaType => {
  return { mediaType, schema, examples: [], encoding: {}, source };
};

describe('text that can be several things is what the schema takes', () => {
  it.each([
    ['a number first', { type: ['integer', 'string'] }, '1', 1],
    ['text where the number is not listed', { enum: ['1', 2] }, '1', '1'],
    [
      'text beyond the bound of the number',
      { anyOf: [{ type: 'integer', maximum: 9 }, { type: 'string' }] },
      '10',
      '10',
    ],
    [
      'text of a format',
      { oneOf: [{ type: 'integer' }, { type: 'string', format: 'date' }] },
      '2024-02-29',
      '2024-02-29',
    ],
    ['a boolean before text', { type: ['boolean', 'string'] }, 'true', true],
    ['the word as text where only text is listed', { type: ['boolean', 'string'], enum: ['true'] }, 'true', 'true'],
    ['null for no text, where text may not be empty', { type: ['string', 'null'], minLength: 1 }, '', null],
    ['no text, where it may be', { type: ['string', 'null'] }, '', ''],
    ['the word null as text', { type: ['string', 'null'] }, 'null', 'null'],
    ['one text rather than a list', { type: ['string', 'array'], items: { type: 'string' } }, 'a', 'a'],
    [
      'a property in two branches',
      { oneOf: [{ properties: { q: { type: 'integer' } }, required: ['q'] }] },
      '1',
      { q: 1 },
    ],
  ] as const)('%s', (_name, schema, text, want) => {
    const { params, violations } = read(query(schema), { query: `q=${text}` });
    expect(violations).toEqual([]);
    expect(params.query).toEqual({ q: want });
  });

  it('each element for itself', () => {
    const items = {
      anyOf: [
        { type: 'integer', maximum: 9 },
        { type: 'string', minLength: 2 },
      ],
    } as const;
    const schema = { type: 'array', items } as const;
    expect(read(query(schema), { query: 'q=1&q=10&q=ab' }).params.query).toEqual({ q: [1, '10', 'ab'] });
    expect(read(query(schema, { explode: false }), { query: 'q=10,1' }).params.query).toEqual({ q: ['10', 1] });
  });

  it('each property for itself', () => {
    const property = { enum: ['1', 2] } as const;
    const schema = { type: 'object', properties: { a: property, b: property } } as const;
    const want = { q: { a: '1', b: 2 } };
    expect(read(query(schema), { query: 'a=1&b=2' }).params.query).toEqual(want);
    expect(read(query(schema, { style: 'deepObject' }), { query: 'q[a]=1&q[b]=2' }).params.query).toEqual(want);
    expect(read(query(schema, { explode: false }), { query: 'q=a,1,b,2' }).params.query).toEqual(want);
  });

  it('all of them where the schema only says that nothing fits', () => {
    const whole = { const: ['1', '2'] } as const;
    const schema = { type: 'array', items: { type: ['integer', 'string'] }, oneOf: [whole, { maxItems: 0 }] } as const;
    expect(read(query(schema), { query: 'q=1&q=2' }).params.query).toEqual({ q: ['1', '2'] });
  });

  it('a list where one text does not fit', () => {
    const schema = { anyOf: [{ type: 'integer' }, { type: 'array', items: { type: 'integer' } }] } as const;
    expect(read(query(schema, { explode: false }), { query: 'q=1,2' }).params.query).toEqual({ q: [1, 2] });
    expect(read(query(schema, { explode: false }), { query: 'q=1' }).params.query).toEqual({ q: 1 });
    expect(read(query(schema), { query: 'q=1&q=2' }).params.query).toEqual({ q: [1, 2] });
  });

  it('one at a time where a name cannot be shown in a pointer', () => {
    const choice = {
      oneOf: [
        { type: 'integer', minimum: 100 },
        { type: 'string', maxLength: 2 },
      ],
    } as const;
    const schema = { type: 'object', properties: { '\u0001': choice, b: choice, '\u0002': choice } } as const;
    expect(read(query(schema), { query: '%01=42&b=100&%02=7' }).params.query).toEqual({
      q: { '\u0001': '42', b: 100, '\u0002': '7' },
    });
  });

  it('and complains about the first reading when none fits', () => {
    const schema = { type: 'array', items: { enum: ['1', 2] } } as const;
    expect(read(query(schema), { query: 'q=1&q=3' }).violations).toEqual(['query /q/0 enum', 'query /q/1 enum']);
  });
});

describe('nothing between the delimiters', () => {
  it.each([
    ['is no element where none can be empty text', { type: 'array', items: { type: 'integer' } }, []],
    ['is an empty element', { type: 'array', items: { type: 'string' } }, ['']],
    [
      'is no element where the schema takes no empty text',
      { type: 'array', items: { type: 'string', minLength: 1 } },
      [],
    ],
    [
      'is an element rather than no list where one is wanted',
      { type: 'array', items: { type: 'string' }, minItems: 1 },
      [''],
    ],
  ] as const)('%s', (_name, schema, want) => {
    for (const explode of [true, false]) {
      expect(read(query(schema, { explode }), { query: 'q=' }).params.query).toEqual({ q: want });
    }
    expect(read(header(schema), { headers: { h: '' } }).params.headers).toEqual({ h: want });
  });

  it('is an object without properties', () => {
    const schema = { type: 'object' } as const;
    expect(read(query(schema, { explode: false }), { query: 'q=' }).params.query).toEqual({ q: {} });
    expect(read(header(schema), { headers: { h: '' } }).params.headers).toEqual({ h: {} });
  });

  it('after the name of a property of style matrix is an empty text', () => {
    const path = [parameter('path', 'p', { type: 'object' }, { style: 'matrix', explode: true })];
    expect(read(path, { path: [';R;G=2'] }).params.path).toEqual({ p: { R: '', G: '2' } });
  });

  it('is no list of a property that is one', () => {
    const tags = { type: 'array', items: { type: 'integer' } } as const;
    expect(read(query({ type: 'object', properties: { tags } }), { query: 'tags=' }).params.query).toEqual({
      q: { tags: [] },
    });
  });
});

describe('lists in headers', () => {
  it.each([
    ['a comma in quotes', '"a,b" , c', ['"a,b"', 'c']],
    ['an escaped quote', String.raw`"a\",b",c`, [String.raw`"a\",b"`, 'c']],
    ['a quote inside of an element', 'a="b,c",d', ['a="b,c"', 'd']],
    ['a quote that is never closed', 'a",b', ['a"', 'b']],
    ['empty elements', 'a,,b', ['a', '', 'b']],
  ])('%s', (_name, h, want) => {
    expect(read(header({ type: 'array', items: { type: 'string' } }), { headers: { h } }).params.headers).toEqual({
      h: want,
    });
  });

  it('are pairs of an object too', () => {
    const object = header({ type: 'object' }, { explode: true });
    expect(read(object, { headers: { h: 'R="1,2", G=3' } }).params.headers).toEqual({ h: { R: '"1,2"', G: '3' } });
  });
});

describe('what the specification leaves open', () => {
  it('is JSON where arrays and objects are inside of others', () => {
    const list = { type: 'array', items: { type: 'object', properties: { a: { type: 'integer' } } } } as const;
    expect(read(query(list), { query: 'q=%7B%22a%22:1%7D&q=%7B%7D' }).params.query).toEqual({ q: [{ a: 1 }, {}] });
    const lists = { type: 'array', items: { type: 'array', items: { type: 'integer' } } } as const;
    expect(read(query(lists, { explode: false }), { query: 'q=%5B1%2C2%5D,%5B%5D' }).params.query).toEqual({
      q: [[1, 2], []],
    });
    expect(read(query(list), { query: 'q=%7B' }).violations).toEqual(['query /q/0 type']);
    expect(read(query(list), { query: 'q=1' }).violations).toEqual(['query /q/0 type']);
  });

  it('is bounded', () => {
    const list = { type: 'array', items: { type: 'array' } } as const;
    const deep = '['.repeat(65) + ']'.repeat(65);
    expect(read(query(list), { query: `q=${deep}` }).violations).toEqual(['query /q/0 type']);
    const json = query(true, { content: content('application/json', true) });
    expect(read(json, { query: `q=${deep}` }).violations).toEqual(['query /q parse']);
    expect(read(json, { query: `q=${deep.slice(1, -1)}` }).violations).toEqual([]);
    expect(read(json, { query: 'q={"a":1,"a":2}' }).violations).toEqual(['query /q parse']);
  });
});

describe('parameters with content', () => {
  it.each([
    ['a number as text', 'text/plain', { type: 'integer' }, 'q=5', 5],
    ['text', 'text/plain', { type: 'string' }, 'q=5', '5'],
    ['JSON by its suffix', 'application/geo+json', { type: 'array' }, 'q=%5B1%5D', [1]],
    ['JSON with a parameter', 'application/json; charset=utf-8', true, 'q=%22a+b%22', 'a b'],
    [
      'a form',
      'application/x-www-form-urlencoded',
      { type: 'object', properties: { n: { type: 'integer' } } },
      'q=n%3D1%26m%3Da%2526b',
      { n: 1, m: 'a&b' },
    ],
    ['another type', 'application/jsonpath', { type: 'string' }, 'q=%24.a', '$.a'],
  ] as const)('%s', (_name, mediaType, schema, text, want) => {
    const { params, violations } = read(query(true, { content: content(mediaType, schema) }), { query: text });
    expect(violations).toEqual([]);
    expect(params.query).toEqual({ q: want });
  });

  it('as the whole query: a plus is a blank in forms only', () => {
    const whole = (mediaType: string) => [
      parameter('querystring', 'all', true, { content: content(mediaType, true), required: true }),
    ];
    expect(read(whole('application/json'), { query: '%22a+b%22' }).params.query).toEqual({ all: 'a+b' });
    expect(read(whole('text/plain'), { query: 'a+b%20c' }).params.query).toEqual({ all: 'a+b c' });
    expect(read(whole('application/x-www-form-urlencoded'), { query: 'a=b+c' }).params.query).toEqual({
      all: { a: 'b c' },
    });
    expect(read(whole('text/plain'), { query: '%zz' }).violations).toEqual(['querystring /all encoding']);
  });
});

describe('objects in the query', () => {
  const filter = (more: object) => parameter('query', 'filter', { type: 'object', ...more });
  const named = { properties: { a: { type: 'integer' } } } as const;

  it.each([
    ['one that names its properties and is not closed takes others', named, false, ['a=1&b=2', { a: 1, b: '2' }]],
    ['in strict mode it does not', named, true, ['a=1&b=2', { a: 1 }]],
    ['unless its schema says so', { ...named, additionalProperties: true }, true, ['a=1&b=2', { a: 1, b: '2' }]],
    ['by type', { ...named, additionalProperties: { type: 'integer' } }, true, ['a=1&b=2', { a: 1, b: 2 }]],
    ['or names none', {}, true, ['a=1&b=2', { a: '1', b: '2' }]],
    [
      'by pattern',
      { ...named, patternProperties: { '^n-': { type: 'number' } }, additionalProperties: false },
      true,
      ['a=1&n-b=2', { a: 1, 'n-b': 2 }],
    ],
  ] as const)('%s', (_name, schema, strict, [text, want]) => {
    const { params, violations } = read([filter(schema)], { query: text }, strict);
    expect(params.query).toEqual({ filter: want });
    const isWhole = Object.keys(want).length === text.split('&').length;
    expect(violations).toEqual(strict && !isWhole ? ['query /b unknown'] : []);
  });

  it('two of them: the first that declares a name takes it, then the first that takes any', () => {
    const one = parameter('query', 'one', { type: 'object', properties: { a: { type: 'integer' } } });
    const two = parameter('query', 'two', { type: 'object', properties: { a: {}, b: { type: 'integer' } } });
    expect(read([one, two], { query: 'a=1&b=2&c=3' }).params.query).toEqual({ one: { a: 1, c: '3' }, two: { b: 2 } });
  });

  it('whose schema is a choice take the names of every branch', () => {
    const schema = {
      oneOf: [
        { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'], additionalProperties: false },
        { type: 'object', properties: { b: { type: 'boolean' } }, required: ['b'], additionalProperties: false },
      ],
    } as const;
    expect(read(query(schema), { query: 'b=true' }, true).params.query).toEqual({ q: { b: true } });
    expect(read(query(schema), { query: 'c=true' }, true).violations).toEqual(['query /c unknown']);
  });
});

describe('names', () => {
  it('alike in different places are different parameters', () => {
    const places = ['path', 'query', 'header', 'cookie'] as const;
    const parameters = places.map((place) => parameter(place, 'id', { type: 'integer' }));
    const sent = { path: ['1'], query: 'id=2', headers: { id: '3', cookie: 'id=4' } };
    expect(read(parameters, sent).params).toEqual({
      path: { id: 1 },
      query: { id: 2 },
      headers: { id: 3 },
      cookies: { id: 4 },
    });
  });

  it('of prototypes are names like others', () => {
    const names = ['constructor', 'toString', 'hasOwnProperty'];
    const parameters = names.flatMap((name) => [
      parameter('query', name, { type: 'string' }),
      parameter('header', name, { type: 'string' }),
    ]);
    expect(read(parameters, {}).params).toMatchObject({ query: {}, headers: {} });
    const { params } = read(parameters, { query: 'constructor=1', headers: { tostring: '2' } });
    expect(Object.entries(params.query)).toEqual([['constructor', '1']]);
    expect(Object.entries(params.headers)).toEqual([['toString', '2']]);
    const open = query({ type: 'object', additionalProperties: { type: 'integer' } });
    expect(Object.entries(read(open, { query: 'constructor=1' }).params.query.q as object)).toEqual([
      ['constructor', 1],
    ]);
  });

  it('are percent-encoded where the place is', () => {
    const path = [parameter('path', 'grüße', { type: 'string' }, { style: 'matrix' })];
    expect(read(path, { path: [';gr%C3%BC%C3%9Fe=1'] }).params.path).toEqual({ grüße: '1' });
    const cookie = [parameter('cookie', 'grüße', { type: 'string' })];
    expect(read(cookie, { headers: { cookie: 'gr%C3%BC%C3%9Fe=1' } }).params.cookies).toEqual({ grüße: '1' });
    expect(read(query({ type: 'string' }), { query: '%71=1' }).params.query).toEqual({ q: '1' });
  });

  it('of zero with a sign are zero', () => {
    expect(Object.is(read(query({ type: 'integer' }), { query: 'q=-0' }).params.query.q, 0)).toBe(true);
    expect(Object.is(read(query({ type: 'number' }), { query: 'q=-0.0' }).params.query.q, 0)).toBe(true);
  });
});

describe('spread objects', () => {
  const open = { type: 'object', additionalProperties: { type: 'string' } } as const;

  it('take neither the API key of the query nor the cookies of others', () => {
    expect(read(query(open), { query: 'a=1&api_key=k' }, true)).toMatchObject({
      params: { query: { q: { a: '1' } } },
      violations: [],
    });
    const cookies = [
      parameter('cookie', 'all', open),
      parameter('cookie', 'own', { type: 'string' }, { style: 'cookie' }),
      parameter('cookie', 'named', { type: 'object', properties: { n: { type: 'integer' } } }),
    ];
    expect(read(cookies, { headers: { cookie: 'a=1&b=2; own=x&c=3; n=4; d=5' } }).params.cookies).toEqual({
      all: { a: '1', b: '2', d: '5' },
      own: 'x&c=3',
      named: { n: 4, a: '1', b: '2', d: '5' },
    });
  });
});
