import type { JsonObject } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { kept, media, readerOf, refusal, requestWith } from './test-support.ts';

const form = 'application/x-www-form-urlencoded';
const schema: JsonObject = {
  type: 'object',
  required: ['name'],
  additionalProperties: false,
  properties: {
    name: { type: 'string' },
    age: { type: 'integer' },
    isGood: { type: 'boolean' },
    price: { type: 'number' },
    tags: { type: 'array', items: { type: 'string' } },
    counts: { type: 'array', items: { type: 'integer' } },
    list: { type: 'array', items: { type: 'integer' } },
    owner: { type: 'object', properties: { id: { type: 'integer' } } },
    owners: { type: 'array', items: { type: 'object' } },
    filter: { type: 'object', properties: { min: { type: 'integer' } } },
    'match[]': { type: 'array', items: { type: 'string' } },
    meta: { type: ['string', 'object'] },
    aliases: { anyOf: [{ type: 'array', items: { type: 'string' } }, { enum: [''] }] },
    size: { anyOf: [{ type: 'integer' }, { enum: ['', '7'] }] },
    when: {
      type: 'object',
      properties: {
        plain: { type: 'array', items: { type: 'string' } },
        long: { type: 'array', items: { type: 'string', minLength: 2 } },
        at: { anyOf: [{ type: 'integer', minimum: 5 }, { enum: ['now', '4'] }] },
        names: { anyOf: [{ type: 'array', items: { type: 'string' } }, { enum: [''] }] },
        sizes: {
          anyOf: [
            { type: 'array', items: { type: 'integer' } },
            { type: 'string', pattern: '^x$' },
          ],
        },
      },
    },
  },
};
const encoding = {
  list: { headers: [], style: 'form', explode: false },
  filter: { headers: [], style: 'deepObject', explode: true },
  when: { headers: [], style: 'deepObject', explode: true },
  meta: { headers: [], contentType: 'application/json' },
} as const;
const reader = readerOf([media(form, { schema, encoding })]);
const open = readerOf([media(form, { schema: { type: 'object', properties: { n: { type: 'integer' } } } })]);
const send = (body: string, contentType = form) => requestWith({ contentType, body });

describe('an urlencoded form becomes a typed object', () => {
  it.each([
    ['name=Rex', { name: 'Rex' }],
    ['name=a+b%20%C3%A9', { name: 'a b é' }],
    ['name=&age=4&isGood=true&price=1.5', { name: '', age: 4, isGood: true, price: 1.5 }],
    ['name=a&tags=x&tags=y', { name: 'a', tags: ['x', 'y'] }],
    ['name=a&tags=x', { name: 'a', tags: ['x'] }],
    ['name=a&counts=1&counts=2', { name: 'a', counts: [1, 2] }],
    ['name=a&list=1,2,3', { name: 'a', list: [1, 2, 3] }],
    ['name=a&owner=%7B%22id%22%3A1%7D', { name: 'a', owner: { id: 1 } }],
    ['name=a&owners=%7B%7D&owners=%7B%22id%22%3A1%7D', { name: 'a', owners: [{}, { id: 1 }] }],
    ['name=a&owners=%5B%7B%7D%5D', { name: 'a', owners: [{}] }],
    ['name=a&filter%5Bmin%5D=3', { name: 'a', filter: { min: 3 } }],
    ['name=a&match%5B%5D=x&match[]=y', { name: 'a', 'match[]': ['x', 'y'] }],
    ['name=a&meta=%22b%22', { name: 'a', meta: 'b' }],
    ['name=a&aliases=x', { name: 'a', aliases: ['x'] }],
    ['name=a&aliases=x&aliases=y', { name: 'a', aliases: ['x', 'y'] }],
    ['name=a&aliases=', { name: 'a', aliases: '' }],
    ['name=a&size=3', { name: 'a', size: 3 }],
    ['name=a&size=', { name: 'a', size: '' }],
    ['name=a&when[at]=4', { name: 'a', when: { at: '4' } }],
    ['name=a&when[at]=5', { name: 'a', when: { at: 5 } }],
    ['name=a&when[names]=x', { name: 'a', when: { names: ['x'] } }],
    ['name=a&when[names]=x&when[names]=y', { name: 'a', when: { names: ['x', 'y'] } }],
    ['name=a&when[names]=x&when[names]=y&when[names]=z', { name: 'a', when: { names: ['x', 'y', 'z'] } }],
    ['name=a&when[plain]=&when[plain]=y', { name: 'a', when: { plain: ['', 'y'] } }],
    ['name=a&when[plain]=', { name: 'a', when: { plain: [''] } }],
    ['name=a&when[long]=', { name: 'a', when: { long: [] } }],
    ['name=a&when[names]=&when[names]=y', { name: 'a', when: { names: ['', 'y'] } }],
    ['name=a&when[names]=', { name: 'a', when: { names: '' } }],
    ['name=a&when[sizes]=x', { name: 'a', when: { sizes: 'x' } }],
    ['name=a&when[sizes]=1', { name: 'a', when: { sizes: [1] } }],
  ])('%s', async (body, want) => expect(await reader.read(send(body), kept)).toEqual(want));

  it('keeps undeclared fields as text where the schema allows them', async () => {
    expect(await open.read(send('n=1&m=2&x=a&x=b'), kept)).toEqual({ n: 1, m: '2', x: ['a', 'b'] });
  });

  it('takes no fields at all for an empty form, whether the contract requires the body or not', async () => {
    expect(await open.read(send(''), kept)).toEqual({});
    expect((await refusal(reader, send(''))).violations).toMatchObject([{ pointer: '/name', keyword: 'required' }]);
  });

  it('keeps __proto__ as data', async () => {
    const value = await open.read(send('__proto__=x'), kept);
    expect(Object.entries(value as object)).toEqual([['__proto__', 'x']]);
  });
});

