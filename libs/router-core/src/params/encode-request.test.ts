import type { Header, Parameter } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
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
    ['nested objects', query('a'), { b: { c: 1 } }],
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
