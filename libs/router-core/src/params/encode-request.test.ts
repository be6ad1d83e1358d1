import type { Header, Parameter } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { compileRequestEncoder } from './compile-request-encoder.ts';
import { encodeFields, encodeParameter } from './encode-parameter.ts';
import { encodeCookies, encodeHeaders, encodeHeaderValue, encodePath, encodeQuery } from './encode-request.ts';

const source = { file: 'test', line: 1, column: 1, pointer: '' };
const base = {
  required: false,
  deprecated: false,
  allowEmptyValue: false,
  allowReserved: false,
  examples: [],
  source,
  schema: true,
  explode: true,
};
const path = (name: string, more: Partial<Parameter> = {}): Parameter => ({
  ...base,
  name,
  in: 'path',
  style: 'simple',
  explode: false,
  required: true,
  ...more,
});
const query = (name: string, more: Partial<Parameter> = {}): Parameter => ({
  ...base,
  name,
  in: 'query',
  style: 'form',
  ...more,
});
const content = (mediaType: string) => ({ mediaType, examples: [], encoding: {}, source });
const header: Header = { name: 'X', required: false, explode: false, schema: true, examples: [], source };

describe('encodePath', () => {
  it.each([
    ['/pets/{id}', [path('id')], { id: 'a/b c' }, '/pets/a%2Fb%20c'],
    ['/pets/{id}', [path('id')], { id: 7 }, '/pets/7'],
    ['/files/{id}.json', [path('id')], { id: "it's" }, '/files/it%27s.json'],
    ['/café x%20y/{id}', [path('id')], { id: 1 }, '/caf%C3%A9%20x%20y/1'],
    ['/m/{c}', [path('c', { style: 'matrix' })], { c: [1, 2] }, '/m/;c=1,2'],
    ['/x/{undeclared}', [], { undeclared: 'a b' }, '/x/a%20b'],
    ['/x/{q}', [path('q', { content: content('application/json') })], { q: { a: 1 } }, '/x/%7B%22a%22%3A1%7D'],
  ])('%s', (template, parameters, values, want) => {
    expect(encodePath({ path: template, parameters }, values)).toBe(want);
  });

  it('never sends an empty segment', () => {
    expect(() => encodePath({ path: '/x/{id}', parameters: [path('id')] }, {})).toThrow(TypeError);
    expect(() => encodePath({ path: '/x/{id}', parameters: [path('id')] }, { id: '' })).toThrow(TypeError);
  });

  it.each([
    ['simple', '..'],
    ['simple', '.'],
    ['label', '.'],
  ] as const)('never sends a segment of dots: style %s, %j', (style, id) => {
    expect(() => encodePath({ path: '/x/{id}', parameters: [path('id', { style })] }, { id })).toThrow(
      /segment of dots/,
    );
  });
});

describe('encodeQuery', () => {
  it.each([
    ['nothing', [query('a')], {}, ''],
    ['empty lists', [query('a')], { a: [], b: 1 }, ''],
    ['empty objects', [query('a', { style: 'deepObject' })], { a: {} }, ''],
    ['several', [query('a'), query('b')], { a: 1, b: ['x', 'y'] }, '?a=1&b=x&b=y'],
    ['reserved characters where allowed', [query('a', { allowReserved: true })], { a: 'x/y?z&w' }, '?a=x/y?z%26w'],
    ['JSON content', [query('a', { content: content('application/json') })], { a: 'text' }, '?a=%22text%22'],
    ['text content', [query('a', { content: content('text/plain') })], { a: 'text' }, '?a=text'],
    [
      'a form as the whole query',
      [query('all', { in: 'querystring', content: content('application/x-www-form-urlencoded') })],
      { all: { a: 1 } },
      '?a=1',
    ],
    [
      'JSON as the whole query',
      [query('all', { in: 'querystring', content: content('application/json') })],
      { all: [1] },
      '?%5B1%5D',
    ],
    ['no whole query', [query('all', { in: 'querystring' })], {}, ''],
  ])('%s', (_name, parameters, values, want) => {
    expect(encodeQuery({ path: '/', parameters }, values)).toBe(want);
  });

  it('misses a required parameter loudly', () => {
    expect(() => encodeQuery({ path: '/', parameters: [query('a', { required: true })] }, undefined)).toThrow(
      /a in query is missing/,
    );
  });
});