describe('violations', () => {
  it.each([
    ['age=4', [{ pointer: '/name', keyword: 'required' }]],
    ['name=a&age=four', [{ pointer: '/age', keyword: 'type' }]],
    ['name=a&age=0x10', [{ pointer: '/age', keyword: 'type' }]],
    ['name=a&isGood=TRUE', [{ pointer: '/isGood', keyword: 'type' }]],
    ['name=a&name=b', [{ pointer: '/name', keyword: 'style' }]],
    ['name=%ff', [{ pointer: '/name', keyword: 'encoding' }]],
    ['name=a&owner=%7B', [{ pointer: '/owner', keyword: 'parse' }]],
    ['name=a&other[x][y]=1', [{ pointer: '/other[x][y]', keyword: 'unknown' }]],
    ['name=a&other%0A[=1', [{ pointer: '/other?[', keyword: 'unknown' }]],
    ['name=a&when[long]=&when[long]=xy', [{ pointer: '/when/long/0', keyword: 'minLength' }]],
    ['name=a&a%5B999999999%5D=1', [{ pointer: '/a[999999999]', keyword: 'unknown' }]],
  ])('%s', async (body, want) => {
    const error = await refusal(reader, send(body));
    expect(error.code).toBe('ERR_REQUEST_VALIDATION');
    expect(error.violations).toMatchObject(want.map((violation) => ({ in: 'body', ...violation })));
  });

  it('refuses undeclared fields of a closed object by its schema', async () => {
    expect((await refusal(reader, send('name=a&other=1'))).violations[0]?.keyword).toBe('additionalProperties');
  });

  it('says which undeclared field is badly encoded', async () => {
    expect((await refusal(open, send('x=%'))).violations).toMatchObject([{ pointer: '/x', keyword: 'encoding' }]);
  });
});

it.each([
  ['a hundred thousand pairs', 'a=1&'.repeat(100_000), 400, 'more than 1000 fields'],
  ['a long name', `${'n'.repeat(201)}=1`, 400, 'longer than 200 octets'],
  ['octets that are not UTF-8', '\xff', 400, undefined],
])('%s is refused', async (_name, body, status, detail) => {
  const octets = Buffer.from(body, 'latin1');
  const error = await refusal(open, requestWith({ contentType: form, body: octets }));
  expect(error.status).toBe(status);
  if (detail !== undefined) expect(error.message).toContain(detail);
});

it('refuses another charset', async () => {
  expect((await refusal(open, send('n=1', `${form}; charset=latin1`))).status).toBe(415);
});

it('finds properties behind references and in the branches of a union', async () => {
  const branches = {
    anyOf: [
      { properties: { n: { type: 'integer' } } },
      { properties: { n: { type: 'null' }, m: { type: 'boolean' } } },
    ],
  };
  const union = readerOf([media(form, { schema: { type: 'object', ...branches } })]);
  expect(await union.read(send('n=1&m=true'), kept)).toEqual({ n: 1, m: true });
});
