import type { JsonObject, JsonSchema } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { compileDefaults } from './compile-defaults.ts';
import { kept, media, readerOf, refusal, requestWith } from './test-support.ts';

const size = { type: 'integer', default: 3 } as const;
const object = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({ type: 'object', properties, ...more });
const read = (schema: JsonSchema, body: string, type = 'application/json') =>
  readerOf([media(type, { schema })]).read(requestWith({ contentType: type, body }), kept);

describe('defaults of a body', () => {
  it.each<[string, JsonSchema, string, unknown]>([
    ['a property that is left out', object({ size }), '{}', { size: 3 }],
    ['not one that is there', object({ size }), '{"size":4}', { size: 4 }],
    [
      'nor one that is null',
      object({ size: { type: ['integer', 'null'], default: 3 } }),
      '{"size":null}',
      { size: null },
    ],
    [
      'falsy ones',
      object({ a: { default: false }, b: { default: 0 }, c: { default: '' }, d: { default: null } }),
      '{}',
      { a: false, b: 0, c: '', d: null },
    ],
    ['a required property', object({ size }, { required: ['size'] }), '{}', { size: 3 }],
    ['properties of properties that are there', object({ box: object({ size }) }), '{"box":{}}', { box: { size: 3 } }],
    ['not of those that are not', object({ box: object({ size }) }), '{}', {}],
    ['of a default', object({ box: object({ size }, { default: {} }) }), '{}', { box: {} }],
    ['items', { type: 'array', items: object({ size }) }, '[{},{"size":1}]', [{ size: 3 }, { size: 1 }]],
    [
      'what is combined',
      { allOf: [object({ size }), object({ name: { type: 'string', default: 'x' } })] },
      '{}',
      { size: 3, name: 'x' },
    ],
    ['not what is one of several', { anyOf: [object({ size }), object({})] }, '{}', {}],
    ['not what is read only', object({ size: { ...size, readOnly: true } }), '{}', {}],
    [
      'not what another part makes read only',
      { allOf: [object({ size: { type: 'integer', readOnly: true } }), object({ size })] },
      '{}',
      {},
    ],
    [
      'a property named __proto__',
      JSON.parse('{"properties":{"__proto__":{"default":1}}}'),
      '{}',
      JSON.parse('{"__proto__":1}'),
    ],
  ])('are filled in: %s', async (_name, schema, body, want) => {
    expect(await read(schema, body)).toEqual(want);
  });

  it('are filled into forms too', async () => {
    const form = object({ size, name: { type: 'string' } });
    expect(await read(form, 'name=x', 'application/x-www-form-urlencoded')).toEqual({ size: 3, name: 'x' });
  });

  it.each<[string, JsonSchema]>([
    ['too small', { ...size, minimum: 5 }],
    ['of another type', { type: 'object', default: null }],
    ['none of the allowed', { enum: ['a'], default: 'b' }],
  ])('are left out where they break their own schema: %s', async (_name, schema) => {
    expect(await read(object({ size: schema }), '{}')).toEqual({});
    const reader = readerOf([media('application/json', { schema: object({ size: schema }, { required: ['size'] }) })]);
    const error = await refusal(reader, requestWith({ contentType: 'application/json', body: '{}' }));
    expect(error).toMatchObject({ status: 400, violations: [{ pointer: '/size', keyword: 'required' }] });
  });

  it('are each request’s own', async () => {
    const schema = object({ tags: { type: 'array', default: ['a'] } });
    const [first, second] = await Promise.all([read(schema, '{}'), read(schema, '{}')]);
    (first as { tags: string[] }).tags.push('b'); // as read
    expect(second).toEqual({ tags: ['a'] });
    expect(schema).toEqual(object({ tags: { type: 'array', default: ['a'] } }));
  });

  it('of a schema that contains itself are found, and filled as deep as the value goes', () => {
    const Node = object({ size, next: { $ref: '#/components/schemas/Node' } });
    const fill = compileDefaults({ $ref: '#/components/schemas/Node' }, { Node });
    const value = { next: { next: {} } };
    fill?.(value);
    expect(value).toEqual({ size: 3, next: { size: 3, next: { size: 3 } } });
  });

  it('cost nothing where there are none', () => {
    expect(compileDefaults(object({ box: object({ a: { type: 'string' } }) }), {})).toBeUndefined();
    expect(compileDefaults(undefined, {})).toBeUndefined();
    expect(compileDefaults(true, {})).toBeUndefined();
  });
});