describe('headers and cookies', () => {
  it('are named and joined', () => {
    const parameters = [
      query('X-A', { in: 'header', style: 'simple' }),
      query('c', { in: 'cookie' }),
      query('d', { in: 'cookie' }),
    ];
    expect(encodeHeaders({ path: '/', parameters }, { 'X-A': [1, 2] })).toEqual({ 'x-a': '1,2' });
    expect(encodeCookies({ path: '/', parameters }, { c: 'a b', d: 1 })).toBe('c=a%20b; d=1');
    expect(encodeCookies({ path: '/', parameters }, {})).toBeUndefined();
  });

  it('carry JSON in ASCII', () => {
    const json = query('h', { in: 'header', style: 'simple', content: content('application/json') });
    expect(encodeHeaders({ path: '/', parameters: [json] }, { h: { a: 'é→' } })).toEqual({
      h: String.raw`{"a":"\u00e9\u2192"}`,
    });
  });

  it('have no blanks at their ends', () => {
    const parameters = [query('h', { in: 'header', style: 'simple' })];
    expect(() => encodeHeaders({ path: '/', parameters }, { h: ' a' })).toThrow(/blank/);
  });

  it('carry typed response values', () => {
    expect(encodeHeaderValue(header, 5)).toBe('5');
    expect(encodeHeaderValue(header, ['a', 'b'])).toBe('a,b');
    expect(encodeHeaderValue({ ...header, content: content('application/json') }, { a: 1 })).toBe('{"a":1}');
  });

  it.each([['a\r\nSet-Cookie: x'], ['a\0'], ['a\u007f']])('never carry control characters: %j', (value) => {
    expect(() => encodeHeaderValue(header, value)).toThrow(TypeError);
  });
});

describe('values that no style can carry', () => {
  it.each([
    ['no number', query('a'), [Number.NaN]],
    [
      'objects in a header, whose commas would divide them',
      query('a', { in: 'header', style: 'simple' }),
      [{ b: 1, c: 2 }],
    ],
    ['brackets in the name of a deep property', query('a', { style: 'deepObject' }), { 'b]': 1 }],
    ['a name with a delimiter in a cookie', query('a', { in: 'cookie', style: 'cookie' }), { 'b=c': 1 }],
    ['a name with a delimiter in a header', query('a', { in: 'header', style: 'simple' }), { 'b,c': 1 }],
    ['a blank at the end of an element of a header', query('a', { in: 'header', style: 'simple' }), ['b ']],
    ['a blank at the end of a cookie', query('a', { in: 'cookie', style: 'cookie' }), 'b '],
    ['a triplet that is the delimiter', query('a', { style: 'pipeDelimited', allowReserved: true }), ['a%7Cb', 'c']],
    ['functions', query('a'), [() => 1]],
    ['text as a deep object', query('a', { style: 'deepObject' }), 'x'],
    ['a lone surrogate', query('a'), '\ud800'],
    ['a second cookie', query('a', { in: 'cookie', style: 'cookie' }), 'a; admin=1'],
    ['the delimiter of a header', query('a', { in: 'header', style: 'simple' }), ['a,b', 'c']],
    ['the delimiter of style pipeDelimited', query('a', { style: 'pipeDelimited' }), ['a|b', 'c']],
    ['the delimiter of style spaceDelimited', query('a', { style: 'spaceDelimited' }), ['a b', 'c']],
    ['a header beyond Latin-1', query('a', { in: 'header', style: 'simple' }), 'é→'],
  ])('%s', (_name, parameter, value) => {
    expect(() => encodeParameter(parameter, value)).toThrow(TypeError);
  });

  it('a form skips what is undefined or empty and writes null as nothing', () => {
    expect(encodeFields({ a: undefined, b: null, c: [], d: true, e: 10n })).toBe('b=&d=true&e=10');
  });
});

