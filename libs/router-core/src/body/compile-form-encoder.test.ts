import type { Encoding, JsonObject, JsonSchema, MediaType } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { compileContentEncoder } from './compile-content-encoder.ts';
import { kept, media, readerOf, requestWith } from './test-support.ts';

const form = 'application/x-www-form-urlencoded';
const schema: JsonObject = {
  type: 'object',
  properties: {
    plain: { type: 'array', items: { type: 'string' } },
    listed: { type: 'array', items: { type: 'string' } },
    spaced: { type: 'array', items: { type: 'string' } },
    deep: {
      type: 'object',
      properties: { a: { type: 'integer' }, b: { type: 'object', properties: { c: { type: 'string' } } } },
    },
    spread: { type: 'object', properties: { x: { type: 'integer' }, y: { type: 'integer' } } },
    json: { type: 'object' },
  },
};
const styled = (style: Encoding['style'] & string, explode: boolean): Encoding => ({
  headers: [],
  allowReserved: false,
  style,
  explode,
});
const declared = media(form, {
  schema,
  encoding: {
    listed: styled('form', false),
    spaced: styled('spaceDelimited', false),
    deep: styled('deepObject', true),
    spread: styled('form', true),
  },
});
const contract = { schemas: {} };

it.each<[object, string]>([
  [{ plain: ['a', 'b'] }, 'plain=a&plain=b'],
  [{ listed: ['a', 'b&c'] }, 'listed=a,b%26c'],
  [{ spaced: ['a', 'b'] }, 'spaced=a%20b'],
  [{ deep: { a: 1, b: { c: 'x y' } } }, 'deep%5Ba%5D=1&deep%5Bb%5D%5Bc%5D=x%20y'],
  [{ spread: { x: 1, y: 2 }, plain: ['a'] }, 'x=1&y=2&plain=a'],
  [{ json: { a: 1 } }, 'json=%7B%22a%22%3A1%7D'],
  [{ deep: {}, listed: [], plain: undefined }, ''],
])('a form of %j is %s, and read back as it was', async (body, text) => {
  expect(compileContentEncoder(declared, contract)(body, form)).toBe(text);
  const read = await readerOf([declared]).read(requestWith({ contentType: form, body: text }), kept);
  const sent = Object.entries(body).filter(([, value]) => value !== undefined && Object.keys(value).length > 0);
  expect(read).toEqual(Object.fromEntries(sent));
});

describe('an empty list that the schema requires', () => {
  const list = (items: JsonSchema): JsonObject => ({ type: 'array', items });
  const requiring = (own: JsonSchema, style?: Encoding): MediaType => {
    const schema: JsonObject = { type: 'object', required: ['a'], properties: { a: own } };
    return media(form, { schema, encoding: style === undefined ? {} : { a: style } });
  };
  const deep = (own: JsonSchema): MediaType =>
    requiring({ type: 'object', required: ['b'], properties: { b: own } }, styled('deepObject', true));

  it.each<[string, MediaType, object, string]>([
    ['of numbers', requiring(list({ type: 'integer' })), { a: [] }, 'a='],
    ['in one text', requiring(list({ enum: ['x', 'y'] }), styled('form', false)), { a: [] }, 'a='],
    ['of JSON texts', requiring(list({ type: 'object' })), { a: [] }, 'a=%5B%5D'],
    ['deep down', deep(list({ type: 'string', minLength: 1 })), { a: { b: [] } }, 'a%5Bb%5D='],
  ])('%s is written so that it arrives', async (_name, declared, body, text) => {
    expect(compileContentEncoder(declared, contract)(body, form)).toBe(text);
    expect(await readerOf([declared]).read(requestWith({ contentType: form, body: text }), kept)).toEqual(body);
  });

  it.each<[string, MediaType, object]>([
    ['beside a list of an empty text', requiring(list({ type: 'string' })), { a: [] }],
    ['beside the empty text', deep({ anyOf: [list({ enum: ['x'] }), { enum: [''] }] }), { a: { b: [] } }],
    ['an object without properties', deep(list({ enum: ['x'] })), { a: {} }],
  ])('cannot be told %s', (_name, declared, body) => {
    expect(() => compileContentEncoder(declared, contract)(body, form)).toThrow(/what is empty is written like none/);
  });
});

it.each([
  ['text', 'a=1', 'a=1'],
  ['octets', Buffer.from('a=1'), Buffer.from('a=1')],
])('%s passes as it is', (_kind, body, want) => {
  expect(compileContentEncoder(declared, contract)(body, form)).toEqual(want);
});

it('refuses what is no object', () => {
  expect(() => compileContentEncoder(declared, contract)([1], form)).toThrow(TypeError);
});
