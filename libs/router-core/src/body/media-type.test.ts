import { describe, expect, it } from 'vitest';
import { matchContentType, parseMediaType } from './media-type.ts';

describe('parseMediaType', () => {
  it.each([
    ['application/json', 'application/json', {}],
    [' Application/JSON ', 'application/json', {}],
    ['text/html; charset=utf-8', 'text/html', { charset: 'utf-8' }],
    ['text/html;Charset="UTF-8" ; level=1', 'text/html', { charset: 'UTF-8', level: '1' }],
    ['a/b;q="a\\"b;,c"', 'a/b', { q: 'a"b;,c' }],
    ['a/b;;x=1;', 'a/b', { x: '1' }],
    ['application/vnd.api+json', 'application/vnd.api+json', {}],
    ['*/*', '*/*', {}],
  ])('reads %s', (text, essence, parameters) => {
    const parsed = parseMediaType(text);
    expect(parsed?.essence).toBe(essence);
    expect({ ...parsed?.parameters }).toEqual(parameters);
  });

  it.each([
    [''],
    ['json'],
    ['application/'],
    ['/json'],
    ['application/json/x'],
    [',application/json'],
    ['application/json, text/plain'],
    ['application /json'],
    ['a/b;x'],
    ['a/b;x='],
    ['a/b;x ="1"'],
    ['a/b;x="1'],
    ['a/b;x=1;x=2'],
    ['a/b;x="\n"'],
    ['a/b x=1'],
  ])('refuses %j', (text) => expect(parseMediaType(text)).toBeUndefined());

  it('keeps a parameter named __proto__ as a parameter', () => {
    const parsed = parseMediaType('a/b;__proto__=x');
    expect(Object.entries(parsed?.parameters ?? {})).toEqual([['__proto__', 'x']]);
  });
});

describe('matchContentType', () => {
  const declared = ['*/*', 'application/*', 'application/*+json', 'application/json', 'application/json;version=2'];
  it.each([
    ['application/json', 'application/json'],
    ['application/json; charset=utf-8', 'application/json'],
    ['application/json; version=2', 'application/json;version=2'],
    ['application/problem+json', 'application/*+json'],
    ['application/jsonx', 'application/*'],
    ['text/plain', '*/*'],
    ['nonsense', undefined],
  ])('%s goes to %s', (sent, want) => expect(matchContentType(sent, declared)).toBe(want));

  it.each([
    ['application/jsonx', ['application/json']],
    ['application/json; charset=utf-16', ['application/json; charset=utf-8']],
    ['application/json', ['application/json; version=2']],
    ['application/json', ['not a type']],
    ['text/plain', ['application/*+json']],
  ])('%s fits none of %j', (sent, types) => expect(matchContentType(sent, types)).toBeUndefined());

  it('takes an unsent charset for utf-8, any case, and ignores a declared boundary', () => {
    expect(matchContentType('text/plain', ['text/plain; charset=UTF-8'])).toBe('text/plain; charset=UTF-8');
    expect(matchContentType('multipart/form-data; boundary=a', ['multipart/form-data; boundary=x'])).toBeDefined();
  });
});