describe('values inside of others', () => {
  it.each([
    ['objects in a list', query('a'), [{ b: 1 }, { c: [2] }], 'a=%7B%22b%22%3A1%7D&a=%7B%22c%22%3A%5B2%5D%7D'],
    ['lists in a list', query('a', { explode: false }), [[1, 2], []], 'a=%5B1%2C2%5D,%5B%5D'],
    ['lists in a spread object', query('a'), { b: [1, 2], c: 3 }, 'b=1&b=2&c=3'],
    ['lists in an object', query('a', { explode: false }), { b: [1, 2] }, 'a=b,%5B1%2C2%5D'],
    [
      'objects and lists in a deep object',
      query('a', { style: 'deepObject' }),
      { b: { c: { d: 1 } }, e: [1, 2], f: undefined },
      'a%5Bb%5D%5Bc%5D%5Bd%5D=1&a%5Be%5D=1&a%5Be%5D=2',
    ],
    ['what has a form in JSON', query('a'), new Date(0), 'a=1970-01-01T00%3A00%3A00.000Z'],
    ['a dot in style label', path('a', { style: 'label', explode: true }), ['b.c', 'd'], '.b%2Ec.d'],
    ['a quoted list in a header', query('a', { in: 'header', style: 'simple' }), ['"b,c"', 'd'], '"b,c",d'],
    ['an empty property of style matrix', path('a', { style: 'matrix', explode: true }), { b: '', c: 1 }, ';b;c=1'],
    ['a blank within a cookie', query('a', { in: 'cookie', style: 'cookie' }), 'b c!', 'a=b c!'],
  ])('%s', (_name, parameter, value, want) => {
    expect(encodeParameter(parameter, value)).toBe(want);
  });
});

describe('reserved characters', () => {
  const all = ":/?#[]@!$&'()*+,;=";

  it.each([
    ['in a query', query('a', { allowReserved: true }), `a=:/?%23%5B%5D@!$%26'()*%2B,;%3D`],
    ['in a list of a query', query('a', { allowReserved: true, explode: false }), `a=:/?%23%5B%5D@!$%26'()*%2B%2C;%3D`],
    ['in a path', path('a', { allowReserved: true }), ":%2F%3F%23%5B%5D@!$&'()*+%2C;="],
    [
      'in style label',
      path('a', { allowReserved: true, style: 'label', explode: true }),
      ".:%2F%3F%23%5B%5D@!$&'()*+,;=",
    ],
    [
      'in style matrix',
      path('a', { allowReserved: true, style: 'matrix', explode: true }),
      ";a=:%2F%3F%23%5B%5D@!$&'()*+,%3B=",
    ],
    ['in a cookie', query('a', { allowReserved: true, in: 'cookie' }), "a=:/?#[]@!$%26'()*+%2C%3B="],
    ['nowhere else', query('a'), 'a=%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D'],
  ])('%s', (_name, parameter, want) => {
    expect(encodeParameter(parameter, [all])).toBe(want);
  });

  it('pass together with triplets; a percent sign without one is escaped', () => {
    expect(encodeParameter(query('a', { allowReserved: true }), 'x%2Fy 100%, %zz ü')).toBe(
      'a=x%2Fy%20100%25,%20%25zz%20%C3%BC',
    );
  });
});

describe('what is written like nothing', () => {
  const ints = { type: 'array', items: { type: 'integer' } } as const;
  const texts = { type: 'array', items: { type: 'string' } } as const;
  const object = { type: 'object' } as const;
  const encode = (parameter: Parameter, value: unknown): string =>
    compileRequestEncoder({ path: '/', parameters: [parameter] }, {}).query({ a: value });

  it.each([
    ['an empty list that may be absent', { schema: ints }, [], ''],
    ['an empty list that has to arrive', { schema: ints, required: true }, [], '?a='],
    ['an empty list beside a default', { schema: { ...ints, default: [1] } }, [], '?a='],
    [
      'an empty list of texts that are not empty',
      { schema: { ...texts, items: { enum: ['a'] } }, required: true },
      [],
      '?a=',
    ],
    ['an object without properties that may be absent', { schema: object }, {}, ''],
    ['an object without properties that has to arrive', { schema: object, explode: false, required: true }, {}, '?a='],
    ['null beside numbers', { schema: { type: ['integer', 'null'] } }, null, '?a='],
    ['null beside text', { schema: { type: ['string', 'null'] } }, null, ''],
    ['null beside text that has to arrive', { schema: { type: ['string', 'null'] }, required: true }, null, '?a='],
  ] as const)('%s', (_name, more, value, want) => {
    expect(encode(query('a', more), value)).toBe(want);
  });

  it.each([
    ['an empty list of texts', { schema: texts, required: true }, []],
    ['an empty list of texts in style form, exploded or not', { schema: texts, explode: false, required: true }, []],
    ['a spread object without properties', { schema: object, required: true }, {}],
    ['a deep object without properties', { schema: object, style: 'deepObject', required: true }, {}],
    ['a list beside a default', { schema: { ...texts, default: ['a'] } }, []],
  ] as const)('%s cannot be sent where it has to arrive', (_name, more, value) => {
    expect(() => encode(query('a', more), value)).toThrow(/written like none/);
  });
});
